"""A leave and a return: appointments with the student are away, not missed; what repeats goes on
afterwards; and somebody sits down with the student within five school days. Never the reason.

That it is five school days is the house's own (no norm was found).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..diary_kinds import CANCELLED, PLANNED
from ..free_slot import FreeSlot
from ..records import CASELOAD, Case, DiaryEntry, Problem
from ..school import School
from ..schooldays import NoSchoolDay
from ..wants import Keep, SlotRequest, Value, WantedAppointment, WantedCells, WantedRow
from .records import Decision
from .rules import NAME
from .what_counts import is_made

LEAVE, RETURN = "Leave", "Return"
EXIT, TRANSFER_OUT = "Exit", "Transfer out"
FIRST_TALK, TALK_WITHIN, TALK_MINUTES = "First Talk", 5, 30
NO_REPEAT = ("", "None")


@dataclass(frozen=True, slots=True)
class Absence:
    """From the day on which a decision takes effect until the day before `back` (None = nobody has
    said). `ends` is whether the student does not come back."""

    decision: Decision
    case: Case
    first: date
    back: date | None
    ends: bool = False

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.back is None or day < self.back)


def absences(school: School) -> Iterator[Absence]:
    """Of leaves, exits and transfers that were decided, since the module counts. An exit is none
    once its case has been opened again."""
    since = school.counts_from(NAME)
    made = [each for each in school.of(Decision) if is_made(each, school) and each.takes_effect]
    for decision in made:
        case, first = school.case(decision.code), decision.takes_effect
        if case is None or first is None or (since and first < since):
            continue
        if decision.what in (EXIT, TRANSFER_OUT):
            if case.is_open and school.ask.kept(_exited(decision)) is not None:
                continue
            yield Absence(decision, case, first, None, ends=True)
        elif decision.what == LEAVE:
            returns = [
                each.takes_effect
                for each in made
                if each.code == decision.code and each.what == RETURN and each.takes_effect
                if each.takes_effect > first
            ]
            yield Absence(decision, case, first, min(returns, default=_after(decision, school)))


def _after(decision: Decision, school: School) -> date | None:
    """The first school day after a leave."""
    if decision.until is None or (decision.takes_effect and decision.until < decision.takes_effect):
        return None
    try:
        return school.calendar.next_school_day(decision.until + timedelta(days=1))
    except NoSchoolDay:
        return None


# ---------------------------------------------------------------- appointments


def appointments_away(school: School) -> Iterator[WantedCells | WantedRow]:
    """Planned appointments in it are cancelled, each once: who plans one again has it. After a
    leave what repeats goes on; after an exit or a transfer nothing stays in a calendar."""
    gone: dict[str, list[Absence]] = {}
    for absence in absences(school):
        gone.setdefault(absence.case.code, []).append(absence)
    for entry in school.of(DiaryEntry) if gone else ():
        found = [each for each in gone.get(entry.code, ()) if _is_in(entry, each, school)]
        if not found or not entry.row.row_id:
            continue
        absence = found[0]
        mark = f"away:{entry.row.row_id}"
        known = school.ask.kept(mark) is not None
        if entry.status == PLANNED and not known:
            key = "decision.away.ended" if absence.ends else "decision.away.because"
            because = school.say(key, code=entry.code, day=absence.first)
            yield WantedCells(entry.row, {"status": CANCELLED}, because, once=mark)
        elif entry.status == CANCELLED and known and absence.back is not None:
            yield from _goes_on(entry, absence, absence.back, school)


def _is_in(entry: DiaryEntry, absence: Absence, school: School) -> bool:
    """Whether an entry falls into an absence: of a leave, those with the student."""
    if entry.day is None or not absence.holds(entry.day):
        return False
    kind = school.ask.kinds.get(entry.kind)
    return absence.ends or (kind is not None and kind.student_contact)


def _goes_on(
    entry: DiaryEntry, absence: Absence, back: date, school: School
) -> Iterator[WantedRow]:
    """The next of a series, on the day on which the student is back; none where somebody has
    planned it already."""
    kind = school.ask.kinds.get(entry.kind)
    repeats = (entry.repeat or (kind.cadence if kind else "")) not in NO_REPEAT
    planned = any(
        each.code == entry.code and each.kind == entry.kind and each.status == PLANNED
        for each in school.of(DiaryEntry)
        if each.day is not None and each.day >= back
    )
    strand = school.ask.hashed(f"{entry.kind}|{entry.with_whom}")[:12]
    key = f"back:{absence.decision.row.row_id}:{strand}"
    if not repeats or planned or key in school.ask.done:
        return
    cells: dict[str, Value] = {
        "student": entry.student,
        "kind": entry.kind,
        "date": back,
        "start": entry.start,
        "minutes": entry.minutes,
        "status": PLANNED,
        "with": entry.with_whom,
        "how": entry.how,
        "repeat": entry.repeat,
        "case_code": entry.code,
    }
    said: dict[str, Value] = {name: each for name, each in cells.items() if each not in (None, "")}
    because = school.say("decision.away.goes_on", code=entry.code, day=back)
    yield WantedRow(key, CASELOAD, "diary", said, because)


# ---------------------------------------------------------------- the case that ends


def cases_end(school: School) -> Iterator[WantedCells | Keep]:
    """On the day of an exit or a transfer the case is Exited, once: who opens it again has it."""
    for absence in absences(school):
        mark = _exited(absence.decision)
        if not absence.ends or absence.first > school.today or school.ask.kept(mark) is not None:
            continue
        if absence.case.is_open:
            because = school.say("decision.away.exited", code=absence.case.code, day=absence.first)
            yield WantedCells(absence.case.row, {"status": "Exited"}, because, once=mark)
        else:  # somebody was quicker
            yield Keep(mark, school.today)


def _exited(decision: Decision) -> str:
    """Under which it is kept that a case has ended as was decided."""
    return f"exited:{decision.row.row_id}"


# ---------------------------------------------------------------- coming back


def talks_again(school: School) -> Iterator[WantedAppointment | WantedRow]:
    """A First Talk in a free slot within five school days of the return, once; and the letter that
    says welcome back, where the school writes letters."""
    for decision, case, day in _returns(school):
        if not case.case_manager or not case.is_confirmed:
            continue
        key = f"return:{decision.row.row_id}"
        if "letters" in school.settings.modules and f"letter:{key}" not in school.ask.done:
            cells: dict[str, Value] = {"student": case.student, "kind": RETURN}
            because = school.say("decision.away.letter", code=case.code)
            cells |= {"case_code": case.code}
            yield WantedRow(f"letter:{key}", CASELOAD, "letters", cells, because)
        request = _request(key, case, day, school)
        if request is not None and key not in school.ask.done:
            yield _talk(request, decision, case, day, school)


def _returns(school: School) -> Iterator[tuple[Decision, Case, date]]:
    """Returns that were decided, and leaves whose end is known and of which no Return speaks; not
    those whose five days are over."""
    since = school.counts_from(NAME)
    told = [each for each in school.of(Decision) if each.what == RETURN]
    for absence in absences(school):
        decision, back = absence.decision, absence.back
        spoken = any(
            each.code == decision.code and each.takes_effect and each.takes_effect >= absence.first
            for each in told
        )
        if not absence.ends and back is not None and not spoken and absence.case.is_open:
            yield decision, absence.case, back
    for decision in told:
        case, day = school.case(decision.code), decision.takes_effect
        if day is None or case is None or not case.is_open or not is_made(decision, school):
            continue
        if since is None or day >= since:
            yield decision, case, day


def _request(key: str, case: Case, day: date, school: School) -> SlotRequest | None:
    """None where the days for it are over, or a First Talk is planned in them already."""
    try:
        first = school.calendar.next_school_day(max(day, school.today))
        last = school.calendar.add_school_days(day, TALK_WITHIN)
    except NoSchoolDay:
        return None
    planned = any(
        each.code == case.code and each.kind == FIRST_TALK and each.day is not None
        for each in school.of(DiaryEntry)
        if each.status == PLANNED and each.day is not None and day <= each.day <= last
    )
    if planned or last < school.today:
        return None
    kind = school.ask.kinds.get(FIRST_TALK)
    return SlotRequest(key, case.case_manager, first, last, kind.minutes if kind else TALK_MINUTES)


def _talk(
    request: SlotRequest, decision: Decision, case: Case, day: date, school: School
) -> WantedAppointment:
    say = school.say

    def row_at(slot: FreeSlot) -> WantedRow:
        cells: dict[str, Value] = {
            "student": case.student,
            "kind": FIRST_TALK,
            "date": slot.day,
            "start": slot.start,
            "minutes": request.minutes,
            "status": PLANNED,
            "how": "In person",
            "notes": say("decision.away.talk_notes"),
            "repeat": "None",
            "case_code": case.code,
        }
        because = say("decision.away.talk", code=case.code, day=day, count=TALK_WITHIN)
        return WantedRow(request.key, CASELOAD, "diary", cells, because)

    def no_slot(why: str) -> Problem:
        return Problem(
            key=f"{request.key}:no_slot",
            row=decision.row,
            column="takes_effect",
            what=say("decision.away.no_slot", code=case.code),
            why=why,
            student=case.student,
            code=case.code,
            whose=case.case_manager,
        )

    return WantedAppointment(request, row_at, no_slot)
