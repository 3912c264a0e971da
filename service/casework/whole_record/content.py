"""What the document of a whole record says."""

from __future__ import annotations

from dataclasses import dataclass

from ..document_types import DocumentType

KIND = "whole_record"


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One row of a tab, one file or one stretch of the access record, in the reader's words. `part`
    stands on the first of each part alone."""

    part: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordContent:
    """What a template of a whole record gets."""

    case_code: str
    version: int
    made_on: str
    made_for: str
    note: str
    rows: tuple[RecordRow, ...]


_ALL = RecordContent(
    "C-0000",
    2,
    "1 Dec 2026",
    "The home A",
    "Read it first",
    (RecordRow("Diary", "Check-in", ("Notes: went well",)), RecordRow("", "Meeting", ())),
)
_NOTHING = RecordContent("C-0000", 1, "", "", "", ())

# Made when somebody asks for it and by no rule, because it says what stood at that moment.
WHOLE_RECORD = DocumentType(KIND, lambda school: (), (_ALL, _NOTHING))
