"""Which role fits where, and which roles one account may hold together (domain.md §2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from handinhand.foundation.access.roles import ADMINISTRATORS, ROLE_LABELS, Role

KIND_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "bureau": "教育局",
        "section": "股室",
        "unit": "单位",
        "school": "学校",
        "kindergarten": "幼儿园",
        "training": "培训机构",
    }
)
_BUREAU = ("bureau",)
_TEACHING = ("unit", "school", "kindergarten")
_INSTITUTIONS = ("school", "kindergarten", "training")
_ANY = tuple(KIND_LABELS)


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a role can be held, and what its holder does, in words for the person who gives it out.

    `private`: only at a private institution, or only at one that is not; None when it does not matter. `topmost`: only
    at a bureau without a bureau above it. `hosts`: only where there is a Party organisation. `own_seat`: the account
    belongs to a person, and the role is held where this person works.
    """

    does: str
    kinds: tuple[str, ...]
    private: bool | None = None
    topmost: bool = False
    hosts: bool = False
    own_seat: bool = False


FITS: Mapping[Role, Fit] = MappingProxyType(
    {
        Role.SYSTEM_ADMIN: Fit("维护系统和参数，看不到业务记录", _BUREAU),
        Role.SECURITY_ADMIN: Fit("开通、重置、停用账号，分配角色，看不到业务记录", _BUREAU),
        Role.AUDITOR: Fit("查看操作日志，只能看不能改", _BUREAU),
        Role.BUREAU_ADMIN: Fit("管理全局的名册、派驻、入校指导和期限", _BUREAU),
        Role.BUREAU_LEADER: Fit("查看全局情况，只能看不能改", _BUREAU),
        Role.SECTION_OFFICER: Fit("查看本股室归口的机构，答复意见建议", ("section",)),
        Role.INSPECTOR: Fit("在督查期间记录问题和复查结果", _BUREAU),
        Role.LEAD_SECRETARY: Fit("管理本校和结对学校的帮扶工作", _TEACHING, private=False),
        Role.TEACHER: Fit("记录自己结对学生的帮扶情况", _TEACHING, private=False),
        Role.HOST_SECRETARY: Fit("管理本组织和挂靠单位的组织生活", _ANY, hosts=True),
        Role.INSTRUCTOR: Fit("到派驻的机构入校指导并做记录", _ANY, own_seat=True),
        Role.INSTITUTION: Fit("确认入校指导，查看本单位的记录", _INSTITUTIONS, private=True),
        Role.MUNICIPAL_VIEWER: Fit("查看所辖各县的汇总数字", _BUREAU, topmost=True),
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation as the rules of roles see it."""

    id: UUID
    bureau_id: UUID
    name: str
    kind: str
    ownership: str | None
    parent_id: UUID | None
    closed: bool
    has_party_organisation: bool


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a role cannot be held: `about` says which of the three things given is at fault."""

    about: Literal["role", "organisation", "person"]
    code: str
    message: str


def misfit(role: Role, place: Place, person_seat: UUID | None) -> Misfit | None:
    """What keeps an account from holding `role` at `place`; None when it fits.

    `person_seat` is the organisation of the account's person, None when it has no person.
    """
    return _misfit_of_kind(role, place) or _misfit_of_ties(role, place, person_seat)


def _misfit_of_kind(role: Role, place: Place) -> Misfit | None:
    fit, label = FITS[role], ROLE_LABELS[role]
    if place.closed:
        return Misfit("organisation", "organisation_closed", f"“{place.name}”已停办，请选择别的机构")
    if place.kind not in fit.kinds:
        where = "、".join(KIND_LABELS[kind] for kind in fit.kinds)
        message = f"“{label}”只能设在{where}，“{place.name}”是{KIND_LABELS[place.kind]}"
        return Misfit("organisation", "role_does_not_fit", message)
    if fit.private is not None and (place.ownership == "private") != fit.private:
        message = f"“{label}”{'只能设在民办机构' if fit.private else '不能设在民办机构'}，请核对“{place.name}”"
        return Misfit("organisation", "role_does_not_fit", message)
    return None


def _misfit_of_ties(role: Role, place: Place, person_seat: UUID | None) -> Misfit | None:
    fit, label = FITS[role], ROLE_LABELS[role]
    if fit.topmost and place.parent_id is not None:
        message = f"“{label}”只能设在市教育局，“{place.name}”有上级教育局"
        return Misfit("organisation", "role_does_not_fit", message)
    if fit.hosts and not place.has_party_organisation:
        message = f"“{place.name}”还没有党组织，请先在“党组织”里添加"
        return Misfit("organisation", "no_party_organisation", message)
    if fit.own_seat and person_seat is None:
        return Misfit("person", "person_needed", f"“{label}”的账号要对应一位人员，请先在账号里选择人员")
    if fit.own_seat and person_seat != place.id:
        return Misfit("organisation", "not_the_sending_unit", f"“{label}”要设在本人的派出单位，请核对“{place.name}”")
    return None


@dataclass(frozen=True, slots=True)
class Held:
    """A role held, or to be held, at one organisation for a time. `ends_on` is the last day, None for no end."""

    role: Role
    organisation_id: UUID
    starts_on: date
    ends_on: date | None

    @property
    def last_on(self) -> date:
        """The last day, the end of time when there is none."""
        return self.ends_on or date.max

    def overlaps(self, other: "Held") -> bool:
        """Whether there is a day on which both are held. One that ended before it began is never held."""
        return max(self.starts_on, other.starts_on) <= min(self.last_on, other.last_on)

    def state(self, today: date) -> Literal["upcoming", "active", "ended"]:
        """Where `today` stands."""
        if self.last_on < max(today, self.starts_on):
            return "ended"
        return "upcoming" if self.starts_on > today else "active"


def clash(wanted: Held, held: Iterable[Held]) -> Literal["exclusive", "already_held"] | None:
    """Why `wanted` cannot be held beside `held`; None when it can. Only days held together matter."""
    together = [other for other in held if wanted.overlaps(other)]
    if any((other.role, other.organisation_id) == (wanted.role, wanted.organisation_id) for other in together):
        return "already_held"
    if any(wanted.role in ADMINISTRATORS or other.role in ADMINISTRATORS for other in together):
        return "exclusive"
    return None
