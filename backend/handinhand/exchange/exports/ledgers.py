"""The communities' lists as ledgers: which columns each has on paper. The rows are those of the list on the screen."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from handinhand.exchange.exports.ledger_columns import LedgerColumn

STRANDS = {"teaching": "帮教", "hardship": "帮困", "party_building": "帮党建"}
ACTIVITY_STATES = {"planned": "已安排", "done": "已开展", "cancelled": "已取消"}
COMMUNITY_STATES = {
    "draft": "草稿",
    "approved": "已批准",
    "active": "进行中",
    "renewed": "已续签",
    "dissolved": "已解除",
    "completed": "已完成",
}
COVERAGES_OF = {
    "none": "没有党组织",
    "affiliated": "挂靠",
    "joint_branch": "联合组建",
    "own_branch": "单独组建",
    None: "未登记",
}
INSTITUTION_KINDS = {"school": "学校", "kindergarten": "幼儿园", "training": "培训机构"}


def _text(name: str) -> Callable[[Any], str]:
    return lambda row: "" if getattr(row, name) is None else str(getattr(row, name))


def _schools(row: Any) -> str:
    return "、".join(school["name"] for school in row.schools if school["left_on"] is None or row.ends_on is not None)


def _days(row: Any) -> str:
    return str(row.starts_on) if row.starts_on == row.ends_on else f"{row.starts_on} 至 {row.ends_on}"


def _group(kind: str) -> Callable[[Any], str]:
    """When the group of the kind was founded; empty where there is none."""
    return lambda row: next((str(group["founded_on"]) for group in row.groups or () if group["kind"] == kind), "")


COMMUNITIES: Sequence[LedgerColumn] = (
    LedgerColumn("名称", 34, _text("name")),
    LedgerColumn("状态", 10, lambda row: COMMUNITY_STATES[row.state]),
    LedgerColumn("帮建学校", 20, _text("lead_school_name")),
    LedgerColumn("结对学校", 28, _schools),
    LedgerColumn("开始日期", 12, _text("starts_on")),
    LedgerColumn("最后一天", 12, _text("ends_on")),
    LedgerColumn("协议签订", 12, _text("agreement_signed_on")),
    LedgerColumn("文号", 22, _text("document_number")),
)
ACTIVITIES: Sequence[LedgerColumn] = (
    LedgerColumn("日期", 14, _days),
    LedgerColumn("帮扶共同体", 24, _text("community_name")),
    LedgerColumn("板块", 8, lambda row: STRANDS[row.strand]),
    LedgerColumn("类型", 12, _text("kind_name")),
    LedgerColumn("活动名称", 24, _text("title")),
    LedgerColumn("状态", 8, lambda row: ACTIVITY_STATES[row.state]),
    LedgerColumn("地点", 16, _text("place")),
    LedgerColumn("主办人", 12, _text("hosts")),
    LedgerColumn("帮建方", 7, _text("lead_participants")),
    LedgerColumn("结对方", 7, _text("supported_participants")),
    LedgerColumn("内容", 40, _text("content")),
    LedgerColumn("成效", 30, _text("outcome")),
    LedgerColumn("资料", 6, _text("evidence_count")),
)
TEACHERS: Sequence[LedgerColumn] = (
    LedgerColumn("学校", 24, _text("school_name")),
    LedgerColumn("姓名", 12, _text("name")),
    LedgerColumn("学科", 10, _text("subject")),
    LedgerColumn("导师", 12, _text("mentor_name")),
    LedgerColumn("确定日期", 12, _text("selected_on")),
    LedgerColumn("培养日期", 12, _text("training_on")),
    LedgerColumn("认定日期", 12, _text("recognised_on")),
    LedgerColumn("认定文号", 22, _text("recognition_document")),
    LedgerColumn("终止日期", 12, _text("ended_on")),
)
MEMBERS: Sequence[LedgerColumn] = (
    LedgerColumn("机构", 24, _text("institution_name")),
    LedgerColumn("姓名", 12, _text("name")),
    LedgerColumn("申请日期", 12, _text("applied_on")),
    LedgerColumn("积极分子", 12, _text("activist_on")),
    LedgerColumn("发展对象", 12, _text("target_on")),
    LedgerColumn("预备党员", 12, _text("probationary_on")),
    LedgerColumn("转正", 12, _text("full_on")),
    LedgerColumn("培养联系人", 18, _text("contacts")),
    LedgerColumn("入党介绍人", 18, _text("introducers")),
    LedgerColumn("终止日期", 12, _text("ended_on")),
)
COVERAGES: Sequence[LedgerColumn] = (
    LedgerColumn("机构", 26, _text("institution_name")),
    LedgerColumn("类别", 9, lambda row: INSTITUTION_KINDS[row.kind]),
    LedgerColumn("归口股室", 14, _text("section_name")),
    LedgerColumn("正式党员", 8, _text("full_members")),
    LedgerColumn("预备党员", 8, _text("probationary_members")),
    LedgerColumn("统计日期", 12, _text("members_as_of_on")),
    LedgerColumn("党组织覆盖", 11, lambda row: COVERAGES_OF[row.coverage]),
    LedgerColumn("自何时起", 12, _text("since_on")),
    LedgerColumn("党组织", 24, _text("party_organisation_name")),
    LedgerColumn("怎么成立的", 28, _text("how")),
    LedgerColumn("共青团成立", 12, _group("youth_league")),
    LedgerColumn("工会成立", 12, _group("union")),
    LedgerColumn("妇联成立", 12, _group("women")),
)

REVIEW_RESULTS = {"met": "达到", "partly": "部分达到", "not_met": "未达到", "not_looked_at": "没有看"}
REVIEW_MODES = {"self": "自查", "joint": "联合检查", "visit": "入校指导"}
CHECKLISTS = {"five_standards": "五个规范", "activity_room": "党群活动室"}


def _item_by_item(items: Sequence[Mapping[str, Any]], results: Sequence[Mapping[str, Any]]) -> str:
    titles = {item["code"]: item["title"] for item in items}
    return "；".join(
        f"{titles[each['code']]}：{REVIEW_RESULTS[each['result']]}" + (f"（{each['note']}）" if each["note"] else "")
        for each in results
    )


def _found(row: Any) -> str:
    return _item_by_item(row.checklist_items, row.results)


REVIEWS: Sequence[LedgerColumn] = (
    LedgerColumn("机构", 24, _text("institution_name")),
    LedgerColumn("日期", 12, _text("reviewed_on")),
    LedgerColumn("清单", 12, lambda row: f"{CHECKLISTS[row.kind]} 第{row.edition}版"),
    LedgerColumn("方式", 10, lambda row: REVIEW_MODES[row.mode]),
    LedgerColumn("检查人", 16, _text("reviewers")),
    LedgerColumn("逐项结果", 60, _found),
    LedgerColumn("小结", 36, _text("summary")),
    LedgerColumn("资料", 6, _text("evidence_count")),
)


def _latest(kind: str) -> tuple[LedgerColumn, LedgerColumn]:
    """Day and way of the latest review by a checklist, and what it found."""

    def when(row: Any) -> str:
        day, mode = getattr(row, f"{kind}_reviewed_on"), getattr(row, f"{kind}_mode")
        return f"{day} {REVIEW_MODES[mode]}" if day else "还没有查过"

    def found(row: Any) -> str:
        results = getattr(row, f"{kind}_results")
        return _item_by_item(getattr(row, f"{kind}_items"), results) if results else ""

    return LedgerColumn(f"{CHECKLISTS[kind]}最近一次", 17, when), LedgerColumn(f"{CHECKLISTS[kind]}逐项", 38, found)


INSTITUTION_STANDARDS: Sequence[LedgerColumn] = (
    LedgerColumn("机构", 24, _text("name")),
    LedgerColumn("类别", 9, lambda row: INSTITUTION_KINDS[row.institution_kind]),
    LedgerColumn("归口股室", 13, _text("section_name")),
    *_latest("five_standards"),
    *_latest("activity_room"),
)
TITLES: Mapping[str, str] = {
    "communities": "帮扶共同体台账",
    "activities": "共同体活动台账",
    "backbone-teachers": "骨干教师台账",
    "member-developments": "发展党员台账",
    "institution-coverages": "党员与党组织覆盖台账",
    "institution-standards": "规范建设台账",
    "standards-reviews": "规范建设检查台账",
}
