"""What histories of the whole school found, each in the few steps that it takes."""

from __future__ import annotations

from tests.school_fixture import TOMAS, LiveSchool, questions

from .school_world import SIOBHAN, fresh_school


def plans(live: LiveSchool) -> list[str]:
    return [file["id"] for file in live.files(holdfast="action_plan", holdfast_key="C-0002")]


def test_an_answer_that_outlives_its_question_makes_no_second_plan() -> None:
    live = fresh_school(1)
    (first,) = plans(live)
    live.google(f"/drive/v3/files/{first}", "admin@alder-creek.example", "PATCH", {"trashed": True})
    live.sync()
    asked = {"What": "An action plan was thrown away"}
    live.change("caseload", "Attention", asked, {"Pick": "Make a new one"})
    live.sync()
    assert len(plans(live)) == 1
    # Typed once more while the question was on its way out, into the row that asked it.
    tab = live.tab("caseload", "Attention")
    tab.update_cell(2, tab.row_values(1).index("Pick") + 1, "Make a new one")
    live.change("caseload", "Goals", {"Student": SIOBHAN}, {"Target": 120})
    live.sync()
    assert len(plans(live)) == 1


def test_an_event_that_was_moved_when_it_was_over_follows_its_row_again() -> None:
    live = fresh_school(1)
    row = {"Notes": "diary 4"}
    live.change("caseload", "Diary", row, {"Status": "Missed"})
    live.sync()
    begun = "2026-10-07T10:00"
    (event,) = [e for e in live.events(TOMAS) if begun in e["start"].get("dateTime", "")]
    path = f"/calendar/v3/calendars/{TOMAS}/events/{event['id']}"
    moved = {"start": {"dateTime": "2026-12-15T08:00:00-05:00"}}
    moved["end"] = {"dateTime": "2026-12-15T08:20:00-05:00"}
    live.google(path, TOMAS, "PATCH", moved)
    live.sync()
    live.change("caseload", "Diary", row, {"Status": "Planned", "Date": "2027-01-12"})
    live.sync()
    assert live.google(path, TOMAS)["start"]["dateTime"].startswith("2027-01-12")


def test_an_event_that_was_moved_when_it_was_over_comes_back_with_its_row_on_the_old_day() -> None:
    live = fresh_school(1)
    row, begun = {"Notes": "diary 4"}, "2026-10-07T10:00"
    (event,) = [e for e in live.events(TOMAS) if begun in e["start"].get("dateTime", "")]
    path = f"/calendar/v3/calendars/{TOMAS}/events/{event['id']}"
    live.change("caseload", "Diary", row, {"Status": "Done"})
    moved = {"start": {"dateTime": "2026-12-15T08:00:00-05:00"}}
    moved["end"] = {"dateTime": "2026-12-15T08:20:00-05:00"}
    live.google(path, TOMAS, "PATCH", moved)
    live.sync()
    live.change("caseload", "Diary", row, {"Status": "Planned"})
    live.sync()
    assert live.google(path, TOMAS)["start"]["dateTime"].startswith(begun)
    assert not live.sync().changes


def test_a_mark_of_ours_where_people_type_is_asked_about_till_it_is_gone() -> None:
    """A value was on its way through a cell when the journal, and with it what the cell had said
    before, was lost."""
    live = fresh_school(1)
    mark = "… 20261005T130000-0123abcd.0.caseload.0.1"
    live.change("caseload", "Diary", {"Notes": "diary 4"}, {"Next step": mark})
    for _ in range(3):
        live.sync()
        asked = [each for each in questions(live, "caseload") if "wrong cell" in each["What"]]
        assert len(asked) == 1
    live.change("caseload", "Diary", {"Notes": "diary 4"}, {"Next step": "Ask again"})
    live.sync()
    assert not [each for each in questions(live, "caseload") if "wrong cell" in each["What"]]
