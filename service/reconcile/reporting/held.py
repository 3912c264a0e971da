"""What History does not tell: what became of a referral that safeguarding holds."""

from __future__ import annotations

from service.casework.records import RESTRICTED, Referral
from service.casework.school import School

from ..changes import Change, ChangeCells, PutEvent, SendMail
from ..rows.row_ids import is_referral_id

_SAYS_NOTHING = ("alert:", "ack:")  # mails that are sent when it comes, before anybody decides


def is_held(change: Change, school: School) -> bool:
    """A line of it in Office, at the very time at which a case is opened, would say whose referral
    that is."""
    if isinstance(change, ChangeCells):
        return change.row.workbook == RESTRICTED
    if isinstance(change, PutEvent):
        # Only safeguarding is asked to read a referral by an entry, also while Restricted cannot
        # be read, or before its row stands there.
        return is_referral_id(change.key)
    held = {r.referral_id for r in school.of(Referral) if r.row.workbook == RESTRICTED}
    if isinstance(change, SendMail) and not change.key.startswith(_SAYS_NOTHING):
        return not held.isdisjoint(change.key.split(":"))
    return False
