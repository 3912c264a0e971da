"""Writing a letter, and saying that it was read and goes, on cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..cards import CardChecklist, CardForm, RowChange, Tick
from ..records import StaffMember
from ..school import School
from ..wants import Value
from .homes import held_by
from .records import YES, Letter

CASE_MANAGER, COORDINATOR = "Case manager", "Coordinator"
ROLES = frozenset({CASE_MANAGER, COORDINATOR})


def _may_write(school: School, person: StaffMember, record: Letter | None) -> bool:
    return any(school.is_theirs(case.code, person) for case in school.cases)


def _written(
    school: School, person: StaffMember, given: Mapping[str, Any], record: Letter | None
) -> Mapping[str, Value]:
    if not given.get("kind"):
        raise ValueError("letters.no_kind", "kind")
    return {}


def _may_send(school: School, person: StaffMember, record: Letter | None) -> bool:
    """Once it stands, and while it has not gone."""
    if record is None or not record.document or record.is_gone:
        return False
    return school.is_theirs(record.code, person)


def _sent(
    school: School, person: StaffMember, given: Mapping[str, Any], record: Letter | None
) -> Mapping[str, Value]:
    return {"checked_by": person.name or person.email}


FORMS = (
    CardForm(
        name="write_letter",
        tab="letters",
        columns=("kind", "household", "language", "interpreter"),
        roles=ROLES,
        may=_may_write,
        fills=_written,
        new=True,
        offer=True,
    ),
    CardForm(
        name="send_letter",
        tab="letters",
        columns=("send", "interpreter"),
        roles=ROLES,
        may=_may_send,
        fills=_sent,
        about=("kind", "household"),
    ),
)
WRITE, SEND = FORMS


def _ticks(school: School, code: str) -> Iterator[Tick]:
    """Letters that stand and that nobody has checked."""
    for letter in unread(school, code):
        yield Tick(code, letter.row.row_id, letter.kind, letter.household)


def unread(school: School, code: str) -> Iterator[Letter]:
    for letter in school.of(Letter):
        waits = letter.code == code and letter.document and not letter.is_checked
        if waits and not letter.is_gone and not held_by(letter, school):
            yield letter


def _changes(
    school: School, person: StaffMember, code: str, items: frozenset[str]
) -> Iterator[RowChange]:
    for letter in unread(school, code):
        if letter.row.row_id in items:
            cells: dict[str, Value] = {"checked_by": person.name or person.email, "send": YES}
            yield "letters", letter.row.row_id, cells


CHECKLISTS = (CardChecklist("send_letters", ROLES, _ticks, _changes),)
