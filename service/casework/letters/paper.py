"""The document of a letter: one for each home that gets one, shared with the case manager, who
reads it. Once somebody has checked it, nothing is written into it any more: what was read is what
goes."""

from __future__ import annotations

from collections.abc import Iterator

from ..document_types import DocumentType
from ..records import Case, Goal
from ..school import School
from ..wants import Keep, WantedDocument, WantedShare
from .homes import LetterHome, case_of, held_by, letter_homes, teams
from .records import Letter
from .words import LetterContent, day_key, letter_content

KIND = "letter"


def wanted_letters(school: School) -> Iterator[WantedDocument]:
    """Every letter that nothing holds. One that went stays as it is, and goes with its case."""
    of_case, goals = teams(school), _goals(school)
    for letter in school.of(Letter):
        case = case_of(letter, school)
        if case is None or not case.is_confirmed or not case.case_manager:
            continue
        if not letter.is_gone and held_by(letter, school):
            continue
        team = of_case.get(letter.code, ())
        homes = letter_homes(letter, team, school)
        # Each of its papers stands, and nothing is written into them: what they say is not asked.
        stands = len(letter.document.splitlines()) >= len(homes) and letter.is_closed
        for home in homes:
            content = None
            if not stands:
                content = letter_content(
                    letter, case, home, team, tuple(goals.get(case.code, ())), school
                )
            yield _letter(letter, case, home, content, school)


def _goals(school: School) -> dict[str, list[Goal]]:
    found: dict[str, list[Goal]] = {}
    for goal in school.of(Goal):
        found.setdefault(goal.code, []).append(goal)
    return found


def _letter(
    letter: Letter, case: Case, home: LetterHome, content: LetterContent | None, school: School
) -> WantedDocument:
    staff = {person.email for person in school.staff}
    return WantedDocument(
        code=case.code,
        kind=KIND,
        household=paper_of(letter, home),
        title=school.say("letters.file", code=case.code, home=home.home.letter),
        content=content,
        shares=tuple(WantedShare(each, "writer") for each in sorted({case.case_manager} & staff)),
        because=school.say("letters.because", code=case.code),
        row=letter.row,
        column="document",
        closed=letter.is_closed,
        told=letter.may_go and bool(home.mail),
    )


def papers_of(letter: Letter, school: School) -> Iterator[str]:
    """The keys of the documents that the letter has, or is to have: one for each home."""
    for home in letter_homes(letter, teams(school).get(letter.code, ()), school):
        yield f"{KIND}:{letter.code}:{paper_of(letter, home)}"


def paper_of(letter: Letter, home: LetterHome) -> str:
    """What tells the letter to one home from the others of its row."""
    return f"{letter.row.row_id}.{home.home.letter}"


def letter_days(school: School) -> Iterator[Keep]:
    """The day on which a letter was first written stands in it."""
    for letter in school.of(Letter):
        written = case_of(letter, school) is not None and not letter.is_gone
        if written and school.ask.kept(day_key(letter)) is None:
            yield Keep(day_key(letter), school.today)


_NOTHING = LetterContent("C-0000", 1)
_ALL = LetterContent(
    "C-0000", 2, "Welcome", "1 Dec 2026", "Dear Rosa,", ("I am Dana.",), "What went well:",
    ("Reads aloud",), ("Call me",), "No notice", "An interpreter", "With kind regards,", "Dana",
    "Case manager", "Call us", "page", "of",
)  # fmt: skip
LETTER = DocumentType(KIND, wanted_letters, (_ALL, _NOTHING))
