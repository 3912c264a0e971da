"""The first day: folder, workbooks, forms and the template of the action plan.

Every step looks before it makes, by what Holdfast wrote on its own files (appProperties), so that
`init` can be run again at any time: after a crash it goes on where it stopped, and on a finished
school it changes nothing. What staff have renamed, moved or taken down stays as they left it. Files
of an earlier release are told here whose they are, if they do not say so yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from service.casework.registry import AT_FIRST, REGISTERS
from service.casework.settings import CrisisWords
from service.keys import Keys
from service.ports import Agreed, FileSeen, Ledger, NotAllowed, Workspace
from service.reconcile.growth import MODULES_ON, counting_rows, furnished, furnished_settings
from service.sheetwrite.new_workbook import create_body, furnish_workbook
from service.workbook import form_ids, form_questions
from service.workbook.forms import FormTemplate, form_requests
from service.workbook.growing import had_of
from service.workbook.school_settings import SettingRow
from service.workbook.templates import ON_DEMAND, WorkbookTemplate

from ..documents import form_notices
from ..documents.register_documents import kinds_of
from ..documents.school_files import MARK, SchoolFiles
from .form_filler import fill_form

FOLDER = "application/vnd.google-apps.folder"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
DOCUMENT = "application/vnd.google-apps.document"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

BEGUN = "founding"  # token: where Drive's change log was when the founding began
WORKBOOKS = ("caseload", "office", "restricted")
FORMS = ("inside", "outside")
TEMPLATES = ("action_plan",)
LATER_TEMPLATES = kinds_of(REGISTERS)  # made with the first document of their kind
GROUPS = (("workbook", "workbooks"), ("form", "forms"), ("template", "templates"))


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
    keys: Keys
    # form -> the mark of what it is made to say (documents/form_notices.py)
    form_marks: Mapping[str, str] = field(default_factory=dict, hash=False)
    settings: tuple[SettingRow, ...] = ()
    modules: frozenset[str] = AT_FIRST
    folder_id: str = ""
    folder_name: str = "Holdfast"
    told: Callable[[str], None] = lambda _name: None


def found_school(workspace: Workspace, ledger: Ledger, founding: Founding) -> dict[str, Any]:
    """Make what is missing; answers what `init --json` prints:

    {"folder_id", "workbooks": {"caseload", "office", "restricted"}, "forms": {"inside",
    "outside"}, "templates": {"action_plan"}, "admin"}; under "workbooks" there are more once a
    module needs one. Raises GatewayError, and SchoolUnclear
    where it cannot be told whose the folders are that stand there.
    """
    begun = ledger.token(BEGUN) or workspace.files.start_token()
    ledger.set_tokens({BEGUN: begun})  # after a crash, what was made is found from here on
    own = SchoolFiles(workspace, ledger, founding.keys, founding.folder_id, since=begun)
    standing = own.folder()
    own.remember(standing)  # before anything is made, so that whatever is made is found again
    folder, is_new = _folder(own, founding, standing)
    if is_new:  # an existing school whose ledger is empty must be rebuilt, not taken for new
        ledger.agree([Agreed("school", folder.file_id, folder.file_id)])
    making = _Making(workspace, ledger, founding, own, folder.file_id)
    made = {
        "folder_id": folder.file_id,
        "workbooks": {
            **founded(ledger)["workbooks"],
            **making.each("workbook", _books_of(founding), making.workbook),
        },
        "forms": making.each("form", FORMS, making.form),
        "templates": {
            **founded(ledger)["templates"],
            **making.each("template", TEMPLATES, making.template),
        },
        "admin": founding.admin,
    }
    ledger.set_tokens({f"file:{name}": file_id for name, file_id in _flat(made)} | {BEGUN: ""})
    return made


def founded(ledger: Ledger) -> dict[str, Any]:
    """The same object without the admin, as the ledger remembers it; "" for what it does not."""

    groups = {
        "workbooks": (*WORKBOOKS, *ON_DEMAND),
        "forms": tuple(FORMS),
        "templates": (*TEMPLATES, *LATER_TEMPLATES),
    }
    names = {group: {key: f"file:{group}:{key}" for key in keys} for group, keys in groups.items()}
    asked = [name for of_group in names.values() for name in of_group.values()]
    kept = ledger.tokens(["file:folder", *asked])
    ids = {
        group: {key: kept[name] for key, name in of_group.items()}
        for group, of_group in names.items()
    }
    return {
        "folder_id": kept["file:folder"],
        "workbooks": _there(ids["workbooks"]),
        "forms": ids["forms"],
        "templates": _made(ids["templates"]),
    }


def find_school(ledger: Ledger, own: SchoolFiles) -> dict[str, Any]:
    """Look the files up in Drive (after the ledger was lost) and remember them.

    Answers as `founded` does, "" for what is not there. Raises GatewayError, and SchoolUnclear
    where it cannot be told which of several schools' files they are.
    """
    folder = own.folder()
    folder_id, name = (folder.file_id if folder else ""), own.called(folder)

    def ids(kind: str, keys: tuple[str, ...]) -> dict[str, str]:
        found = own.find_for(name, folder_id, holdfast=kind)
        return {key: file.file_id if (file := _first(found, key)) else "" for key in keys}

    school = {
        "folder_id": folder_id,
        "workbooks": _there(ids("workbook", (*WORKBOOKS, *ON_DEMAND))),
        "forms": ids("form", FORMS),
        "templates": _made(ids("template", (*TEMPLATES, *LATER_TEMPLATES))),
    }
    if any(file_id for _, file_id in _flat(school)):
        own.remember(folder)
    ledger.set_tokens({f"file:{name}": file_id for name, file_id in _flat(school)})
    return school


def _there(workbooks: Mapping[str, str]) -> dict[str, str]:
    """Without those that no module has needed yet."""
    return {key: file_id for key, file_id in workbooks.items() if file_id or key not in ON_DEMAND}


def _made(templates: Mapping[str, str]) -> dict[str, str]:
    """Without those of which no document has been needed yet."""
    return {key: file_id for key, file_id in templates.items() if file_id or key in TEMPLATES}


def _books_of(founding: Founding) -> tuple[str, ...]:
    return (*WORKBOOKS, *(key for key in ON_DEMAND if key in founding.workbooks))


def _flat(school: Mapping[str, Any]) -> list[tuple[str, str]]:
    flat = [(f"{group}:{key}", school[group][key]) for _, group in GROUPS for key in school[group]]
    return [("folder", school["folder_id"]), *flat]


def _first(files: list[FileSeen], key: str) -> FileSeen | None:
    return next((file for file in files if file.properties.get("holdfast_key") == key), None)


def _folder(
    own: SchoolFiles, founding: Founding, standing: FileSeen | None
) -> tuple[FileSeen, bool]:
    """Whether it is new. One that says nothing is told whose it is where the ledger or a setting
    says so; else it is `rebuild` that takes a school over."""
    files = own.workspace.files
    marks = {"holdfast": "folder", MARK: own.school_id()}
    if standing is None:
        founding.told(founding.folder_name)
        return files.create(founding.folder_name, FOLDER, properties=marks), True
    if standing.properties.get("holdfast") != "folder":
        return files.set_properties(standing.file_id, marks), True
    if own.given or not own.ledger.is_empty():
        return own.mark(standing), False
    return standing, False


@dataclass(frozen=True, slots=True)
class _Making:
    """What is needed to make the files of one school in its folder."""

    workspace: Workspace
    ledger: Ledger
    founding: Founding
    own: SchoolFiles
    folder: str

    def each(
        self, kind: str, keys: tuple[str, ...], make: Callable[[str, FileSeen | None], str]
    ) -> dict[str, str]:
        """The file of each key: found, or made."""
        found = self._standing(kind)
        return {key: make(key, _first(found, key)) for key in keys}

    def _standing(self, kind: str) -> list[FileSeen]:
        """The school's files of one kind; those that the ledger knows come first."""
        found = self.own.find(self.folder, holdfast=kind)
        known = set(founded(self.ledger)[dict(GROUPS)[kind]].values())
        found += self.own.known_ones(known - {file.file_id for file in found})
        if not self.ledger.is_empty():
            found = [self.own.mark(file) for file in found]
            for file in found:
                if file.given_on:  # of an earlier release
                    self.workspace.files.set_properties(file.file_id, file.properties)
        return sorted(found, key=lambda file: file.file_id not in known)

    def _marks(self, kind: str, key: str) -> dict[str, str]:
        return {"holdfast": kind, "holdfast_key": key, MARK: self.own.school_id()}

    def workbook(self, key: str, file: FileSeen | None) -> str:
        """Made in Drive with its marks on it, then furnished in one atomic batch."""
        founding, workspace, ledger = self.founding, self.workspace, self.ledger
        template = founding.workbooks[key]
        if file is None:
            founding.told(template.title)
            marks = self._marks("workbook", key)
            file = workspace.files.create(template.title, SPREADSHEET, self.folder, marks)
        answer = workspace.sheets.get(file.file_id, "sheets.properties.sheetId")
        there = [sheet["properties"].get("sheetId", 0) for sheet in answer.get("sheets", ())]
        wanted = create_body(template, template.title, founding.time_zone)
        ids = {sheet["properties"]["sheetId"] for sheet in wanted["sheets"]}
        if not ids & set(there):
            requests = [
                *_book_properties(wanted["properties"]),
                *({"addSheet": {"properties": sheet["properties"]}} for sheet in wanted["sheets"]),
                *({"deleteSheet": {"sheetId": sheet_id}} for sheet_id in there),
            ]
            at_first = founding.settings
            furnish_workbook(workspace.sheets, file.file_id, template, at_first, requests)
            ledger.agree(furnished(key, had_of(template)))
            if "settings" in template.by_key:
                rows = [row.key for row in (*founding.settings, *counting_rows())]
                ledger.agree([furnished_settings(rows)])
                ledger.set_tokens({MODULES_ON: ",".join(sorted(founding.modules))})
        return file.file_id

    def form(self, key: str, file: FileSeen | None) -> str:
        """`holdfast_version` is written last: a form without it is finished first."""
        founding, workspace = self.founding, self.workspace
        template, marks = founding.forms[key], self._marks("form", key)
        if file is None:
            founding.told(template.title)
            form_id = workspace.forms.create(template.title)
            self._keep_private(form_id)
            file = workspace.files.set_properties(form_id, marks)
        if "holdfast_version" in file.properties:
            return file.file_id
        requests = form_requests(template, founding.crisis)
        ids = fill_form(workspace.forms, file.file_id, requests)
        if ids:
            self.ledger.agree([Agreed(form_ids.KIND, key, file.file_id, ids)])
        self.ledger.agree([Agreed(form_questions.KIND, key, file.file_id)])  # all there as made
        if key in founding.form_marks:
            words = {"crisis": founding.form_marks[key]}
            self.ledger.agree([Agreed(form_notices.KIND, key, file.file_id, words)])
        with suppress(NotAllowed):  # then it stays where it is; `init` and `doctor` say so
            workspace.files.move(file.file_id, self.folder)
        workspace.forms.publish(file.file_id, founding.domain if key == "inside" else "")
        done = {**marks, **form_ids.packed(ids), "holdfast_version": "1"}
        workspace.files.set_properties(file.file_id, done)
        return file.file_id

    def _keep_private(self, form_id: str) -> None:
        """Forms makes a form as visible as the domain's default says, and that may be to all."""
        files = self.workspace.files
        for seen in files.permissions(form_id):
            if seen.kind in ("anyone", "domain"):
                files.unshare(form_id, seen.permission_id)

    def template(self, key: str, file: FileSeen | None) -> str:
        """An ordinary Google Doc, for staff to change."""
        if file is None:
            name, content = self.founding.documents[key]
            self.founding.told(name)
            marks = self._marks("template", key)
            file = self.workspace.files.create(name, DOCUMENT, self.folder, marks, content, DOCX)
        return file.file_id


def _book_properties(properties: Mapping[str, Any]) -> list[dict[str, Any]]:
    kept = {name: properties[name] for name in ("timeZone", "locale")}
    change = {"properties": kept, "fields": ",".join(kept)}
    return [{"updateSpreadsheetProperties": change}]
