"""The roles of domain.md §2: what each may do, and how far each right reaches."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from handinhand.foundation.access.permissions import Permission as P


class Role(StrEnum):
    """A role code of domain.md §2."""

    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"
    BUREAU_ADMIN = "bureau_admin"
    BUREAU_LEADER = "bureau_leader"
    SECTION_OFFICER = "section_officer"
    INSPECTOR = "inspector"
    LEAD_SECRETARY = "lead_secretary"
    TEACHER = "teacher"
    HOST_SECRETARY = "host_secretary"
    INSTRUCTOR = "instructor"
    INSTITUTION = "institution"
    MUNICIPAL_VIEWER = "municipal_viewer"


ROLE_LABELS: Mapping[Role, str] = MappingProxyType(
    {
        Role.SYSTEM_ADMIN: "系统管理员",
        Role.SECURITY_ADMIN: "安全管理员",
        Role.AUDITOR: "审计员",
        Role.BUREAU_ADMIN: "党委办",
        Role.BUREAU_LEADER: "局领导",
        Role.SECTION_OFFICER: "归口股室",
        Role.INSPECTOR: "督查人员",
        Role.LEAD_SECRETARY: "帮建学校书记",
        Role.TEACHER: "结对教师",
        Role.HOST_SECRETARY: "挂靠党组织书记",
        Role.INSTRUCTOR: "党建工作指导员",
        Role.INSTITUTION: "民办学校/机构",
        Role.MUNICIPAL_VIEWER: "市局查看",
    }
)

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
"""Exclusive: who holds one of these holds no other role at all (domain.md §2)."""


class Reach(StrEnum):
    """How far a right goes, from the organisation at which the role is held."""

    BUREAU = "bureau"
    """Everything of the bureau."""
    OWN = "own"
    """The organisation itself."""
    TIED = "tied"
    """Itself and what the role ties to it: a section's institutions, a lead school's supported schools, a host's
    affiliated institutions, the institutions that an instructor is dispatched to today."""
    SELF = "self"
    """The account's own things."""


_EVERYONE: Mapping[P, Reach] = {P.ME: Reach.SELF}
_READS_BUREAU: Mapping[P, Reach] = {
    P.ORGANISATIONS_READ: Reach.BUREAU,
    P.PEOPLE_READ: Reach.BUREAU,
    P.SETTINGS_READ: Reach.BUREAU,
    P.DISPATCHES_READ: Reach.BUREAU,
    P.OBLIGATIONS_READ: Reach.BUREAU,
    P.VISITS_READ: Reach.BUREAU,
    P.OPINIONS_READ: Reach.BUREAU,
    P.EVIDENCE_READ: Reach.BUREAU,
    P.OVERVIEW_READ: Reach.BUREAU,
    P.COMMUNITIES_READ: Reach.BUREAU,
    P.TARGETS_READ: Reach.BUREAU,
    P.ACTIVITIES_READ: Reach.BUREAU,
    P.GOOD_PRACTICES_READ: Reach.BUREAU,
    P.DEVELOPMENT_READ: Reach.BUREAU,
    P.COVERAGE_READ: Reach.BUREAU,
    P.STANDARDS_READ: Reach.BUREAU,
    P.STATS_READ: Reach.BUREAU,
}
_READS_TIED: Mapping[P, Reach] = {
    P.ORGANISATIONS_READ: Reach.TIED,
    P.DISPATCHES_READ: Reach.TIED,
    P.OBLIGATIONS_READ: Reach.TIED,
    P.OVERVIEW_READ: Reach.TIED,
    P.SETTINGS_READ: Reach.BUREAU,
}
_READS_VISITS: Mapping[P, Reach] = {
    P.VISITS_READ: Reach.TIED,
    P.OPINIONS_READ: Reach.TIED,
    P.EVIDENCE_READ: Reach.TIED,
}
# A community lies within reach by its schools (`communities.service.reached`), so the seat is enough for both sides.
_IN_COMMUNITY: Mapping[P, Reach] = {
    P.COMMUNITIES_READ: Reach.OWN,
    P.COMMUNITIES_PLAN: Reach.OWN,
    P.TARGETS_READ: Reach.OWN,
    P.ACTIVITIES_READ: Reach.OWN,
    P.ACTIVITIES_WRITE: Reach.OWN,
    P.GOOD_PRACTICES_PROPOSE: Reach.OWN,
}
_READS_REGISTERS: Mapping[P, Reach] = {
    P.DEVELOPMENT_READ: Reach.TIED,
    P.COVERAGE_READ: Reach.TIED,
    P.STANDARDS_READ: Reach.TIED,
    # The board is for everybody at work in the programme; what is published to whom, the practice says.
    P.GOOD_PRACTICES_READ: Reach.OWN,
}

