"""First rows from the plan, the next once one is done, calendar entries, grey columns, and one
question where two dates of a plan differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from ..records import CASELOAD, Case, Problem
from ..school import School
from ..wants import Value, WantedCells, WantedEvent, WantedRow
from .cadences import UNITED_STATES, cadence_of, year_begins
from .due import due_of, open_deadlines, reminder_day
from .records import (
    EL_NOTICE,
    IEP,
    ILP,
    NAME,
    PLAN_504,
    PROGRESS_REPORT,
    RE_EVALUATION,
    Deadline,
)

_OF_PLAN = (
    (re.compile(r"\biep\b", re.IGNORECASE), (IEP, RE_EVALUATION, PROGRESS_REPORT)),
    (re.compile(r"\b504\b"), (PLAN_504,)),
    (re.compile(r"\bilp\b", re.IGNORECASE), (ILP,)),
)
_EL = re.compile(r"\b(EL|ELL|ESL|MLL|LEP)\b")
REVIEWS = (IEP, PLAN_504, ILP)


def kinds_of(case: Case, country: str) -> tuple[str, ...]:
    """What is due for this plan: the review first."""
    of_plan = (kinds for written, kinds in _OF_PLAN if written.search(case.plan_type))
    found = [*next(of_plan, ()), *((EL_NOTICE,) if _EL.search(case.plan_type) else ())]
    here = [kind for kind in found if cadence_of(kind, country)]
    return tuple(kind for kind in here if kind != PROGRESS_REPORT or country == UNITED_STATES)


def first_rows(school: School) -> Iterator[WantedRow]:
    """Once for each case and kind that its plan calls for; none where people wrote one. The review
    begins with Review due."""
    there = {(each.code, each.kind) for each in school.of(Deadline)}
    for case in school.cases:
        if not case.is_open or not case.code or not case.case_manager or not case.is_confirmed:
            continue
        for number, kind in enumerate(kinds_of(case, school.settings.country)):
            key = f"deadline:{case.code}:{_slug(kind)}"
            if key in school.ask.done:
                continue
            if (case.code, kind) in there:
                yield WantedRow(key, CASELOAD, "deadlines", {})
                continue
            cells: dict[str, Value] = {}
            if number == 0 and kind in REVIEWS and case.review_due is not None:
                cells["own_date"] = case.review_due
            if kind == PROGRESS_REPORT:
                cells["last"] = school.today
            yield _row(key, case, kind, cells, school)


def next_rows(school: School) -> Iterator[WantedRow]:
    """Done on makes the next of what comes back, unless people have written it."""
    since = school.counts_from(NAME)
    for deadline in school.of(Deadline):
        case, done = school.case(deadline.code), deadline.done_on
        cadence = cadence_of(deadline.kind, school.settings.country)
        if case is None or not case.is_open or done is None or done > school.today:
            continue
        if cadence is None or not cadence.again or not deadline.row.row_id:
            continue
        if since is not None and done < since:
            continue
        key = f"deadline-next:{deadline.row.row_id}"
        if key in school.ask.done:
            continue
        if any(
            each.code == deadline.code and each.kind == deadline.kind and each.done_on is None
            for each in school.of(Deadline)
        ):
            yield WantedRow(key, CASELOAD, "deadlines", {})
            continue
        from_day = done
        if deadline.kind == EL_NOTICE:  # families hear anew within 30 days of the next year
            from_day = year_begins(done, school.settings, ahead=1)
        yield _row(key, case, deadline.kind, {"last": from_day}, school)


def _row(key: str, case: Case, kind: str, cells: dict[str, Value], school: School) -> WantedRow:
    because = school.say("deadlines.row_because", kind=kind, code=case.code)
    said: dict[str, Value] = {"student": case.student, "kind": kind, "case_code": case.code}
    return WantedRow(key, CASELOAD, "deadlines", {**said, **cells}, because)


def due_cells(school: School) -> Iterator[WantedCells]:
    """Due and Rule of every row."""
    because = school.say("deadlines.because")
    for deadline in school.of(Deadline):
        due = due_of(deadline, school)
        yield WantedCells(deadline.row, {"due": due.day, "rule": due.rule}, because)


def reminders(school: School) -> Iterator[WantedEvent]:
    """One calendar entry for each case manager, kind and day; it names nobody."""
    since = school.counts_from(NAME)
    groups: dict[tuple[str, str, date], list[Case]] = {}
    for deadline, case in open_deadlines(school):
        due = due_of(deadline, school).day
        if due is None or not case.case_manager or not case.is_confirmed:
            continue
        if not (since and due < since):
            groups.setdefault((case.case_manager, deadline.kind, due), []).append(case)
    for (owner, kind, due), cases in sorted(groups.items()):
        yield _reminder(owner, kind, due, cases, school)


def _reminder(
    owner: str, kind: str, due: date, cases: Iterable[Case], school: School
) -> WantedEvent:
    say, codes = school.say, sorted(case.code for case in cases)
    return WantedEvent(
        follow_up_id=f"deadlines-{_slug(kind)}-{due.isoformat()}-{owner}",
        owner=owner,
        day=reminder_day(due, school),
        start=None,
        minutes=0,
        title=say("deadlines.event_title", kind=kind, count=len(codes)),
        description=say("deadlines.event_about", day=due, codes=", ".join(codes)),
        reminders=(),
        because=say("deadlines.event_because", kind=kind, day=due),
        kept=True,
    )


def differing(school: School) -> Iterator[Problem]:
    """Review due on Caseload and the review's day here say two things: one question."""
    for deadline, case in open_deadlines(school):
        kinds = kinds_of(case, school.settings.country)
        due = due_of(deadline, school).day
        if not kinds or deadline.kind != kinds[0] or deadline.kind not in REVIEWS:
            continue
        if due is None or case.review_due is None or due == case.review_due:
            continue
        say = school.say
        yield Problem(
            key=f"deadline:{deadline.row.row_id}:differs",
            row=deadline.row,
            column="own_date",
            what=say("deadlines.differs.what"),
            why=say("deadlines.differs.why", kind=deadline.kind, due=due, review=case.review_due),
            student=deadline.student,
            code=deadline.code,
            whose=case.case_manager,
        )


def _slug(kind: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", kind.casefold()).strip("_")
