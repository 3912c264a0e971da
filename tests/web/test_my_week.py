"""My time through the front door: a file for each case manager that is theirs alone, the card My
week, and the paper What I do as a case manager."""

from __future__ import annotations

import io

import pytest
from docx import Document

from tests.school_fixture import ADMIN, DOCX, ROOT, LiveSchool

from .conftest import DANA, ELEANOR, MAREN, NORA, TOMAS, Panel, button, words


def switch(live, value):
    live.change("office", "Settings", {"Setting": "Module: My time"}, {"Value": value})
    for _ in range(2):  # the files are made, and in the next look shared
        live.later(minutes=6)
        live.sync()


def settle(panel, **ahead):
    panel.live.later(**(ahead or {"minutes": 6}))
    return panel.live.sync()


def people_of(file):
    return {each["emailAddress"]: each["role"] for each in file["permissions"]}


def own_files(panel):
    return panel.live.files(holdfast="own_book")


@pytest.fixture(scope="session")
def switched_on(prepared, tmp_path_factory):
    live = LiveSchool(tmp_path_factory.mktemp("my_time"))
    live.take(prepared)
    switch(live, "yes")
    live.school.ledger._engine.dispose()
    return live.keep(), live.now


@pytest.fixture
def at_work(switched_on, tmp_path):
    """Dana's panel, in a school where the module has just been switched on."""
    kept, now = switched_on
    live = LiveSchool(tmp_path)
    live.take(kept)
    live.now = now
    live.set_clock(now)
    live.open_own("my_time", DANA)
    return Panel(live)


def enter(panel, person=DANA, **cells):
    panel.live.type_row("my_time", "My time", cells, person=person)


def questions(panel):
    found = panel.live.rows("caseload", "Attention")
    return [row for row in found if "My time" in " ".join(map(str, row.values()))]


# ---------------------------------------------------------------- the file


def test_the_doctor_says_who_else_can_open_somebodys_own_file(at_work):
    def found():
        return [f.what for f in at_work.live.school.doctor() if f.where == "own_book/my_time"]

    assert found() == []
    (mine,) = (
        f for f in own_files(at_work) if DANA in {p["emailAddress"] for p in f["permissions"]}
    )
    at_work.live.school.workspace.files.share(mine["id"], TOMAS, "reader")
    assert found() == [f"My time belongs to one person, and {TOMAS} can open it."]


def test_every_case_manager_gets_a_file_that_is_theirs_alone_and_says_nobodys_name(at_work):
    files = own_files(at_work)
    assert [people_of(file) for file in sorted(files, key=lambda f: DANA not in str(f))] == [
        {ADMIN: "owner", DANA: "writer"},
        {ADMIN: "owner", TOMAS: "writer"},
    ]
    for file in files:
        assert file["name"] == "My time"
        assert not any(name in str(file["appProperties"]) for name in ("dana", "whitfield", "@"))
    assert not settle(at_work).changes
    assert len(own_files(at_work)) == 2


def test_sharing_it_is_in_history_and_in_no_students_access_record(at_work):
    told = [row["What"] for row in at_work.live.rows("caseload", "History")]
    assert "Shared with Dana Whitfield a workbook that is theirs alone" in told
    ledger = at_work.live.school.ledger
    keys = [known.key for known in ledger.agreed_of("own_book")]
    assert keys
    for key in keys:
        assert not any(ledger.accesses(part) for part in (key, *key.split(":")))


def test_who_leaves_staff_keeps_no_way_to_it_and_the_file_stays(at_work):
    tab = at_work.live.tab("office", "Staff")
    tab.delete_rows(tab.find(TOMAS).row)
    settle(at_work)
    settle(at_work)
    assert sorted(map(people_of, own_files(at_work)), key=len) == [
        {ADMIN: "owner"},
        {ADMIN: "owner", DANA: "writer"},
    ]
    assert not settle(at_work).changes


def test_a_run_that_is_cut_short_after_the_file_finds_it_again(panel):
    ledger = panel.live.school.ledger
    switch(panel.live, "yes")
    before = {file["id"] for file in own_files(panel)}
    for known in ledger.agreed_of("own_book"):
        ledger.forget([("own_book", known.key)])
        ledger.intend("own_book", known.key)
    settle(panel)
    assert {file["id"] for file in own_files(panel)} == before
    assert not settle(panel).changes