GRANTS: Mapping[Role, Mapping[P, Reach]] = MappingProxyType(
    {
        Role.SYSTEM_ADMIN: {**_EVERYONE, P.SETTINGS_READ: Reach.BUREAU, P.SETTINGS_WRITE: Reach.BUREAU},
        Role.SECURITY_ADMIN: {
            **_EVERYONE,
            P.USERS_READ: Reach.BUREAU,
            P.USERS_WRITE: Reach.BUREAU,
            P.CLIENTS_READ: Reach.BUREAU,
            P.CLIENTS_WRITE: Reach.BUREAU,
            # Accounts are opened for people at organisations, so both directories are read; no records are.
            P.ORGANISATIONS_READ: Reach.BUREAU,
            P.PEOPLE_READ: Reach.BUREAU,
        },
        Role.AUDITOR: {**_EVERYONE, P.AUDIT_READ: Reach.BUREAU},
        Role.BUREAU_ADMIN: {
            **_EVERYONE,
            **_READS_BUREAU,
            P.ORGANISATIONS_WRITE: Reach.BUREAU,
            P.PEOPLE_WRITE: Reach.BUREAU,
            P.SETTINGS_WRITE: Reach.BUREAU,
            P.IMPORTS_READ: Reach.BUREAU,
            P.IMPORTS_WRITE: Reach.BUREAU,
            P.EXPORTS_WRITE: Reach.BUREAU,
            P.DISPATCHES_WRITE: Reach.BUREAU,
            P.OBLIGATIONS_WAIVE: Reach.BUREAU,
            P.VISITS_RECORD: Reach.BUREAU,
            # Of disputed visits only: visits/policy.py.
            P.VISITS_CONFIRM: Reach.BUREAU,
            P.VISITS_REVIEW: Reach.BUREAU,
            P.EVIDENCE_ADD: Reach.BUREAU,
            P.COMMUNITIES_WRITE: Reach.BUREAU,
            P.COMMUNITIES_PLAN: Reach.BUREAU,
            P.TARGETS_WRITE: Reach.BUREAU,
            P.ACTIVITIES_WRITE: Reach.BUREAU,
            P.ACTIVITY_KINDS_WRITE: Reach.BUREAU,
            P.GOOD_PRACTICES_PROPOSE: Reach.BUREAU,
            P.GOOD_PRACTICES_PUBLISH: Reach.BUREAU,
            P.DEVELOPMENT_WRITE: Reach.BUREAU,
            P.COVERAGE_WRITE: Reach.BUREAU,
            P.STANDARDS_REVIEW: Reach.BUREAU,
            P.CHECKLISTS_WRITE: Reach.BUREAU,
            P.FIGURES_SEND: Reach.BUREAU,
        },
        Role.BUREAU_LEADER: {**_EVERYONE, **_READS_BUREAU},
        Role.SECTION_OFFICER: {
            **_EVERYONE,
            **_READS_TIED,
            **_READS_REGISTERS,
            P.COMMUNITIES_READ: Reach.TIED,
            P.TARGETS_READ: Reach.TIED,
            P.ACTIVITIES_READ: Reach.TIED,
        },
        Role.INSPECTOR: {**_EVERYONE},
        Role.LEAD_SECRETARY: {
            **_EVERYONE,
            **_READS_TIED,
            **_READS_REGISTERS,
            **_IN_COMMUNITY,
            P.PEOPLE_READ: Reach.OWN,
            P.DEVELOPMENT_WRITE: Reach.TIED,
            P.COVERAGE_WRITE: Reach.TIED,
            P.STANDARDS_REVIEW: Reach.TIED,
            # What the seat is enough for: each kind of record then asks for its own right (evidence/subjects.py).
            P.EVIDENCE_READ: Reach.OWN,
            P.EVIDENCE_ADD: Reach.OWN,
        },
        Role.TEACHER: {**_EVERYONE, P.ORGANISATIONS_READ: Reach.OWN, P.GOOD_PRACTICES_READ: Reach.OWN},
        Role.HOST_SECRETARY: {
            **_EVERYONE,
            **_READS_TIED,
            **_READS_REGISTERS,
            P.PEOPLE_READ: Reach.OWN,
            P.COVERAGE_WRITE: Reach.TIED,
        },
        Role.INSTRUCTOR: {
            **_EVERYONE,
            **_READS_TIED,
            **_READS_VISITS,
            **_READS_REGISTERS,
            P.VISITS_RECORD: Reach.TIED,
            P.COVERAGE_WRITE: Reach.TIED,
            P.EVIDENCE_ADD: Reach.TIED,
        },
        Role.INSTITUTION: {
            **_EVERYONE,
            **_READS_TIED,
            **_READS_VISITS,
            **_READS_REGISTERS,
            **_IN_COMMUNITY,
            P.PEOPLE_READ: Reach.OWN,
            P.VISITS_CONFIRM: Reach.OWN,
            P.DEVELOPMENT_WRITE: Reach.OWN,
            P.COVERAGE_WRITE: Reach.OWN,
            P.STANDARDS_REVIEW: Reach.OWN,
            P.EVIDENCE_ADD: Reach.OWN,
        },
        Role.MUNICIPAL_VIEWER: {**_EVERYONE, P.OVERVIEW_READ: Reach.TIED, P.STATS_READ: Reach.TIED},
    }
)

MACHINE_SCOPES = frozenset({P.STATS_READ})
"""What a machine outside may be granted (domain.md §2, `municipal`): figures, no records of persons. A scope of OAuth
and a right have one name."""
