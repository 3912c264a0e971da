"""What is said of an import: for programs as one object, for people in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from service.casework.signals.files.heading_words import UNKNOWN
from service.casework.signals.files.merging import Merged, file_name
from service.casework.signals.files.reading import FileRead
from service.casework.wants import Say

from .data_import import ImportReport

SHOWN = 20  # unreadable lines that people are shown


@dataclass(frozen=True, slots=True)
class ToldFile:
    """One file as people are told: a row of figures, and sentences below it."""

    name: str
    kind: str
    figures: tuple[int, ...]
    sentences: tuple[str, ...]


def as_json(report: ImportReport, say: Say) -> dict[str, Any]:
    """{"files": [{"file", "kind", "lines", "taken", "already", "unreadable": [{"line", "why"}],
    "students_unknown"}]}: lines are taken + already + unreadable + those that only count."""
    return {
        "files": [
            {
                "file": file_name(read.name),
                "kind": read.kind,
                "lines": read.lines,
                "taken": merged.taken,
                "already": merged.already,
                "unreadable": [
                    {"line": line, "why": say(f"signals.unreadable.{why}")}
                    for line, why in read.unreadable
                ],
                "students_unknown": len(read.unknown),
            }
            for read, merged in report.files
        ]
    }


def as_told(report: ImportReport, say: Say) -> Iterator[ToldFile]:
    """The same for people."""
    for read, merged in report.files:
        figures = (
            read.lines,
            merged.taken,
            merged.already,
            read.only_count,
            len(read.unreadable),
            len(read.unknown),
        )
        kind = say(f"signals.import.{read.kind}")
        yield ToldFile(file_name(read.name), kind, figures, tuple(_sentences(read, merged, say)))


def headings(say: Say) -> tuple[str, ...]:
    """What the figures are, in their order."""
    names = ("lines", "taken", "already", "counted", "cannot", "unknown_students")
    return tuple(say(f"signals.import.{name}") for name in names)


def _sentences(read: FileRead, merged: Merged, say: Say) -> Iterator[str]:
    if read.is_context:
        yield say("signals.import.context")
        return
    if read.kind == UNKNOWN:
        yield say("signals.import.nothing_known")
    if read.understood:
        yield say("signals.import.columns", columns=", ".join(read.understood))
    if read.apart:
        yield say("signals.import.apart", columns=", ".join(read.apart))
    if merged.replaced:
        yield say("signals.import.replaced", count=merged.replaced)
    if read.without_zeros:
        yield say("signals.import.zeros", count=len(read.without_zeros))
    if read.unknown:
        yield say("signals.import.not_found", count=len(read.unknown))
    for line, why in read.unreadable[:SHOWN]:
        yield say("signals.import.line", line=line, why=say(f"signals.unreadable.{why}"))
    if len(read.unreadable) > SHOWN:
        yield say("signals.import.more_lines", count=len(read.unreadable) - SHOWN)
