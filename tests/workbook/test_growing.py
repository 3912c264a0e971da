"""What a standing workbook is given, told apart from what people took away again."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from service.reconcile.growth import FURNISHED, SETTINGS_TAB, furnished_settings, setting_changes
from service.workbook import first_release
from service.workbook.growing import (
    SheetPlace,
    TabHad,
    already_there,
    growing_requests,
    had_at_first,
    had_of,
    missing,
    once_added,
    standing,
)
from service.workbook.look import RowSeen, TabSeen, WorkbookSeen
from service.workbook.school_settings import setting_rows
from service.workbook.templates import WorkbookTemplate, load_template
from service.workbook.wording import load_wording

SAY = load_wording("en").say
DIARY = {
    "heading": "Diary",
    "columns": (
        {"heading": "Student", "kind": "name"},
        {"heading": "Kind", "kind": "choice", "choices": ("Check-in", "Behavior")},
        {"heading": "Notes", "kind": "text"},
    ),
}
GOALS = {"heading": "Goals", "columns": ({"heading": "Goal", "kind": "text"},)}


def template(*tabs):
    return WorkbookTemplate.model_validate(
        {"workbook": "caseload", "title": "Caseload", "tabs": tabs}
    )


def with_column(tab, at, **column):
    columns = list(tab["columns"])
    columns.insert(at, {"kind": "text", **column})
    return {**tab, "columns": tuple(columns)}


def offering(tab, *choices, kind="Kind"):
    columns = tuple(
        {**c, "choices": choices} if c["heading"] == kind else c for c in tab["columns"]
    )
    return {**tab, "columns": columns}


NOW = template(DIARY)
WEATHER = template(with_column(DIARY, 1, heading="Weather"))
HAD = had_of(NOW)


def seen(of, **columns):
    """The workbook with its Diary's columns where they stand now, by key."""
    tab = TabSeen("diary", of.sheet_id("diary"), "Diary", columns, {})
    return WorkbookSeen(of, "file", {"diary": tab})


def place(of, columns, offers=(), tab="diary", title="Diary"):
    sheet_id = of.sheet_id(tab)
    return {sheet_id: SheetPlace(sheet_id, title, 0, columns, dict(offers))}


def kinds(requests):
    return [next(iter(request)) for request in requests]


def told(additions):
    return [(a.tab.key, a.column.key if a.column else "", a.choices) for a in additions]


# ---------------------------------------------------------------- never had, or gone again


def test_a_workbook_that_was_given_everything_gets_nothing():
    assert missing(NOW, HAD) == ()


def test_a_tab_a_column_and_a_choice_that_never_were_are_missing_in_the_template_s_order():
    newer = template(
        with_column(offering(DIARY, "Check-in", "Behavior", "Meeting"), 3, heading="Weather"), GOALS
    )
    assert told(missing(newer, HAD)) == [
        ("diary", "kind", ("Meeting",)),
        ("diary", "weather", ()),
        ("goals", "", ()),
    ]


def test_what_was_given_once_is_not_missing_though_staff_deleted_it():
    """Memory alone decides: what stands in the sheet now is not even asked."""
    given = {**HAD, **once_added(HAD, missing(WEATHER, HAD))}
    assert missing(WEATHER, given) == ()
    assert "weather" in given["diary"].columns
    assert missing(template(DIARY, GOALS), {**given, "goals": TabHad(frozenset({"goal"}))}) == ()


def test_a_choice_that_staff_took_out_is_not_put_back():
    newer = template(offering(DIARY, "Check-in", "Behavior", "Meeting"))
    additions = missing(newer, HAD)
    theirs = place(newer, 3, {1: ("Our own", "Check-in")})  # Behavior was taken out
    (request,) = growing_requests(newer, seen(newer, student=0, kind=1, notes=2), additions, theirs)
    values = request["setDataValidation"]["rule"]["condition"]["values"]
    assert [v["userEnteredValue"] for v in values] == ["Our own", "Check-in", "Meeting"]
    assert missing(newer, {**HAD, **once_added(HAD, additions)}) == ()


def test_a_choice_spelled_otherwise_or_in_another_language_is_the_same_choice():
    assert missing(template(offering(DIARY, "Check-in", "Behaviour")), HAD) == ()
    newer = template(offering(DIARY, "Check-in", "Behavior", "Meeting"))
    theirs = place(newer, 3, {1: ("Check-in", "meeting")})
    additions = missing(newer, HAD)
    (request,) = growing_requests(newer, seen(newer, student=0, kind=1, notes=2), additions, theirs)
    values = request["setDataValidation"]["rule"]["condition"]["values"]
    assert [v["userEnteredValue"] for v in values] == ["Check-in", "meeting"]


