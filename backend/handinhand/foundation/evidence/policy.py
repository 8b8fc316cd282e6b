"""Who may withdraw a piece of evidence: who added it, and the bureau."""

from uuid import UUID

from handinhand.foundation.access.actor import Actor
from handinhand.foundation.access.permissions import Permission

ONLY_WHO_ADDED = "只有上传人本人或党委办可以撤回这份材料。"


def refuse_withdrawal(actor: Actor, bureau_id: UUID, added_by_user_id: UUID) -> str | None:
    """The reason for a refusal, in words for users; None when allowed."""
    wide = bureau_id in actor.scope(Permission.EVIDENCE_ADD).bureau_ids
    return None if wide or added_by_user_id == actor.user_id else ONLY_WHO_ADDED
