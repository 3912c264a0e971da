"""One letter, as a row of Letters says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..records import RowRef

NAME: Final = "Letters"
YES: Final = "Yes"
WELCOME, GOOD_NEWS, MEETING, PLAN_READY = "Welcome", "Good news", "Meeting", "Plan ready"
PROGRESS_REPORT, SERVICES, RETURN, AWARD = "Progress report", "Services", "Return", "Award"
KINDS: Final = (
    WELCOME, GOOD_NEWS, MEETING, PLAN_READY, PROGRESS_REPORT, SERVICES, RETURN, AWARD,
)  # fmt: skip
BOOKED, NOT_NEEDED = "Booked", "Not needed"
GONE: Final = "✓"  # with which Sent begins once a letter went, in any language


@dataclass(frozen=True, slots=True)
class Letter:
    """`household` is a home's label on Team, "" for every home that may have one; `language` as a
    person wrote it, "" for the home's own. `document` and `sent` are gray."""

    row: RowRef
    code: str
    student: str
    kind: str = ""
    household: str = ""
    language: str = ""
    interpreter: str = ""
    checked_by: str = ""
    send: str = ""
    document: str = ""
    sent: str = ""

    @property
    def is_checked(self) -> bool:
        return bool(self.checked_by.strip())

    @property
    def may_go(self) -> bool:
        """Whether somebody has read it, and said that it goes."""
        return self.is_checked and self.send == YES

    @property
    def is_gone(self) -> bool:
        """Whether it went: nothing is written into it, or sent, any more."""
        return self.sent.startswith(GONE)

    @property
    def is_closed(self) -> bool:
        """Whether it was read or went: nothing is written into it any more."""
        return self.is_checked or self.is_gone

    @property
    def key(self) -> str:
        """What of the wording is about its kind."""
        return self.kind.casefold().replace(" ", "_")
