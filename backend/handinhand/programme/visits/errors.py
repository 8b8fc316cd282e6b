"""What can go wrong with visits."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from handinhand.core.errors import Conflict, FieldError, IdTaken

NO_SUCH_INSTITUTION = FieldError("/institution_id", "not_found", "没有找到这家机构，请重新选择")
"""Nonexistent and out of reach answer alike (promises.md S2)."""
NOT_AN_INSTITUTION = FieldError(
    "/institution_id", "not_an_institution", "入校指导的对象是民办学校、幼儿园和培训机构，请重新选择"
)
INSTRUCTOR_NEEDED = FieldError("/instructor_id", "missing", "请选择这次入校的指导员")
NO_SUCH_INSTRUCTOR = FieldError("/instructor_id", "not_found", "没有找到这位指导员，请重新选择")
NO_SUCH_CO_VISITOR = FieldError("/co_visitor_ids", "not_found", "同行人员里有找不到的人，请重新选择")
CO_VISITOR_IS_INSTRUCTOR = FieldError("/co_visitor_ids", "is_instructor", "指导员本人不用再填进同行人员")
DUTIES_NEEDED = FieldError("/duties", "missing", "请至少选一项工作内容")
TEXT_NEEDED = FieldError("/findings", "missing", "请写一句了解到的情况，或者写一句建议")

_NOT_EDITABLE: Mapping[str, str] = MappingProxyType(
    {
        "submitted": "这条入校指导是“已提交”状态，不能直接修改。要改内容，请用“更正”。",
        "disputed": "这条入校指导是“有异议”状态，不能直接修改。要改内容，请用“更正”，或等党委办处理。",
        "confirmed": "这条入校指导是“已确认”状态，不能直接修改。要改内容，请用“更正”。",
        "void": "这条入校指导是“已作废”状态，不能再改动。需要时请另记一条。",
    }
)


def closed(name: str, closed_on: str) -> FieldError:
    """The institution had closed before the visit."""
    return FieldError("/started_at", "institution_closed", f"{name}已于 {closed_on} 停办，请检查机构和时间")


def not_editable(state: str) -> Conflict:
    """Only a draft and a returned visit are changed directly."""
    return Conflict(_NOT_EDITABLE[state])


def not_a_draft() -> Conflict:
    """Checking in says when a visit begins, so it is for a draft."""
    return Conflict("这条入校指导已经提交过，不能再签到。签到只用于草稿；时间不对请在修改或更正里改开始时间。")


def id_taken(visit_id: UUID) -> IdTaken:
    """The client-made id names other content."""
    message = "这个编号已用于另一条记录。请换一个编号再提交，您填写的内容不会丢失。"
    return IdTaken(message, errors=[FieldError("/id", "id_taken", "这个编号已用于另一条记录")], id=str(visit_id))
