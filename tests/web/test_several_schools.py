"""Two schools behind one web service, with the same people, codes and names: they never meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from emulator.inprocess import Http
from service.district import open_district
from service.served_schools import ServedSchools
from service.web.app import create_app
from service.web.syncing import Syncing
from service.wiring import Holdfast
from tests.school_fixture import ADMIN, DOMAIN, Kept, LiveSchool

from .conftest import ANA, AUDIENCE, DANA, LIN, MAREN, TOMAS, Panel, card_of, clicks, words

FOLDER = "application/vnd.google-apps.folder"
FAR = "far.example"


@dataclass
class District:
    """The first school's panel, serving a second one beside it: Dana and Tomás work in both, Maren
    in the first alone, Pat in the second alone."""

    panel: Panel
    north: Holdfast
    jobs: list[Any]

    def book(self, school: str, key: str = "caseload") -> str:
        found = self.panel.live.found if school == "1" else self.north.files()
        return str(found["workbooks"][key])

    def post(self, email: str, action: str, given: Any = None, book: str = "") -> Any:
        return self.panel.post(email, action, given, workbook_id=book)

    def look(self, email: str, file_id: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self.panel.token(email)}"}
        said = {"holdfast": {"workbook_id": file_id}} if file_id else {}
        return self.panel.client.post("/hooks/look", json=said, headers=headers)


PAT = f"pat.quill@{DOMAIN}"
NORTH = (
    (DANA, "Dana Whitfield", "Case manager"),
    (TOMAS, "Tomás Herrera", "Coordinator"),
    (PAT, "Pat Quill", "Coordinator"),
)


@pytest.fixture(scope="module")
def founded(prepared: Kept, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Two schools in one account of one Workspace, after a sync each; of a third, the list alone
    knows."""
    live = LiveSchool(tmp_path_factory.mktemp("district"))
    live.take(prepared)
    settings = live.school.settings
    folder = live.school.workspace.files.create("North", FOLDER).file_id
    schools = open_district(settings)
    schools.add("north", {"folder_id": folder})
    schools.add("far", {"folder_id": "f-far", "domain": FAR, "admin": f"admin@{FAR}"})
    north = served(live).all()["north"]
    here, live.found = live.found, north.init(frozenset())
    for email, name, role in NORTH:
        live.type_row("office", "Staff", {"Email": email, "Name": name, "Role": role})
    live.type_row("office", "Students", {"Student ID": "00142", "Student": "Ana Silva"})
    case = {"Student": "Ana Silva", "Student ID": "00142", "Case manager": DANA, "Needs": "Norths."}
    live.type_row("caseload", "Caseload", {**case, "Status": "Active"})
    north.sync(live.now)
    live.found = here
    live.sync()
    for school in (north, live.school):
        school.ledger._engine.dispose()
    return live.keep()


def served(live: LiveSchool) -> ServedSchools:
    clock = lambda: live.now  # noqa: E731
    return ServedSchools(
        live.school.settings, lambda: Http(live.app), clock, lambda: live.now.timestamp()
    )


@pytest.fixture
def district(founded: Kept, tmp_path: Path) -> District:
    live = LiveSchool(tmp_path)
    live.take(founded)
    live.count_anew()
    others = served(live)
    panel = Panel(live)
    panel.app = create_app(live.school, panel.jobs.append, others)
    panel.client = panel.app.test_client()
    return District(panel, others.all()["north"], panel.jobs)


def test_the_open_workbook_says_which_school(district: District) -> None:
    """The same code, name and number in both; each shows its own."""
    here = words(card_of(district.post(DANA, "case", {"code": ANA}, district.book("1")).json))
    there = words(card_of(district.post(DANA, "case", {"code": ANA}, district.book("north")).json))
    assert "Draws beautifully." in here
    assert "Norths." not in here
    assert "Norths." in there
    assert "Draws beautifully." not in there


