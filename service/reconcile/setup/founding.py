"""The first day: folder, workbooks, forms and the template of the action plan.

Every step looks before it makes, by what Holdfast wrote on its own files (appProperties), so that
`init` can be run again at any time: after a crash it goes on where it stopped, and on a finished
school it changes nothing. What staff have renamed, moved or taken down stays as they left it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.casework.registry import AT_FIRST
from service.casework.settings import CrisisWords
from service.ports import Agreed, FileSeen, GatewayError, Ledger, Missing, Workspace
from service.reconcile.growth import MODULES_ON, counting_rows, furnished, furnished_settings
from service.sheetwrite.new_workbook import create_body, founding_requests
from service.workbook.forms import FormTemplate, form_requests
from service.workbook.growing import had_of
from service.workbook.school_settings import SettingRow
from service.workbook.templates import WorkbookTemplate

from ..documents import form_notices

FOLDER = "application/vnd.google-apps.folder"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
DOCUMENT = "application/vnd.google-apps.document"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

WORKBOOKS = ("caseload", "office", "restricted")
FORMS = ("inside", "outside")
TEMPLATES = ("action_plan",)


@dataclass(frozen=True, slots=True)
class Founding:
    """What a school is founded from: templates by key; `documents` are (name, docx) by kind.

    `folder_id` is a folder that the school already has ("" = one is made); `told` is called with
    the name of each thing as it is made.
    """

    admin: str
    domain: str  # whose people may answer the inside form; the outside form is anybody's
    time_zone: str
    workbooks: Mapping[str, WorkbookTemplate] = field(hash=False)
    forms: Mapping[str, FormTemplate] = field(hash=False)
    documents: Mapping[str, tuple[str, bytes]] = field(hash=False)
    crisis: CrisisWords
    # form -> the mark of what it is made to say (documents/form_notices.py)
    form_marks: Mapping[str, str] = field(default_factory=dict, hash=False)
    settings: tuple[SettingRow, ...] = ()
    folder_id: str = ""
    folder_name: str = "Holdfast"
    told: Callable[[str], None] = lambda _name: None


def found_school(workspace: Workspace, ledger: Ledger, founding: Founding) -> dict[str, Any]:
    """Make what is missing; answers what `init --json` prints:

    {"folder_id", "workbooks": {"caseload", "office", "restricted"}, "forms": {"inside",
    "outside"}, "templates": {"action_plan"}, "admin"}. Raises GatewayError.
    """
    folder, is_new = _folder(workspace, founding)
    if is_new:  # an existing school whose ledger is empty must be rebuilt, not taken for new
        ledger.agree([Agreed("school", folder.file_id, folder.file_id)])
    made = {
        "folder_id": folder.file_id,
        "workbooks": {
            key: _workbook(workspace, ledger, founding, key, folder.file_id) for key in WORKBOOKS
        },
        "forms": {key: _form(workspace, ledger, founding, key, folder.file_id) for key in FORMS},
        "templates": {
            key: _template(workspace, founding, key, folder.file_id) for key in TEMPLATES
        },
        "admin": founding.admin,
    }
    ledger.set_tokens({f"file:{name}": file_id for name, file_id in _flat(made)})
    return made


def founded(ledger: Ledger) -> dict[str, Any]:
    """The same object without the admin, as the ledger remembers it; "" for what it does not."""

    def ids(group: str, keys: tuple[str, ...]) -> dict[str, str]:
        return {key: ledger.token(f"file:{group}:{key}") for key in keys}

    return {
        "folder_id": ledger.token("file:folder"),
        "workbooks": ids("workbooks", WORKBOOKS),
        "forms": ids("forms", FORMS),
        "templates": ids("templates", TEMPLATES),
    }


def find_school(workspace: Workspace, ledger: Ledger) -> dict[str, Any]:
    """Look the files up in Drive (after the ledger was lost) and remember them.

    Answers as `founded` does, "" for what is not there.
    """

    def ids(kind: str, keys: tuple[str, ...]) -> dict[str, str]:
        found = {
            file.properties.get("holdfast_key", ""): file.file_id
            for file in reversed(workspace.files.find(holdfast=kind))  # the oldest of a kind wins
        }
        return {key: found.get(key, "") for key in keys}

    folders = workspace.files.find(holdfast="folder")
    school = {
        "folder_id": folders[0].file_id if folders else "",
        "workbooks": ids("workbook", WORKBOOKS),
        "forms": ids("form", FORMS),
        "templates": ids("template", TEMPLATES),
    }
    ledger.set_tokens({f"file:{name}": file_id for name, file_id in _flat(school)})
    return school


def _flat(school: Mapping[str, Any]) -> list[tuple[str, str]]:
    groups = ("workbooks", "forms", "templates")
    flat = [(f"{group}:{key}", school[group][key]) for group in groups for key in school[group]]
    return [("folder", school["folder_id"]), *flat]


def _folder(workspace: Workspace, founding: Founding) -> tuple[FileSeen, bool]:
    marks = {"holdfast": "folder"}
    if founding.folder_id:
        try:
            given = workspace.files.get(founding.folder_id)
        except Missing as error:
            raise GatewayError(
                "The folder in HOLDFAST_FOLDER_ID is not there, or Holdfast did not make it. Leave "
                "the setting empty, and `init` makes a folder that you may then move and rename.",
                error.status,
            ) from error
        if given.properties.get("holdfast") == "folder":
            return given, False
        return workspace.files.set_properties(given.file_id, marks), True
    standing = workspace.files.find(**marks)
    if standing:
        return standing[0], False
    founding.told(founding.folder_name)
    return workspace.files.create(founding.folder_name, FOLDER, properties=marks), True


def _standing(workspace: Workspace, kind: str, key: str) -> FileSeen | None:
    found = workspace.files.find(holdfast=kind, holdfast_key=key)
    return found[0] if found else None


def _workbook(
    workspace: Workspace, ledger: Ledger, founding: Founding, key: str, folder: str
) -> str:
    """Made in Drive with its marks on it, then furnished in one atomic batch."""
    template = founding.workbooks[key]
    marks = {"holdfast": "workbook", "holdfast_key": key}
    file = _standing(workspace, "workbook", key)
    if file is None:
        founding.told(template.title)
        file = workspace.files.create(template.title, SPREADSHEET, folder, marks)
    answer = workspace.sheets.get(file.file_id, "sheets.properties.sheetId")
    there = [sheet["properties"].get("sheetId", 0) for sheet in answer.get("sheets", ())]
    wanted = create_body(template, template.title, founding.time_zone)
    ids = {sheet["properties"]["sheetId"] for sheet in wanted["sheets"]}
    if not ids & set(there):
        requests = [
            *_book_properties(wanted["properties"]),
            *({"addSheet": {"properties": sheet["properties"]}} for sheet in wanted["sheets"]),
            *({"deleteSheet": {"sheetId": sheet_id}} for sheet_id in there),
            *founding_requests(template, settings=founding.settings),
        ]
        workspace.sheets.batch_update(file.file_id, {"requests": requests})
        ledger.agree(furnished(key, had_of(template)))
        if "settings" in template.by_key:
            rows = [row.key for row in (*founding.settings, *counting_rows())]
            ledger.agree([furnished_settings(rows)])
            ledger.set_tokens({MODULES_ON: ",".join(sorted(AT_FIRST))})
    return file.file_id


def _book_properties(properties: Mapping[str, Any]) -> list[dict[str, Any]]:
    kept = {name: properties[name] for name in ("timeZone", "locale")}
    change = {"properties": kept, "fields": ",".join(kept)}
    return [{"updateSpreadsheetProperties": change}]


def _form(workspace: Workspace, ledger: Ledger, founding: Founding, key: str, folder: str) -> str:
    """`holdfast_version` is written last: a form without it is finished first."""
    template = founding.forms[key]
    marks = {"holdfast": "form", "holdfast_key": key}
    file = _standing(workspace, "form", key)
    if file is None:
        founding.told(template.title)
        form_id = workspace.forms.create(template.title)
        file = workspace.files.set_properties(form_id, marks)
    if "holdfast_version" in file.properties:
        return file.file_id
    if not workspace.forms.get(file.file_id).get("items"):
        requests = form_requests(template, founding.crisis)
        workspace.forms.batch_update(file.file_id, {"requests": requests})
        if key in founding.form_marks:
            words = {"crisis": founding.form_marks[key]}
            ledger.agree([Agreed(form_notices.KIND, key, file.file_id, words)])
    workspace.files.move(file.file_id, folder)
    workspace.forms.publish(file.file_id, founding.domain if key == "inside" else "")
    workspace.files.set_properties(file.file_id, {**marks, "holdfast_version": "1"})
    return file.file_id


def _template(workspace: Workspace, founding: Founding, key: str, folder: str) -> str:
    """An ordinary Google Doc, for staff to change."""
    file = _standing(workspace, "template", key)
    if file is None:
        name, content = founding.documents[key]
        founding.told(name)
        marks = {"holdfast": "template", "holdfast_key": key}
        file = workspace.files.create(name, DOCUMENT, folder, marks, content, DOCX)
    return file.file_id
