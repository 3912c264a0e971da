"""Services through the front door: looks, questions, the sheet of a home, the Shelf that ages."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from docx import Document

from tests.school_fixture import ADMIN, COORDINATOR, DANA, DOCX, LiveSchool, questions

STUDENT = "Ana Silva"
SHEET = {"holdfast": "service_sheet"}


def switched(live: LiveSchool, to: str) -> None:
    live.change("office", "Settings", {"Setting": "Module: Services"}, {"Value": to})


def refer(live: LiveSchool, **cells: str) -> None:
    said = {
        "Student": STUDENT,
        "Resource": "Harbor Clinic",
        "For": "Student",
        "Household": "Elm Street",
        "Consent": "Written",
        "Consent paper": "Folder 6",
        "Made on": "2026-10-02",
        "Status": "Made",
    }
    live.type_row("caseload", "Service referrals", {**said, **cells})


def shelve(live: LiveSchool, name: str, **cells: str) -> None:
    said = {"Name": name, "Kind": "Therapy", "Phone": "555 0201", "Checked on": "2026-09-01"}
    live.type_row("shelf", "Resources", {**said, **cells})


def text_of(live: LiveSchool, file_id: str) -> str:
    path = f"http://workspace.test/drive/v3/files/{file_id}/export"
    answer = live.people.session_as(ADMIN).get(path, params={"mimeType": DOCX})
    return "\n".join(p.text for p in Document(io.BytesIO(answer.content)).paragraphs)


@pytest.fixture
def live(tmp_path: Path) -> LiveSchool:
    """A new school with a student of two homes; nothing of services is typed yet."""
    live = LiveSchool(tmp_path, modules=frozenset({"services"})).init()
    live.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    live.type_row("office", "Staff", {"Email": COORDINATOR, "Name": "M", "Role": "Coordinator"})
    live.type_row("office", "Students", {"Student ID": "0400", "Student": STUDENT, "Grade": 7})
    live.type_row(
        "caseload", "Caseload", {"Student": STUDENT, "Case manager": DANA, "Status": "Active"}
    )
    for name, home, language in (("Rosa", "Elm Street", "Spanish"), ("Pedro", "Oak", "English")):
        guardian = {"Role": "Guardian", "Rights": "Full", "May see": "Plan"}
        said = {"Person": name, "Household": home, "Language": language, **guardian}
        live.type_row("caseload", "Team", {"Student": STUDENT, **said})
    live.sync()
    return live


def test_a_referral_is_looked_at_asked_about_and_told_to_the_home_that_consented(
    live: LiveSchool,
) -> None:
    quiet = dict(live.sync().calls)
    shelve(live, "Harbor Clinic")
    refer(live)
    refer(live, Resource="Quiet Talk", Household="")
    refer(live, Resource="Roof and Door", Consent="Refused")
    live.later(minutes=1)
    live.sync()
    row = live.find("caseload", "Service referrals", Resource="Harbor Clinic")
    assert row["Next look"] == "Tue 6 Oct 2026"  # made on a Friday: Tuesday
    assert [q["What"] for q in questions(live, "caseload")] == [
        "Consent was refused, and the referral is open"
    ]
    (file,) = live.files(**SHEET)
    said = text_of(live, file["id"])
    assert "Ayuda para su familia" in said
    assert "555 0201" in said
    assert "Quiet Talk" not in said
    assert "Roof and Door" not in said
    assert STUDENT.split()[1] not in file["name"]
    assert {p["emailAddress"] for p in file["permissions"] if p["role"] != "owner"} == {DANA}
    live.sync()
    calm = live.sync()
    assert not calm.changes
    assert not Counter(calm.calls) - Counter(quiet | {"sheets": 3})
    for plan in live.files(holdfast="action_plan"):
        assert "Harbor Clinic" not in text_of(live, plan["id"])


def test_a_sheet_follows_its_row_though_the_shelf_lies_still(live: LiveSchool) -> None:
    shelve(live, "Harbor Clinic")
    refer(live)
    live.later(minutes=1)
    live.sync()
    live.sync()
    refer(live, Resource="Lantern Legal Aid")
    live.later(minutes=1)
    assert live.sync().changes["refresh_document"] == 1
    (file,) = live.files(**SHEET)
    said = text_of(live, file["id"])
    assert "555 0201" in said
    assert "Lantern Legal Aid" in said


def test_a_resource_grows_old_though_nobody_touches_it(live: LiveSchool) -> None:
    shelve(live, "Harbor Clinic", **{"Checked on": "2025-10-06"})
    live.later(minutes=1)
    live.sync()
    assert "over a year" not in live.find("shelf", "Resources", Name="Harbor")["Freshness"]
    live.later(days=1)
    live.sync()
    assert live.sync().changes == {}
    live.later(days=1)
    live.sync()
    assert "over a year" in live.find("shelf", "Resources", Name="Harbor")["Freshness"]


def test_switched_off_it_is_silent_and_its_rows_stay(live: LiveSchool) -> None:
    refer(live, Consent="Refused")
    live.later(minutes=1)
    live.sync()
    assert list(questions(live, "caseload"))
    switched(live, "no")
    live.sync()
    assert not list(questions(live, "caseload"))
    refer(live, Resource="Quiet Talk", Status="Elsewhere")
    live.later(minutes=1)
    live.sync()
    assert not list(questions(live, "caseload"))
    assert not live.find("caseload", "Service referrals", Resource="Quiet")["Next look"]
    assert not live.files(**SHEET)
