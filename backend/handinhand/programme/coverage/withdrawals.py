"""Taking out an entry that should not be there: the record goes, and with it whatever followed from it.

The log keeps what it said, who took it out and why. What was merely written wrongly is corrected instead.
"""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.foundation.access.guards import Access
from handinhand.foundation.audit.service import Target, record
from handinhand.foundation.organisations import service as organisations
from handinhand.models import MassGroup, MemberCount, PartyCoverage
from handinhand.programme.coverage import queries

_OF_COVERAGE = ("coverage", "since_on", "party_organisation_id")
_OF_GROUP = ("kind", "founded_on", "ended_on")


async def withdraw_count(session: AsyncSession, access: Access, entry: MemberCount, reason: str) -> None:
    """Takes out a member count; the institution shows the latest day that is left."""
    institution = await queries.lock_institution(session, entry.organisation_id)
    await organisations.withdraw_counts(session, access, institution, entry, reason)


async def withdraw_coverage(session: AsyncSession, access: Access, coverage: PartyCoverage, reason: str) -> None:
    """Takes out a fact about the coverage; the one before it is the present again."""
    await _withdraw(session, access, coverage, "party_coverage", _OF_COVERAGE, reason)


async def withdraw_group(session: AsyncSession, access: Access, group: MassGroup, reason: str) -> None:
    """Takes out a mass group that was never there; one that is over ends with its last day instead."""
    await _withdraw(session, access, group, "mass_group", _OF_GROUP, reason)


async def _withdraw(
    session: AsyncSession, access: Access, entity: PartyCoverage | MassGroup, kind: str, names: tuple[str, ...],
    reason: str,
) -> None:  # fmt: skip
    institution = await queries.lock_institution(session, entity.institution_id)
    said: dict[str, Any] = {name: _written(getattr(entity, name)) for name in names}
    target = Target(kind, entity.id, institution.name, institution.bureau_id)
    await session.delete(entity)
    await session.flush()
    await record(session, access.ref, f"{kind}:withdraw", target, at=access.now, reason=reason, **said)


def _written(value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)
