"""Schools that keep their files in one Google account never get each other's, whatever is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from service.ledger import open_engine
from service.ports import GatewayError
from service.reconcile.documents.school_files import SchoolUnclear
from service.reconcile.sync import NotFounded
from tests.reconcile.test_plan_journey import add_goal_and_action
from tests.school_fixture import ADMIN, DANA, Kept, LiveSchool

FOLDER = "application/vnd.google-apps.folder"
OTHER_KEY = "another key that is also long enough to keep a secret"
NEWER_KEY = "the key after that one, and long enough to keep a secret too"
MADE = ("folder", "workbook", "form", "template", "action_plan", "progress_sheet")

Neighbor = Callable[..., LiveSchool]


@pytest.fixture(scope="session")
def working(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A school with one case, its plan and its progress sheet; nothing left to do."""
    live = begin_work(LiveSchool(tmp_path_factory.mktemp("working")).init())
    live.school.ledger._engine.dispose()
    return live.keep()


@pytest.fixture
def alder(tmp_path: Path, working: Kept) -> LiveSchool:
    (tmp_path / "alder").mkdir()
    live = LiveSchool(tmp_path / "alder")
    assert live.take(working)
    return live


@pytest.fixture
def neighbor(alder: LiveSchool, tmp_path: Path) -> Neighbor:
    """Founds another school in the same account, with settings of its own."""

    def found(**environment: str) -> LiveSchool:
        (tmp_path / "birch").mkdir()
        live = LiveSchool(tmp_path / "birch", app=alder.app)
        live.school = live.open(**environment)
        live.found = live.school.init(live.modules)
        return live

    return found


def begin_work(live: LiveSchool) -> LiveSchool:
    """A case manager, a student, a case with a check-in, a goal and an action: an event, a plan
    and a progress sheet."""
    staff = {"Email": DANA, "Name": "Dana Whitfield", "Role": "Case manager"}
    student = {"Student": "Ana Silva", "Student ID": "00142", "Grade": "7"}
    case = {"Case manager": "Dana Whitfield", "Status": "Active", "Needs": "Written work."}
    live.type_row("office", "Staff", staff)
    live.type_row("office", "Students", student)
    live.type_row("caseload", "Caseload", {**student, **case})
    entry = {"Kind": "Check-in", "Date": "2026-10-14", "Start": "10:00", "Status": "Planned"}
    live.type_row("caseload", "Diary", {"Student": "Ana Silva", **entry})
    add_goal_and_action(live)
    until_quiet(live)
    return live


def until_quiet(live: LiveSchool) -> None:
    for _ in range(3):
        if not live.sync().changes:
            return
    raise AssertionError("never quiet")


def new_folder(live: LiveSchool) -> str:
    """A folder that somebody made with Holdfast's own rights, without a word on it."""
    body = {"name": "Birch", "mimeType": FOLDER}
    return str(live.google("/drive/v3/files", ADMIN, "POST", body)["id"])


def drive(live: LiveSchool) -> dict[str, Any]:
    """Every file of Holdfast's in the account, by id."""
    every = live.app.workspace.drive.files.values()
    return {file.id: file for file in every if "holdfast" in file.app_properties}


def its_own(live: LiveSchool) -> dict[str, set[str]]:
    """What the school's files say of themselves: ids by kind."""
    school = live.school.ledger.token("school")
    return {
        kind: {
            file.id
            for file in drive(live).values()
            if file.app_properties["holdfast"] == kind
            and file.app_properties.get("holdfast_school") == school
        }
        for kind in MADE
    }


def strip(live: LiveSchool, *but: str) -> None:
    """As an earlier release left the account and this ledger; `but` are files to leave alone."""
    for file in drive(live).values():
        if file.id not in but:
            file.app_properties.pop("holdfast_school", None)
    run_sql(live, "DELETE FROM tokens WHERE name = 'school'")


def lose(live: LiveSchool, **environment: str) -> None:
    """The ledger is gone, and the service starts anew with these settings."""
    for table in ("agreed", "tokens", "intents", "counters", "leases", "facts", "runs"):
        run_sql(live, f"DELETE FROM {table}")
    live.school = live.open(**environment)


