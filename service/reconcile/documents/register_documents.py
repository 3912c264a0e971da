"""Documents that registers want: made, brought up to date, made anew beside one that a person has
written into, or left alone. The engine knows no kind of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from service.casework.called import paper_names
from service.casework.records import RowRef
from service.casework.register import Register
from service.casework.wants import LinkTo, WantedCells, WantedDocument
from service.ports import Agreed

from ..changes import Change, PutDocument
from ..school_records import School
from .document_memory import DocumentMemory
from .earlier_versions import PREVIOUS, carried, others_write
from .link_words import version_before, version_of
from .sharing import shares_of

CONTENT, NAMES = "m:content", "m:names"


class GoalsShown(Protocol):
    """The goals of a case as a plan has them. `changed(code)`: whether its progress sheet has
    changed since it was last read; `of(code, for_every_home)`: None where it must be read first,
    () of a case that is not known any more."""

    def changed(self, code: str) -> bool: ...

    def of(self, code: str, for_every_home: bool) -> tuple[object, ...] | None: ...


def register_documents(
    registers: Sequence[Register], school: School, memory: DocumentMemory, goals: GoalsShown
) -> Iterator[Change | WantedCells]:
    """What must be done so that every document stands that a register wants. One whose row says
    it is wanted no longer stays where it is, with those who have it."""
    links: dict[tuple[RowRef, str], list[LinkTo]] = {}
    reasons: dict[tuple[RowRef, str], str] = {}
    for document in (each for register in registers for each in register.documents):
        for want in document.wanted(school):
            want = replace(want, names=paper_names(school.case(want.code), school.settings))
            yield from _one(want, memory, links, goals if document.with_goals else None)
            if want.row is not None:
                reasons[want.row, want.column] = want.because
    for (row, column), found in links.items():
        yield WantedCells(row, {column: tuple(found)}, reasons[row, column])


def _one(
    want: WantedDocument,
    memory: DocumentMemory,
    links: dict[tuple[RowRef, str], list[LinkTo]],
    goals: GoalsShown | None = None,
) -> Iterator[Change]:
    """Its link goes to those of its row and column."""
    known = memory.known.get(("document", want.key))
    memory.handing.settle(want.key, [share.email for share in want.shares])
    if known is not None and known.marks.get("gone"):
        return  # somebody threw it away; it is theirs to take out of the trash
    if known is None and want.content is None:
        return
    change = _put(want, known, memory, goals is not None and goals.changed(want.code))
    if change is not None and goals is not None:
        shown = goals.of(want.code, want.for_every_home)
        if shown is None:
            return  # once its progress sheet has been read
        plain = change.want.content
        content = replace(plain, goals=shown[: len(plain.goals)] or plain.goals)
        change = replace(change, want=replace(change.want, content=content))
    kind = change.kind if change is not None else ""
    anew, again = kind == "next_document", kind == "refresh_document"
    if change is not None:
        yield change
    yield from shares_of(want.key, want.shares, memory, anew=anew, again=again)
    if want.row is not None and want.column:
        found = _links(want, known, memory, kind)
        links.setdefault((want.row, want.column), []).extend(found)


def _put(
    want: WantedDocument, known: Agreed | None, memory: DocumentMemory, changed: bool
) -> PutDocument | None:
    if want.closed and known is not None:
        return None
    fingerprint = memory.keys.fingerprint
    marks = {
        CONTENT: fingerprint("content", repr(want.content)),
        NAMES: fingerprint("names", want.names.student, want.names.school),
    }
    if known is None:
        return PutDocument("create_document", want, 1, want.because, marks)
    # One that was made before papers had names says the same without them.
    if not changed and all(
        known.marks.get(n, "" if n == CONTENT else m) == m for n, m in marks.items()
    ):
        return None
    version = int(known.marks.get("version", "1"))
    if known.marks.get("edited") or memory.handing.is_closed(want.key):
        new = _of_version(want, version + 1)
        because = memory.say("changes.document_next", version=version + 1)
        return PutDocument(
            "next_document", new, version + 1, because, marks, previous=known.object_id
        )
    marks |= {name: known.marks[name] for name in PREVIOUS if known.marks.get(name)}
    because = memory.say("changes.document_refreshed")
    new = _of_version(want, version)
    return PutDocument(
        "refresh_document",
        new,
        version,
        because,
        marks,
        known.object_id,
        carried=carried(want.key, want.shares, memory),
        others_write=others_write(want.key, memory),
    )


def _of_version(want: WantedDocument, version: int) -> WantedDocument:
    return replace(want, content=replace(want.content, version=version))


def _links(
    want: WantedDocument, known: Agreed | None, memory: DocumentMemory, kind: str
) -> tuple[LinkTo, ...]:
    """The document itself, and below it the version that a person has written into."""
    if known is None:
        return (memory.words.paper(want, 1),)
    version, words = version_of(known), memory.words
    if kind == "next_document":
        below = words.paper(want, version, known.object_id, earlier=True)
        return (words.paper(want, version + 1), below)
    before, earlier = version_before(known), known.marks.get("previous", "")
    same = before == version
    older = [words.paper(want, before, earlier, earlier=True, replaced=same)] if earlier else []
    return (words.paper(want, version, known.object_id), *older)


def kinds_of(registers: Iterable[Register]) -> tuple[str, ...]:
    """The kinds of document that registers make, in their order."""
    return tuple(document.kind for register in registers for document in register.documents)
