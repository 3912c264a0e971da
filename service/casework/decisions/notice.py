"""The draft of a notice of a decision, for people to complete, read, sign and hand on.

Source: docs/casework.md, "Decisions": the seven contents of a prior written notice (34 CFR
300.503(b)). Holdfast fills in what the row says; it never sends a notice, and shares the draft
with the case manager alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..document_types import DocumentType
from ..masking.every_home import for_every_home
from ..records import Case
from ..school import School
from ..wants import WantedDocument, WantedShare
from .records import WITHDRAWN, YES, Decision
from .what_counts import has_word, is_decided

KIND, DRAFT = "decision_notice", "Draft"


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """What a template of a notice gets, in the reader's words."""

    case_code: str
    version: int
    what: str
    standing: str
    takes_effect: str
    until: str
    why: str
    case_manager_says: str
    school_phone: str


def wanted_notices(school: School) -> Iterator[WantedDocument]:
    """One for each decision whose Notice says Draft. A withdrawn one needs none any more."""
    staff = {person.email for person in school.staff}
    for decision in school.of(Decision):
        case = school.case(decision.code)
        if decision.notice != DRAFT or decision.decided == WITHDRAWN or not decision.what:
            continue
        if case is None or not decision.row.row_id:
            continue
        readers = {case.case_manager} & staff if case.is_confirmed else set()
        yield WantedDocument(
            code=case.code,
            kind=KIND,
            household=decision.row.row_id,
            title=school.say("decision.notice.title", code=case.code),
            content=_content(decision, case, school),
            shares=tuple(WantedShare(email, "writer") for email in sorted(readers)),
            because=school.say("decision.notice.because", code=case.code),
            row=decision.row,
            column="document",
        )


def _content(decision: Decision, case: Case, school: School) -> NoticeContent:
    """Every home gets it, so it holds nothing that one must not know of another."""
    say, mask = school.say, for_every_home(case, school)

    def on(day: date | None) -> str:
        return say("decision.notice.day", day=day) if day else say("decision.notice.open")

    decided = is_decided(decision, school)
    key = "proposed" if not decided else "yes" if decision.decided == YES else "no"
    day = decision.decided_on if decided else decision.proposed_on
    says = decision.their_word if has_word(decision, school) else ""
    return NoticeContent(
        case_code=decision.code,
        version=1,
        what=decision.what,
        standing=say(f"decision.notice.{key}", day=on(day)),
        takes_effect=on(decision.takes_effect),
        until=on(decision.until),
        why=mask(decision.why),
        case_manager_says=say("decision.notice.says", word=mask(says)) if says else "",
        school_phone=school.settings.school_phone,
    )


_NOTHING = NoticeContent("C-0000", 1, "", "", "", "", "", "", "")
_ALL = NoticeContent(
    "C-0000", 2, "Program", "Proposed", "1 Dec 2026", "1 Feb 2027", "Reads", "Agree", "555-0100"
)
NOTICE = DocumentType(KIND, wanted_notices, (_ALL, _NOTHING))
