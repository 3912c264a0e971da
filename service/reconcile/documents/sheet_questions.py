"""Questions that progress sheets raised: they stay while nobody touches the sheet."""

from __future__ import annotations

from collections.abc import Container

from service.ports import Agreed

from ..changes import Change, Forget, Remember
from ..observe import Observed
from ..reporting.attention import question_id, standing_questions
from .document_memory import DocumentMemory, Known
from .measurements import Measured


def asked_about(measured: Measured, observed: Observed, memory: DocumentMemory) -> list[Change]:
    """What is to be remembered of the questions that one sheet raises now."""
    there = {row for seen in observed.workbooks.values() for row in standing_questions(seen)}
    now = {question_id(memory.keys, problem.key, there) for problem in measured.problems}
    before = {
        key
        for (kind, key), agreed in memory.known.items()
        if kind == "asked" and agreed.object_id == measured.code
    }
    changes: list[Change] = []
    if now - before:
        changes.append(Remember(tuple(Agreed("asked", key, measured.code) for key in now - before)))
    if before - now:
        changes.append(Forget(tuple(("asked", key) for key in sorted(before - now))))
    return changes


def unseen(known: Known, read: Container[str]) -> frozenset[str]:
    """Questions about sheets that were not read (by case code) this time."""
    return frozenset(
        key
        for (kind, key), agreed in known.items()
        if kind == "asked" and agreed.object_id not in read
    )
