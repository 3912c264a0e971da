"""Journeys 3 to 5: the action plan, the diary and the calendar, progress."""

from __future__ import annotations

import io

from docx import Document

from tests.linked_cells import leads_of
from tests.school_fixture import ADMIN, DANA, ROOT, TOMAS, LiveSchool, questions


def add_goal_and_action(live: LiveSchool, student: str = "Ana Silva") -> None:
    live.type_row(
        "caseload",
        "Goals",
        {
            "Student": student,
            "Goal": "Reads aloud with few errors",
            "Kind": "Academic",
            "Measure": "Words read correctly",
            "Unit": "words a minute",
            "Direction": "Increase",
            "Baseline": 60,
            "Target": 100,
            "Start": "2026-08-31",
            "Due": "2026-12-18",
        },
    )
    live.type_row(
        "caseload",
        "Actions",
        {"Student": student, "Action": "Small-group reading", "Who": "Ms Lind", "Status": "To do"},
    )


def plan_text(live: LiveSchool, file_id: str) -> str:
    answer = live.people.session_as(ADMIN).get(
        f"{ROOT}/drive/v3/files/{file_id}/export",
        params={
            "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        },
    )
    document = Document(io.BytesIO(answer.content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def readers(live: LiveSchool, file_id: str) -> dict[str, str]:
    found = live.google(f"/drive/v3/files/{file_id}/permissions?fields=*", ADMIN)["permissions"]
    return {each["emailAddress"]: each["role"] for each in found if each["role"] != "owner"}


# ---------------------------------------------------------------- the plan


def test_an_active_case_with_goal_and_action_gets_a_plan_linked_in_its_row(
    small: LiveSchool,
) -> None:
    add_goal_and_action(small)
    report = small.sync()
    assert report.changes["create_document"] == 1
    (plan,) = small.files(holdfast="action_plan")
    assert plan["name"] == "Action plan · C-0001 · v1"
    assert plan["id"] in leads_of(small, "caseload", "Caseload", "Action plan", "v1 · C-0001")[0]
    text = plan_text(small, plan["id"])
    for words in ("C-0001", "Draws beautifully", "Starting written work", "Reads aloud", "Ms Lind"):
        assert words in text
    assert readers(small, plan["id"]) == {DANA: "writer"}
    assert not small.sync().changes


def test_a_changed_case_refreshes_the_document_until_a_person_edits_it(small: LiveSchool) -> None:
    add_goal_and_action(small)
    small.sync()
    (plan,) = small.files(holdfast="action_plan")
    small.later(hours=1)
    small.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Target": 110})
    assert small.sync().changes["refresh_document"] == 1
    (plan,) = small.files(holdfast="action_plan")
    assert "110" in plan_text(small, plan["id"])
    small.write_into(plan["id"], "Written by hand.")
    small.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Target": 120})
    assert small.sync().changes["next_document"] == 1
    first, second = sorted(small.files(holdfast="action_plan"), key=lambda f: f["name"])
    assert second["name"] == "Action plan · C-0001 · v2"
    assert "by hand" in plan_text(small, first["id"])
    assert "120" in plan_text(small, second["id"])
    assert "Goals: 1 changed" in plan_text(small, second["id"])
    assert readers(small, second["id"]) == {DANA: "writer"}
    assert not small.sync().changes


def test_two_households_each_get_a_copy_without_the_others_details(small: LiveSchool) -> None:
    add_goal_and_action(small)
    for person, home in (("Marisol Núñez", "Elm Street"), ("Esteban Núñez", "Harbour Road")):
        first = person.split()[0].lower()
        small.type_row(
            "caseload",
            "Team",
            {
                "Student": "Ana Silva",
                "Person": person,
                "Role": "Guardian",
                "Household": home,
                "Email": f"{first}@mail.example",
                "Phone": f"555-{first}",
                "Rights": "Shared",
                "May see": "Plan",
                "Invite": "Apart",
            },
        )
    small.sync()
    copies = {file["name"][-1]: file for file in small.files(holdfast="action_plan")}
    assert set(copies) == {"1", "A", "B"}
    assert "esteban" not in plan_text(small, copies["A"]["id"]).lower()
    assert "marisol" not in plan_text(small, copies["B"]["id"]).lower()
    assert "marisol@mail.example" not in readers(small, copies["A"]["id"])
    small.change("caseload", "Team", {"Person": "Marisol"}, {"Hand on": "Yes"})
    small.sync()
    assert readers(small, copies["A"]["id"])["marisol@mail.example"] == "reader"
    assert "esteban@mail.example" not in readers(small, copies["A"]["id"])
    assert "marisol@mail.example" not in readers(small, copies["1"]["id"])
    small.change("caseload", "Team", {"Person": "Marisol"}, {"Rights": "None by order"})
    small.sync()
    assert "marisol@mail.example" not in readers(small, copies["A"]["id"])


def test_a_wider_team_waits_for_the_coordinator(small: LiveSchool) -> None:
    add_goal_and_action(small)
    small.sync()
    (plan,) = small.files(holdfast="action_plan")
    row = {"Student": "Ana Silva", "Person": "Mrs Silva", "Role": "Guardian", "Rights": "Full"}
    small.type_row(
        "caseload", "Team", {**row, "Email": "mrs.silva@mail.example", "May see": "Plan"}
    )
    small.sync()
    assert "mrs.silva@mail.example" not in readers(small, plan["id"])
    assert not list(questions(small, "caseload"))
    (asked,) = [each for each in questions(small, "office") if "More" in each["What"]]
    allow = asked["Why"].split("Pick: ")[1].split(" | ")[0]
    # The same row and Pick typed in Caseload, where any case manager may write, allow nothing.
    forged = {name: text for name, text in asked.items() if name != "Since"}
    small.type_row("caseload", "Attention", {**forged, "Pick": allow})
    small.sync()
    assert "mrs.silva@mail.example" not in readers(small, plan["id"])
    small.change("office", "Attention", {"What": asked["What"]}, {"Pick": allow})
    small.sync()
    assert "mrs.silva@mail.example" not in readers(small, plan["id"])
    small.change("caseload", "Team", {"Person": "Mrs Silva"}, {"Hand on": "Yes"})
    small.sync()
    assert readers(small, plan["id"])["mrs.silva@mail.example"] == "reader"
    told = [row["Why"] for row in small.rows("caseload", "History")]
    assert any("Approved: in Office." in why for why in told)
    assert not [each for each in questions(small, "office") if "More" in each["What"]]
    assert not small.sync().changes


# ---------------------------------------------------------------- the diary


def plan_check_in(live: LiveSchool, **cells: object) -> None:
    row = {
        "Student": "Ana Silva",
        "Kind": "Check-in",
        "Date": "2026-10-07",
        "Start": "9:00",
        "Minutes": 20,
        "Status": "Planned",
        **cells,
    }
    headings = [name.replace("_", " ") for name in row]
    tab = live.tab("caseload", "Diary")
    position = len(tab.col_values(1)) + 1
    standing = tab.row_values(1)
    values = dict(zip(headings, row.values(), strict=True))
    tab.update([[values.get(heading) for heading in standing]], f"A{position}", raw=False)


def check_in(live: LiveSchool) -> dict[str, object]:
    return next(e for e in live.events(DANA) if "Check-in" in e.get("summary", ""))


def test_a_planned_row_is_one_event_and_both_can_be_moved(small: LiveSchool) -> None:
    plan_check_in(small)
    small.sync()
    event = check_in(small)
    assert event["summary"] == "Check-in · C-0001"
    assert event["start"]["dateTime"].startswith("2026-10-07T09:00")
    # dragged in the calendar: the row follows
    moved = {
        "start": {"dateTime": "2026-10-08T10:30:00-04:00"},
        "end": {"dateTime": "2026-10-08T10:50:00-04:00"},
    }
    small.google(f"/calendar/v3/calendars/{DANA}/events/{event['id']}", DANA, "PATCH", moved)
    small.sync()
    row = small.find("caseload", "Diary", Kind="Check-in")
    assert "8 Oct 2026" in row["Date"]
    assert row["Start"] == "10:30"
    assert not small.sync().changes
    # another date in the sheet: the event follows
    small.change("caseload", "Diary", {"Kind": "Check-in"}, {"Date": "2026-10-09"})
    small.sync()
    assert check_in(small)["start"]["dateTime"].startswith("2026-10-09T10:30")
    assert len(small.events(DANA)) == 1
    assert not small.sync().changes


def test_moved_in_both_places_is_a_question_and_the_pick_settles_it(small: LiveSchool) -> None:
    plan_check_in(small)
    small.sync()
    event = check_in(small)
    moved = {
        "start": {"dateTime": "2026-10-08T10:30:00-04:00"},
        "end": {"dateTime": "2026-10-08T10:50:00-04:00"},
    }
    small.google(f"/calendar/v3/calendars/{DANA}/events/{event['id']}", DANA, "PATCH", moved)
    small.change("caseload", "Diary", {"Kind": "Check-in"}, {"Date": "2026-10-09"})
    small.sync()
    assert check_in(small)["start"]["dateTime"].startswith("2026-10-08T10:30")
    assert "9 Oct 2026" in small.find("caseload", "Diary", Kind="Check-in")["Date"]
    (asked,) = questions(small, "caseload")
    assert asked["Whose"] == "Dana Whitfield"
    small.sync()
    pick = asked["Why"].split("Pick: ")[1].split(" | ")[1].rstrip(".")
    small.change("caseload", "Attention", {"What": asked["What"]}, {"Pick": pick})
    small.sync()
    row = small.find("caseload", "Diary", Kind="Check-in")
    # Where Google leaves as text what is put in by content, it may be shown as it was put in.
    assert "8 Oct 2026" in row["Date"] or row["Date"] == "2026-10-08"
    assert not list(questions(small, "caseload"))
    assert not small.sync().changes


def test_deleting_the_event_cancels_the_row_and_cancelling_the_row_deletes_the_event(
    small: LiveSchool,
) -> None:
    plan_check_in(small)
    plan_check_in(small, Kind="Meeting", Date="2026-10-08")
    small.sync()
    event = check_in(small)
    small.google(f"/calendar/v3/calendars/{DANA}/events/{event['id']}", DANA, "DELETE")
    small.change("caseload", "Diary", {"Kind": "Meeting"}, {"Status": "Cancelled"})
    small.sync()
    assert small.find("caseload", "Diary", Kind="Check-in")["Status"] == "Cancelled"
    assert not small.events(DANA)
    assert not small.sync().changes
    # planned anew: a new event
    small.change("caseload", "Diary", {"Kind": "Check-in"}, {"Status": "Planned"})
    small.sync()
    assert len(small.events(DANA)) == 1
    assert not small.sync().changes


def test_what_was_marked_done_by_mistake_and_is_cancelled_leaves_the_calendar(
    small: LiveSchool,
) -> None:
    plan_check_in(small)
    small.sync()
    for status, events in (("Done", 1), ("Cancelled", 0)):
        small.change("caseload", "Diary", {"Kind": "Check-in"}, {"Status": status})
        small.sync()
        assert len(small.events(DANA)) == events
        assert not small.sync().changes
    assert "out of the calendar" in small.find("caseload", "Diary", Kind="Check-in")["Calendar"]


def test_done_makes_the_next_of_the_series_and_shows_the_arithmetic(small: LiveSchool) -> None:
    days = small.tab("office", "School days")
    days.update([["2026-10-14", "2026-10-14", "Day off"]], "A2", raw=False)
    plan_check_in(small, Repeat="Weekly")
    small.sync()
    small.later(days=3)
    small.change("caseload", "Diary", {"Kind": "Check-in"}, {"Status": "Done"})
    small.sync()
    rows = [r for r in small.rows("caseload", "Diary") if r["Kind"] == "Check-in"]
    assert [r["Status"] for r in rows] == ["Done", "Planned"]
    assert "15 Oct 2026" in rows[1]["Date"]
    assert "Wed 14 Oct" in rows[0]["Calendar"]
    assert "Thu 15 Oct" in rows[0]["Calendar"]
    assert not small.sync().changes


def test_a_new_case_manager_takes_the_appointments_over(small: LiveSchool) -> None:
    plan_check_in(small)
    small.sync()
    small.change("caseload", "Caseload", {"Student": "Ana"}, {"Case manager": "Tomás Herrera"})
    small.sync()
    assert (len(small.events(DANA)), len(small.events(TOMAS))) == (1, 0)
    yes = {"Pick": "Hand it over to Tomás Herrera"}
    small.change("office", "Attention", {"What": "Another case manager"}, yes)
    small.sync()
    assert not small.events(DANA)
    assert len(small.events(TOMAS)) == 1
    assert small.find("caseload", "Diary", Kind="Check-in")["Owner"] == TOMAS
    assert not small.sync().changes


def test_a_done_family_contact_is_the_last_family_contact(small: LiveSchool) -> None:
    plan_check_in(small, Kind="Family contact", Status="Done", Date="2026-09-30")
    plan_check_in(small)
    small.sync()
    case = small.find("caseload", "Caseload", Case_code="C-0001")
    assert "30 Sep 2026" in case["Last family contact"]
    assert "7 Oct 2026" in case["Next"]
    assert len(small.events(DANA)) == 1


# ---------------------------------------------------------------- progress


def test_measurements_come_back_as_figures_and_into_the_plan(small: LiveSchool) -> None:
    add_goal_and_action(small)
    small.sync()
    (sheet,) = small.files(holdfast="progress_sheet")
    assert sheet["name"] == "Progress · C-0001"
    charts = small.google(f"/v4/spreadsheets/{sheet['id']}?fields=sheets.charts", ADMIN)
    assert sum(len(s.get("charts", ())) for s in charts["sheets"]) == 1
    tab = small.people.gspread_as(DANA).open_by_key(sheet["id"]).worksheet("Measurements")
    weeks = [f"2026-{m:02d}-{d:02d}" for m, d in ((8, 31), (9, 7), (9, 14), (9, 21), (9, 28))]
    rows = [[day, "Reads aloud with few errors", 60 + 2 * n] for n, day in enumerate(weeks)]
    tab.update(rows, "A2", raw=False)
    small.later(hours=1)
    report = small.sync()
    assert report.changes["refresh_document"] == 1
    goal = small.find("caseload", "Goals", Goal="Reads aloud")
    assert goal["Latest"] == "68"
    assert goal["On track"]
    assert goal["Recommendation"]
    (plan,) = small.files(holdfast="action_plan")
    assert "68" in plan_text(small, plan["id"])
    small.count_anew()
    assert not small.sync().changes
    assert small.counts()["sheets.spreadsheets.values.batchGetByDataFilter"] == 3


def test_history_has_a_line_for_each_person_who_gets_a_file(small: LiveSchool) -> None:
    for person in ("nora.lind", "tomas.herrera"):
        colleague = {"Person": person, "Role": "Teacher", "May see": "Progress"}
        email = f"{person}@alder-creek.example"
        small.type_row("caseload", "Team", {"Student": "Ana Silva", "Email": email, **colleague})
    small.sync()
    (sheet,) = small.files(holdfast="progress_sheet")
    assert len(readers(small, sheet["id"])) == 3
    shared = "Shared a progress sheet with"
    lines = [row for row in small.rows("caseload", "History") if row["What"].startswith(shared)]
    people = ("Dana Whitfield", "Nora Lind", "Tomás Herrera")
    assert sorted(row["What"] for row in lines) == [f"{shared} {who}" for who in people]
    assert {row["Student"] for row in lines} == {"Ana Silva"}
    assert all(sheet["id"] in row["Link"] for row in lines)
