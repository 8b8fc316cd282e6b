"""`/livez` and `/readyz`: is the process there, and can it work."""

from typing import Literal

from alembic.config import Config
from alembic.script import ScriptDirectory
from fastapi import APIRouter, Request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from handinhand.core.database import RequestDatabase
from handinhand.core.errors import Unavailable
from handinhand.core.http.routes import operation_id
from handinhand.core.http.schema import Schema

router = APIRouter(tags=["health"], generate_unique_id_function=operation_id)
MIGRATIONS = "handinhand:migrations"


class Health(Schema):
    """What answers when all is well."""

    status: Literal["ok"] = "ok"


@router.get("/livez", summary="Whether the process answers")
async def read_liveness() -> Health:
    """Always ok while the process runs."""
    return Health()


@router.get("/readyz", summary="Whether database, migrations and file store are in order")
async def read_readiness(request: Request, database: RequestDatabase) -> Health:
    """Raises Unavailable naming the part that is not in order."""
    try:
        async with database.engine.connect() as connection:
            present = (await connection.execute(text("select version_num from alembic_version"))).scalar_one_or_none()
    except (SQLAlchemyError, OSError) as error:
        raise Unavailable("数据库连接不上。", headers={"Retry-After": "5"}, part="database") from error
    if present != newest_migration():
        raise Unavailable("数据库结构需要升级。", headers={"Retry-After": "30"}, part="migrations")
    if not request.app.state.files.is_writable():
        raise Unavailable("文件存储不能写入。", headers={"Retry-After": "30"}, part="storage")
    return Health()


def newest_migration() -> str | None:
    """The revision that this code expects."""
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    return ScriptDirectory.from_config(config).get_current_head()
