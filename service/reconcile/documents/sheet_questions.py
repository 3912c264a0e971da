"""Questions that progress sheets, and workbooks that are somebody's own, raised: they stay while
nobody touches the file."""

from __future__ import annotations

from collections.abc import Container, Iterable

from service.casework.records import Problem
from service.ports import Agreed

from ..changes import Change, Forget, Remember
from ..observe import Observed
from ..reporting.attention import question_id, standing_questions
from .document_memory import DocumentMemory, Known


def asked_about(
    file: str, problems: Iterable[Problem], observed: Observed, memory: DocumentMemory
) -> list[Change]:
    """What is to be remembered of the questions that one file (a case's code for its sheet, or the
    key of somebody's own workbook) raises now."""
    there = {row for seen in observed.workbooks.values() for row in standing_questions(seen)}
    now = {question_id(memory.keys, problem.key, there) for problem in problems}
    before = {
        key
        for (kind, key), agreed in memory.known.items()
        if kind == "asked" and agreed.object_id == file
    }
    changes: list[Change] = []
    if now - before:
        changes.append(Remember(tuple(Agreed("asked", key, file) for key in now - before)))
    if before - now:
        changes.append(Forget(tuple(("asked", key) for key in sorted(before - now))))
    return changes


def unseen(known: Known, read: Container[str]) -> frozenset[str]:
    """Questions about files that were not read (by code or key) this time."""
    return frozenset(
        key
        for (kind, key), agreed in known.items()
        if kind == "asked" and agreed.object_id not in read
    )
