"""The whole record of one student, through the front door."""

from __future__ import annotations

from typing import Any

from tests.school_fixture import ADMIN, ROOT

from .conftest import ANA, CARL, DANA, ELEANOR, MAREN, PHILIP, Panel, button, words

PLAIN = "text/plain"


def records(panel: Panel) -> list[dict[str, Any]]:
    return panel.live.files(holdfast="whole_record")


def text_of(panel: Panel, file_id: str) -> str:
    session = panel.live.people.session_as(ADMIN)
    answer = session.get(f"{ROOT}/drive/v3/files/{file_id}/export", params={"mimeType": PLAIN})
    return answer.content.decode()


def made(panel: Panel, home: str = "") -> str:
    """The coordinator asks for one; its text."""
    before = {file["id"] for file in records(panel)}
    panel.card(MAREN, "whole_record_make", {"code": ANA, "home": home})
    panel.run_jobs()
    (new,) = [file for file in records(panel) if file["id"] not in before]
    return text_of(panel, new["id"])


def write(panel: Panel, tab: str, **cells: str) -> None:
    panel.live.type_row("caseload", tab, {"Student": "Ana Silva", **cells})


def test_it_holds_every_tab_the_files_and_who_looked(panel):
    panel.card(DANA, "case", {"code": ANA})
    said = made(panel)
    for word in ("Diary", "Ana likes the new seat.", "Reads aloud", "Keyboard practice",
                 "Breaks when asked", "Ms Silva", "History", "Action plan", "case card",
                 "Dana Whitfield", "Maren Okafor"):  # fmt: skip
        assert word in said, word
    for word in ("Leo", "Oscar", "bruise"):
        assert word not in said, word


def test_other_students_are_not_named_in_it(panel):
    write(panel, "Diary", Kind="Check-in", Date="2026-10-01", Status="Done",
          Notes="Ana and Zoë argued; O'Brien says sorry, and Leo Brandão saw it.")  # fmt: skip
    panel.live.sync()
    said = made(panel)
    assert "Ana and another student argued" in said
    for name in ("Zoë", "O'Brien", "Leo", "Brand"):
        assert name not in said, name


def test_a_home_s_copy_tells_nothing_of_another_home(panel):
    panel.live.change("office", "Settings", {"Setting": "Module: Services"}, {"Value": "yes"})
    panel.live.sync()
    write(panel, "Team", Person="Mr Costa", Role="Father", Household="Oak Ave",
          Rights="Full", Phone="555 0999")  # fmt: skip
    write(panel, "Diary", Kind="Family contact", Date="2026-10-01", Status="Done",
          With="Mr Costa", Notes="He moves in May.")  # fmt: skip
    write(panel, "Diary", Kind="Check-in", Date="2026-10-02", Status="Done",
          Notes="Costa called, 555 0999.")  # fmt: skip
    write(panel, "Service referrals", Resource="Food bank", Household="Oak Ave", For="Family")
    write(panel, "Service referrals", Resource="Grief group", For="Student", Consent="Written")
    panel.live.sync()
    panel.live.later(minutes=1)
    card = panel.card(MAREN, "whole_record", {"code": ANA})
    home = button(card, "Make it for the home Elm St")["home"]
    said = made(panel, home)
    assert "Ms Silva" in said
    for word in ("Costa", "moves in May", "555 0999", "Food bank", "Grief group", "Oak Ave"):
        assert word not in said, word
    whole = made(panel)
    for word in ("Mr Costa", "moves in May", "Food bank", "Grief group"):
        assert word in whole, word


def test_a_home_under_an_order_has_none(panel):
    panel.live.change("caseload", "Team", {"Person": "Ms Silva"}, {"Rights": "None by order"})
    panel.live.later(minutes=1)
    card = panel.card(MAREN, "whole_record", {"code": ANA})
    assert "Elm St" not in words(card)
    assert panel.post(MAREN, "whole_record_make", {"code": ANA, "home": "A"}).status_code == 403
    panel.run_jobs()
    assert records(panel) == []


def test_only_the_coordinator_asks_and_each_making_is_a_look(panel):
    for email in (DANA, PHILIP, CARL, ELEANOR):
        for action in ("whole_record", "whole_record_make"):
            assert panel.post(email, action, {"code": ANA}).status_code == 403
    panel.run_jobs()
    assert records(panel) == []
    ledger = panel.live.school.ledger
    said = made(panel)
    looks = [each for each in ledger.accesses(ANA) if each["what"] == "whole record"]
    assert [each["who"] for each in looks] == [ledger.hash_of(MAREN)]
    assert "whole record · add-on" in said  # it tells of its own making


def test_rights_are_those_of_the_moment_in_which_it_is_made(panel):
    panel.card(MAREN, "whole_record_make", {"code": ANA})
    panel.live.change("office", "Staff", {"Email": MAREN}, {"Role": "Teacher"})
    panel.run_jobs()
    assert records(panel) == []


def test_its_title_names_nobody_and_only_who_asked_has_it(panel):
    made(panel)
    (file,) = records(panel)
    assert ANA in file["name"]
    assert "Silva" not in file["name"]
    readers = {p["emailAddress"] for p in file["permissions"] if p["role"] != "owner"}
    assert readers == {MAREN}
    shown = panel.card(MAREN, "whole_record", {"code": ANA})
    assert "Open it" in words(shown)


def test_a_sync_leaves_it_alone_and_rebuild_knows_it(panel):
    made(panel)
    assert not panel.live.sync().changes
    school = panel.live.school
    (known,) = [a for a in school.ledger.agreed_about("document", ANA) if "whole_record" in a.key]
    school.ledger.forget([("document", known.key)])
    school.rebuild()
    assert known.key in {a.key for a in school.ledger.agreed_about("document", ANA)}
