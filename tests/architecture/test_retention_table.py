"""What the documents say of how long things are kept is what the program does."""

from datetime import timedelta
from pathlib import Path

import pytest

from handinhand.exchange.exports import retention as exports
from handinhand.exchange.imports import retention as imports
from handinhand.foundation.access import attempts, keys
from handinhand.foundation.evidence import sweep
from handinhand.foundation.identity import retention as identity
from handinhand.foundation.identity.sign_in_rules import DEVICE_KNOWN_FOR

DOCS = Path(__file__).parents[2] / "docs"
KEPT: list[tuple[timedelta, str, str | None]] = [
    (identity.SESSIONS_KEPT_FOR, "sessions", "登录会话"),
    (attempts.FAILURES_KEPT_FOR, "failed sign-ins", "登录失败的记号"),
    (identity.CODES_KEPT_FOR, "activation codes", "激活码"),
    (DEVICE_KNOWN_FOR, "browsers known", "账号记住的浏览器"),
    (keys.KEPT_FOR, "Idempotency-Keys", "重复提交的记号"),
    (exports.KEPT_FOR, "exports", "导出的文件"),
    (imports.KEPT_FOR, "uploaded workbooks", "上传的导入文件"),
    (sweep.ABANDONED_AFTER, "half-written files", None),
]


def row_of(document: str, subject: str) -> str:
    """The one row of a table that begins with this."""
    lines = (DOCS / document).read_text("utf-8").splitlines()
    (row,) = [line for line in lines if line.startswith(f"| {subject}")]
    return row


@pytest.mark.parametrize(("kept", "english", "chinese"), KEPT, ids=[english for _, english, _ in KEPT])
def test_the_days_in_the_documents_are_the_program_s(kept: timedelta, english: str, chinese: str | None) -> None:
    assert f" {kept.days} day" in row_of("operations.md", english)
    if chinese is not None:
        assert f" {kept.days} 天" in row_of("handbook/审计与设置.md", chinese)