def test_the_choices_of_a_column_that_holdfast_fills_are_not_added_to():
    def grey(*choices):
        column = {"heading": "State", "kind": "choice", "service": True, "choices": choices}
        return template(with_column(DIARY, 3, **column))

    assert missing(grey("On", "Off"), had_of(grey("On"))) == ()


def test_a_drop_down_whose_column_staff_deleted_gets_nothing():
    newer = template(offering(DIARY, "Check-in", "Behavior", "Meeting"))
    additions = missing(newer, HAD)
    assert (
        growing_requests(newer, seen(newer, student=0, notes=1), additions, place(newer, 2)) == []
    )


def test_rows_are_made_as_high_as_the_template_says_once():
    high = template({**WEATHER.tabs[0].model_dump(exclude={"by_key"}), "row_height": 46})
    wanted = missing(high, HAD)
    assert [each.row_height for each in wanted] == [0, 46]
    assert already_there(seen(NOW, student=0, kind=1, notes=2), wanted) == ()
    after = once_added(HAD, wanted)
    assert after == {"diary": had_of(high)["diary"]}
    assert TabHad.from_marks(after["diary"].as_marks()) == after["diary"]
    assert missing(high, after) == ()
    (last,) = growing_requests(high, seen(NOW), wanted[1:], place(high, 3))
    assert last["updateDimensionProperties"]["range"] == {
        "sheetId": high.sheet_id("diary"),
        "dimension": "ROWS",
        "startIndex": 1,
    }
    assert last["updateDimensionProperties"]["properties"] == {"pixelSize": 46}


def test_no_rows_are_made_high_on_a_tab_that_staff_deleted():
    high = template({**NOW.tabs[0].model_dump(exclude={"by_key"}), "row_height": 46})
    assert growing_requests(high, seen(NOW), missing(high, HAD), {}) == []


def test_memory_survives_the_ledger():
    for had in had_of(load_template("caseload")).values():
        assert TabHad.from_marks(had.as_marks()) == had
        assert dict(TabHad.from_marks(had.as_marks()).choices) == dict(had.choices)


def test_only_what_it_was_given_is_looked_at():
    whole = template(with_column(DIARY, 1, heading="Weather"), GOALS)
    assert [tab.key for tab in standing(whole, HAD).tabs] == ["diary"]
    assert "weather" not in standing(whole, HAD).by_key["diary"].by_key
    later = {**HAD, **once_added(HAD, missing(whole, HAD))}
    assert standing(whole, later) == whole


# ---------------------------------------------------------------- an answer that was lost


def test_a_column_or_tab_that_already_stands_is_only_remembered():
    whole = template(with_column(DIARY, 1, heading="Weather"), GOALS)
    additions = missing(whole, HAD)
    bare, goals = seen(whole, student=0, kind=1, notes=2), whole.sheet_id("goals")
    assert already_there(bare, additions) == ()
    stands = seen(whole, student=0, weather=1, kind=2, notes=3)
    assert told(already_there(stands, additions)) == [("diary", "weather", ())]
    with_goals = {**bare.tabs, "goals": TabSeen("goals", goals, "Goals", {"goal": 0}, {})}
    found = already_there(dataclasses.replace(bare, tabs=with_goals), additions)
    assert told(found) == [("goals", "", ())]


def test_a_drop_down_that_stands_says_nothing_of_its_new_choices():
    newer = template(offering(DIARY, "Check-in", "Behavior", "Meeting"))
    assert already_there(seen(newer, student=0, kind=1, notes=2), missing(newer, HAD)) == ()


# ---------------------------------------------------------------- staff's own columns and tabs


@pytest.mark.parametrize(
    ("columns", "width", "index", "first"),
    [
        ({"student": 0, "kind": 1, "notes": 2}, 5, 1, "insertDimension"),
        ({"student": 3, "kind": 0, "notes": 1}, 6, 4, "insertDimension"),  # they moved Student
        ({"student": 4, "kind": 0, "notes": 1}, 5, 5, "appendDimension"),  # it stands last
        ({"kind": 2, "notes": 3}, 4, 2, "insertDimension"),  # they deleted Student
    ],
)
def test_a_new_column_is_put_in_and_never_over_one_that_stands(columns, width, index, first):
    """Behind Student, wherever people have it; a column of their own is pushed aside unread."""
    additions = missing(WEATHER, HAD)
    requests = growing_requests(WEATHER, seen(WEATHER, **columns), additions, place(WEATHER, width))
    assert kinds(requests)[0] == first
    if first == "insertDimension":
        span = requests[0][first]["range"]
        assert (span["startIndex"], span["endIndex"]) == (index, index + 1)
    assert not {"deleteDimension", "moveDimension", "deleteSheet"} & set(kinds(requests))
    written = [r["updateCells"] for r in requests if "updateCells" in r]
    assert [w["start"]["columnIndex"] for w in written] == [index]


