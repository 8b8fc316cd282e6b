"""The audit log as the auditor reads it."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import Instant, Schema

Code = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[a-z_:-]+$")]


class AuditEventOut(Schema):
    """One deed or refusal. Labels are kept as they were; `details` carry ids and field names, no personal data."""

    id: UUID
    bureau_id: UUID | None
    at: Instant
    actor_user_id: UUID | None
    actor_label: str
    action: str = Field(description="`resource:verb`, as in `visit:submit`.")
    outcome: Literal["done", "refused"]
    target_type: str | None
    target_id: UUID | None
    target_label: str | None
    details: dict[str, Any]
    request_id: str | None = Field(description="The same as in the answer's `X-Request-ID` and in the server's log.")


class AuditEventQuery(PageQuery):
    """Filters of the log; all given ones hold together."""

    action: Code | None = None
    outcome: Literal["done", "refused"] | None = None
    actor_user_id: UUID | None = None
    target_type: Code | None = None
    target_id: UUID | None = None
    since: Instant | None = Field(None, alias="from", description="From this instant on.")
    until: Instant | None = Field(None, alias="to", description="Before this instant.")
