"""What nobody has had in view for too long: each kind, since when, and who sees it when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from service.casework.accommodations.unread import remembered
from service.casework.crack import (
    KINDS,
    Crack,
    OpenQuestion,
    begun_key,
    cracks_of,
    for_coordinator,
    unassigned_key,
)
from service.casework.cracks.mail import first_school_day, weekly_mail
from service.casework.cracks.memory import first_seen
from service.casework.deadlines.records import Deadline
from service.casework.records import (
    CASELOAD,
    OFFICE,
    RESTRICTED,
    Accommodation,
    Action,
    Case,
    DayOff,
    DiaryEntry,
    Goal,
    Referral,
    RowRef,
    StaffMember,
    TeamMember,
)
from service.casework.registry import REGISTERS
from service.casework.school import RuleServices, School
from service.casework.services.records import ServiceReferral
from service.workbook.diary_kinds import diary_kinds
from service.workbook.wording import load_wording
from tests.casework.small_school import CODE, DANA, MAREN, SAY, TODAY, TOMAS, case, school_with

DAY = timedelta(days=1)
A_MONTH_AGO = TODAY - timedelta(weeks=4)


def row(tab: str, row_id: str = "hf-1", book: str = CASELOAD) -> RowRef:
    return RowRef(book, tab, row_id)


def entry(kind: str, day: date, status: str = "Done", **said: Any) -> DiaryEntry:
    return DiaryEntry(
        row("diary", f"{kind}{day}"), CODE, "Ana Silva", kind, day, status=status, **said
    )


def school(
    *entries: DiaryEntry,
    records: dict[type[Any], tuple[Any, ...]] | None = None,
    kept: dict[str, date] | None = None,
    **more: Any,
) -> School:
    """A case with a plan, so that only what is said is missing."""
    planned: dict[type[Any], tuple[Any, ...]] = {
        DiaryEntry: entries,
        Goal: (Goal(row("goals"), CODE, "Ana Silva", "Reads aloud"),),
        Action: (Action(row("actions"), CODE, "Ana Silva", "Read every day"),),
    }
    ask = RuleServices(
        say=SAY,
        kinds=diary_kinds(),
        kept=(kept or {}).get,
        cracks=lambda of: cracks_of(of, REGISTERS),
        link=lambda at: f"link:{at.workbook}",
    )
    return school_with({**planned, **(records or {})}, ask=ask, **more)


def found(of: School) -> list[tuple[str, date]]:
    return [(each.kind, each.since) for each in cracks_of(of, REGISTERS)]


@pytest.mark.parametrize(
    ("kind", "day", "status", "cracks"),
    [
        # a contact with the student alone leaves the family's silence, and the other way round
        ("Check-in", TODAY - DAY, "Done", ["no_family_contact"]),
        ("First Talk", TODAY - DAY, "Done", ["no_family_contact"]),
        ("Family contact", TODAY - DAY, "Done", ["no_student_contact"]),
        # neither of these is one, and what is planned or was missed is none either
        ("Teacher contact", TODAY - DAY, "Done", ["no_student_contact", "no_family_contact"]),
        ("Check-in", TODAY - DAY, "Missed", ["no_student_contact", "no_family_contact"]),
        ("Family contact", TODAY + DAY, "Planned", ["no_student_contact", "no_family_contact"]),
        ("Check-in", A_MONTH_AGO + DAY, "Done", ["no_family_contact"]),
        ("Check-in", A_MONTH_AGO, "Done", ["no_family_contact", "no_student_contact"]),
    ],
)
def test_each_kind_of_contact_clears_its_own_line(
    kind: str, day: date, status: str, cracks: list[str]
) -> None:
    old = entry("Meeting", A_MONTH_AGO - 9 * DAY)
    assert [of for of, _ in found(school(old, entry(kind, day, status)))] == cracks


def test_a_contact_by_anybody_counts() -> None:
    old = entry("Meeting", A_MONTH_AGO - DAY)
    someone = entry("Check-in", TODAY, owner=TOMAS.email), entry("Family contact", TODAY)
    assert found(school(old, *someone)) == []


def test_without_any_contact_it_counts_from_the_first_day_that_is_known() -> None:
    begun = TODAY - timedelta(weeks=5)
    assert found(school(kept={begun_key(CODE): begun})) == [
        ("no_student_contact", begun + timedelta(weeks=4)),
        ("no_family_contact", begun + timedelta(weeks=4)),
    ]
    assert found(school()) == []
    remembered = list(first_seen(school()))
    assert [(each.text, each.day) for each in remembered] == [(begun_key(CODE), TODAY)]
    assert list(first_seen(school(kept={begun_key(CODE): begun}))) == []


def test_a_case_that_nobody_has() -> None:
    alone = {Case: (case(case_manager="", status="Referred"),)}
    kept = {unassigned_key(CODE): TODAY - 3 * DAY, begun_key(CODE): TODAY}
    assert found(school(records=alone, kept=kept)) == [("unassigned", TODAY - 3 * DAY)]
    texts = [each.text for each in first_seen(school(records=alone))]
    assert texts == [begun_key(CODE), unassigned_key(CODE)]


@pytest.mark.parametrize(
    ("goal", "action", "status", "is_one"),
    [
        (True, True, "Active", False),
        (True, False, "Active", True),
        (False, True, "Active", True),
        (False, False, "Monitor", False),
    ],
)
def test_an_active_case_without_a_plan(goal: bool, action: bool, status: str, is_one: bool) -> None:
    records: dict[type[Any], tuple[Any, ...]] = {Case: (case(status=status),)}
    records |= {} if goal else {Goal: ()}
    records |= {} if action else {Action: ()}
    # ten school days after Tuesday 22 September are over on Tuesday 6 October
    talk = entry("First Talk", date(2026, 9, 22)), entry("Family contact", TODAY)
    expected = [("no_plan", date(2026, 10, 6))] if is_one else []
    assert found(school(*talk, records=records)) == expected


def test_a_referral_waits_from_two_school_days_on() -> None:
    def referral(**said: Any) -> Referral:
        came = datetime(2026, 10, 8, 15, tzinfo=UTC)  # a Thursday
        book = said.pop("book", OFFICE)
        return Referral(
            RowRef(book, "referrals", "R-0001"), "R-0001", came,
            **{"student_as_written": "Leo", **said},
        )  # fmt: skip

    assert found(school(records={Case: (), Referral: (referral(),)})) == [
        ("referral", date(2026, 10, 12))
    ]
    for other in (
        referral(decision="Accept"),
        referral(book=RESTRICTED),
        referral(student_as_written=""),  # what Office knows of one that safeguarding holds
    ):
        assert found(school(records={Case: (), Referral: (other,)})) == []


def test_who_is_away_with_open_cases_and_nobody_stands_in() -> None:
    here = {Case: (case(),)}
    talked = entry("Check-in", TODAY), entry("Family contact", TODAY)

    def away(cover: str, last: date = TODAY) -> tuple[DayOff, ...]:
        off = RowRef(OFFICE, "school_days", "1")
        return (DayOff(off, TODAY - DAY, last, "Away", DANA.email, cover),)

    assert found(school(*talked, records=here, days_off=away(""))) == [("uncovered", TODAY - DAY)]
    assert found(school(*talked, records=here, days_off=away(TOMAS.email))) == []
    assert found(school(*talked, records=here, days_off=away("", TODAY - DAY))) == []


@pytest.mark.parametrize(("days", "is_one"), [(7, False), (8, True)])
def test_questions_older_than_a_week(days: int, is_one: bool) -> None:
    asked = OpenQuestion(row("attention"), DANA.email, TODAY - days * DAY)
    kinds = [kind for kind, _ in found(school(records={Case: (), OpenQuestion: (asked,)}))]
    assert kinds == (["question"] if is_one else [])


def test_deadlines_and_services() -> None:
    talked = entry("Check-in", TODAY), entry("Family contact", TODAY)
    past = Deadline(row("deadlines"), CODE, "Ana Silva", "Other", own_date=TODAY - 2 * DAY)
    coming = replace(past, own_date=TODAY)
    assert found(school(*talked, records={Deadline: (past,)})) == [("deadline", TODAY - DAY)]
    assert found(school(*talked, records={Deadline: (coming,)})) == []
    # made on Friday 9 October: the first look is on Tuesday the 13th
    made = ServiceReferral(
        row("service_referrals"), CODE, "Ana Silva", resource="Clinic", made_on=date(2026, 10, 9)
    )
    assert found(school(*talked, records={ServiceReferral: (made,)})) == [("service", TODAY)]
    (crack,) = cracks_of(school(*talked, records={ServiceReferral: (made,)}), REGISTERS)
    assert crack.right == "services"


def test_the_case_manager_sees_a_line_five_school_days_before_the_coordinator() -> None:
    """Since Wednesday the 14th: the coordinator sees it on Wednesday the 21st; with a day off in
    between a day later. What is nobody's is theirs at once."""
    line = Crack("deadline", TODAY, CODE, "Ana Silva", DANA.email)
    for days_off, first in (((), date(2026, 10, 21)), ((date(2026, 10, 19),), date(2026, 10, 22))):
        offs = tuple(DayOff(row("school_days", book=OFFICE), day, day) for day in days_off)
        of = school(days_off=offs)
        assert for_coordinator([line], of, first - DAY) == ()
        assert for_coordinator([line], of, first) == (line,)
    for whose in ("", MAREN.email, "gone@school.example"):
        assert for_coordinator([replace(line, whose=whose)], school(), TODAY)


