"""What every decision of one run has in common: the school's keys, words, links and habits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from service.casework.briefing import told_by
from service.casework.crack import cracks_of
from service.casework.diary_kinds import DiaryKind
from service.casework.records import RowRef
from service.casework.register import Register
from service.casework.registry import CORE
from service.casework.school import RuleServices
from service.casework.wants import Say
from service.casework.work import works_of
from service.keys import Keys
from service.workbook.look import WorkbookSeen, cell_place
from service.workbook.wording import Wording

GOOGLE_DOCS = "https://docs.google.com"


@dataclass(frozen=True, slots=True)
class Links:
    """Web addresses of cells and files; `base` is Google's, or the local Workspace's."""

    base: str = GOOGLE_DOCS
    workbooks: Mapping[str, str] = field(default_factory=dict, hash=False)  # by key; file ids

    def file(self, kind: str, file_id: str) -> str:
        what = "spreadsheets" if kind == "progress_sheet" else "document"
        return f"{self.base}/{what}/d/{file_id}/edit"

    def cell(self, books: Mapping[str, WorkbookSeen], ref: RowRef, column: str = "") -> str:
        """The very cell, or its workbook where the row is not there yet."""
        book = books.get(ref.workbook)
        file_id = ref.file_id or (book.file_id if book else self.workbooks.get(ref.workbook, ""))
        address = f"{self.base}/spreadsheets/d/{file_id}/edit"
        tab = book.tabs.get(ref.tab) if book else None
        if tab is None or not 0 <= ref.position < 1_000_000:
            return f"{address}#gid={tab.sheet_id}" if tab else address
        return f"{address}#{cell_place(tab, ref.position, column)}"


@dataclass(frozen=True, slots=True)
class SchoolContext:
    """`new_id` makes a fresh opaque row id at each call; `confirmed` are the guarded parts that a
    person has said were meant ("*" = all); `folder_id` is the folder that the school was given
    ("" = none)."""

    keys: Keys
    wording: Wording
    speak: Callable[[str], Say]
    links: Links
    kinds: Mapping[str, DiaryKind]
    new_id: Callable[[], str]
    registers: tuple[Register, ...] = CORE
    confirmed: frozenset[str] = field(default=frozenset())
    folder_id: str = ""
    form_language: str = "en"  # in which the referral forms were founded
    texts: Callable[[str, str], Say | None] = lambda topic, language: None

    duties: Callable[[], Mapping[str, frozenset[str]]] = dict

    @property
    def say(self) -> Say:
        return self.wording.say

    @property
    def services(self) -> RuleServices:
        """What rules are answered that needs no look at the school."""
        return RuleServices(
            say=self.say,
            speak=self.speak,
            texts=self.texts,
            kinds=self.kinds,
            hashed=lambda text: self.keys.fingerprint("key", text),
            cracks=lambda school: cracks_of(school, self.registers),
            works=lambda school, email: works_of(school, email, self.registers),
            duties=self.duties,
            tells=told_by(self.registers),
        )

    def is_confirmed(self, part: str) -> bool:
        return "*" in self.confirmed or part in self.confirmed