def test_after_the_ledgers_loss_everybody_has_the_file_they_had(at_work):
    enter(at_work, Date="2026-10-05", Kind="Teaching", Minutes=45)
    settle(at_work)
    ledger = at_work.live.school.ledger
    before = {known.key: known.object_id for known in ledger.agreed_of("own_book")}
    for kind in ("own_book", "share"):
        ledger.forget([(kind, known.key) for known in ledger.agreed_of(kind)])
    at_work.live.school.rebuild(at_work.live.now)
    assert {known.key: known.object_id for known in ledger.agreed_of("own_book")} == before
    report = settle(at_work)
    assert not {"make_workbook", "share"} & set(report.changes)
    assert len(own_files(at_work)) == 2


@pytest.mark.parametrize("with_previous", [True, False])
def test_under_another_key_everybody_has_the_file_they_had(at_work, with_previous):
    live = at_work.live
    before = {known.object_id for known in live.school.ledger.agreed_of("own_book")}
    keys = {"HOLDFAST_KEY": "another key that is quite long enough"}
    if with_previous:
        keys["HOLDFAST_KEY_PREVIOUS"] = live.school.settings.key.get_secret_value()
    live.school = live.open(**keys)
    report = settle(at_work)
    assert not {"make_workbook", "share", "unshare"} & set(report.changes)
    assert {known.object_id for known in live.school.ledger.agreed_of("own_book")} == before
    assert not settle(at_work).changes
    assert len(own_files(at_work)) == 2


def test_a_quiet_sync_makes_no_call_more_and_a_change_is_read_once(at_work):
    settle(at_work)
    settle(at_work)
    quiet = settle(at_work)
    assert quiet.calls.get("sheets", 0) == 0
    enter(at_work, Date="2026-10-05", Kind="Teaching", Minutes=45)
    assert settle(at_work).calls["sheets"] == 4  # the three that every school has, and the file
    settle(at_work)
    assert settle(at_work).calls == quiet.calls
    switch(at_work.live, "no")
    settle(at_work)
    assert settle(at_work).calls == quiet.calls


# ---------------------------------------------------------------- what cannot be read


def test_nonsense_is_one_question_to_its_owner_that_quotes_nothing(at_work):
    enter(at_work, Date="soon, with Ana", Kind="Napping", Minutes="ages", What="secret")
    enter(at_work, Date="2026-10-05", Kind="Teaching", Minutes="1:75")
    settle(at_work)
    (asked,) = questions(at_work)
    said = " ".join(map(str, asked.values()))
    assert "Dana Whitfield" in said
    assert "Cells that cannot be read: 4" in said
    assert not any(word in said for word in ("Ana", "Napping", "ages", "secret", "1:75"))
    assert not settle(at_work).changes
    assert len(questions(at_work)) == 1  # it stays while nobody touches the file
    tab = at_work.live.tab("my_time", "My time", DANA)
    tab.batch_clear(["A2:D3"])
    settle(at_work)
    assert questions(at_work) == []


def test_switched_off_nothing_is_asked_and_the_file_stays_as_it_is(at_work):
    enter(at_work, Date="soon", Kind="Teaching", Minutes=5)
    settle(at_work)
    assert questions(at_work)
    switch(at_work.live, "no")
    settle(at_work)
    assert questions(at_work) == []
    assert [row["Date"] for row in at_work.live.rows("my_time", "My time")] == ["soon"]
    assert "My week" not in words(at_work.card(DANA, "home"))
    assert at_work.post(DANA, "my_week").status_code == 403


# ---------------------------------------------------------------- the card


def test_my_week_counts_what_is_written_down_anyway_and_what_was_typed(at_work):
    done = {"Student": "Ana Silva", "Kind": "Check-in", "Date": "2026-10-05", "Minutes": 40,
            "Status": "Done"}  # fmt: skip
    at_work.live.type_row("caseload", "Diary", done)
    settle(at_work)
    enter(at_work, Date="2026-10-05", Kind="Paperwork", Minutes="1:30")
    said = words(at_work.card(DANA, "my_week"))
    assert "This week: 2 h 10 min" in said
    assert "1 h 30 min · 69%" in said
    assert "40 min · 31%" in said
    assert "Check-ins: 1" in said
    assert "Other work, written down in My time: 1" in said
    assert "Ana" not in said
    assert "This week: 0 min" in words(at_work.card(TOMAS, "my_week"))