def run_sql(live: LiveSchool, statement: str) -> None:
    engine = open_engine(live.database_url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def remembered(live: LiveSchool) -> set[tuple[str, str, str]]:
    """Which file the ledger takes for what."""
    return {
        (kind, key, agreed.object_id)
        for (kind, key), agreed in live.school.ledger.agreed().items()
        if kind in ("document", "progress_sheet", "share")
    }


def events(live: LiveSchool) -> list[tuple[str, str, str]]:
    return sorted((e["id"], e["status"], str(e["start"])) for e in live.events(DANA))


def unmarked(live: LiveSchool) -> set[str]:
    return {i for i, file in drive(live).items() if "holdfast_school" not in file.app_properties}


# ---------------------------------------------------------------- two schools


@pytest.mark.parametrize("key", [OTHER_KEY, ""], ids=["keys of their own", "one key, two folders"])
def test_two_schools_of_one_account_never_get_each_other_s_files(
    alder: LiveSchool, neighbor: Neighbor, key: str
) -> None:
    given = {"HOLDFAST_KEY": key} if key else {"HOLDFAST_FOLDER_ID": new_folder(alder)}
    alders = its_own(alder)
    birch = begin_work(neighbor(**given))
    assert not alder.sync().changes
    birches, calendar = its_own(birch), events(alder)
    assert len(calendar) == 2  # one school's and the other's: they have a case manager in common
    assert its_own(alder) == alders
    assert {kind: len(ids) for kind, ids in alders.items()} == {
        kind: len(ids) for kind, ids in birches.items()
    }
    assert set.union(*alders.values()) | set.union(*birches.values()) == set(drive(alder))
    for live in (alder, birch):
        assert live.school.init(live.modules) == live.found
        missing = [f.where for f in live.school.doctor(live.now) if f.level == "missing"]
        assert not [where for where in missing if "/" in where and "staff" not in where]
    # Somebody tidies up, and puts everything into the folder of the other school.
    for mine, there in ((alders, birch), (birches, alder)):
        for file_id in set.union(*mine.values()) - mine["folder"]:
            alder.app.workspace.drive.files[file_id].parents = [there.found["folder_id"]]
    # Both ledgers are lost, and each school finds its own again. (With one key, each says which.)
    before = remembered(alder), remembered(birch)
    lose(alder, **({} if key else {"HOLDFAST_FOLDER_ID": alder.found["folder_id"]}))
    lose(birch, **given)
    assert alder.school.files() != alder.found
    for live in (birch, alder):
        assert live.school.rebuild(live.now)["documents"]
    assert (remembered(alder), remembered(birch)) == before
    for live in (birch, alder):
        live.sync()
    assert (its_own(alder), its_own(birch)) == (alders, birches)
    assert events(alder) == calendar


def test_a_lost_answer_is_not_taken_for_the_other_school_s_plan(
    alder: LiveSchool, neighbor: Neighbor
) -> None:
    birch = neighbor(HOLDFAST_KEY=OTHER_KEY)
    alders = its_own(alder)
    fault = {"method": "drive.files.create", "status": 503, "times": 2, "when": "after"}
    birch.control("POST", "faults", fault)
    begin_work(birch)
    assert its_own(alder) == alders
    for kind, ids in its_own(birch).items():
        assert len(ids) == len(alders[kind]), kind
    taken = {file_id for _, _, file_id in remembered(birch)}
    assert not taken & set.union(*alders.values())


def test_a_founding_that_breaks_off_goes_on_in_its_own_folder(
    alder: LiveSchool, tmp_path: Path
) -> None:
    (tmp_path / "birch").mkdir()
    birch = LiveSchool(tmp_path / "birch", app=alder.app)
    for when in ("before", "after"):
        birch.school = birch.open(HOLDFAST_KEY=OTHER_KEY)
        fault = {"method": "drive.files.create", "status": 403, "times": 1, "when": when}
        birch.control("POST", "faults", fault)
        with pytest.raises(GatewayError):
            birch.school.init(birch.modules)
        assert birch.school.ledger.token("school")
    birch.found = birch.school.init(birch.modules)
    ids = its_own(birch)
    assert [len(ids[kind]) for kind in MADE] == [1, 3, 2, 1, 0, 0]
    assert ids["folder"] == {birch.found["folder_id"]}
    assert birch.found["folder_id"] != alder.found["folder_id"]


# ---------------------------------------------------------------- which one it is


def test_a_key_that_is_changed_leaves_the_school_its_id(alder: LiveSchool) -> None:
    school, mine = alder.school.ledger.token("school"), its_own(alder)
    alder.school = alder.open(HOLDFAST_KEY=NEWER_KEY)
    until_quiet(alder)
    assert alder.school.ledger.token("school") == school
    # After the ledger's loss too: by the folder that is named, or by the key before this one.
    local = "the key of every local Workspace: it keeps nothing secret"
    for named in (
        {"HOLDFAST_FOLDER_ID": alder.found["folder_id"]},
        {"HOLDFAST_KEY_PREVIOUS": local},
    ):
        lose(alder, HOLDFAST_KEY=NEWER_KEY, **named)
        alder.school.rebuild(alder.now)
        assert alder.school.ledger.token("school") == school
    assert its_own(alder) == mine
    lose(alder, HOLDFAST_KEY=NEWER_KEY)  # without either, nothing is taken that may be another's
    with pytest.raises(NotFounded, match="HOLDFAST_FOLDER_ID"):
        alder.school.rebuild(alder.now)


def test_where_it_cannot_be_told_which_folder_is_the_school_s_it_says_what_to_set(
    alder: LiveSchool, neighbor: Neighbor
) -> None:
    birch = neighbor(HOLDFAST_FOLDER_ID=new_folder(alder))
    lose(birch)  # the same key, no folder, no ledger: it could be either
    files, counts = set(drive(birch)), birch.counts()
    for act in (birch.school.init, birch.sync, birch.plan, birch.school.rebuild):
        with pytest.raises(SchoolUnclear) as unclear:
            act()
        assert "Set HOLDFAST_FOLDER_ID" in unclear.value.sentence
    said = {f.where: f.what for f in birch.school.doctor(birch.now)}
    assert "Several folders" in said["HOLDFAST_FOLDER_ID"]
    assert set(drive(birch)) == files
    wrote = {name for name, n in birch.counts().items() if n != counts.get(name, 0)}
    assert not {name for name in wrote if name.endswith(("create", "update", "Update"))}


def test_a_school_is_not_given_another_one_s_folder(alder: LiveSchool, neighbor: Neighbor) -> None:
    birch = neighbor(HOLDFAST_KEY=OTHER_KEY)
    birch.school = birch.open(HOLDFAST_KEY=OTHER_KEY, HOLDFAST_FOLDER_ID=alder.found["folder_id"])
    with pytest.raises(SchoolUnclear, match="another school"):
        birch.school.init(birch.modules)
    assert "HOLDFAST_FOLDER_ID" in {f.where for f in birch.school.doctor(birch.now)}


# ---------------------------------------------------------------- files of an earlier release


def test_files_of_an_earlier_release_are_known_and_say_whose_they_are_from_init_on(
    alder: LiveSchool,
) -> None:
    mine = its_own(alder)
    strip(alder)
    alder.count_anew()
    assert not alder.sync().changes
    assert not {"drive.files.list", "drive.files.get"} & set(alder.counts())
    moved = alder.found["workbooks"]["office"]  # staff put it elsewhere; the ledger knows it
    alder.app.workspace.drive.files[moved].parents = [new_folder(alder)]
    assert alder.school.init(alder.modules) == alder.found
    assert unmarked(alder) == mine["action_plan"] | mine["progress_sheet"]
    assert not alder.sync().changes


def test_files_of_an_earlier_release_are_taken_over_by_rebuild(
    alder: LiveSchool, neighbor: Neighbor
) -> None:
    birch = begin_work(neighbor(HOLDFAST_KEY=OTHER_KEY))
    mine, birches, before = its_own(alder), its_own(birch), remembered(alder)
    (plan,) = mine["action_plan"]
    strip(alder, *set.union(*birches.values()))
    alder.later(minutes=5)
    alder.write_into(plan, "Asked for a quiet place.", person=DANA)
    for _ in range(2):  # a person's hand in a plan is known ever after
        lose(alder, HOLDFAST_FOLDER_ID=alder.found["folder_id"])
        alder.school.rebuild(alder.now)
        edited = [
            agreed.object_id
            for (kind, _), agreed in alder.school.ledger.agreed().items()
            if kind == "document" and agreed.marks.get("edited")
        ]
        assert edited == [plan]
        assert not unmarked(alder)
        assert (its_own(alder), its_own(birch)) == (mine, birches)
        assert remembered(alder) == before


def test_a_plan_whose_answer_an_earlier_release_lost_is_found_in_the_folder(
    alder: LiveSchool,
) -> None:
    plans = its_own(alder)["action_plan"]
    strip(alder)
    (key,) = (key for kind, key in alder.school.ledger.agreed() if kind == "document")
    alder.school.ledger.forget([("document", key)])
    alder.school.ledger.intend("document", f"{key}:v1")
    alder.sync()
    assert {
        file.id
        for file in drive(alder).values()
        if file.app_properties["holdfast"] == "action_plan"
    } == plans


def test_a_folder_that_says_nothing_is_anybody_s_unless_it_is_the_only_one(
    alder: LiveSchool, neighbor: Neighbor
) -> None:
    birch = neighbor(HOLDFAST_KEY=OTHER_KEY)
    strip(alder, *set.union(*its_own(birch).values()))
    lose(alder)
    with pytest.raises(SchoolUnclear, match="Set HOLDFAST_FOLDER_ID"):
        alder.school.rebuild(alder.now)
    for file_id in set.union(*its_own(birch).values()):
        alder.app.workspace.drive.files[file_id].trashed = True
    alder.school.init(alder.modules)
    assert unmarked(alder)  # a school whose ledger is lost is taken over by `rebuild` alone
    alder.school.rebuild(alder.now)
    assert alder.school.files()["folder_id"] == alder.found["folder_id"]
    assert not unmarked(alder)
