"""The workbooks as files: sheets_templates/<workbook>/<tab>.yaml, put together by the registers.

A template says which tabs and columns there are, how a cell is read and shown, and who fills it.
Tabs and columns have an identity of their own (a sheet id, a piece of developer metadata), which
follows from their `key` and never from what they are called, so that staff may rename and move
them, and we may reword them.

What a topic adds to a tab of another stands in <tab>.<register>.yaml: columns, each `after` one
that stands there, and choices of its drop-downs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from service.casework.records import CASELOAD, DATA, MY_TIME, OFFICE, PROGRESS, RESTRICTED, SHELF
from service.casework.register import Register
from service.casework.registry import AT_FIRST, active
from service.yaml_text import read_yaml

FOLDER = Path(__file__).resolve().parents[2] / "sheets_templates"
EVERY_SCHOOL = (CASELOAD, OFFICE, RESTRICTED)  # the workbooks that every school has
ON_DEMAND = (SHELF, DATA)  # made once a module has a tab there, and read when it has changed
OF_PERSONS = (MY_TIME,)  # of which everybody has one of their own
WORKBOOKS = (*EVERY_SCHOOL, PROGRESS, *ON_DEMAND, *OF_PERSONS)
JOURNAL = "holdfast_journal"  # the hidden tab in which every write leaves its trace
METADATA_KEY = "holdfast"

Kind = Literal[
    "text", "long text", "code", "name", "staff", "date", "time", "datetime", "number",
    "choice", "choices", "link", "any",
]  # fmt: skip
Color = Literal["teal", "blue", "green", "orange", "purple", "red", "grey"]


class TemplateError(ValueError):
    """A template file cannot be used; the sentence says which entry and why."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Entry = TypeVar("Entry", bound=_Entry)


def key_of(heading: str) -> str:
    """The key of a heading: "Make-up times" -> "make_up_times", "Q1 why" -> "q1_why"."""
    return re.sub(r"[^a-z0-9]+", "_", heading.casefold()).strip("_")


@lru_cache(maxsize=4096)  # every look asks for each column of the templates
def stable_id(name: str) -> int:
    """A number in 1..2^31-1 that is the same for this name for ever."""
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:8], "big") % (2**31 - 1) + 1


class Column(_Entry):
    """One column. `kind` "code" is text that keeps its leading zeros; "name" a student's name;
    "staff" an e-mail or name from the Staff tab; "choices" several with commas between them."""

    heading: str
    key: str = ""  # its identity for ever; the heading's own words where the file gives none
    kind: Kind
    width: int = Field(100, ge=20, le=800)  # pixels
    service: bool = False  # Holdfast fills it
    hidden: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _named(cls, entry: Any) -> Any:
        return _with_key(entry)


class Tab(_Entry):
    """One tab. `identity` is the key of the column that says which row it is ("" = none). Where the
    column `or_else` says something, a row may be about no student. In a new
    workbook the columns `first` stand before the rest, behind frozen ones, and rows are
    `row_height` pixels high, however long a cell is (0 = as high as what they hold)."""

    heading: str
    key: str = ""
    columns: tuple[Column, ...] = Field(min_length=1)
    note: str = ""
    color: Color = "grey"
    freeze_columns: int = 0
    identity: str = ""
    or_else: str = ""
    hidden: bool = False
    first: tuple[str, ...] = ()
    row_height: int = Field(0, ge=0, le=200)

    @model_validator(mode="before")
    @classmethod
    def _named(cls, entry: Any) -> Any:
        return _with_key(entry)

    @property
    def about_student(self) -> bool:
        """Whether each row is about one student, and settled on a case by Holdfast."""
        return {"student", "case_code", "row_id"} <= set(self.by_key) and self.identity == "row_id"

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        return MappingProxyType({column.key: column for column in self.columns})

    @cached_property
    def laid_out(self) -> tuple[Column, ...]:
        """The columns in the order in which they stand in a new workbook."""
        frozen = self.columns[: self.freeze_columns]
        first = tuple(self.by_key[key] for key in self.first)
        return (*frozen, *first, *(c for c in self.columns if c not in (*frozen, *first)))

    @model_validator(mode="after")
    def _columns_differ(self) -> Tab:
        keys = [column.key for column in self.columns]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"{self.heading}: the column '{twice[0]}' is there twice")
        if self.identity and self.identity not in keys:
            raise ValueError(f"{self.heading}: there is no column '{self.identity}'")
        if unknown := [key for key in self.first if key not in keys]:
            raise ValueError(f"{self.heading}: there is no column '{unknown[0]}'")
        for column in self.columns:
            if bool(column.choices) and column.kind not in ("choice", "choices"):
                raise ValueError(f"{self.heading}, {column.heading}: choices need kind: choice")
        return self


class AddedColumn(Column):
    """A column that a topic adds to a tab of another, behind the column `after`."""

    after: str


