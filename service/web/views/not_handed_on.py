"""What waits for the case manager's Hand on: for cards that show it, and the one that does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.casework.case_file import CaseFile
from service.casework.households import is_family
from service.casework.records import TeamMember
from service.ports import Agreed
from service.reconcile.documents.hand_on import HAND_ON, code_of, share_key

from ..answering import CASE_MANAGER, CardRequest


@dataclass(frozen=True, slots=True)
class Waits:
    """Documents that stand and that one person of a family has not got."""

    file: CaseFile
    rows: tuple[TeamMember, ...]  # all rows of this person
    documents: tuple[Agreed, ...]

    @property
    def row(self) -> TeamMember:
        return self.rows[0]


def may_hand_on(request: CardRequest, file: CaseFile) -> bool:
    """The case's own agreed manager, and who stands in for them today."""
    fields = request.fields(file)
    return request.person.role == CASE_MANAGER and {"team", "action_plan"} <= fields


def waiting(request: CardRequest, files: Iterable[CaseFile]) -> tuple[Waits, ...]:
    """What waits for this person's word, of these cases."""
    mine = {file.case.code: file for file in files if may_hand_on(request, file)}
    ledger = request.school.ledger
    asked = {each.key: each for each in ledger.agreed_of(HAND_ON)} if mine else {}
    if not asked:
        return ()
    documents: dict[str, list[Agreed]] = {}
    for each in ledger.agreed_of("document"):
        if code_of(each.key) in mine and not each.marks.get("gone"):
            documents.setdefault(code_of(each.key), []).append(each)
    return tuple(
        waits
        for code, file in mine.items()
        for waits in _of_case(request, file, documents.get(code, ()), asked)
    )


def _of_case(
    request: CardRequest,
    file: CaseFile,
    documents: Iterable[Agreed],
    asked: Mapping[str, Agreed],
) -> Iterable[Waits]:
    family: dict[str, list[TeamMember]] = {}
    for member in file.team:
        if member.email and is_family(member, request.say):
            family.setdefault(member.email, []).append(member)
    for email, rows in family.items():
        found = []
        for document in sorted(documents, key=lambda each: each.key):
            entry = asked.get(share_key(document.key, email, request.school.keys))
            if entry is not None and entry.object_id != document.object_id:
                found.append(document)
        # What was said already is on its way.
        if found and not all(row.hand_on for row in rows):
            yield Waits(file, tuple(rows), tuple(found))
