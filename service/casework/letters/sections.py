"""What cards show of letters: on the case, and in the day of who has to read them."""

from __future__ import annotations

from collections.abc import Iterator

from ..cards import CardLine, CardSection
from ..records import StaffMember
from ..school import School
from .forms import SEND, unread
from .paper import papers_of
from .records import Letter


def on_case(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """Every letter of the case, the newest first: what became of it, and where it opens."""
    found = [letter for letter in school.of(Letter) if letter.code == code and letter.kind]
    for letter in sorted(found, key=lambda each: -each.row.position):
        yield from _lines(letter, school, person)


def to_read(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """Own letters that wait to be read."""
    for case in school.cases:
        if school.is_led_by(case.code, person.email):
            for letter in unread(school, case.code):
                yield from _lines(letter, school, person, named=True)


def _lines(
    letter: Letter, school: School, person: StaffMember, named: bool = False
) -> Iterator[CardLine]:
    """What it is; each of its papers, which opens; and, while it may, that it was read and goes."""
    say = school.say
    case = school.case(letter.code)
    who = case.student if named and case is not None else letter.household
    papers = papers_of(letter, school) if letter.document else ()
    state = letter.sent or say("letters.to_read" if letter.document else "letters.being_written")
    may = person.role in SEND.roles and SEND.may(school, person, letter)
    yield CardLine(
        words=letter.kind,
        above=who,
        below=say("letters.checked", who=letter.checked_by) if letter.is_checked else state,
        code=letter.code,
        row=letter.row.row_id,
        action=SEND.name if may and not letter.is_checked else "",
        icon="mail" if letter.is_gone else "drafts",
    )
    for key in papers:
        yield CardLine(words=say("letters.open"), above=letter.kind, document=key, icon="print")


SECTIONS = (
    CardSection("case", "letters", "letters.section", on_case),
    CardSection("today", "letters", "letters.to_read_section", to_read, waits=True),
)
