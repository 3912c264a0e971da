"""The workbooks as files: sheets_templates/{caseload,office,restricted,progress}.yaml.

A template says which tabs and columns there are, how a cell is read and shown, and who fills it.
Tabs and columns have an identity of their own (a sheet id, a piece of developer metadata), so
that staff may rename and move them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

FOLDER = Path(__file__).resolve().parents[2] / "sheets_templates"
WORKBOOKS = ("caseload", "office", "restricted", "progress")
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


def key_of(heading: str) -> str:
    """The key of a heading: "Make-up times" -> "make_up_times", "Q1 why" -> "q1_why"."""
    return re.sub(r"[^a-z0-9]+", "_", heading.casefold()).strip("_")


def stable_id(name: str) -> int:
    """A number in 1..2^31-1 that is the same for this name for ever."""
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:8], "big") % (2**31 - 1) + 1


class Column(_Entry):
    """One column. `kind` "code" is text that keeps its leading zeros; "name" a student's name;
    "staff" an e-mail or name from the Staff tab; "choices" several with commas between them."""

    heading: str
    kind: Kind
    width: int = Field(100, ge=20, le=800)  # pixels
    service: bool = False  # Holdfast fills it
    hidden: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()
    note: str = ""

    @cached_property
    def key(self) -> str:
        return key_of(self.heading)


class Tab(_Entry):
    """One tab. `identity` is the key of the column that says which row it is ("" = none)."""

    heading: str
    columns: tuple[Column, ...] = Field(min_length=1)
    note: str = ""
    color: Color = "grey"
    freeze_columns: int = 0
    identity: str = ""

    @cached_property
    def key(self) -> str:
        return key_of(self.heading)

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        return MappingProxyType({column.key: column for column in self.columns})

    @model_validator(mode="after")
    def _columns_differ(self) -> Tab:
        keys = [column.key for column in self.columns]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"{self.heading}: the column '{twice[0]}' is there twice")
        if self.identity and self.identity not in keys:
            raise ValueError(f"{self.heading}: there is no column '{self.identity}'")
        for column in self.columns:
            if bool(column.choices) and column.kind not in ("choice", "choices"):
                raise ValueError(f"{self.heading}, {column.heading}: choices need kind: choice")
        return self


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


def read_template(name: str, text: str) -> WorkbookTemplate:
    """The template that a file's text holds. Raises TemplateError with a plain sentence."""
    try:
        return WorkbookTemplate.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as problem:
        raise TemplateError(f"{name}.yaml cannot be read: {problem}") from None
    except ValidationError as problem:
        first = problem.errors()[0]
        where = " → ".join(str(part) for part in first["loc"])
        raise TemplateError(f"{name}.yaml, {where or 'whole file'}: {first['msg']}") from None


@cache
def load_template(workbook: str) -> WorkbookTemplate:
    """The template of `workbook` (caseload, office, restricted, progress)."""
    return read_template(workbook, (FOLDER / f"{workbook}.yaml").read_text("utf-8"))


def load_templates() -> dict[str, WorkbookTemplate]:
    """All four, by workbook key."""
    return {workbook: load_template(workbook) for workbook in WORKBOOKS}