def test_a_row_that_was_copied_with_its_hidden_id_counts_as_any_other(at_work):
    row = {"Date": "2026-10-05", "Kind": "Teaching", "Minutes": 30, "Row ID": "hf-copied"}
    for _ in range(2):
        enter(at_work, **row)
    assert "This week: 1 h" in words(at_work.card(DANA, "my_week"))
    settle(at_work)
    assert questions(at_work) == []


def test_a_line_per_kind_becomes_rows_and_can_be_taken_back(at_work):
    card = at_work.card(DANA, "my_week_add")
    given = dict(button(card, "Save"))
    inputs = {
        "teaching": "1:30",
        "meetings_and_plans": "45 min",
        "paperwork": "0",
        "what": "Week 1",
    }
    for _ in range(2):  # pressing twice adds nothing twice
        done = at_work.card(DANA, given["action"], given, inputs)
    assert "Written down: 2 h 15 min" in words(done)
    rows = at_work.live.rows("my_time", "My time")
    assert [(r["Kind"], r["Minutes"], r["What"]) for r in rows] == [
        ("Teaching", "90", "Week 1"),
        ("Meetings and plans", "45", "Week 1"),
    ]
    undo = dict(button(done, "Undo"))
    assert at_work.post(TOMAS, "undo", undo).status_code != 200
    at_work.card(DANA, "undo", undo)
    assert [row for row in at_work.live.rows("my_time", "My time") if row["Kind"]] == []


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"teaching": "a while"}, "does not read as minutes"),
        ({"teaching": "99 h"}, "does not read as minutes"),
        ({}, "next to one kind at least"),
    ],
)
def test_what_does_not_read_as_minutes_is_said_and_nothing_is_written(at_work, inputs, said):
    given = dict(button(at_work.card(DANA, "my_week_add"), "Save"))
    answer = at_work.post(DANA, given["action"], given, inputs)
    assert said in answer.get_data(as_text=True)
    assert at_work.live.rows("my_time", "My time") == []


def test_nobody_else_has_a_week_here(at_work):
    for person in (MAREN, ELEANOR, NORA):
        assert "My week" not in words(at_work.card(person, "home"))
        assert at_work.post(person, "my_week").status_code != 200


def test_on_friday_today_asks_whether_something_is_missing(at_work):
    assert "is something missing" not in words(at_work.card(DANA, "home"))
    settle(at_work, days=4)
    assert "is something missing" in words(at_work.card(DANA, "home"))


# ---------------------------------------------------------------- the paper


def asked_for(panel):
    given = dict(button(panel.card(DANA, "my_week"), "What I do as a case manager"))
    panel.card(DANA, given["action"], given)
    settle(panel)
    settle(panel)
    return panel.live.files(holdfast="my_time_portfolio")


def test_the_paper_is_made_for_who_asked_and_has_no_student_in_it(at_work):
    enter(at_work, Date="2026-09-21", Kind="Paperwork", Minutes="1:30", What="Ana's form")
    (paper,) = asked_for(at_work)
    assert paper["name"].startswith("What I do as a case manager · 2026-27 Q")
    assert people_of(paper) == {ADMIN: "owner", DANA: "writer"}
    export = f"{ROOT}/drive/v3/files/{paper['id']}/export"
    raw = at_work.live.people.session_as(DANA).get(export, params={"mimeType": DOCX}).content
    document = Document(io.BytesIO(raw))
    text = "\n".join(
        [p.text for p in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    assert "Dana Whitfield" in text
    assert "fewer than 10" in text
    assert "Contacts with families: 1" in text
    assert "Other work, written down in My time: 1" in text
    assert "EJ928247" in text
    assert not any(secret in text for secret in ("Ana", "Silva", "Leo", "C-0", "form"))
    assert not settle(at_work).changes
