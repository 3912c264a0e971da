"""Who of case manager and counselor goes first with a student, and two appointments on one day."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from service.casework.diary.lanes import double_days, lanes, on_case
from service.casework.records import CASELOAD, OFFICE, DiaryEntry, Goal, RowRef, TeamMember
from service.casework.rights import BEHAVIOR_GOALS, COUNSELORS_LANE, is_counselor, visible_fields
from service.casework.school import RuleServices, School
from service.workbook.diary_kinds import diary_kinds
from tests.casework.small_school import (
    CARL,
    CODE,
    DANA,
    NORA,
    SAY,
    STAFF,
    TODAY,
    case,
    school_with,
)

ASK = RuleServices(say=SAY, kinds=diary_kinds())


def on_team(person: str = "Carl", role: str = "Counselor", **more: Any) -> TeamMember:
    row = RowRef(CASELOAD, "team", f"hf-{person}")
    return TeamMember(row, CODE, "Ana Silva", person=person, role=role, **more)


def entry(day: int, with_whom: str = "", repeat: str = "Weekly", **more: Any) -> DiaryEntry:
    """Planned on this day of October."""
    said = {"kind": "Check-in", "status": "Planned"} | more
    row = RowRef(CASELOAD, "diary", f"hf-{day}-{with_whom}-{said['kind']}")
    return DiaryEntry(
        row, CODE, "Ana Silva", day=date(2026, 10, day), with_whom=with_whom, repeat=repeat, **said
    )


def school(*entries: DiaryEntry, team: tuple[TeamMember, ...] = (on_team(),)) -> School:
    return school_with({DiaryEntry: entries, TeamMember: team}, ask=ASK)


@pytest.mark.parametrize(
    ("of_manager", "of_counselor", "first"),
    [
        ("Weekly", "Monthly", "Dana"),
        ("Monthly", "Weekly", "Carl"),
        ("Weekly", "Weekly", "Dana"),
        ("None", "Quarterly", "Carl"),
        ("Every 3 weeks", "Every 2 weeks", "Carl"),
        ("None", "None", "Dana"),
    ],
)
def test_who_sees_the_student_more_often_leads(
    of_manager: str, of_counselor: str, first: str
) -> None:
    found = lanes(school(entry(20, "", of_manager), entry(22, "Carl", of_counselor)), CODE)
    assert [each.name for each in found] == [first, "Carl" if first == "Dana" else "Dana"]
    coming = {each.name: each.coming.day for each in found if each.coming}
    assert coming == {"Dana": date(2026, 10, 20), "Carl": date(2026, 10, 22)}


def test_without_a_counselor_on_team_nobody_is_ranked() -> None:
    assert lanes(school(entry(20), team=(on_team(role="Co-teacher"),)), CODE) == ()
    assert lanes(school(entry(20), team=()), CODE) == ()


def test_a_series_that_waits_for_its_next_row_keeps_its_rhythm() -> None:
    done = entry(6, "Carl", "Weekly", status="Done")
    found = lanes(school(done, entry(20, "", "Monthly")), CODE)
    assert [(each.name, each.repeat) for each in found] == [("Carl", "Weekly"), ("Dana", "Monthly")]
    assert found[0].coming is None
    below = [line.below for line in on_case(school(done), DANA, CODE)]
    assert "nothing planned" in below[0]


@pytest.mark.parametrize(
    ("written", "is_theirs"),
    [("Carl Berg", True), ("carl", True), ("Ms. Berg", True), ("Carl Berg, Ana", True),
     ("Ana", False), ("", False), ("Berg and the uncle", False)],
)  # fmt: skip
def test_with_tells_whose_row_it_is(written: str, is_theirs: bool) -> None:
    team = (on_team("Carl Berg"), on_team("Ms Silva", "Guardian"))
    found = lanes(school(entry(20, written), team=team), CODE)
    assert [each.name for each in found if each.coming] == ["Carl Berg" if is_theirs else "Dana"]


def test_a_part_of_a_name_that_two_people_have_settles_nothing() -> None:
    team = (on_team("Carl Berg"), on_team("Mr Berg", "Uncle"))
    found = lanes(school(entry(20, "Mr Berg"), team=team), CODE)
    assert [each.name for each in found if each.coming] == ["Dana"]


def test_two_appointments_of_a_student_on_one_day_are_said_on_the_card() -> None:
    both = entry(20, "", start=time(9)), entry(20, "Carl", start=time(11))
    said = [line for line in on_case(school(*both), DANA, CODE) if "appointments" in line.words]
    assert [line.words for line in said] == ["2 appointments on Tue 20 Oct"]
    assert said[0].below == "Check-in, 09:00 · Check-in with Carl, 11:00"


@pytest.mark.parametrize(
    "other",
    [
        entry(21, "Carl"),
        entry(20, "Carl", status="Cancelled"),
        entry(20, "Ms Silva", kind="Family contact"),
        entry(20, "Nora", kind="Teacher contact"),
    ],
)
def test_what_is_no_second_appointment_of_the_student_is_not_said(other: DiaryEntry) -> None:
    assert double_days(school(entry(20), other), CODE) == ()


def test_what_is_over_is_not_said_any_more() -> None:
    assert date(2026, 10, 13) < TODAY
    assert double_days(school(entry(13), entry(13, "Carl")), CODE) == ()


def test_two_of_the_case_manager_s_own_are_said_without_a_counselor() -> None:
    both = entry(20), entry(20, "Ana", kind="First Talk")
    assert len(double_days(school(*both, team=()), CODE)) == 1


@pytest.mark.parametrize(
    "role", ["Counselor", "Counsellor", "school counselor", "Orientadora", "Consejero escolar"]
)
def test_a_counselor_is_known_however_the_role_is_written(role: str) -> None:
    assert is_counselor(on_team(role=role))


def test_somebody_of_a_household_or_a_provider_is_no_counselor_of_the_school() -> None:
    assert not is_counselor(on_team(household="A"))
    assert not is_counselor(on_team(role="Family counselor"))


LANE = {COUNSELORS_LANE, BEHAVIOR_GOALS}


@pytest.mark.parametrize(
    ("who", "row", "sees"),
    [
        (CARL, on_team(), LANE),
        (CARL, on_team(rights="Full"), LANE),
        (CARL, on_team(rights="None by order"), set()),
        (CARL, on_team(rights="Unknown"), set()),
        (CARL, on_team(may_see=("Nothing",)), set()),
        (CARL, on_team("Somebody"), set()),
        (CARL, on_team(role="Teacher"), set()),
        (NORA, on_team("Nora"), set()),  # a teacher sees accommodations, whatever Role says
        (DANA, on_team(role="Teacher"), LANE),
    ],
)
def test_the_lane_is_seen_by_the_counselor_whom_team_names(
    who: Any, row: TeamMember, sees: set[str]
) -> None:
    assert visible_fields(who, case(), (row,), staff=STAFF) & LANE == sees


def test_goals_and_goals_about_behavior_are_two_rights() -> None:
    assert Goal(RowRef(OFFICE, "goals", "1"), CODE, "Ana").kind == ""
    assert "goals" not in visible_fields(CARL, case(), (on_team(),), staff=STAFF)
