"""sheets_templates/settings.yaml: the rows that Office > Settings begins with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

FILE = Path(__file__).resolve().parents[2] / "sheets_templates" / "settings.yaml"


class SettingRow(BaseModel):
    """One row: Setting, Value (the default), What it does, Source; `key` names the field of
    casework.settings.SchoolSettings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    setting: str
    key: str
    value: str | int | float
    what: str
    source: str


@cache
def setting_rows() -> tuple[SettingRow, ...]:
    """All rows, in order. Raises pydantic.ValidationError, naming the entry, for a bad file."""
    return TypeAdapter(tuple[SettingRow, ...]).validate_python(yaml.safe_load(FILE.read_text()))
