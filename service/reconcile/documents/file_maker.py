"""Making files once: action plans and progress sheets, from change to file.

A Google Doc cannot be given its id beforehand, so each is made under an intent: written to the
ledger before, settled after. An intent that was never settled means that the answer was lost;
then the file is looked for by its appProperties before another is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import dropwhile, takewhile
from threading import Lock
from typing import TYPE_CHECKING, Any

from service.casework.plans.action_plan import ACTION_PLAN
from service.keys import Keys
from service.ports import Agreed, BadRequest, FileSeen, Ledger, Missing, Stale, Workspace

from ..changes import MakeProgressSheet, PutDocument, RefitProgressSheet
from ..reporting.pending import PendingAgreements
from .document_templates import TEMPLATE, DocumentTemplates
from .plan_documents import hand, stamp
from .school_files import MARK, SchoolFiles

if TYPE_CHECKING:
    from service.documents.render import Rendered

DOC = "application/vnd.google-apps.document"
SHEET = "application/vnd.google-apps.spreadsheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# How often people may go on writing while their text is being given back.
MOST_WRITERS = 4

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
    done: PendingAgreements = field(default_factory=PendingAgreements)
    links: dict[tuple[str, str], str] = field(default_factory=dict)
    file_ids: dict[str, str] = field(default_factory=dict)
    _read: dict[str, bytes] = field(default_factory=dict)
    _faults: dict[str, tuple[str, ...]] = field(default_factory=dict)
    # Several files are made at once; a template is made once, and pictures are drawn one by one.
    _rendering: Lock = field(default_factory=Lock)

    def put_document(self, change: PutDocument, known: Agreed | None) -> tuple[FileSeen, Rendered]:
        """Render and upload one document, new or in place of `known`. Raises GatewayError, and
        Stale where somebody was writing into it."""
        with self._rendering:
            rendered = self.render(self._template(change.want.kind), change)
        if not rendered.docx:
            raise BadRequest(rendered.problems[0] if rendered.problems else "", 400, TEMPLATE)
        spoken_in = False
        if change.file_id:
            if known is not None:
                self._respect_comments(known)
                writing = {**known.marks, "writing": hand(self.admin, self.keys)}
                self.ledger.agree([replace(known, marks=writing)])
            seen = self.workspace.files.replace(change.file_id, rendered.docx, DOCX)
            if known is not None:
                self._give_back(known, rendered.docx)
                spoken_in = self.workspace.files.is_commented(change.file_id)
        else:
            seen = self._make(
                kind="document",
                key=f"{change.key}:v{change.version}",
                properties={
                    "holdfast": change.want.kind,
                    "holdfast_key": change.want.code,
                    "holdfast_household": change.want.household,
                    "holdfast_version": str(change.version),
                },
                name=change.want.title,
                mime_type=DOC,
                content=rendered.docx,
            )
        marks = {**change.marks, "version": str(change.version), "modified": stamp(seen, self.keys)}
        if change.previous:
            marks["previous"] = change.previous
        if not change.file_id and seen.modified_by not in ("", self.admin):
            marks["edited"] = "1"  # made by a run that was cut short, and written into since
        if spoken_in:
            marks["edited"] = "1"  # a comment came in this moment: it is theirs from now on
        self.done.agreed.append(Agreed("document", change.key, seen.file_id, marks))
        if not change.file_id:
            self.done.over.append(("document", f"{change.key}:v{change.version}"))
        self._note("document", change.key, seen)
        return seen, rendered

    def _respect_comments(self, known: Agreed) -> None:
        """A comment counts as writing: raises Stale, and the next look makes the next version
        beside it."""
        if self.workspace.files.is_commented(known.object_id):
            self.ledger.agree([replace(known, marks={**known.marks, "edited": "1"})])
            raise Stale("Somebody has commented on this document.")

    def _give_back(self, known: Agreed, ours: bytes) -> None:
        """Drive takes an upload though somebody has just written into the document. Where they
        have, their text goes back in, and it is theirs from then on: raises Stale, and the next
        look makes the next version beside it."""
        files, file_id = self.workspace.files, known.object_id
        theirs, taken = b"", set[str]()
        for _ in range(MOST_WRITERS):
            revisions = files.revisions(file_id)
            news = [r for r in revisions if not r.ours and r.revision_id not in taken]
            if not news:
                break
            if not theirs:
                # What they wrote before we did, as it was when they had done; it is the first.
                first = [*takewhile(lambda r: not r.ours, dropwhile(lambda r: r.ours, revisions))]
                theirs, taken = files.as_it_was(first[-1]), {r.revision_id for r in first}
                news = [r for r in news if r.revision_id not in taken]
            for revision in news:
                from service.documents.together import with_lines_of  # loaded when needed

                theirs = with_lines_of(theirs, files.as_it_was(revision), ours)
                taken.add(revision.revision_id)
            seen = files.replace(file_id, theirs, DOCX)
        if taken:
            marks = {k: v for k, v in known.marks.items() if k != "writing"}
            marks |= {"edited": "1", "modified": stamp(seen, self.keys)}
            self.ledger.agree([replace(known, marks=marks)])
            raise Stale("Somebody wrote into this document just now.")

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
        if (kind, key) in self.unsettled:
            school_files = replace(self.school_files, since=self.ledger.token("drive"))
            for file in school_files.find(self.folder_id, **marks):
                # A search does not say "and of no household": another home's copy is not it.
                if all(file.properties.get(k, "") == v for k, v in properties.items()):
                    return file
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
