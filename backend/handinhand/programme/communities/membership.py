"""Which schools may lead a community and which may be supported in one (domain.md §1)."""

from typing import Any
from uuid import UUID

from handinhand.core.errors import FieldError
from handinhand.models import Organisation


def elsewhere(row: Any) -> str:
    """What is told of a school that another community supports now."""
    return f"“{row.school_name}”正在“{row.community_name}”里结对，请先让它退出那个共同体。"


def about_lead(lead: Organisation | None) -> list[FieldError]:
    """What keeps a school from leading: it has to be public and open."""
    if lead is None:
        return [FieldError("/lead_school_id", "unknown_school", "没有找到这所学校，请重新选择。")]
    if lead.kind not in {"school", "kindergarten"} or lead.ownership != "public":
        return [FieldError("/lead_school_id", "lead_not_public", "帮建学校应是公办学校或幼儿园，请重新选择。")]
    if lead.closed_on is not None:
        return [FieldError("/lead_school_id", "school_closed", f"这所学校已于 {lead.closed_on} 停办，请重新选择。")]
    return []


def about_school(
    pointer: str, school: Organisation | None, lead_id: UUID, found: dict[UUID, Organisation]
) -> list[FieldError]:
    """What keeps a school from being supported: it has to be private, open and of the lead school\'s county."""
    if school is None:
        return [FieldError(pointer, "unknown_school", "没有找到这所学校，请重新选择。")]
    if school.id == lead_id:
        return [FieldError(pointer, "supports_itself", "帮建学校不能同时是结对学校，请改正。")]
    if school.kind not in {"school", "kindergarten", "training"} or school.ownership != "private":
        return [FieldError(pointer, "not_private", "结对学校应是民办学校、幼儿园或培训机构，请重新选择。")]
    if school.closed_on is not None:
        return [FieldError(pointer, "school_closed", f"这所学校已于 {school.closed_on} 停办，请重新选择。")]
    lead = found.get(lead_id)
    if lead is not None and lead.bureau_id != school.bureau_id:
        return [FieldError(pointer, "other_bureau", "两所学校不在同一个县，请重新选择。")]
    return []
