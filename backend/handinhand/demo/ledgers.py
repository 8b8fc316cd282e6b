"""The demo's year of visits, as monthly ledger workbooks that enter through the same import as users' own.

Invented, with a fixed seed: most institutions are visited every month, some late, a few not at all.
"""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import xlsxwriter

SEED = 20190911
MISSED, LATE = 0.06, 0.04
_HEADINGS = (
    *("机构", "指导员", "日期", "开始时间", "结束时间", "方式", "工作内容", "接触人员", "发现情况", "意见建议", "备注"),
)
_DUTIES = ("宣讲政策法规", "思想政治和精神文明", "规范办学行为", "推动组建党组织", "建设党群活动室", "听取意见建议")
_FOUND = (
    "教职工学习按计划进行，有记录。",
    "消防通道已清理，门卫登记齐全。",
    "党群活动室制度已上墙，报刊架还缺。",
    "新学期收费公示栏已更新。",
    "两名教师提出入党意愿，已说明程序。",
    "食堂台账完整，留样规范。",
)
_ADVICE = ("下月前补齐会议记录。", "活动室桌椅再添几套。", "把党员名单报一份到党委办。", "")


@dataclass(frozen=True, slots=True)
class Post:
    """An institution and who is dispatched there, by name as a ledger writes them."""

    institution: str
    instructor: str
    starts_on: date


def ledgers(posts: Sequence[Post], month: date, last_day: date) -> tuple[bytes | None, bytes | None]:
    """A month's visits up to `last_day`: those written up in time, and those that came in late; None where none."""
    chance = random.Random(f"{SEED} {month}")  # noqa: S311 - the same demo on every machine
    in_time: list[tuple[str, ...]] = []
    late: list[tuple[str, ...]] = []
    for post in posts:
        fate, day = chance.random(), month + timedelta(days=chance.randrange(27))
        row = _row(post, day, chance)
        if day > last_day or day < post.starts_on or fate < MISSED:
            continue
        (late if fate < MISSED + LATE else in_time).append(row)
    return _written(in_time) if in_time else None, _written(late) if late else None


def _row(post: Post, day: date, chance: random.Random) -> tuple[str, ...]:
    hour, minute = chance.randrange(8, 16), chance.choice((0, 10, 20, 30, 40, 50))
    duties = "、".join(chance.sample(_DUTIES, chance.randrange(1, 4)))
    return (
        post.institution,
        post.instructor,
        day.isoformat(),
        f"{hour:02}:{minute:02}",
        f"{hour + 1:02}:{minute:02}",
        "入校",
        duties,
        "负责人",
        chance.choice(_FOUND),
        chance.choice(_ADVICE),
        "演示",
    )


def _written(rows: Sequence[Sequence[str]]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("入校指导")
        for number, row in enumerate((_HEADINGS, *rows)):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value)
    return target.getvalue()
