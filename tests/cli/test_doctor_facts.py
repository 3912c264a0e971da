"""The doctor's gatherer through a local Workspace: what is really shared is what is said."""

import pytest

from emulator.inprocess import Http
from service.documents import check_template
from service.google.access import SCOPES
from service.google.strangers import open_to_strangers
from service.reconcile.documents.school_files import SchoolFiles
from service.reconcile.setup.doctor import examine
from service.reconcile.setup.doctor_facts import FactGatherer
from service.reconcile.setup.founding import found_school
from service.workbook.forms import FORMS, load_form
from service.workbook.templates import load_templates
from service.workbook.wording import load_wording
from tests.google.conftest import ADMIN, local, naps, session, workspace  # noqa: F401
from tests.google.test_founding import KEYS, founding, ledger, small_sheets  # noqa: F401

SAY = load_wording().say


@pytest.fixture
def gatherer(workspace, session, ledger):  # noqa: F811
    return FactGatherer(
        workspace=workspace,
        ledger=ledger,
        own=SchoolFiles(workspace, ledger, KEYS),
        templates=load_templates(),
        say=SAY,
        admin=ADMIN,
        inside_for="holdfast.example",
        forms={key: load_form(key) for key in FORMS},
        scopes={api: " ".join(scopes) for api, scopes in SCOPES.items()},
        settings_missing=(),
        check_template=lambda kind, docx: check_template(docx),
        is_public=lambda address: open_to_strangers(session, address),
    )


def findings(gatherer, now):
    return examine(gatherer.gather(now), SAY)


@pytest.fixture
def now(local):  # noqa: F811
    return local.app.workspace.clock.now()


def test_a_new_school_lacks_only_its_people(workspace, ledger, gatherer, now):  # noqa: F811
    found_school(workspace, ledger, founding())
    found = findings(gatherer, now)
    assert {finding.where for finding in found} == {"office/staff"}
    assert len(found) == 4


def test_before_init_every_file_is_missing(gatherer, now):
    found = findings(gatherer, now)
    assert {finding.level for finding in found} == {"missing"}


def test_real_shares_are_found(workspace, session, ledger, gatherer, now):  # noqa: F811
    school = found_school(workspace, ledger, founding())
    workspace.files.share(school["workbooks"]["office"], "kid@pupils.example", "writer")
    workspace.files.share(school["forms"]["inside"], "co@holdfast.example", "writer")
    permissions = session.collection("drive", "permissions")
    open_link = {"type": "anyone", "role": "reader"}
    request = permissions.create(fileId=school["workbooks"]["restricted"], body=open_link)
    session.execute("drive", ADMIN, request)
    unsafe = {f.where: f.what for f in findings(gatherer, now) if f.level == "unsafe"}
    assert "kid@pupils.example" in unsafe["workbook/office"]
    assert "every response" in unsafe["form/inside"]
    assert "link" in unsafe["workbook/restricted"]


def test_a_file_whose_editors_may_share_it_is_found(workspace, session, ledger, gatherer, now):  # noqa: F811
    school = found_school(workspace, ledger, founding())
    request = session.collection("drive", "files").update(
        fileId=school["workbooks"]["restricted"], body={"writersCanShare": True}
    )
    session.execute("drive", ADMIN, request, changes=True)
    (found,) = [f for f in findings(gatherer, now) if f.level == "unsafe"]
    assert found.where == "workbook/restricted"
    assert "share it" in found.what


def test_a_missing_scope_is_named(workspace, local, ledger, gatherer, now):  # noqa: F811
    found_school(workspace, ledger, founding())
    local.fault("gmail.users.messages.list", 403, times=1)
    (scope,) = [f for f in findings(gatherer, now) if "may not use" in f.what]
    assert "gmail.send" in scope.mend


