"""How many questions have stood on Attention for longer than a week: a number, for whoever looks
after several schools and sees none of their workbooks."""

from __future__ import annotations

from datetime import timedelta

from service.casework.crack import OpenQuestion
from service.ports import Ledger

from ..changes import CloseQuestion
from ..decide import Decided

OLD_QUESTIONS = "questions:old"  # the token; a quiet run leaves it, for no question ages in a day
OLD = timedelta(days=7)


def note_old_questions(ledger: Ledger, decided: Decided) -> None:
    """Keep how many there are, once this run has closed what is settled."""
    school = decided.school
    if school is None:
        return
    closed = {each.row.row_id for each in decided.changes if isinstance(each, CloseQuestion)}
    old = [
        each
        for each in school.of(OpenQuestion)
        if school.today - each.since > OLD and each.row.row_id not in closed
    ]
    if ledger.token(OLD_QUESTIONS) != str(len(old)):
        ledger.set_tokens({OLD_QUESTIONS: str(len(old))}, news=False)
