"""If-Match: a change names the version it starts from; nothing is overwritten silently (promises.md R4)."""

import re
from collections.abc import Mapping
from typing import Any

from fastapi import Request

from handinhand.core.errors import IfMatchRequired, Stale

_TAG = re.compile(r'^(?:W/)?"([0-9]{1,18})"$')


def check_version(request: Request, current: int, differing: Mapping[str, Any] | None = None) -> None:
    """Raises IfMatchRequired without the header, Stale when it names another version than `current`.

    `*` matches every version (RFC 9110), so it is never stale. But it names none: a change that was made meanwhile
    would be overwritten without anybody having seen it. So it is answered as if nothing had been named: 428, not 412.
    """
    header = request.headers.get("if-match", "*").strip()
    if header == "*":
        raise IfMatchRequired("这次修改没有说明是从哪个版本开始的。请刷新页面后再试。")
    tags = [_TAG.match(tag.strip()) for tag in header.split(",")]
    if not any(tag and int(tag[1]) == current for tag in tags):
        raise Stale(
            "您打开之后，这条记录已被修改。您填写的内容没有丢失，请对照后再决定。",
            current_version=current,
            differing=dict(differing or {}),
        )
