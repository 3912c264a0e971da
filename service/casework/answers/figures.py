"""The gray cells: Answers and Proposal on Accommodations, As on Answers; what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..accommodation_rows import school_year_of
from ..answer_rows import ACCOMMODATION, STUDENT, TEACHER, YES, Answer, before, quarter_from
from ..records import Accommodation, Case, Problem
from ..school import School
from ..school_year import Quarter
from ..wants import Value, WantedCells
from .opinions import answers_by_case, by_case, is_named, newest_quarter, said_of
from .proposals import Counts, counted, is_for_the_team, proposed, was_offered


def answers_and_proposals(school: School) -> Iterator[WantedCells]:
    """What the newest quarter says of each accommodation. A later quarter that people filled in
    themselves goes before."""
    answers, because = answers_by_case(school), school.say("answers.because")
    for row in school.of(Accommodation):
        case, own = school.case(row.code), answers.get(row.code, ())
        if case is None or not row.row.row_id or not row.accommodation.strip():
            continue
        newest = newest_quarter(row, own)
        cells: dict[str, Value] = {"answers": None}
        if newest is not None:
            now = said_of(row, newest, own)
            cells["answers"] = counts_words(counted(now.teachers), newest, school)
            if not _is_filled_in_after(row, newest):
                cells["proposal"] = proposal_words(row, newest, own, case, school)
        yield WantedCells(row.row, cells, because)


def who_answered(school: School) -> Iterator[WantedCells]:
    """As, where somebody typed an answer; cards say it themselves."""
    because = school.say("answers.as_because")
    for answer in school.of(Answer):
        if not answer.answered_by and answer.code and answer.about == ACCOMMODATION:
            said = STUDENT if answer.is_a_students else TEACHER
            yield WantedCells(answer.row, {"as": said if answer.is_said else None}, because)


def counts_words(counts: Counts, quarter: Quarter, school: School) -> str:
    """ "Q2: 3 asked, 3 offered, 1 used"."""
    key = "answers.counts_sometimes" if counts.sometimes else "answers.counts"
    return school.say(
        key,
        quarter=quarter.name,
        asked=counts.asked,
        offered=counts.offered,
        used=counts.used,
        sometimes=counts.sometimes,
    )


def proposal_words(
    row: Accommodation, quarter: Quarter, answers: Sequence[Answer], case: Case, school: School
) -> str:
    say = school.say
    now = said_of(row, quarter, answers)
    earlier = said_of(row, before(quarter), answers)
    counts = counted(now.teachers)
    key = proposed(now.teachers, earlier.teachers, now.student or earlier.student)
    offered = [each for each in now.teachers if was_offered(each)]
    used = [each for each in offered if each.used == YES]
    words = say(
        f"answers.proposal.{key}",
        counts=counts_words(counts, quarter, school),
        helped=counts.helped,
        could_say=counts.could_say,
        where=_places(used, school),
        elsewhere=_places([each for each in offered if each.used != YES], school),
    )
    return words + (" " + say("answers.for_the_team") if _needs_team(key, case) else "")


def _needs_team(key: str, case: Case) -> bool:
    return key == "drop" and is_for_the_team(case)


def _places(answers: Sequence[Answer], school: School) -> str:
    """The classes, or who said it where no class is given."""
    named = (place_of(each, school) for each in answers)
    return ", ".join(dict.fromkeys(named)) or school.say("answers.no_class")


def place_of(answer: Answer, school: School) -> str:
    return answer.class_name.strip() or (
        school.name_of(answer.answered_by) if answer.answered_by else school.say("answers.a_class")
    )


def _is_filled_in_after(row: Accommodation, quarter: Quarter) -> bool:
    year = school_year_of(row.school_year)
    if year is not None and year != quarter.year:
        return year > quarter.year
    filled = [number for number, (answer, _) in enumerate(row.quarters, 1) if answer]
    return max(filled, default=0) > quarter.number


# ---------------------------------------------------------------- what cannot be read


def unreadable(school: School) -> Iterator[Problem]:
    """An answer about accommodations that names no quarter, or an accommodation that the student
    does not have."""
    rows = by_case(school)
    ended: dict[str, list[Accommodation]] = {}
    for row in school.of(Accommodation):
        ended.setdefault(row.code, []).append(row)
    for answer in school.of(Answer):
        if answer.about != ACCOMMODATION or not answer.code:
            continue
        if answer.quarter.strip() and quarter_from(answer.quarter) is None:
            yield _problem(answer, "quarter", "quarter", answer.quarter, school)
        elif not answer.quarter.strip() and answer.is_said:
            yield _problem(answer, "no_quarter", "quarter", "", school)
        written = answer.accommodation
        if written.strip() and not is_named(written, ended.get(answer.code, ())):
            has = ", ".join(each.accommodation for each in rows.get(answer.code, ()))
            key = "accommodation" if has else "no_accommodation"
            yield _problem(answer, key, "accommodation", written, school, has)


def _problem(
    answer: Answer, key: str, column: str, value: str, school: School, has: str = ""
) -> Problem:
    say = school.say
    return Problem(
        key=f"answers:{answer.row.row_id}:{key}",
        row=answer.row,
        column=column,
        what=say(f"answers.problem.{key}.what"),
        why=say(f"answers.problem.{key}.why", value=value[:80], has=has[:200]),
        student=answer.student,
        code=answer.code,
        whose=school.manager_of(answer.code),
    )
