"""Every table, a file per cluster."""

from handinhand.models.accounts import ActivationCode, KnownDevice, RoleAssignment, Session, SignInFailure, User
from handinhand.models.activities import Activity, ActivityKind
from handinhand.models.audit import AuditEvent
from handinhand.models.base import Base
from handinhand.models.communities import CommunityContact, CommunityPlanItem, SupportCommunity, SupportedSchool, Target
from handinhand.models.development import BackboneTeacher, MemberDevelopment
from handinhand.models.dispatches import Affiliation, Dispatch
from handinhand.models.evidence import Blob, Evidence
from handinhand.models.exchange import Export, Import, ImportRow
from handinhand.models.organisations import Organisation, OrganisationName, PartyOrganisation, Person
from handinhand.models.requests import IdempotencyKey
from handinhand.models.settings import BureauSettings, Holiday
from handinhand.models.visits import Obligation, Opinion, PastWaiver, Visit, VisitRevision

__all__ = [
    "ActivationCode",
    "Activity",
    "ActivityKind",
    "Affiliation",
    "AuditEvent",
    "BackboneTeacher",
    "Base",
    "Blob",
    "BureauSettings",
    "CommunityContact",
    "CommunityPlanItem",
    "Dispatch",
    "Evidence",
    "Export",
    "Holiday",
    "IdempotencyKey",
    "Import",
    "ImportRow",
    "KnownDevice",
    "MemberDevelopment",
    "Obligation",
    "Opinion",
    "Organisation",
    "OrganisationName",
    "PartyOrganisation",
    "PastWaiver",
    "Person",
    "RoleAssignment",
    "Session",
    "SignInFailure",
    "SupportCommunity",
    "SupportedSchool",
    "Target",
    "User",
    "Visit",
    "VisitRevision",
]
