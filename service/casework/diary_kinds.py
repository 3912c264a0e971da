"""Kinds of diary entry, and what can become of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

PLANNED: Final = "Planned"
DONE: Final = "Done"
MISSED: Final = "Missed"
CANCELLED: Final = "Cancelled"


@dataclass(frozen=True, slots=True)
class DiaryKind:
    """One entry of sheets_templates/diary.yaml. `reminders` None = the school's setting."""

    kind: str
    about: str
    minutes: int
    cadence: str = "None"
    reminders: tuple[int, ...] | None = None
    student_contact: bool = False
    family_contact: bool = False


Kinds = Mapping[str, DiaryKind]
