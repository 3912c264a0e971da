"""sheets_templates/diary.yaml: how long a kind of entry takes, how often it comes back, and whom
it is a contact with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from service.casework.diary_kinds import DiaryKind
from service.yaml_text import read_yaml

FILE = Path(__file__).resolve().parents[2] / "sheets_templates" / "diary.yaml"


class _KindEntry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    about: str
    minutes: int = Field(ge=5, le=480)
    cadence: Literal["None", "Weekly", "Every 2 weeks", "Every 3 weeks", "Monthly", "Quarterly"]
    reminders: tuple[int, ...] | None = Field(default=None, max_length=5)
    student_contact: bool = False
    family_contact: bool = False


@cache
def diary_kinds() -> Mapping[str, DiaryKind]:
    """Every kind by its name. Raises pydantic.ValidationError, naming the entry, for a bad file."""
    entries = TypeAdapter(list[_KindEntry]).validate_python(read_yaml(FILE.read_text("utf-8")))
    return MappingProxyType({entry.kind: DiaryKind(**dict(entry)) for entry in entries})
