"""The audit log, read only."""

from fastapi import APIRouter

router = APIRouter(tags=["audit"])