def test_who_works_in_several_is_asked_and_what_is_chosen_is_kept(district: District) -> None:
    asked = card_of(district.post(DANA, "case", {"code": ANA}).json)
    assert asked["name"] == "which_school"
    assert "Ana" not in words(asked)
    labels, choices = zip(*clicks(asked), strict=True)
    assert len(set(labels)) == 2  # both are called the same, so each says its id
    assert [label.rpartition(" · ")[2] for label in labels] == ["1", "north"]
    for given, said in zip(choices, ("Draws beautifully.", "Norths."), strict=True):
        card = card_of(district.post(DANA, given["action"], given).json)
        assert said in words(card)
        assert {each["school"] for _, each in clicks(card)} == {given["school"]}


def test_who_works_in_one_alone_is_not_asked(district: District) -> None:
    assert district.post(MAREN, "home").status_code == 200
    assert "Norths." in words(card_of(district.post(PAT, "case", {"code": ANA}).json))
    assert district.post(PAT, "case", {"code": "C-0002"}).status_code == 403


@pytest.mark.parametrize("action", ["home", "case", "find", "attention", "diary"])
def test_the_workbook_of_a_school_opens_nothing_to_who_is_not_its_own(
    district: District, action: str
) -> None:
    for email, school in ((MAREN, "north"), (LIN, "north"), (PAT, "1")):
        answer = district.post(email, action, {"code": ANA}, district.book(school))
        assert answer.status_code == 403
        assert "Ana" not in answer.get_data(as_text=True)


def test_what_nobody_knows_is_answered_as_not_known(district: District) -> None:
    nobody = district.post(f"nobody@{DOMAIN}", "home")
    theirs = district.post(f"nobody@{DOMAIN}", "home", book="a-sheet-of-their-own")
    assert [nobody.status_code, theirs.status_code] == [403, 403]
    assert nobody.json == theirs.json


def test_of_another_domain_nobody_learns_that_a_workbook_is_a_school_s(district: District) -> None:
    known = district.post(f"dana@{FAR}", "home", book=district.book("1"))
    unknown = district.post(f"dana@{FAR}", "home", book="a-sheet-of-her-own")
    assert [known.status_code, unknown.status_code] == [403, 403]
    assert known.json == unknown.json


def test_beside_a_sheet_of_one_s_own_staff_says_which_school(district: District) -> None:
    assert district.post(MAREN, "home", book="a-sheet-of-her-own").status_code == 200
    asked = card_of(district.post(DANA, "home", book="a-sheet-of-her-own").json)
    assert asked["name"] == "which_school"


def test_the_button_of_one_school_is_refused_in_the_other(district: District) -> None:
    card = card_of(district.post(DANA, "case", {"code": ANA}, district.book("1")).json)
    seal = {given["school"] for _, given in clicks(card)}.pop()
    asked = {"code": ANA, "school": seal}
    assert district.post(DANA, "case", asked, district.book("1")).status_code == 200
    assert district.post(DANA, "case", asked, district.book("north")).status_code == 403
    assert district.post(TOMAS, "case", asked).status_code == 403  # sealed for somebody else
    assert district.post(DANA, "case", {**asked, "school": "north." + "0" * 32}).status_code == 403


def test_an_undo_of_one_school_changes_nothing_in_the_other(district: District) -> None:
    ticked = district.post(
        DANA,
        "tick_thing",
        {"code": ANA, "thing": "Ask about the chess match"},
        district.book("1"),
    )
    undo = next(g for _, g in clicks(card_of(ticked.json)) if g["action"] == "undo")
    bare = {key: value for key, value in undo.items() if key != "school"}
    before = district.panel.live.app.snapshot()
    for given in (undo, bare):
        answer = district.post(DANA, "undo", given, district.book("north"))
        assert answer.status_code in (200, 403)
        assert "Draws" not in answer.get_data(as_text=True)
    assert district.panel.live.app.snapshot() == before
    assert district.post(DANA, "undo", undo, district.book("1")).status_code == 200


def test_a_look_is_recorded_where_it_was_and_nowhere_else(district: District) -> None:
    here, there = district.panel.live.school.ledger, district.north.ledger
    counts = len(here.accesses(ANA)), len(there.accesses(ANA))
    district.post(DANA, "case", {"code": ANA}, district.book("north"))
    assert (len(here.accesses(ANA)), len(there.accesses(ANA))) == (counts[0], counts[1] + 1)


