"""Letters through the front door: written, read, sent once, printed, held; and never to a home
that must not have one."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from docx import Document

from tests.school_fixture import ADMIN, COORDINATOR, DANA, DOCX, LiveSchool, questions

GATE = pytest.mark.gate("letters that wait, are held and go", 10)
STUDENT = "Ana Silva"
LETTER = {"holdfast": "letter"}
ROSA, PEDRO, CARLA = "rosa@mail.example", "pedro@mail.example", "carla@mail.example"


def text_of(live: LiveSchool, file_id: str) -> str:
    path = f"http://workspace.test/drive/v3/files/{file_id}/export"
    answer = live.people.session_as(ADMIN).get(path, params={"mimeType": DOCX})
    return "\n".join(p.text for p in Document(io.BytesIO(answer.content)).paragraphs)


def write(live: LiveSchool, **cells: str) -> None:
    said = {"Student": STUDENT, **{name.replace("_", " "): text for name, text in cells.items()}}
    live.type_row("caseload", "Letters", said)


def settle(live: LiveSchool) -> dict[str, int]:
    live.later(minutes=1)
    return dict(live.sync().changes)


def row(live: LiveSchool, kind: str) -> dict[str, str]:
    return live.find("caseload", "Letters", Kind=kind)


@pytest.fixture
def live(tmp_path: Path) -> LiveSchool:
    """A new school with a student of three homes: one by mail and in Spanish, one on paper, one of
    which an order speaks."""
    live = LiveSchool(tmp_path, modules=frozenset({"letters"})).init()
    live.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    live.type_row("office", "Staff", {"Email": COORDINATOR, "Name": "Maren", "Role": "Coordinator"})
    live.type_row("office", "Students", {"Student ID": "0400", "Student": STUDENT, "Grade": 7})
    live.type_row(
        "caseload", "Caseload", {"Student": STUDENT, "Case manager": DANA, "Status": "Active"}
    )
    homes = (
        ("Rosa Marín", "Elm Street", "Spanish", "Full", ROSA, "Mail"),
        ("Pedro Gil", "Oak Road", "English", "Shared", PEDRO, ""),
        ("Carla Ruiz", "Hill", "English", "None by order", CARLA, "Mail"),
    )
    for name, home, language, rights, email, by in homes:
        said = {"Person": name, "Role": "Guardian", "Household": home, "Language": language}
        said |= {"Rights": rights, "Email": email, "Letters by": by}
        live.type_row("caseload", "Team", {"Student": STUDENT, **said})
    live.sync()
    return live


def test_each_home_gets_its_own_and_nothing_goes_before_it_was_read(live: LiveSchool) -> None:
    quiet = dict(live.sync().calls)
    write(live, Kind="Welcome")
    assert settle(live)["create_document"] == 2
    files = {file["name"]: text_of(live, file["id"]) for file in live.files(**LETTER)}
    spanish, english = (text for _, text in sorted(files.items()))
    assert "Me llamo Dana" in spanish
    assert "A case manager is the one person at school" in english
    for name, text in files.items():
        assert "Silva" not in name
        assert "Carla" not in text
    assert "Pedro" not in spanish
    assert "Rosa" not in english
    assert {f["name"].rpartition(" ")[2] for f in live.files(**LETTER)} == {"A", "C"}
    for file in live.files(**LETTER):
        assert {p["emailAddress"] for p in file["permissions"] if p["role"] != "owner"} == {DANA}
    assert not live.mails(ROSA)
    live.sync()
    assert not Counter(live.sync().calls) - Counter(quiet | {"sheets": 3})

    live.change("caseload", "Letters", {"Kind": "Welcome"}, {"Send": "Yes"})
    settle(live)
    assert not live.mails(ROSA)
    assert [q["What"] for q in questions(live, "caseload")] == ["Who has read this letter?"]
    live.change("caseload", "Letters", {"Kind": "Welcome"}, {"Checked by": "Dana"})
    settle(live)
    (mail,) = live.mails(ROSA)
    assert mail["Subject"].startswith("Una carta de ")
    assert not {"Ana", "Silva", "Rosa"} & set(mail["Subject"].split())
    assert "Ana" not in mail["text"]
    assert mail["text"].strip().splitlines()[-1].split()[-1].strip(".").startswith("HF-")
    assert mail["enclosed"] == ["Carta.pdf"]
    assert not live.mails(PEDRO)
    assert not live.mails(CARLA)
    said = row(live, "Welcome")["Sent"]
    assert "Elm Street" in said
    assert "To print: Oak Road" in said
    assert not list(questions(live, "caseload"))
    live.sync()
    calm = live.sync()
    assert not calm.changes
    assert not Counter(calm.calls) - Counter(quiet | {"sheets": 3})
    assert len(live.mails(ROSA)) == 1


@GATE
def test_what_was_read_is_what_goes(live: LiveSchool) -> None:
    live.type_row("caseload", "Goals", {"Student": STUDENT, "Goal": "Reads aloud", "Target": 60})
    write(live, Kind="Progress report", Household="elm street")
    settle(live)
    live.change("caseload", "Letters", {"Kind": "Progress"}, {"Checked by": "Dana"})
    live.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Goal": "Something else"})
    settle(live)
    settle(live)
    (file,) = live.files(**LETTER)
    assert "Reads aloud" in text_of(live, file["id"])
    live.change("caseload", "Letters", {"Kind": "Progress"}, {"Send": "Yes"})
    settle(live)
    assert len(live.mails(ROSA)) == 1
    live.change("caseload", "Letters", {"Kind": "Progress"}, {"Checked by": ""})
    settle(live)
    assert "Reads aloud" in text_of(live, file["id"])
    assert len(live.mails(ROSA)) == 1


@GATE
def test_a_row_that_is_typed_whole_goes_in_one_sync_and_once(live: LiveSchool) -> None:
    write(live, Kind="Services", Household="Elm Street", Checked_by="Dana", Send="Yes")
    settle(live)
    settle(live)
    settle(live)
    assert len(live.mails(ROSA)) == 1
    assert "Elm Street" in row(live, "Services")["Sent"]


@GATE
@pytest.mark.parametrize("rights", ["Limited by order", "None by order", "Unknown", ""])
def test_a_home_without_full_rights_gets_none(live: LiveSchool, rights: str) -> None:
    live.change("caseload", "Team", {"Person": "Rosa"}, {"Rights": rights})
    write(live, Kind="Welcome", Household="Elm Street", Checked_by="Dana", Send="Yes")
    settle(live)
    assert not live.files(**LETTER)
    assert not live.mails(ROSA)
    assert "nobody in this home" in row(live, "Welcome")["Sent"]


@GATE
def test_a_flag_in_force_holds_it_and_says_to_whom_to_speak(live: LiveSchool) -> None:
    code = live.find("caseload", "Caseload", Student=STUDENT)["Case code"]
    flag = {"Case code": code, "Speak to": COORDINATOR, "Before": "any letter"}
    live.type_row("restricted", "Flags", flag)
    write(live, Kind="Welcome", Checked_by="Dana", Send="Yes")
    settle(live)
    assert row(live, "Welcome")["Sent"] == "Waits: please speak to Maren first."
    assert not live.files(**LETTER)
    assert not live.mails(ROSA)
    live.change("restricted", "Flags", {"Case code": code}, {"Until": "2026-09-01"})
    settle(live)
    settle(live)
    assert len(live.mails(ROSA)) == 1


@GATE
def test_a_home_that_team_does_not_name_is_asked_about(live: LiveSchool) -> None:
    write(live, Kind="Welcome", Household="Elm Sreet", Checked_by="Dana", Send="Yes")
    settle(live)
    assert [q["What"] for q in questions(live, "caseload")] == ["Which home is this letter for?"]
    assert not live.files(**LETTER)


@GATE
def test_switched_off_it_is_silent(live: LiveSchool) -> None:
    write(live, Kind="Welcome")
    settle(live)
    live.change("office", "Settings", {"Setting": "Module: Letters"}, {"Value": "no"})
    settle(live)
    live.change("caseload", "Letters", {"Kind": "Welcome"}, {"Checked by": "D", "Send": "Yes"})
    write(live, Kind="Meeting", Household="nowhere")
    settle(live)
    assert not live.mails(ROSA)
    assert len(live.files(**LETTER)) == 2
    assert not list(questions(live, "caseload"))


@GATE
def test_an_uncertain_mail_is_not_sent_twice(live: LiveSchool) -> None:
    write(live, Kind="Welcome", Household="Elm Street")
    settle(live)
    fault = {"method": "gmail.users.drafts.send", "status": 503, "when": "after", "times": 1}
    live.control("POST", "faults", fault)
    live.change("caseload", "Letters", {"Kind": "Welcome"}, {"Checked by": "D", "Send": "Yes"})
    for _ in range(3):
        settle(live)
    assert len(live.mails(ROSA)) == 1
    assert "Elm Street" in row(live, "Welcome")["Sent"]


@GATE
def test_a_read_letter_that_somebody_threw_away_is_asked_about_once(live: LiveSchool) -> None:
    write(live, Kind="Welcome")
    settle(live)
    (rosa_s,) = [f for f in live.files(**LETTER) if f["name"].endswith("A")]
    path = f"/drive/v3/files/{rosa_s['id']}"
    live.google(path, ADMIN, "PATCH", {"trashed": True})
    settle(live)
    live.change("caseload", "Letters", {"Kind": "Welcome"}, {"Checked by": "Dana", "Send": "Yes"})
    for _ in range(3):
        settle(live)
    asked = [each for each in questions(live, "caseload") if "in the trash" in each["What"]]
    assert [each["Whose"] for each in asked] == ["Dana"]
    assert not live.mails(ROSA)
    assert not settle(live)
    live.google(path, ADMIN, "PATCH", {"trashed": False})
    for _ in range(3):
        settle(live)
    assert not [each for each in questions(live, "caseload") if "in the trash" in each["What"]]
    assert len(live.mails(ROSA)) == 1
