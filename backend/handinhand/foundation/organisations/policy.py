"""Yes or no on a record of the tree."""

from handinhand.foundation.organisations.errors import Closed
from handinhand.models import Organisation


def must_be_open(organisation: Organisation) -> None:
    """Raises Closed for an organisation whose closing stands in the record."""
    if organisation.closed_on is not None:
        raise Closed(f"关闭日期是 {organisation.closed_on}。以往的记录仍可查看。")