def test_a_school_that_was_taken_off_the_list_is_answered_no_more(district: District) -> None:
    assert district.post(PAT, "home", book=district.book("north")).status_code == 200
    open_district(district.panel.live.school.settings).remove("north")
    district.panel.live.later(seconds=6)
    assert district.post(PAT, "home", book=district.book("north")).status_code == 403
    assert district.post(PAT, "home").status_code == 403


def test_the_button_of_a_school_that_left_reaches_no_other(district: District) -> None:
    """Its codes are the other's, too."""
    for email, action in ((DANA, "case"), (DANA, "tick_thing")):
        card = card_of(district.post(email, "case", {"code": ANA}, district.book("north")).json)
        seal = {given["school"] for _, given in clicks(card)}.pop()
        schools = open_district(district.panel.live.school.settings)
        for each in schools.all():
            schools.remove(each.school_id)
        district.panel.live.later(seconds=6)
        answer = district.post(email, action, {"code": ANA, "school": seal})
        assert answer.status_code == 403
        assert "Draws" not in answer.get_data(as_text=True)
        schools.add("north", {"folder_id": district.north.settings.folder_id})
        district.panel.live.later(seconds=6)


@dataclass
class Turn:
    """Which run had ended last when the turn was taken, and when it was given back."""

    ledger: Any
    seen: list[str] = field(default_factory=list)

    def __enter__(self) -> None:
        self.seen.append(self.ledger.last_run()["run_id"])

    def __exit__(self, *error: object) -> None:
        self.seen.append(self.ledger.last_run()["run_id"])


def test_a_sync_runs_while_it_has_its_turn_so_that_many_do_not_run_at_once(
    district: District,
) -> None:
    turn = Turn(district.north.ledger)
    syncing = Syncing(district.north, district.jobs.append, turn=turn)
    syncing.look()
    assert turn.seen == []
    district.panel.run_jobs()
    before, after = turn.seen
    assert before != after


def test_look_again_is_heard_by_the_school_of_the_file(district: District) -> None:
    ledgers = district.panel.live.school.ledger, district.north.ledger
    heard = lambda: [bool(each.token("hook:last")) for each in ledgers]  # noqa: E731
    assert district.look(ADMIN, "no-such-file").status_code == 403
    assert district.look(f"admin@{FAR}", district.book("1")).status_code == 403
    assert heard() == [False, False]
    assert district.look(ADMIN, str(district.north.files()["forms"]["inside"])).status_code == 202
    assert heard() == [False, True]
    assert district.look(ADMIN).status_code == 202  # the hour: every school of this account
    assert heard() == [True, True]


def test_of_two_schools_no_key_seal_or_hash_is_the_same(district: District) -> None:
    here, there = district.panel.live.school, district.north
    assert AUDIENCE in there.settings.audience
    assert here.keys.key_id != there.keys.key_id
    staff = [{each.key for each in school.ledger.agreed_of("staff")} for school in (here, there)]
    assert len(staff[1]) == len(NORTH)
    assert staff[0].isdisjoint(staff[1])


def test_who_is_no_longer_on_staff_is_not_asked_about_that_school(district: District) -> None:
    """Before its next sync, too: Staff itself is looked at."""
    live, here = district.panel.live, district.panel.live.found
    live.found = {**here, **district.north.files()}
    live.change("office", "Staff", {"Email": DANA}, {"Email": f"dana.gone@{DOMAIN}"})
    live.found = here
    assert "Draws" in words(card_of(district.post(DANA, "case", {"code": ANA}).json))


def test_which_school_is_found_out_without_reading_those_of_others(district: District) -> None:
    """The ledgers know on whose Staff somebody may be; a stranger costs Google nothing."""
    live = district.panel.live
    for email in (PAT, MAREN):  # the three workbooks of their own school
        assert sum(district.panel.calls(email, "home").values()) == 3
    live.count_anew()
    district.post(f"nobody@{DOMAIN}", "home")
    assert not any(name.startswith("sheets") for name in live.counts())
