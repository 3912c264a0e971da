"""Office and Restricted, as records: staff, roster, days off, referrals, settings, flags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date
from zoneinfo import ZoneInfo

from service.casework.records import (
    DayOff,
    Flag,
    Problem,
    Referral,
    RosterStudent,
    RowRef,
    StaffMember,
)
from service.casework.wants import Say

from .look import Raw, WorkbookSeen
from .row_reader import ReadContext, RowReader, StaffList, doubled


@dataclass(frozen=True, slots=True)
class OfficeRecords:
    """`settings` is Setting as written -> Value as it stands in the cell; `setting_rows` leads
    from the same words to the row, for problems that reading the settings brings up."""

    staff: tuple[StaffMember, ...] = ()
    students: tuple[RosterStudent, ...] = ()
    days_off: tuple[DayOff, ...] = ()
    referrals: tuple[Referral, ...] = ()
    settings: Mapping[str, Raw] = field(default_factory=dict, hash=False)
    setting_rows: Mapping[str, RowRef] = field(default_factory=dict, hash=False)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class RestrictedRecords:
    referrals: tuple[Referral, ...] = ()
    flags: tuple[Flag, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_office(
    seen: WorkbookSeen, say: Say, today: date, zone: ZoneInfo | None = None
) -> OfficeRecords:
    """The Office workbook. `zone` is the school's, in which Received is shown (UTC if None)."""
    context = ReadContext(seen, say, today)
    staff = _staff(context)
    context.staff = StaffList(staff)
    settings, setting_rows = _settings(context)
    return OfficeRecords(
        staff=staff,
        students=_students(context),
        days_off=_days_off(context),
        referrals=_referrals(context, "referrals", zone),
        settings=settings,
        setting_rows=setting_rows,
        problems=tuple(context.problems),
    )


def read_setting_rows(
    seen: WorkbookSeen, say: Say, today: date
) -> tuple[Mapping[str, Raw], Mapping[str, RowRef]]:
    """The Settings tab alone: Setting as written -> Value, and -> its row."""
    return _settings(ReadContext(seen, say, today))


def read_students(seen: WorkbookSeen, say: Say, today: date) -> tuple[RosterStudent, ...]:
    """The Students tab alone: who is called how."""
    return _students(ReadContext(seen, say, today))


def read_restricted(
    seen: WorkbookSeen,
    staff: tuple[StaffMember, ...],
    say: Say,
    today: date,
    zone: ZoneInfo | None = None,
) -> RestrictedRecords:
    """The Restricted workbook. Its problems name no student."""
    context = ReadContext(seen, say, today, StaffList(staff))
    referrals = _referrals(context, "safety_referrals", zone)
    flags = tuple(_flag(reader) for reader in context.rows("flags"))
    nameless = tuple(replace(problem, student="") for problem in context.problems)
    return RestrictedRecords(referrals, flags, nameless)


def _staff(context: ReadContext) -> tuple[StaffMember, ...]:
    found: dict[str, StaffMember] = {}
    for reader in context.rows("staff"):
        reader.need("email", "name", "role")
        email = reader.email("email")
        if not email:
            continue
        if email in found:
            reader.refuse("email", "double_staff", value=email)
            continue
        found[email] = StaffMember(
            row=replace(reader.ref, row_id=email),
            email=email,
            name=reader.text("name"),
            role=reader.choice("role"),
            capacity=reader.number("capacity"),
            grades=reader.list("grades"),
            languages=reader.list("languages"),
            working_hours=reader.text("working_hours"),
        )
    return tuple(found.values())


