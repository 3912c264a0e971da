"""Nobody makes a case their own: a change of its manager waits for the coordinator."""

from __future__ import annotations

import pytest

from service.reconcile.case_managers import BEGUN, MANAGER
from tests.school_fixture import DANA, TOMAS, LiveSchool, questions

TODAY = "2026-10-05"


def asked(live: LiveSchool, book: str = "office") -> list[str]:
    return [row["What"] for row in questions(live, book)]


def pick(live: LiveSchool, what: str, choice: str, book: str = "office") -> None:
    live.change(book, "Attention", {"What": what}, {"Pick": choice})


def sheet_readers(live: LiveSchool) -> set[str]:
    (sheet,) = live.files(holdfast="progress_sheet")
    return {each["emailAddress"] for each in sheet["permissions"] if each["role"] == "writer"}


@pytest.fixture
def begun(small: LiveSchool) -> LiveSchool:
    """Ana's case is Dana's, and has a progress sheet."""
    small.sync()
    assert sheet_readers(small) == {DANA}
    assert not questions_about_managers(small)
    return small


def questions_about_managers(live: LiveSchool) -> list[str]:
    return [what for what in asked(live) if "ase manager was" in what]


@pytest.mark.parametrize("typed", [["Tomás Herrera"], ["", "Tomás Herrera"], [TOMAS]])
def test_a_case_stays_with_its_manager_until_the_coordinator_picks(
    begun: LiveSchool, typed: list[str]
) -> None:
    for each in typed:
        begun.change("caseload", "Caseload", {"Student": "Ana"}, {"Case manager": each})
        begun.sync()
        assert len(questions_about_managers(begun)) == 1
        assert sheet_readers(begun) == {DANA}
    pick(begun, "Another case manager", "Hand it over to Tomás Herrera")
    begun.sync()
    assert sheet_readers(begun) == {TOMAS}
    for person in (DANA, TOMAS):
        (mail,) = [m for m in begun.mails(person) if m["Subject"].startswith("Case manager")]
        assert "from Dana Whitfield to Tomás Herrera" in mail["text"]
        assert "Ana" not in str(mail)
    (line,) = [r for r in begun.rows("caseload", "History") if r["What"] == "Case manager"]
    assert "from Dana Whitfield to Tomás Herrera" in line["Why"]
    assert line["Who"] == "in Office"
    begun.sync()
    (paper,) = begun.files(holdfast="case_paper")
    assert {p["emailAddress"] for p in paper["permissions"] if p["role"] == "writer"} == {TOMAS}
    (mail,) = [m for m in begun.mails(TOMAS) if m["Subject"].startswith("The hand-over of C-")]
    assert paper["id"] in mail["text"]
    assert "Ana" not in str(mail) + paper["name"]
    assert not [m for m in begun.mails(DANA) if "hand-over" in m["Subject"]]
    assert not begun.sync().changes
    assert not questions_about_managers(begun)


def test_who_typed_themselves_in_is_taken_out_when_the_coordinator_keeps_the_old(
    begun: LiveSchool,
) -> None:
    begun.change("caseload", "Caseload", {"Student": "Ana"}, {"Case manager": TOMAS})
    begun.sync()
    pick(begun, "Another case manager", "Keep Dana Whitfield")
    begun.sync()
    assert begun.find("caseload", "Caseload", Student="Ana")["Case manager"] == "Dana Whitfield"
    assert not begun.sync().changes
    assert sheet_readers(begun) == {DANA}
    assert not [m for m in begun.mails(TOMAS) if m["Subject"].startswith("Case manager")]


def test_a_pick_typed_in_caseload_counts_for_nothing_there(begun: LiveSchool) -> None:
    begun.change("caseload", "Caseload", {"Student": "Ana"}, {"Case manager": TOMAS})
    begun.sync()
    (question,) = [row for row in questions(begun, "office") if "Another" in row["What"]]
    forged = {**{k: v for k, v in question.items() if k != "Since"},
              "Pick": "Hand it over to Tomás Herrera"}  # fmt: skip
    begun.type_row("caseload", "Attention", forged)
    begun.sync()
    begun.sync()
    assert sheet_readers(begun) == {DANA}


def test_a_first_manager_works_at_once_and_papers_that_stand_wait(small: LiveSchool) -> None:
    small.change("caseload", "Caseload", {"Student": "Ana"}, {"Case manager": ""})
    small.sync()
    assert sheet_readers(small) == set()
    talk = {"Student": "Ana Silva", "Kind": "Meeting", "Date": "2026-10-06", "Start": "12:00"}
    small.type_row("caseload", "Diary", {**talk, "Status": "Planned"})
    small.change("caseload", "Caseload", {"Student": "Ana"}, {"Case manager": TOMAS})
    small.sync()
    assert len(small.events(TOMAS)) == 1
    assert sheet_readers(small) == set()
    pick(small, "A case manager was typed in", "Tomás Herrera is the case manager")
    small.sync()
    assert sheet_readers(small) == {TOMAS}


def test_a_case_without_anything_older_takes_its_manager_without_a_question(
    begun: LiveSchool,
) -> None:
    row = {"Student": "Zoë O'Brien", "Case manager": "Tomás Herrera", "Status": "Active"}
    begun.type_row("caseload", "Caseload", row)
    begun.sync()
    assert not questions_about_managers(begun)
    sheets = begun.files(holdfast="progress_sheet")
    assert len(sheets) == 2
    assert {p["emailAddress"] for s in sheets for p in s["permissions"]} >= {DANA, TOMAS}


def test_an_upgraded_school_has_the_managers_that_stand_agreed_on(begun: LiveSchool) -> None:
    ledger = begun.school.ledger
    ledger.forget([BEGUN, *((MANAGER, each.key) for each in ledger.agreed_of(MANAGER))])
    begun.change("caseload", "Caseload", {"Student": "Ana"}, {"Case manager": TOMAS})
    begun.sync()
    assert not questions_about_managers(begun)
    assert sheet_readers(begun) == {TOMAS}


def test_after_another_key_the_agreed_manager_is_still_known(begun: LiveSchool) -> None:
    begun.change("caseload", "Caseload", {"Student": "Ana"}, {"Case manager": TOMAS})
    begun.sync()
    known = begun.school.settings.key.get_secret_value() if begun.school.settings.key else ""
    begun.school = begun.open(
        HOLDFAST_KEY="another key that is quite long enough", HOLDFAST_KEY_PREVIOUS=known
    )
    begun.sync()
    begun.sync()
    assert sheet_readers(begun) == {DANA}
    assert len(questions_about_managers(begun)) == 1
