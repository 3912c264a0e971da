"""`init`: once, whole, and again without doing anything."""

import pytest

from service.documents import default_template
from service.keys import Keys
from service.ledger import LedgerStore, open_engine, upgrade
from service.ports import GatewayError, NotAllowed, Unreachable
from service.reconcile.documents.school_files import SchoolFiles
from service.reconcile.setup.founding import Founding, find_school, found_school, founded
from service.workbook.crisis import crisis_for
from service.workbook.forms import load_form
from service.workbook.templates import load_templates
from service.workbook.wording import load_wording

from .conftest import ADMIN, CM, ZONE

KEYS = Keys(b"the key of the tests")


@pytest.fixture
def ledger(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'holdfast.db'}")
    upgrade(engine)
    yield LedgerStore(engine, KEYS.fingerprint)
    engine.dispose()


@pytest.fixture(autouse=True)
def small_sheets(monkeypatch):
    """A hundred rows found a school as well as a thousand, and faster."""
    monkeypatch.setattr("service.workbook.founding.ROWS", 100)


def founding(**given) -> Founding:
    return Founding(
        admin=ADMIN,
        domain="holdfast.example",
        time_zone=ZONE,
        workbooks=load_templates(),
        forms={key: load_form(key) for key in ("inside", "outside")},
        documents={"action_plan": ("Action plan template", default_template("action_plan"))},
        crisis=crisis_for("US", load_wording("en").say),
        keys=KEYS,
        **given,
    )


def test_a_school_is_founded_whole(workspace, ledger):
    told = []
    school = found_school(workspace, ledger, founding(told=told.append))
    assert set(school) == {"folder_id", "workbooks", "forms", "templates", "admin"}
    assert set(school["workbooks"]) == {"caseload", "office", "restricted", "shelf"}
    assert set(school["forms"]) == {"inside", "outside"}
    assert school["admin"] == ADMIN
    assert len(told) == 8
    for key, template in load_templates().items():
        if key in school["workbooks"]:
            book = workspace.sheets.get(
                school["workbooks"][key], "sheets.properties(title,hidden),properties.timeZone"
            )
            shown = [
                sheet["properties"]["title"]
                for sheet in book["sheets"]
                if not sheet["properties"].get("hidden")
            ]
            assert shown == [tab.heading for tab in template.tabs]
            assert book["properties"]["timeZone"] == ZONE
    form = workspace.forms.get(school["forms"]["outside"])
    assert form["items"]
    assert form["publishSettings"]["publishState"]["isPublished"]
    assert workspace.files.export(school["templates"]["action_plan"], "text/plain")


def files_of(school):
    groups = [school[group].values() for group in ("workbooks", "forms", "templates")]
    return [school["folder_id"], *(file_id for group in groups for file_id in group)]


def test_who_may_write_in_a_file_may_not_give_it_on(workspace, ledger, session):
    school = found_school(workspace, ledger, founding())
    assert [workspace.files.get(file_id).given_on for file_id in files_of(school)] == [False] * 8
    book = school["workbooks"]["office"]
    workspace.files.share(book, CM, "writer")
    body = {"type": "user", "role": "writer", "emailAddress": "friend@holdfast.example"}
    request = session.collection("drive", "permissions").create(fileId=book, body=body)
    with pytest.raises(NotAllowed):
        session.execute("drive", CM, request, changes=True)


def test_what_an_earlier_release_made_is_mended_by_init(workspace, ledger, session):
    school = found_school(workspace, ledger, founding())
    for file_id in files_of(school)[1:]:
        request = session.collection("drive", "files").update(
            fileId=file_id, body={"writersCanShare": True}
        )
        session.execute("drive", ADMIN, request, changes=True)
        assert workspace.files.get(file_id).given_on
    assert found_school(workspace, ledger, founding()) == school
    assert not [each for each in files_of(school) if workspace.files.get(each).given_on]


def test_a_second_time_nothing_is_made_or_changed(workspace, ledger, local):
    first = found_school(workspace, ledger, founding())
    local.control("DELETE", "requests")
    told = []
    assert found_school(workspace, ledger, founding(told=told.append)) == first
    assert told == []
    writes = ("create", "update", "batchUpdate", "setPublishSettings")
    assert [name for name in local.counts() if name.rsplit(".", 1)[1] in writes] == []


def test_the_ledger_knows_where_everything_is(workspace, ledger):
    assert founded(ledger)["workbooks"]["office"] == ""
    school = found_school(workspace, ledger, founding())
    assert {**founded(ledger), "admin": ADMIN} == school
    assert not ledger.is_empty()


def test_a_lost_ledger_stays_known_as_lost(workspace, ledger, tmp_path):
    school = found_school(workspace, ledger, founding())
    engine = open_engine(f"sqlite:///{tmp_path / 'another.db'}")
    upgrade(engine)
    fresh = LedgerStore(engine, KEYS.fingerprint)
    assert {**find_school(fresh, SchoolFiles(workspace, fresh, KEYS)), "admin": ADMIN} == school
    assert found_school(workspace, fresh, founding()) == school
    assert fresh.is_empty()
    engine.dispose()


STEPS = [
    "drive.files.create",
    "drive.files.list",
    "drive.files.update",
    "sheets.spreadsheets.get",
    "sheets.spreadsheets.batchUpdate",
    "forms.forms.get",
    "forms.forms.batchUpdate",
    "forms.forms.setPublishSettings",
]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_broken_off_founding_is_finished_later(workspace, ledger, local, step, when):
    """Each kind of step fails for good once, and `init` is simply run again."""
    local.fault(step, when=when, times=4)  # as often as the patience of these tests lasts
    for _ in range(5):
        try:
            school = found_school(workspace, ledger, founding())
            break
        except Unreachable:
            continue
    for kind, number in (("folder", 1), ("workbook", 4), ("form", 2), ("template", 1)):
        assert len(workspace.files.find(holdfast=kind)) == number, kind
    for form_id in school["forms"].values():
        form = workspace.forms.get(form_id)
        assert form["publishSettings"]["publishState"]["isPublished"]
        assert len({item["itemId"] for item in form["items"]}) == len(form["items"])


def test_staff_may_take_a_form_down(workspace, ledger, local, session):
    school = found_school(workspace, ledger, founding())
    forms = session.collection("forms", "forms")
    closed = {"publishSettings": {"publishState": {"isPublished": False}}}
    request = forms.setPublishSettings(formId=school["forms"]["outside"], body=closed)
    session.execute("forms", ADMIN, request)
    found_school(workspace, ledger, founding())
    form = workspace.forms.get(school["forms"]["outside"])
    assert not form["publishSettings"]["publishState"].get("isPublished")


def test_a_folder_that_is_not_ours_to_use_is_explained(workspace, ledger):
    with pytest.raises(GatewayError, match="HOLDFAST_FOLDER_ID"):
        found_school(workspace, ledger, founding(folder_id="nowhere"))