def test_drop_downs_follow_when_a_column_is_put_in_before_them():
    newer = template(
        with_column(offering(DIARY, "Check-in", "Behavior", "Meeting"), 1, heading="Weather")
    )
    requests = growing_requests(
        newer,
        seen(newer, student=0, kind=1, notes=2),
        missing(newer, HAD),
        place(newer, 3, {1: ("Check-in", "Our own")}),
    )
    last = requests[-1]["setDataValidation"]
    assert last["range"]["startColumnIndex"] == 2
    values = [v["userEnteredValue"] for v in last["rule"]["condition"]["values"]]
    assert values == ["Check-in", "Our own", "Meeting"]


def test_a_tab_of_staff_with_the_same_name_stays_and_ours_is_called_otherwise():
    whole = template(DIARY, GOALS)
    theirs = {77: SheetPlace(77, "goals", 1, 4), 78: SheetPlace(78, "Goals (Holdfast)", 2, 4)}
    places = place(whole, 3) | theirs
    additions = missing(whole, HAD)
    requests = growing_requests(whole, seen(whole, student=0), additions, places)
    (made,) = (r["addSheet"]["properties"] for r in requests if "addSheet" in r)
    assert made["title"] == "Goals (Holdfast 2)"
    assert made["sheetId"] == whole.sheet_id("goals")
    assert made["index"] == 1  # right behind the Diary
    assert not {"updateSheetProperties", "deleteSheet"} & set(kinds(requests))


# ---------------------------------------------------------------- the first release


@pytest.mark.parametrize("workbook", sorted(first_release.COLUMNS))
def test_what_the_first_release_gave_is_still_in_the_templates(workbook):
    """A tab or column that is no longer there would be asked about for ever."""
    now = load_template(workbook).by_key
    for tab, had in had_at_first(workbook).items():
        assert had.columns <= set(now[tab].by_key), tab
        typed = first_release.typed_columns(workbook, tab)
        assert set(typed) == {key for key in had.columns if not now[tab].by_key[key].service}


def test_a_school_of_the_first_release_gets_no_choice_twice_for_its_new_spelling():
    """Behaviour and Counsellor keep their identity."""
    additions = missing(load_template("office"), had_at_first("office"))
    role = [a.choices for a in additions if a.column and a.column.key == "role"]
    assert "Counselor" not in {choice for choices in role for choice in choices}
    kind = missing(load_template("caseload"), had_at_first("caseload"))
    assert not [a for a in kind if a.tab.key == "goals" and "Behavior" in a.choices]


# ---------------------------------------------------------------- rows of Settings


def settings_tab(*names):
    office = load_template("office")
    rows = tuple(RowSeen(n, {"setting": name}) for n, name in enumerate(names, start=1))
    tab = TabSeen("settings", office.sheet_id("settings"), "Settings", {"setting": 0}, {}, (), rows)
    return WorkbookSeen(office, "file", {"settings": tab})


def new_settings(office, had):
    known = {(FURNISHED, SETTINGS_TAB): furnished_settings(had)}
    changes = setting_changes(office, known, frozenset(), frozenset(), date(2026, 10, 5), SAY)
    return [c.cells["setting"] for c in changes if c.kind == "new_setting"]


EVERY = {row.key for row in setting_rows()} | {"module_decisions"}


def test_a_setting_that_never_was_is_added_once_and_one_that_staff_deleted_is_not():
    before = EVERY - {"paper"}
    missing_rows = new_settings(settings_tab(), before)
    assert "Paper" in missing_rows
    assert "Paper" not in new_settings(settings_tab(), EVERY)


@pytest.mark.parametrize("written", ["Paper", "paper", " PAPER "])
def test_a_setting_row_that_stands_is_not_added_twice(written):
    assert "Paper" not in new_settings(settings_tab(written), EVERY - {"paper"})


def test_a_module_that_arrives_in_a_running_school_is_off():
    known = {(FURNISHED, SETTINGS_TAB): furnished_settings(EVERY - {"module_decisions"})}
    office, today = settings_tab(), date(2026, 10, 5)
    rows = [
        c.cells
        for c in setting_changes(office, known, frozenset(), frozenset(), today, SAY)
        if c.kind == "new_setting"
    ]
    values = {cells["setting"]: cells["value"] for cells in rows}
    assert values["Module: Decisions"] == "no"
    assert "Decisions counts from" not in values
