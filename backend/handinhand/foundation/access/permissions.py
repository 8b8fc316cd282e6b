"""Every permission, in one grammar: `resource:action`. A new feature begins with its line here."""

from enum import StrEnum


class Permission(StrEnum):
    """What a route may ask for. Who has it, and how far it reaches, stands in `roles.py`."""

    ME = "me:use"
    ORGANISATIONS_READ = "organisations:read"
    ORGANISATIONS_WRITE = "organisations:write"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    SETTINGS_READ = "settings:read"
    SETTINGS_WRITE = "settings:write"
    USERS_READ = "users:read"
    USERS_WRITE = "users:write"
    AUDIT_READ = "audit:read"
    IMPORTS_READ = "imports:read"
    IMPORTS_WRITE = "imports:write"
    EXPORTS_WRITE = "exports:write"
    DISPATCHES_READ = "dispatches:read"
    DISPATCHES_WRITE = "dispatches:write"
    OBLIGATIONS_READ = "obligations:read"
    OBLIGATIONS_WAIVE = "obligations:waive"
    VISITS_READ = "visits:read"
    VISITS_RECORD = "visits:record"
    VISITS_CONFIRM = "visits:confirm"
    VISITS_REVIEW = "visits:review"
    OPINIONS_READ = "opinions:read"
    EVIDENCE_READ = "evidence:read"
    EVIDENCE_ADD = "evidence:add"
    OVERVIEW_READ = "overview:read"
