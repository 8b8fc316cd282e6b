"""The one address that a machine comes to without a token (RFC 6749 §4.4)."""

from collections import Counter
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request, Response

from handinhand.core.clock import RequestClock
from handinhand.core.database import RequestDatabase, RequestSession
from handinhand.core.errors import TooLarge, UnsupportedType
from handinhand.core.http.openapi import refusals
from handinhand.core.http.routes import feature_router, refuse_unknown
from handinhand.core.http.schema import answer
from handinhand.foundation.clients import tokens
from handinhand.foundation.clients.errors import WrongClient, WrongTokenRequest
from handinhand.foundation.clients.rules import read_basic
from handinhand.foundation.clients.schemas import TokenOut

router = feature_router("machine clients")

_FORM = "application/x-www-form-urlencoded"
_FIELDS = {"grant_type", "scope"}
_LARGEST = 4096
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            _FORM: {
                "schema": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["grant_type"],
                    "properties": {
                        "grant_type": {"type": "string", "enum": ["client_credentials"]},
                        "scope": {"type": "string", "examples": ["stats:read"]},
                    },
                }
            }
        },
    },
    "security": [{"client": []}],
}


async def token_request(request: Request) -> tokens.TokenRequest:
    """What was sent, read but not judged. Raises UnsupportedType, TooLarge, WrongClient, WrongTokenRequest."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise UnsupportedType("这里只接受 application/x-www-form-urlencoded 格式的内容。")
    await refuse_unknown(request)
    sent = b""
    async for piece in request.stream():
        sent += piece
        if len(sent) > _LARGEST:
            raise TooLarge
    if len(request.headers.getlist("authorization")) > 1:
        raise WrongClient
    try:
        fields = parse_qsl(sent.decode("ascii"), keep_blank_values=True, strict_parsing=bool(sent), errors="strict")
    except ValueError as error:
        raise WrongTokenRequest("invalid_request", "提交的内容无法读取。") from error
    wrong = sorted({name for name, _ in fields} - _FIELDS)
    wrong += sorted(name for name, times in Counter(name for name, _ in fields).items() if times > 1)
    if wrong:
        # A secret in the body lands in logs on its way; and what is ignored, somebody meant something by.
        raise WrongTokenRequest(
            "invalid_request", "只能填写 grant_type 和 scope，各一次；编号和密钥用 HTTP Basic 提交。"
        )
    given = dict(fields)
    return tokens.TokenRequest(
        credentials=read_basic(request.headers.get("authorization")),
        address=request.client.host if request.client else "unknown",
        grant_type=given.get("grant_type"),
        scope=given.get("scope"),
    )


@router.post(
    "/oauth/token",
    response_model=TokenOut,
    responses=refusals(400, 401, 413, 415, 429),
    openapi_extra=_BODY,
    summary="Get a token for a machine",
)
async def create_token(
    asked: Annotated[tokens.TokenRequest, Depends(token_request)],
    request: Request,
    session: RequestSession,
    database: RequestDatabase,
    clock: RequestClock,
) -> Response:
    """Client credentials by HTTP Basic (`client_secret_basic`); the token holds for ten minutes."""
    given = await tokens.give_token(
        session,
        database,
        asked,
        secret_key=request.app.state.secret_key,
        token_key=request.app.state.token_key,
        now=clock.now(),
    )
    return answer(given)
