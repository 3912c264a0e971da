"""Q1 to Q4 from what was answered: proposed ticked on a card, and written when a person saves."""

from __future__ import annotations

from collections.abc import Iterator

from ..accommodation_rows import school_year_of
from ..answer_rows import Answer
from ..cards import CardChecklist, RowChange, Tick
from ..records import Accommodation, StaffMember
from ..school import School
from ..school_year import Quarter
from ..wants import Value
from .figures import counts_words, place_of
from .opinions import Said, answers_by_case, by_case, newest_quarter, said_of
from .proposals import counted, for_quarter


def ticks(school: School, code: str) -> Iterator[Tick]:
    """The accommodations whose quarter was answered and is not filled in."""
    for row, quarter, said in _to_fill(school, code):
        counts = counted(said.teachers)
        words = school.say(
            "answers.fill.line",
            what=row.accommodation,
            quarter=quarter.name,
            answer=for_quarter(counts),
        )
        yield Tick(code, row.row.row_id, words, counts_words(counts, quarter, school))


def changes(
    school: School, person: StaffMember, code: str, items: frozenset[str]
) -> Iterator[RowChange]:
    for row, quarter, said in _to_fill(school, code):
        if row.row.row_id in items:
            name = quarter.name.casefold()
            cells: dict[str, Value] = {name: for_quarter(counted(said.teachers))}
            reasons = _reasons(said, school)
            cells |= {f"{name}_why": reasons} if reasons else {}
            yield "accommodations", row.row.row_id, cells


def _to_fill(school: School, code: str) -> Iterator[tuple[Accommodation, Quarter, Said]]:
    answers = answers_by_case(school).get(code, ())
    for row in by_case(school).get(code, ()):
        year = school_year_of(row.school_year)
        quarter = newest_quarter(row, answers)
        if quarter is None or not row.row.row_id or year not in (None, quarter.year):
            continue
        if not any(dict(enumerate(row.quarters, 1)).get(quarter.number, ())):
            yield row, quarter, said_of(row, quarter, answers)


def _reasons(said: Said, school: School) -> str:
    """ "Forgot (Art); Embarrassed (the student)"."""
    found = [(each, place_of(each, school)) for each in said.teachers if each.why_not]
    if said.student is not None and said.student.why_not:
        found.append((said.student, school.say("answers.the_student")))
    return "; ".join(_reason(each, who, school) for each, who in found)


def _reason(answer: Answer, who: str, school: School) -> str:
    return school.say("answers.fill.reason", why=answer.why_not, who=who)


FILL_IN = CardChecklist(
    "fill_in_quarter", frozenset({"Case manager", "Coordinator"}), ticks, changes, ticked=True
)