def test_the_calendar_is_asked_about_some_time(local, ledger, gatherer, monkeypatch):  # noqa: F811
    """Google answers 400 to free/busy of no time at all, so that nothing was learnt of a scope."""
    found_school(gatherer.workspace, ledger, founding())
    statuses = {}
    ask = Http.request

    def watched(self, uri, *given, **named):
        response, content = ask(self, uri, *given, **named)
        statuses[uri.split("?")[0].rsplit("/", 1)[-1]] = response.status
        return response, content

    monkeypatch.setattr(Http, "request", watched)
    gatherer.gather(local.app.workspace.clock.now())
    assert statuses["freeBusy"] == 200


def test_a_closed_form_and_a_binned_workbook(workspace, session, ledger, gatherer, now):  # noqa: F811
    school = found_school(workspace, ledger, founding())
    forms = session.collection("forms", "forms")
    closed = {"publishSettings": {"publishState": {"isPublished": False}}}
    form_id = school["forms"]["outside"]
    session.execute("forms", ADMIN, forms.setPublishSettings(formId=form_id, body=closed))
    files = session.collection("drive", "files")
    binned = files.update(fileId=school["workbooks"]["caseload"], body={"trashed": True})
    session.execute("drive", ADMIN, binned)
    where = {finding.where for finding in findings(gatherer, now)}
    assert {"form/outside", "workbook/caseload"} <= where


def test_a_paper_that_the_domain_may_open_is_found(workspace, session, ledger, gatherer, now):  # noqa: F811
    school = found_school(workspace, ledger, founding())
    marks = {"holdfast": "progress_sheet", "holdfast_key": "C-0001"}
    marks["holdfast_school"] = gatherer.own.school_id()
    sheet = "application/vnd.google-apps.spreadsheet"
    made = workspace.files.create("Progress", sheet, school["folder_id"], marks)
    assert "progress_sheet/C-0001" not in {each.where for each in findings(gatherer, now)}
    permissions = session.collection("drive", "permissions")
    open_to = {"type": "domain", "role": "reader", "domain": "holdfast.example"}
    session.execute("drive", ADMIN, permissions.create(fileId=made.file_id, body=open_to))
    (found,) = [f for f in findings(gatherer, now) if f.where == "progress_sheet/C-0001"]
    assert found.level == "unsafe"


def test_a_question_of_safety_that_is_gone_is_unsafe(workspace, ledger, gatherer, now):  # noqa: F811
    school = found_school(workspace, ledger, founding())
    form_id = school["forms"]["outside"]
    assert "form/outside" not in {each.where for each in findings(gatherer, now)}
    gone = {"deleteItem": {"location": {"index": 0}}}
    workspace.forms.batch_update(form_id, {"requests": [gone]})
    found = [each for each in findings(gatherer, now) if each.where == "form/outside"]
    assert {each.level for each in found} == {"unsafe"}
    assert "Is anyone in danger, or being hurt?" in found[0].what
    assert "safeguarding" in found[0].mend


def test_who_may_answer_the_forms_is_read_back(workspace, session, ledger, gatherer, now):  # noqa: F811
    school = found_school(workspace, ledger, founding())
    permissions = session.collection("drive", "permissions")

    def answered_by(key, kind):
        form = school["forms"][key]
        request = permissions.list(fileId=form, includePermissionsForView="published", fields="*")
        for each in session.execute("drive", ADMIN, request)["permissions"]:
            if each.get("view") == "published":
                gone = permissions.delete(fileId=form, permissionId=each["id"])
                session.execute("drive", ADMIN, gone)
        if kind:
            body = {"type": kind, "role": "reader", "view": "published"}
            session.execute("drive", ADMIN, permissions.create(fileId=form, body=body))
        return {f.where: f.level for f in findings(gatherer, now)}.get(f"form/{key}")

    assert answered_by("inside", "anyone") == "unsafe"
    assert answered_by("inside", "") == "broken"
    assert answered_by("outside", "") == "broken"
    assert answered_by("outside", "anyone") is None
