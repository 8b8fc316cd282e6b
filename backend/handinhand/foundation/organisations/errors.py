"""Refusals of the tree."""

from sqlalchemy.exc import IntegrityError

from handinhand.core.errors import Conflict, FieldError, Invalid


class BureauNotMadeHere(Conflict):
    """A bureau comes with the installation, not through the tree."""

    code = "bureau_not_made_here"
    title = ("教育局不能在这里新建", "A bureau is not created here")


class Closed(Conflict):
    """The organisation has closed: its record stays readable and is not changed any more (domain.md §7)."""

    code = "organisation_closed"
    title = ("这家单位已经关闭，不能再修改", "The organisation has closed")


_TAKEN = {
    "uq_organisations_bureau_name": FieldError(
        "/name", "name_taken", "本局已有同名的单位。请核对：同一家就打开原来的记录，不是同一家请把名称写得能区分开"
    ),
    "uq_organisations_bureau_code": FieldError("/code", "code_taken", "本局已有单位用了这个代码，请核对"),
    "uq_party_organisations_bureau_name": FieldError(
        "/name", "name_taken", "本局已有同名的党组织。请核对：同一个就打开原来的记录，不是同一个请把名称写得能区分开"
    ),
    "uq_people_bureau_name_mobile": FieldError(
        "/mobile", "person_taken", "本局已有同姓名、同手机号的人员，请打开原来的记录"
    ),
}


def taken(error: IntegrityError) -> Invalid | None:
    """The error beside the field whose value somebody else already has; None for any other breach."""
    breach = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    return Invalid(errors=[_TAKEN[breach]]) if breach in _TAKEN else None


def not_found(field: str, message: str = "没有找到这个单位，请重新选择") -> FieldError:
    """A reference to what does not exist or lies out of the caller's scope: the two answer alike (promises.md S2)."""
    return FieldError(f"/{field}", "not_found", message)