def test_the_longest_comes_first() -> None:
    days = [each.since for each in cracks_of(school(entry("Meeting", date(2026, 7, 1))), REGISTERS)]
    assert days == sorted(days)
    assert len(days) == 2


# ---------------------------------------------------------------- the mail of the week


def mails(today: date, **more: Any) -> list[Any]:
    old = entry("Meeting", date(2026, 8, 3))  # a crack since 31 August
    return list(weekly_mail(school(old, today=today, **more)))


def test_the_mail_has_counts_and_links_and_nobodys_name() -> None:
    (mail,) = mails(date(2026, 10, 12))
    assert (mail.to, mail.key) == (MAREN.email, "cracks:2026-10-12:1")
    assert "Without contact with the student: 1\nWithout contact with the family: 1" in mail.text
    assert "link:caseload" in mail.text
    for told in (mail.subject, mail.text):
        for secret in ("Ana", "Silva", CODE, "Dana"):
            assert secret not in told


@pytest.mark.parametrize("day", range(12, 19))
def test_it_is_one_mail_a_week_whenever_the_first_look_of_the_week_is(day: int) -> None:
    (mail,) = mails(date(2026, 10, day))
    assert mail.key == "cracks:2026-10-12:1"


def test_it_says_what_stood_there_on_the_first_school_day() -> None:
    """Seen by the coordinator from Tuesday on: that is next week's."""
    old = entry("Meeting", date(2026, 9, 8))  # a crack since Tuesday 6 October, for them the 13th
    assert list(weekly_mail(school(old, today=date(2026, 10, 16)))) == []
    assert len(list(weekly_mail(school(old, today=date(2026, 10, 19))))) == 1


