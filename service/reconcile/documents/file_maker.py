"""Making files once: action plans and progress sheets, from change to file.

A Google Doc cannot be given its id beforehand, so each is made under an intent: written to the
ledger before, settled after. An intent that was never settled means that the answer was lost;
then the file is looked for by its appProperties before another is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from service.casework.plans.action_plan import ACTION_PLAN
from service.keys import Keys
from service.ports import (
    Agreed,
    BadRequest,
    FileSeen,
    GatewayError,
    Ledger,
    Missing,
    NotAllowed,
    Stale,
    Workspace,
)

from ..changes import MakeProgressSheet, PutDocument, PutShare, RefitProgressSheet
from ..file_changes import Carried
from ..reporting.pending import PendingAgreements
from .document_templates import TEMPLATE, DocumentTemplates
from .earlier_versions import EARLIER, EARLIER_FOLDER, READS, SAYS, TAKE, THE_FOLDER, says
from .school_files import MARK, SchoolFiles
from .share_writer import grant_share
from .stamps import called, hand, stamp

if TYPE_CHECKING:
    from service.documents.render import Rendered

DOC = "application/vnd.google-apps.document"
SHEET = "application/vnd.google-apps.spreadsheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FOLDER = "application/vnd.google-apps.folder"
REFRESH = "refresh_document"

Render = Callable[[bytes, PutDocument], "Rendered"]
ProgressRequests = Callable[[MakeProgressSheet], list[dict[str, Any]]]
GoalRequests = Callable[[RefitProgressSheet, Sequence[int]], list[dict[str, Any]]]


@dataclass(slots=True)
class FileMaker:
    """Makes documents and progress sheets. What is `done` is agreed on once the rows that
    tell of it are written: a run that is cut short before finds each file again."""

    workspace: Workspace
    ledger: Ledger
    keys: Keys
    school_files: SchoolFiles
    folder_id: str
    templates: Mapping[str, str]  # kind of document: file id
    document_templates: DocumentTemplates
    render: Render
    progress_requests: ProgressRequests
    goal_requests: GoalRequests
    unsettled: dict[tuple[str, str], str]
    link: Callable[[str, str], str]
    admin: str
    earlier_name: str  # what the folder is called in which earlier versions lie
    done: PendingAgreements = field(default_factory=PendingAgreements)
    links: dict[tuple[str, str], str] = field(default_factory=dict)
    file_ids: dict[str, str] = field(default_factory=dict)
    refused: list[tuple[PutShare, GatewayError]] = field(default_factory=list)
    _read: dict[str, bytes] = field(default_factory=dict)
    _faults: dict[str, tuple[str, ...]] = field(default_factory=dict)
    # Several files are made at once; a template is made once, and pictures are drawn one by one.
    _rendering: Lock = field(default_factory=Lock)

    def put_document(self, change: PutDocument, known: Agreed | None) -> tuple[FileSeen, Rendered]:
        """Render and upload one document: a new file, which may take the place of `known`. Raises
        GatewayError, and Stale where somebody has commented on that."""
        with self._rendering:
            rendered = self.render(self._template(change.want.kind), change)
        if not rendered.docx:
            raise BadRequest(rendered.problems[0] if rendered.problems else "", 400, TEMPLATE)
        marks = {**change.marks, "version": str(change.version)}
        if known is not None and "take" in known.marks:
            marks["take"] = known.marks["take"]
        if change.previous:
            marks["previous"] = change.previous
        if known is None or change.kind != REFRESH:
            self._note_left_over(change)
            seen = self._new_file(change, f"v{change.version}", {}, rendered.docx)
        elif self._only_readers(change):
            seen = self._in_place(change, known, rendered.docx)
        else:
            self._respect_people(known)
            seen, marks["take"] = self._in_its_place(change, known, rendered.docx)
        marks |= {"modified": stamp(seen, self.keys), "called": called(seen, self.keys)}
        if seen.file_id != change.file_id and seen.modified_by not in ("", self.admin):
            marks["edited"] = "1"  # made by a run that was cut short, and written into since
        self.done.agreed.append(Agreed("document", change.key, seen.file_id, marks))
        self._note("document", change.key, seen)
        return seen, rendered

    def _new_file(
        self, change: PutDocument, which: str, marks: Mapping[str, str], content: bytes
    ) -> FileSeen:
        """`which` tells it from every other file of this document."""
        properties = {
            "holdfast": change.want.kind,
            "holdfast_key": change.want.code,
            "holdfast_household": change.want.household,
            "holdfast_version": str(change.version),
        }
        key = f"{change.key}:{which}"
        seen = self._make("document", key, {**properties, **marks}, change.want.title, DOC, content)
        self.done.over.append(("document", key))
        return seen

    def _in_place(self, change: PutDocument, known: Agreed, content: bytes) -> FileSeen:
        writing = {**known.marks, "writing": hand(self.admin, self.keys)}
        self.ledger.agree([replace(known, marks=writing)])
        return self.workspace.files.replace(change.file_id, content, DOCX)

    def _in_its_place(
        self, change: PutDocument, known: Agreed, content: bytes
    ) -> tuple[FileSeen, str]:
        """A new file for what the document says now, given to those who have the old one, which
        is put away once the rows lead to the new; and which take it is."""
        take = int(known.marks.get("take", "1")) + 1
        marks = {TAKE: str(take), SAYS: says(change.marks, self.keys)}
        while ("document", f"{change.key}:r{take}") in self.unsettled:
            others = self._other_takes(change, marks)
            if not others:
                break
            # A run that was cut short made one that says what was so then.
            self._note_earlier(change, take, others)
            take += 1
            marks[TAKE] = str(take)
        seen = self._new_file(change, f"r{take}", marks, content)
        for each in change.carried:
            self._carry(each, seen.file_id)
        old = {name: known.marks.get(name, "") for name in ("modified", "called")}
        self.done.agreed.append(Agreed(EARLIER, known.object_id, change.key, old))
        return seen, str(take)

    def _carry(self, each: Carried, file_id: str) -> None:
        """Where Google refuses it for good, that is told, and keeps the others not waiting."""
        given = each.known.marks
        if (given.get("file"), given.get("role")) == (file_id, each.share.role):
            return
        try:
            shared = grant_share(self.workspace.files, each.share, file_id, each.known)
        except (BadRequest, NotAllowed) as error:
            self.refused.append((each.share, error))
        else:
            self.ledger.agree(shared)

    def _note_left_over(self, change: PutDocument) -> None:
        """What a run that was cut short had made to take the place of what stands."""
        begun = f"{change.key}:r"
        for kind, key in tuple(self.unsettled):
            if kind == "document" and key.startswith(begun):
                take = key.removeprefix(begun)
                self._note_earlier(change, int(take), self._other_takes(change, {TAKE: take}))

    def _note_earlier(self, change: PutDocument, take: int, files: Sequence[FileSeen]) -> None:
        self.done.agreed += [Agreed(EARLIER, each.file_id, change.key) for each in files]
        self.done.over.append(("document", f"{change.key}:r{take}"))

    def _other_takes(self, change: PutDocument, marks: Mapping[str, str]) -> list[FileSeen]:
        """Files of this take that say something else than `marks` do."""
        want = change.want
        found = self._found(
            holdfast=want.kind,
            holdfast_key=want.code,
            holdfast_household=want.household,
            holdfast_take=marks[TAKE],
        )
        stands = (change.file_id, change.previous)
        return [
            each
            for each in found
            if each.file_id not in stands and each.properties.get(SAYS) != marks.get(SAYS)
        ]

    def _only_readers(self, change: PutDocument) -> bool:
        """Whether nobody but Holdfast's own account may write or comment in what stands. People
        may have been given it by hand."""
        if change.others_write:
            return False
        given = self.workspace.files.permissions(change.file_id)
        return all(each.role in READS for each in given)

    def _respect_people(self, known: Agreed) -> None:
        """What this look was not told of. A comment counts as writing: raises Stale, and the next
        look makes the next version beside it."""
        files, modified = self.workspace.files, known.marks.get("modified", "")
        written = modified not in ("", stamp(files.get(known.object_id), self.keys))
        if written or files.is_commented(known.object_id):
            self.ledger.agree([replace(known, marks={**known.marks, "edited": "1"})])
            raise Stale("Somebody has written into this document, or commented on it.")

    def earlier_folder(self) -> FileSeen:
        """The folder in which earlier versions lie, and one that stands already is it. Raises
        GatewayError."""
        marks = {"holdfast": EARLIER_FOLDER, "holdfast_key": THE_FOLDER}
        if standing := self._found(**marks):
            return standing[0]
        return self._make(EARLIER_FOLDER, THE_FOLDER, marks, self.earlier_name, FOLDER, None)

    def make_progress_sheet(self, change: MakeProgressSheet) -> FileSeen:
        """Make one student's progress sheet. Raises GatewayError."""
        code = change.want.code
        begun = ("progress_sheet", code) in self.unsettled
        seen = self._make(
            kind="progress_sheet",
            key=code,
            properties={"holdfast": "progress_sheet", "holdfast_key": code},
            name=change.want.title,
            mime_type=SHEET,
            content=None,
        )
        self._furnish(seen.file_id, change, begun)
        marks = {**change.given, "fit": change.fit}
        self.done.agreed.append(Agreed("progress_sheet", code, seen.file_id, marks))
        self.done.over.append(("progress_sheet", code))
        self._note("progress_sheet", code, seen)
        return seen

    def make_workbook(self, key: str, title: str) -> FileSeen:
        """A workbook's file, still empty; it is shared with nobody. Raises GatewayError."""
        properties = {"holdfast": "workbook", "holdfast_key": key}
        return self._make("workbook", key, properties, title, SHEET, None)

    def make_own(self, kind: str, key: str, title: str) -> FileSeen:
        """Somebody's own workbook, still empty; `key` says by a hash whose. Raises GatewayError."""
        return self._make(kind, key, {"holdfast": kind, "holdfast_key": key}, title, SHEET, None)

    def make_archive(self, year: str, title: str) -> FileSeen:
        """The workbook of a school year that is over, still empty; it is shared with nobody, and
        one that stands already is it. Raises GatewayError."""
        marks = {"holdfast": "archive", "holdfast_key": year}
        standing = self.school_files.find(self.folder_id, **marks)
        if standing:
            return standing[0]
        seen = self._make("archive", year, marks, title, SHEET, None)
        self.ledger.agree([Agreed("archive", year, seen.file_id)])
        self.ledger.settle("archive", year)
        return seen

    def refit_progress_sheet(self, change: RefitProgressSheet, known: Agreed) -> None:
        """Fit a progress sheet to its goals. Raises GatewayError."""
        charts = self.workspace.sheets.get(change.file_id, "sheets.charts.chartId")
        standing = [
            chart["chartId"]
            for sheet in charts.get("sheets", ())
            for chart in sheet.get("charts", ())
        ]
        requests = self.goal_requests(change, standing)
        self.workspace.sheets.batch_update(change.file_id, {"requests": requests})
        marks = {**known.marks, "fit": change.fit}
        self.done.agreed.append(replace(known, marks=marks))
        self.file_ids[change.key] = change.file_id

    def note_own_edits(self, token: str, admin: str) -> None:
        """What was just written into progress sheets is our own, and not worth reading. Where
        somebody else wrote last, it is left to be read. One Drive call."""
        made = {file_id: key for key, file_id in self.file_ids.items()}
        files, _ = self.workspace.files.changes(token)
        known = self.ledger.agreed()
        own = []
        for file in files:
            agreed = known.get(("progress_sheet", made.get(file.file_id, "")))
            if agreed is not None and file.modified and file.modified_by == admin:
                marks = {**agreed.marks, "modified": stamp(file, self.keys)}
                own.append(replace(agreed, marks=marks))
        self.ledger.agree(own)

    def _note(self, kind: str, key: str, seen: FileSeen) -> None:
        self.links[kind, key] = self.link(kind, seen.file_id)
        self.file_ids[key] = seen.file_id

    def _furnish(self, file_id: str, change: MakeProgressSheet, begun: bool) -> None:
        """Furnish a new sheet; one whose making was begun before may be furnished already."""
        requests = self.progress_requests(change)
        if begun:
            standing = self.workspace.sheets.get(file_id, "sheets.properties.sheetId")
            there = {sheet["properties"].get("sheetId", 0) for sheet in standing.get("sheets", ())}
            if 0 not in there:
                return
        self.workspace.sheets.batch_update(file_id, {"requests": requests})

    def _make(
        self,
        kind: str,
        key: str,
        properties: dict[str, str],
        name: str,
        mime_type: str,
        content: bytes | None,
    ) -> FileSeen:
        marks = {k: v for k, v in properties.items() if v}
        if (kind, key) in self.unsettled and (found := self._found(**properties)):
            return found[0]
        self.ledger.intend(kind, key)
        self.unsettled[kind, key] = ""
        return self.workspace.files.create(
            name,
            mime_type,
            parent=self.folder_id,
            properties={**marks, MARK: self.school_files.school_id()},
            content=content,
            content_type=DOCX if content is not None else "",
        )

    def _found(self, **properties: str) -> list[FileSeen]:
        """The school's files that say exactly this, those that a search does not find yet too."""
        school_files = replace(self.school_files, since=self.ledger.token("drive"))
        marks = {k: v for k, v in properties.items() if v}
        # A search does not say "and of no household": another home's copy is not it.
        return [
            file
            for file in school_files.find(self.folder_id, **marks)
            if all(file.properties.get(k, "") == v for k, v in properties.items())
        ]

    def _template(self, kind: str) -> bytes:
        """The template of a kind as it is now, read once; made, where this is the first document
        of a kind that this school has not had yet."""
        if kind not in self._read:
            file_id = self.templates.get(kind, "")
            if not file_id and kind == ACTION_PLAN:
                raise Missing("The action plan template is not there; run `init` once more.", 404)
            file_id = file_id or self._make_template(kind)
            self._read[kind] = self.workspace.files.export(file_id, DOCX)
            self._faults[kind] = self.document_templates.check(kind, self._read[kind])
        if self._faults[kind]:  # what stands stays; it is told on Attention
            raise BadRequest(self._faults[kind][0], 400, TEMPLATE)
        return self._read[kind]

    def _make_template(self, kind: str) -> str:
        name, content = self.document_templates.first(kind)
        marks = {"holdfast": "template", "holdfast_key": kind}
        seen = self._make("template", kind, marks, name, DOC, content)
        self.ledger.set_tokens({f"file:templates:{kind}": seen.file_id})
        self.done.over.append(("template", kind))
        return seen.file_id