def _students(context: ReadContext) -> tuple[RosterStudent, ...]:
    rows = list(context.rows("students"))
    twice = doubled(rows, lambda reader: reader.id("student_id"))
    students = []
    for reader in rows:
        complete = reader.need("student_id", "student")
        student_id = reader.id("student_id")
        if student_id in twice:
            # Which of the two is meant cannot be told, so neither is matched to anybody.
            reader.refuse("student_id", "double_student_id", value=student_id)
        elif complete:
            students.append(
                RosterStudent(
                    row=reader.ref,
                    student_id=student_id,
                    name=reader.text("student"),
                    grade=reader.text("grade"),
                    also_known_as=reader.list("also_known_as"),
                    groups=reader.list("groups"),
                )
            )
    return tuple(students)


def _days_off(context: ReadContext) -> tuple[DayOff, ...]:
    days = []
    for reader in context.rows("school_days"):
        if not reader.need("from"):
            continue
        first, last = reader.date("from"), reader.date("to")
        who, cover = reader.staff("who"), reader.staff("cover")
        if first is None or (reader.text("to") and last is None):
            continue
        if reader.text("who") and not who:
            continue  # an unknown colleague's leave must not close the whole school
        if last is not None and last < first:
            reader.refuse("to", "end_before_start", start=first, end=last)
            continue
        days.append(DayOff(reader.ref, first, last or first, reader.text("what"), who, cover))
    return tuple(days)


def _referrals(context: ReadContext, tab: str, zone: ZoneInfo | None) -> tuple[Referral, ...]:
    rows = [
        RowReader(context, context.seen.tabs[tab], context.seen.template.by_key[tab], row)
        for row in context.seen.tabs[tab].rows
    ]
    twice = doubled(rows, lambda reader: reader.ref.row_id)
    referrals = []
    for reader in rows:
        referral_id = reader.ref.row_id
        if referral_id in twice:
            reader.refuse("referral_id", "double_referral", value=referral_id)
        elif referral_id:
            referrals.append(_referral(reader, zone))
        elif reader.text("student") or reader.text("decision"):
            # Typed in by hand, or its id was deleted: nothing can be decided about it.
            reader.refuse("referral_id", "referral_without_id")
    return tuple(referrals)


def _referral(reader: RowReader, zone: ZoneInfo | None) -> Referral:
    received = reader.moment("received")
    if received is not None and received.tzinfo is None:
        received = received.replace(tzinfo=zone or UTC)
    return Referral(
        row=reader.ref,
        referral_id=reader.ref.row_id,
        received=received.astimezone(UTC) if received else None,
        source=reader.text("source"),
        relationship=reader.text("relationship"),
        referred_by=reader.text("referred_by"),
        student_as_written=reader.text("student_as_written"),
        student=reader.text("student"),
        about=reader.choice("about") if reader.has("about") else "",
        concern=reader.text("concern"),
        details=reader.text("details"),
        urgency=reader.text("urgency"),
        our_urgency=reader.text("our_urgency"),
        decision=reader.choice("decision"),
        same_as=reader.text("same_as"),
        reason=reader.text("reason"),
        case_manager=reader.text("case_manager"),  # who that is, decisions asks
        brief=reader.text("brief_for_case_manager"),
        tell_referrer=reader.choice("tell_referrer"),
        status=reader.text("status"),
        pick=reader.text("pick") if reader.has("pick") else "",
        acknowledged=reader.text("acknowledged"),
        response_id=reader.text("response_id"),
        suggested=reader.text("suggested"),
    )


def _settings(context: ReadContext) -> tuple[dict[str, Raw], dict[str, RowRef]]:
    values: dict[str, Raw] = {}
    rows: dict[str, RowRef] = {}
    for reader in context.rows("settings"):
        name = reader.text("setting")
        if not name:
            continue
        if name in rows:
            reader.refuse("setting", "double_setting", value=name)
            continue
        rows[name] = reader.ref
        values[name] = reader.cells.get("value")
    return values, rows


def _flag(reader: RowReader) -> Flag:
    reader.need("case_code", "speak_to")
    return Flag(
        row=reader.ref,
        code=reader.text("case_code"),
        speak_to=reader.text("speak_to"),
        before=reader.text("before"),
        first=reader.date("from"),
        until=reader.date("until"),
    )
