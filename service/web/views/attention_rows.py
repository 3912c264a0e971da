"""The Attention tabs, as cards show them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from service.casework.records import StaffMember
from service.casework.staff_names import StaffNames
from service.casework.wants import Say
from service.reconcile.reporting.open_questions import since_of
from service.workbook.look import WorkbookSeen

from ..answering import CardRequest

CODE = re.compile(r"\bC-\d{4,}\b")


@dataclass(frozen=True, slots=True)
class AttentionQuestion:
    """One row of Attention. `choices` are what may be picked; `whose` is an e-mail or ""."""

    book: str
    row_id: str
    whose: str
    what: str
    student: str
    where: str
    why: str
    since: date | None
    link: str
    pick: str = ""
    choices: tuple[str, ...] = ()


def questions(
    seen: WorkbookSeen | None, say: Say, today: date, staff: Iterable[StaffMember]
) -> tuple[AttentionQuestion, ...]:
    """What stands on the Attention tab of a workbook: first what one choice settles, then the
    oldest. Whose names a colleague or gives the address."""
    tab = seen.tabs.get("attention") if seen is not None else None
    if seen is None or tab is None:
        return ()
    found, people = [], StaffNames(staff)
    for row in tab.rows:
        why, choices = _apart(row.text("why"), say)
        if not row.text("row_id") or not row.text("what"):
            continue
        found.append(
            AttentionQuestion(
                book=seen.key,
                row_id=row.text("row_id"),
                whose=_address(row.text("whose"), people),
                what=row.text("what"),
                student=row.text("student"),
                where=row.text("where"),
                why=why,
                since=since_of(row, today),
                link=row.text("link"),
                pick=row.text("pick"),
                choices=choices,
            )
        )
    return tuple(
        sorted(
            found,
            key=lambda each: (
                not each.choices or bool(each.pick),
                each.since or today,
                each.row_id,
            ),
        )
    )


def _address(whose: str, people: StaffNames) -> str:
    person = people.find(whose)
    return person.email if person else whose.casefold()


def codes_in(shown: Iterable[AttentionQuestion], request: CardRequest) -> set[str]:
    """The cases that questions are about, as far as the name or code in them says."""
    by_name: dict[str, str] = {}
    for row in request.caseload.seen.tabs["caseload"].rows:
        by_name[row.text("student")] = row.text("case_code")
    codes = {
        found[0] if (found := CODE.search(each.student)) else by_name.get(each.student, "")
        for each in shown
        if each.student
    }
    return codes - {""}


def _apart(why: str, say: Say) -> tuple[str, tuple[str, ...]]:
    """The reason, and the choices that the sentence `problems.pick_offers` lists behind it."""
    before, _, after = say("problems.pick_offers", choices="\0").partition("\0")
    reason, found, rest = why.rpartition(before)
    if not found or not rest.endswith(after):
        return why, ()
    listed = rest[: len(rest) - len(after)] if after else rest
    return reason.strip(), tuple(each.strip() for each in listed.split(" | ") if each.strip())
