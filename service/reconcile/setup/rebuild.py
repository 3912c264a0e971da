"""Rebuild: the ledger restored from Workspace, after it was lost or its key was changed.

Nothing that people see in Workspace is touched. What Holdfast made is found by what it wrote on
it: files by their appProperties, events by their private properties, rows by their ids, mails by
their reference, shares by the permissions that stand. Files of an earlier release are told whose
they are, in properties that nobody sees. Then the rules are asked as in any run, and
whatever they want that is there already is agreed on. What people changed meanwhile is left for
the next sync, and so is everything that cannot be told: sources are read from the beginning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from service.casework.records import CASELOAD, OFFICE, RESTRICTED
from service.casework.registry import REGISTERS
from service.ports import Agreed, BadRequest, FileSeen, Ledger, NotAllowed, Workspace
from service.workbook import form_ids

from ..changes import (
    AddFilterViews,
    Change,
    ChangeCells,
    MakeProgressSheet,
    PutDocument,
    PutEvent,
    RefitProgressSheet,
    Remember,
    RetellForm,
    SendMail,
)
from ..context import SchoolContext
from ..decide import Decided
from ..documents.earlier_versions import EARLIER, take_of
from ..documents.form_notices import says_so, told
from ..documents.hand_on import share_key
from ..documents.own_books import OWN_BOOK, own_key
from ..documents.register_documents import kinds_of
from ..documents.school_files import EDITED, SchoolFiles
from ..documents.stamps import stamp
from ..growth import MODULES_ON, rows_as_they_are
from ..lease import Lease, take_lease
from ..new_year.protections import note_protections
from ..observe import Observed
from ..rows.filter_views import standing_views
from ..rows.typed_over import as_it_stands
from ..school_records import read_settings
from ..sync import NotFounded, Run
from .founding import GROUPS, find_school
from .hashed_kinds import forgotten
from .standing_shares import disclosures
from .standing_versions import Versions, folder_of_earlier, in_order, version_of

# What is agreed in one turn lets the rules say more in the next.
MOST_TURNS = 8
PLAN, SHEET = "action_plan", "progress_sheet"
COUNTED = {"batch": "workbooks"}
CHANGING = "changing"  # in place of a key's id, while the ledger is taken over to a new one


@dataclass(slots=True)
class Rebuilding:
    """One rebuild, by means of a run that never applies anything. `new_key`: the ledger is
    there, and its hashes were made with another key."""

    run: Run
    asked_for: set[str] = field(default_factory=set)  # mails that were looked for
    new_key: bool = False
    calendars: dict[str, dict[str, str]] = field(default_factory=dict)  # e-mail: events by row
    readers: dict[tuple[str, str], set[str]] = field(default_factory=dict)  # (code, home): e-mails

    def restore(self, now: datetime) -> dict[str, int]:
        """How many things of each kind were restored. Raises Busy, NotFounded, GatewayError."""
        lease = take_lease(self.ledger, self.run.holder)
        try:
            # Before anything is forgotten: some files are known to the ledger alone.
            folder_id, day = self._files(), now.date().isoformat()
            kinds = (PLAN, *kinds_of(REGISTERS))
            papers = {kind: self._own(kind, folder_id, lease) for kind in kinds}
            sheets = self._own(SHEET, folder_id, lease)
            books = self._own(OWN_BOOK, folder_id, lease)
            if self.new_key:
                self.ledger.set_key_id(CHANGING)
                known = self.ledger.agreed()
                self.ledger.forget(forgotten(known, self.context.keys))
            away = folder_of_earlier(self.own, folder_id)
            versions = Versions(self.context.keys, away, day, self._by_a_person)
            self._papers(papers, sheets, versions)
            self._own_books(books)
            observed = self.run.observe(now)
            self._modules(observed)
            self._responses(observed)
            self._rows(observed)
            self._agree(as_it_stands(observed.workbooks, self.context.keys))
            self._agree(disclosures(observed, self.readers, self.context))
            for _ in range(MOST_TURNS):
                observed, decided = self.run.look(now)
                lease.keep()
                if not self._take_in(decided, observed):
                    break
            if not self.new_key:
                self._agree(rows_as_they_are(self.ledger))
                note_protections(self.run)
            self.ledger.set_key_id(self.context.keys.key_id)
        finally:
            lease.release()
        return _counts(self.ledger)

    @property
    def ledger(self) -> Ledger:
        return self.run.ledger

    @property
    def workspace(self) -> Workspace:
        return self.run.workspace

    @property
    def own(self) -> SchoolFiles:
        return self.run.school_files

    @property
    def context(self) -> SchoolContext:
        return self.run.context

    # ------------------------------------------------ what says itself what it is

    def _files(self) -> str:
        """The id of the school's folder."""
        school = find_school(self.ledger, self.own)
        if not school["workbooks"]["caseload"]:
            raise NotFounded(
                "Holdfast finds no workbooks of this school in Drive. If they are there, check "
                "HOLDFAST_ADMIN and the service account, and set HOLDFAST_FOLDER_ID to the folder "
                "in which they lie; else run `python -m service init`."
            )
        for file_id in (school["folder_id"], *(i for _, g in GROUPS for i in school[g].values())):
            for file in self.own.known_ones([file_id]):
                self.own.mark(file)
        books = [Agreed("batch", file_id) for file_id in school["workbooks"].values() if file_id]
        standing = self.ledger.agreed() if self.new_key else {}
        # What the last batch did is judged from the workbook's own journal at the next sync. A
        # ledger that is there may be an old one, which knows nothing of it.
        new = [book for book in books if ("batch", book.key) not in standing]
        self._agree([Agreed("school", school["folder_id"], school["folder_id"]), *new])
        self._agree(self._form_ids(school["forms"]))
        archives = self.own.find(school["folder_id"], holdfast="archive")
        self._agree(Agreed("archive", f.properties["holdfast_key"], f.file_id) for f in archives)
        return str(school["folder_id"])

    def _form_ids(self, forms: Mapping[str, str]) -> Iterable[Agreed]:
        """Which question is which, where Google gave them ids of its own: the file says so."""
        for key, file_id in forms.items():
            properties = self.workspace.files.get(file_id).properties if file_id else {}
            ids = form_ids.unpacked(properties)
            if ids:
                yield Agreed(form_ids.KIND, key, file_id, ids)

    def _own(self, kind: str, folder_id: str, lease: Lease) -> list[FileSeen]:
        """The school's plans or progress sheets, each saying from now on whose it is."""
        found = self.own.find(folder_id, holdfast=kind)
        known = {
            file_id
            for agreed in self.ledger.agreed().values()
            if agreed.kind in ("document", SHEET, OWN_BOOK, "share", EARLIER)
            for file_id in _files_of(agreed)
        }
        missed = self.own.known_ones(known - {file.file_id for file in found})
        found += [file for file in missed if file.properties["holdfast"] == kind]
        marked = []
        for file in found:
            lease.keep()
            by_hand = kind not in (SHEET, OWN_BOOK) and self._by_a_person(file)
            marked.append(self.own.mark(file, edited=by_hand))
        return marked

    def _by_a_person(self, file: FileSeen) -> bool:
        return EDITED in file.properties or file.modified_by not in ("", self.run.admin)

    def _papers(
        self, found: Mapping[str, list[FileSeen]], sheets: list[FileSeen], versions: Versions
    ) -> None:
        documents: dict[str, list[FileSeen]] = {}
        for kind, of_kind in found.items():
            for file in of_kind:
                code, home = _code(file), file.properties.get("holdfast_household", "")
                documents.setdefault(f"{kind}:{code}:{home}", []).append(file)
        for key, files in documents.items():
            self._document(key, in_order(files), versions)
        for file in sheets:
            self._agree([Agreed(SHEET, _code(file), file.file_id)])
            self._shares(_code(file), file, current=True)

    def _own_books(self, books: Iterable[FileSeen]) -> None:
        """Whose one is, those know to whom it is shared; else the file, as it was made."""
        for file in books:
            book = _code(file).partition(":")[0]
            given = self.workspace.files.permissions(file.file_id)
            people = [p.email for p in given if p.kind == "user" and p.role == "writer"]
            owner = next((email for email in people if email != self.run.admin), "")
            key = own_key(book, owner, self.context.keys) if owner else _code(file)
            self._agree([Agreed(OWN_BOOK, key, file.file_id)])
            self._shares(key, file, current=True)

    def _document(self, key: str, files: list[FileSeen], versions: Versions) -> None:
        """The latest version of one document, and who may see each."""
        *earlier, latest = files
        keys = self.context.keys
        marks = {"version": str(version_of(latest)), "modified": stamp(latest, keys)}
        if take_of(latest) > 1:
            marks["take"] = str(take_of(latest))
        replaced = versions.earlier(earlier, latest)
        if beside := [file for file in earlier if file not in replaced]:
            marks["previous"] = beside[-1].file_id
            marks["previous_version"] = str(version_of(beside[-1]))
        self._agree(versions.agreed(replaced, key))
        if self._by_a_person(latest):
            marks["edited"] = "1"
        self._agree([Agreed("document", key, latest.file_id, marks)])
        for file in files:
            self._shares(key, file, current=file is latest)

    def _shares(self, file_key: str, file: FileSeen, current: bool) -> None:
        shares = []
        for given in self.workspace.files.permissions(file.file_id):
            if given.role == "owner" or given.kind != "user" or given.email == self.run.admin:
                continue
            key = share_key(file_key, given.email, self.context.keys)
            marks = {"role": given.role, "file": file.file_id}
            name = key if current else f"{key}|{file.file_id}"
            shares.append(Agreed("share", name, given.permission_id, marks))
            home = file.properties.get("holdfast_household", "")
            if file.properties["holdfast"] == PLAN:
                self.readers.setdefault((_code(file), home), set()).add(given.email)
        self._agree(shares)

    def _modules(self, observed: Observed) -> None:
        """Which modules the school has, its Settings say; their tabs are looked at from here on."""
        say, today = self.context.say, observed.now.date()
        settings, _ = read_settings(observed.workbooks.get(OFFICE), say, today)
        self.ledger.set_tokens({MODULES_ON: ",".join(sorted(settings.modules))})

    def _responses(self, observed: Observed) -> None:
        """Which referral each response became: its row says so."""
        form_of = {r.response_id: r.form for r in observed.responses}
        numbered = []
        for book, tab in ((OFFICE, "referrals"), (RESTRICTED, "safety_referrals")):
            seen = observed.workbooks.get(book)
            for row in seen.tabs[tab].rows if seen else ():
                response, number = row.text("response_id"), row.text("referral_id")
                if response in form_of and number:
                    numbered.append(Agreed("response", f"{form_of[response]}:{response}", number))
        self._agree(numbered)

    # ------------------------------------------------ what the rules want and is there

    def _take_in(self, decided: Decided, observed: Observed) -> bool:
        """Agree on what stands already. False when nothing new could be agreed on."""
        found = [a for change in decided.changes for a in self._standing(change, observed)]
        new = [a for a in found if _differs(a, observed.known.get((a.kind, a.key)))]
        self._agree(new)
        return bool(new)

    def _standing(self, change: Change, observed: Observed) -> Iterable[Agreed]:
        known = observed.known
        match change:
            case Remember():
                return change.agree
            case ChangeCells() if not change.cells:
                return change.agree
            case SendMail() if change.key not in self.asked_for:
                self.asked_for.add(change.key)
                try:
                    if self.workspace.mail.already_sent(change.reference):
                        return [Agreed("message", change.record_key, at=observed.now)]
                except (BadRequest, NotAllowed):  # nobody may look: the next sync asks a person
                    self.ledger.intend("message", change.record_key)
            case PutDocument() if ("document", change.key) in known:
                standing = known["document", change.key]
                marks = {k: v for k, v in standing.marks.items() if ":" not in k}
                if not any(name.startswith("m:") for name in standing.marks):
                    return [replace(standing, marks={**change.marks, **marks})]
            case PutEvent() if "alert" in change.agree.marks:
                standing_id = self._events_of(change.write.owner).get(change.key)
                if standing_id:
                    return [replace(change.agree, object_id=standing_id)]
            case PutEvent() if self.new_key and change.kind == "reword_event":
                return [change.agree]  # the same words; only their hash is another one
            case MakeProgressSheet() | RefitProgressSheet() if (SHEET, change.key) in known:
                standing = known[SHEET, change.key]
                if "fit" not in standing.marks:
                    return [replace(standing, marks={**standing.marks, "fit": change.fit})]
            case RetellForm() if says_so(self.workspace.forms, change):
                return [told(change)]
            case AddFilterViews():
                return standing_views(self.workspace.sheets, observed.workbooks, change)
        return ()

    def _events_of(self, owner: str) -> dict[str, str]:
        if owner not in self.calendars:
            entries = self.workspace.calendars.look(owner, "").entries
            self.calendars[owner] = {entry.follow_up_id: entry.event_id for entry in entries}
        return self.calendars[owner]

    def _rows(self, observed: Observed) -> None:
        """Rows that were called for once: their id says by what. Whoever cancelled a First Talk
        is not given it back."""
        office, caseload = observed.workbooks.get(OFFICE), observed.workbooks.get(CASELOAD)
        diary = caseload.tabs["diary"].rows if caseload else ()
        referrals = office.tabs["referrals"].rows if office else ()
        keys = [f"first_talk:{row.text('referral_id')}" for row in referrals]
        keys += [f"next:{row.text('row_id')}" for row in diary]
        there = {row.text("row_id") for row in diary}
        ids = {key: self.context.keys.row_id("row", key) for key in keys}
        self._agree((Agreed("row", key, row) for key, row in ids.items() if row in there))

    def _agree(self, items: Iterable[Agreed]) -> None:
        if agreed := list(items):
            self.ledger.agree(agreed)


def _counts(ledger: Ledger) -> dict[str, int]:
    """What a person would want to hear about, by its plural."""
    found = Counter(kind for kind, _ in ledger.agreed())
    told = ("batch", "response", "row", "event", "document", "progress_sheet", "share", "message")
    return {COUNTED.get(kind, f"{kind}s"): found[kind] for kind in told if found[kind]}


def _differs(new: Agreed, old: Agreed | None) -> bool:
    return old is None or (new.object_id, dict(new.marks)) != (old.object_id, dict(old.marks))


def _files_of(agreed: Agreed) -> tuple[str, ...]:
    """The files that are meant by what is remembered of a document, a progress sheet, a share."""
    marks = agreed.marks
    own = "" if agreed.kind == "share" else agreed.object_id
    if agreed.kind == EARLIER:
        own = agreed.key
    return own, marks.get("previous", ""), marks.get("file", "")


def _code(file: FileSeen) -> str:
    return file.properties.get("holdfast_key", "")
