"""A small sync: ids for rows, a derived value in service cells, dates moved as if from a
calendar, a next row for each that is Done, a question for each that is Odd. It stands where the
full sync will stand; a history only needs something to call."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from service.ports import Agreed, Sheets
from service.sheetwrite.write import Written, settle_journal, write_workbook
from service.workbook.edits import AddRow, Edit, SetCells, SettleRow
from service.workbook.identity import Identified, RowMarks, identify
from service.workbook.look import RowSeen, WorkbookSeen, question, read_look

from .small_book import TEMPLATE, TYPED

TAB = TEMPLATE.by_key["diary"]


def fingerprint(*values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()[:26]


@dataclass
class Report:
    """What a run wrote, and about which rows (position in the last look, notes) it asks."""

    landed: tuple[Edit, ...] = ()
    moved: dict[str, float] = field(default_factory=dict)  # row id -> date that landed
    asked: set[str] = field(default_factory=set)  # notes of rows that a person must look at
    # (column, value) in rows without anything to know them by: "Something is missing" there.
    alone: set[tuple[str, Any]] = field(default_factory=set)
    settled: list[str] = field(default_factory=list)  # questions that were blanked
    repairs: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass
class SmallSync:
    file_id: str
    ledger: Any
    wishes: dict[str, float] = field(default_factory=dict)  # row id -> date, from the calendar
    runs: int = 0

    def __call__(
        self,
        sheets: Sheets,
        expect: Callable[[str, dict[str, Any]], None],
        decided: Callable[[list[tuple[str, float]], list[tuple[str, str]]], None],
        confirm: bool = False,
    ) -> Report:
        self.runs += 1
        nonce = f"r{self.runs}"
        answer = sheets.look(self.file_id, question(TEMPLATE))
        seen = read_look(TEMPLATE, self.file_id, answer)
        settled = settle_journal(sheets, self.ledger, seen, f"{nonce}s")
        seen = settled.seen or seen
        report = Report(repairs=settled.repairs)
        report.refused += [f"unsure {each}" for each in settled.unsure]
        self.ledger.agree([Agreed("added", key) for _, key in settled.added])
        known = {
            key: RowMarks.from_marks(a.marks)
            for (kind, key), a in self.ledger.agreed().items()
            if kind == "row"
        }
        found = identify(seen.tabs["diary"], TAB, known, fingerprint)
        report.asked |= {row.text("notes") for row, _ in found.asked}
        if found.braked and not confirm:
            report.asked |= {row.text("notes") for row in seen.tabs["diary"].rows}
            return report
        self._remember(found)
        edits = self._edits(seen, found, report)
        decided(
            [
                (e.row.text("notes"), float(e.cells["date"]))  # type: ignore[arg-type]
                for e in edits
                if isinstance(e, SetCells) and "date" in e.cells
            ],
            [(e.row.text("row_id"), e.row.text("pick")) for e in edits if isinstance(e, SettleRow)],
        )
        for edit in edits:
            if isinstance(edit, AddRow) and edit.tab == "diary":
                expect(str(edit.cells["notes"]), dict(edit.cells))
        written = write_workbook(
            sheets, self.ledger, seen, edits, nonce, on_landed=self._note_added
        )
        self._after(written, report)
        return report

    def _remember(self, found: Identified) -> None:
        marks = dict(found.marks)
        things = [Agreed("row", row_id, marks=m.as_marks()) for row_id, m in marks.items()]
        if not found.asked:
            stored = self.ledger.agreed()
            for row_id in found.vanished:
                gone = replace(RowMarks.from_marks(stored[("row", row_id)].marks), gone=True)
                things.append(Agreed("row", row_id, marks=gone.as_marks()))
        self.ledger.agree(things)

    def _edits(self, seen: WorkbookSeen, found: Identified, report: Report) -> list[Edit]:
        tab = seen.tabs["diary"]
        fresh = {row.position for row in found.fresh}
        returned = {row.position: row_id for row, row_id in found.returned}
        edits: list[Edit] = []
        for row in tab.rows:
            if not row.text("notes"):
                report.alone |= {(c, row.cells[c]) for c in TYPED if row.cells.get(c) is not None}
                continue
            if row.position in found.asked_positions:
                continue
            row_id, cells = tab.row_id(row), {}
            if row.position in fresh:
                row_id = "hf-" + fingerprint("id", self.runs, row.position)[:13]
                cells["row_id"] = row_id
            elif row.position in returned:
                row_id = returned[row.position]
                cells["row_id"] = row_id
            edits.extend(self._row_edits(row, row_id, cells, report))
        edits.extend(self._questions(seen))
        return edits

    def _row_edits(
        self, row: RowSeen, row_id: str, cells: dict[str, Any], report: Report
    ) -> list[Edit]:
        for column, value, ours in (
            ("owner", f"o:{row.text('student')}:{row.text('kind')}", "o:"),
            ("calendar", f"c:{row_id}", "c:"),
        ):
            stands = row.text(column)
            if stands and not stands.startswith(ours):
                report.asked.add(row.text("notes"))  # typed over: it stays
            elif stands != value:
                cells[column] = value
        if row_id in self.wishes and row.cells.get("date") != self.wishes[row_id]:
            cells["date"] = self.wishes[row_id]
        edits: list[Edit] = [SetCells("diary", row, cells)] if cells else []
        following = self.next_of(row_id)
        if row.text("status") == "Done" and not self.has_added(row_id):
            edits.append(
                AddRow(
                    "diary",
                    following,
                    {
                        "student": row.text("student"),
                        "kind": "Check-in",
                        "date": 46_100.0,
                        "status": "Planned",
                        "notes": f"next {row_id}",
                        "row_id": following,
                    },
                )
            )
        return edits

    @staticmethod
    def next_of(row_id: str) -> str:
        return "hf-" + fingerprint("next", row_id)[:13]

    def has_added(self, row_id: str) -> bool:
        """Whether the next row of this one is known to have been added."""
        return ("added", self.next_of(row_id)) in self.ledger.agreed()

    def _questions(self, seen: WorkbookSeen) -> list[Edit]:
        odd = {
            "hf-" + fingerprint("q", seen.tabs["diary"].row_id(row))[:13]: row
            for row in seen.tabs["diary"].rows
            if row.text("status") == "Odd" and seen.tabs["diary"].row_id(row)
        }
        asked = {seen.tabs["attention"].row_id(row): row for row in seen.tabs["attention"].rows}
        edits: list[Edit] = [
            AddRow("attention", key, {"what": f"Odd {key}", "since": 46_000.0 + i, "row_id": key})
            for i, key in enumerate(odd)
            if key not in asked
        ]
        return edits + [
            SettleRow("attention", row) for key, row in asked.items() if key and key not in odd
        ]

    def _note_added(self, edits: Sequence[Edit]) -> None:
        """At once, so that a row is not added again when people delete it."""
        self.ledger.agree([Agreed("added", e.key) for e in edits if isinstance(e, AddRow)])

    def _after(self, written: Written, report: Report) -> None:
        report.landed = written.landed
        report.repairs += written.repairs
        report.refused += [f"{n.reason} {n.column}" for n in written.not_written]
        things = [Agreed("added", key) for _, key in written.added]
        for edit in written.landed:
            if isinstance(edit, SettleRow):
                report.settled.append(edit.row.text("row_id"))
            if isinstance(edit, SetCells) and "row_id" in edit.cells:
                row_id = str(edit.cells["row_id"])
                said = tuple(
                    edit.row.cells.get(c) for c in ("student", "kind", "date", "status", "notes")
                )
                marks = RowMarks(fingerprint("row", said), {})
                things.append(Agreed("row", row_id, marks=marks.as_marks()))
            if isinstance(edit, SetCells) and "date" in edit.cells:
                row_id = str(edit.cells.get("row_id") or edit.row.cells.get("row_id"))
                report.moved[row_id] = float(edit.cells["date"])  # type: ignore[arg-type]
                self.wishes.pop(row_id, None)
        for refused in written.not_written:
            edit = refused.edit
            if (
                isinstance(edit, SetCells)
                and "date" in edit.cells
                and refused.reason
                in (
                    "changed",
                    "typed_just_now",
                )
            ):
                # Both moved it: a person decides; here, what they typed counts.
                self.wishes.pop(str(edit.row.cells.get("row_id")), None)
        self.ledger.agree(things)