class Additions(_Entry):
    """What a topic adds to a tab of another: columns, and choices by column key; the column that
    says which row it is, where the tab had none."""

    columns: tuple[AddedColumn, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    identity: str = ""


class Source(_Entry):
    """The column whose cells a drop-down offers."""

    tab: str
    column: str


class WorkbookTemplate(_Entry):
    workbook: str
    title: str
    tabs: tuple[Tab, ...] = Field(min_length=1)
    names: Source | None = None  # where the drop-downs of students' names come from
    staff: Source | None = None

    @cached_property
    def by_key(self) -> Mapping[str, Tab]:
        return MappingProxyType({tab.key: tab for tab in self.tabs})

    def sheet_id(self, tab: str) -> int:
        """The sheet id of a tab of this workbook, the journal's included. Never 0."""
        return stable_id(f"{self.workbook}/{tab}")

    def metadata_value(self, tab: str, column: str) -> str:
        return f"{self.workbook}/{tab}/{column}"

    def metadata_id(self, tab: str, column: str) -> int:
        return stable_id(self.metadata_value(tab, column))

    @model_validator(mode="after")
    def _ids_differ(self) -> WorkbookTemplate:
        tabs = [tab.key for tab in self.tabs]
        ids = [self.sheet_id(tab) for tab in (*tabs, JOURNAL)]
        ids += [self.metadata_id(t.key, c.key) for t in self.tabs for c in t.columns]
        if len(set(tabs)) < len(tabs) or len(set(ids)) < len(ids):
            raise ValueError("two tabs have the same name")
        for source in (self.names, self.staff):
            if source and source.column not in self.by_key[source.tab].by_key:
                raise ValueError(f"there is no column '{source.column}' on '{source.tab}'")
        return self


def read_entry(name: str, text: str, kind: type[Entry]) -> Entry:
    """What a file's text holds. Raises TemplateError with a plain sentence."""
    try:
        return kind.model_validate(read_yaml(text))
    except yaml.YAMLError as problem:
        raise TemplateError(f"{name}.yaml cannot be read: {problem}") from None
    except ValidationError as problem:
        first = problem.errors()[0]
        where = " → ".join(str(part) for part in first["loc"])
        raise TemplateError(f"{name}.yaml, {where or 'whole file'}: {first['msg']}") from None


def extended(tab: Tab, more: Additions) -> Tab:
    """A tab with what another topic adds to it. Raises TemplateError for a place that is not."""
    columns = [
        column.model_copy(update={"choices": (*column.choices, *more.choices[column.key])})
        if column.key in more.choices
        else column
        for column in tab.columns
    ]
    for added in more.columns:
        places = [index for index, column in enumerate(columns) if column.key == added.after]
        if not places:
            raise TemplateError(f"{tab.heading}: there is no column '{added.after}'")
        plain = Column.model_validate(added.model_dump(exclude={"after"}))
        columns.insert(places[0] + 1, plain)
    whole = {"columns": tuple(columns), "identity": more.identity or tab.identity}
    return Tab.model_validate(tab.model_copy(update=whole).model_dump())


@cache
def load_template(workbook: str, modules: frozenset[str] = AT_FIRST) -> WorkbookTemplate:
    """The template of `workbook` (one of WORKBOOKS) with the core's tabs and those of `modules`
    (names of registers)."""
    return compose(workbook, active(modules))


def needed(modules: Iterable[str]) -> tuple[str, ...]:
    """The workbooks on which the core or one of `modules` has a tab."""
    used = {book for register in active(modules) for book, _ in register.tabs}
    return tuple(book for book in WORKBOOKS if book in used)


def compose(workbook: str, registers: Iterable[Register]) -> WorkbookTemplate:
    """A workbook's template from the files of these registers, in their order."""
    folder, registers = FOLDER / workbook, tuple(registers)
    tabs: list[Tab] = []
    for register in registers:
        for key in (tab for book, tab in register.tabs if book == workbook):
            if any(tab.key == key for tab in tabs):
                continue  # several topics write there; it stands once
            tab = read_entry(f"{workbook}/{key}", (folder / f"{key}.yaml").read_text("utf-8"), Tab)
            for other in registers:
                more = folder / f"{key}.{other.name}.yaml"
                if more.is_file():
                    added = read_entry(
                        f"{workbook}/{more.stem}", more.read_text("utf-8"), Additions
                    )
                    tab = extended(tab, added)
            tabs.append(tab)
    head = read_yaml((folder / "workbook.yaml").read_text("utf-8"))
    return WorkbookTemplate.model_validate({**head, "tabs": tuple(tabs)})


def load_templates(modules: frozenset[str] = AT_FIRST) -> dict[str, WorkbookTemplate]:
    """Those that are needed, by workbook key."""
    return {workbook: load_template(workbook, modules) for workbook in needed(modules)}


def _with_key(entry: Any) -> Any:
    if isinstance(entry, dict) and not entry.get("key") and isinstance(entry.get("heading"), str):
        return {**entry, "key": key_of(entry["heading"])}
    return entry
