"""Every table, a file per cluster."""

from handinhand.models.accounts import ActivationCode, KnownDevice, RoleAssignment, Session, SignInFailure, User
from handinhand.models.activities import Activity, ActivityKind
from handinhand.models.audit import AuditEvent
from handinhand.models.base import Base
from handinhand.models.clients import ClientGrant, FiguresDelivery, OauthClient, OauthClientSecret
from handinhand.models.communities import CommunityContact, CommunityPlanItem, SupportCommunity, SupportedSchool, Target
from handinhand.models.coverage import MassGroup, PartyCoverage
from handinhand.models.development import BackboneTeacher, MemberDevelopment
from handinhand.models.dispatches import Affiliation, Dispatch
from handinhand.models.evidence import Blob, Evidence
from handinhand.models.exchange import Export, Import, ImportRow
from handinhand.models.good_practices import GoodPractice
from handinhand.models.organisations import MemberCount, Organisation, OrganisationName, PartyOrganisation, Person
from handinhand.models.requests import IdempotencyKey
from handinhand.models.settings import BureauSettings, Holiday
from handinhand.models.standards import Checklist, StandardsReview
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
    "Checklist",
    "ClientGrant",
    "CommunityContact",
    "CommunityPlanItem",
    "Dispatch",
    "Evidence",
    "Export",
    "FiguresDelivery",
    "GoodPractice",
    "Holiday",
    "IdempotencyKey",
    "Import",
    "ImportRow",
    "KnownDevice",
    "MassGroup",
    "MemberCount",
    "MemberDevelopment",
    "OauthClient",
    "OauthClientSecret",
    "Obligation",
    "Opinion",
    "Organisation",
    "OrganisationName",
    "PartyCoverage",
    "PartyOrganisation",
    "PastWaiver",
    "Person",
    "RoleAssignment",
    "Session",
    "SignInFailure",
    "StandardsReview",
    "SupportCommunity",
    "SupportedSchool",
    "Target",
    "User",
    "Visit",
    "VisitRevision",
]