def test_a_week_without_school_has_no_mail_and_one_that_begins_later_has_it_later() -> None:
    off = row("school_days", book=OFFICE)
    week = (DayOff(off, date(2026, 10, 12), date(2026, 10, 18)),)
    assert mails(date(2026, 10, 14), days_off=week) == []
    monday = (DayOff(off, date(2026, 10, 12), date(2026, 10, 12)),)
    assert mails(date(2026, 10, 12), days_off=monday) == []
    assert len(mails(date(2026, 10, 13), days_off=monday)) == 1
    assert first_school_day(school(days_off=monday)) == date(2026, 10, 13)


def test_nothing_is_said_where_there_is_nothing() -> None:
    assert list(weekly_mail(school(entry("Check-in", TODAY), entry("Family contact", TODAY)))) == []


def test_everybody_who_coordinates_gets_it() -> None:
    second = StaffMember(
        row("staff", book=OFFICE), "second@school.example", "Second", "Coordinator"
    )
    got = mails(date(2026, 10, 12), records={StaffMember: (DANA, MAREN, second)})
    assert [each.to for each in got] == [MAREN.email, second.email]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_kind_has_its_words(language: str) -> None:
    said = load_wording(language).say
    for kind in KINDS:
        assert said(f"cracks.kind.{kind}")
        assert "3" in said(f"cracks.count.{kind}", count=3)


# ---------------------------------------------------------------- teachers who have not read


def teacher(**said: Any) -> TeamMember:
    said = {"role": "Teacher", "may_see": ("Accommodations",)} | said
    return TeamMember(row("team"), CODE, "Ana Silva", "Nora", **said)


def given(what: str = "Extra time") -> Accommodation:
    return Accommodation(row("accommodations"), CODE, "Ana Silva", accommodation=what)


def unread_kinds(member: TeamMember, seen: date | None, *rows: Accommodation) -> list[str]:
    """`seen`: when just these accommodations were first seen; other ones were long before."""
    asked = {Case: (case(status="Referred"),), TeamMember: (member,), Accommodation: rows}
    keeps = [each.text for each in remembered(school(records=asked))]
    kept = {text: seen for text in keeps if seen is not None}
    return [kind for kind, _ in found(school(records=asked, kept=kept))]


@pytest.mark.parametrize(
    ("member", "days", "is_one"),
    [
        (teacher(), 7, True),  # five school days are over
        (teacher(), 6, False),
        (teacher(read_on=TODAY - 7 * DAY), 7, False),
        (teacher(read_on=TODAY - 8 * DAY), 7, True),  # they have changed since
        (teacher(role="Co-teacher"), 7, True),
        (teacher(role="Mother"), 7, False),
        (teacher(may_see=("Dates",)), 7, False),
    ],
)
def test_a_teacher_has_some_days_to_read_and_is_asked_again_when_it_changes(
    member: TeamMember, days: int, is_one: bool
) -> None:
    kinds = unread_kinds(member, TODAY - days * DAY, given())
    assert kinds == (["not_read"] if is_one else [])
    assert unread_kinds(member, TODAY - days * DAY) == []  # there is nothing to read


def test_what_is_kept_follows_from_what_holds() -> None:
    def key(*rows: Accommodation) -> list[str]:
        asked = {TeamMember: (teacher(),), Accommodation: rows}
        return [each.text for each in remembered(school(records=asked))]

    assert key(given("A"), given("B")) == key(given("B"), given("A"))
    assert key(given("A")) != key(given("B"))
