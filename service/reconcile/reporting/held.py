"""What History does not tell: what became of a referral that safeguarding holds."""

from __future__ import annotations

from service.casework.records import RESTRICTED, Referral
from service.casework.school import School

from ..changes import Change, ChangeCells, PutEvent, SendMail

_SAYS_NOTHING = ("alert:", "ack:")  # mails that are sent when it comes, before anybody decides


def is_held(change: Change, school: School) -> bool:
    """A line of it in Office, at the very time at which a case is opened, would say whose referral
    that is."""
    if isinstance(change, ChangeCells):
        return change.row.workbook == RESTRICTED
    held = {r.referral_id for r in school.of(Referral) if r.row.workbook == RESTRICTED}
    if isinstance(change, PutEvent):
        return change.key in held
    if isinstance(change, SendMail) and not change.key.startswith(_SAYS_NOTHING):
        return not held.isdisjoint(change.key.split(":"))
    return False
