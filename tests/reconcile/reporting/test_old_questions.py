"""How many questions are of more than a week: a number in the ledger, and nothing else of them."""

from __future__ import annotations

from pathlib import Path

from service.reconcile.reporting.old_questions import OLD_QUESTIONS
from tests.school_fixture import DANA, LiveSchool, questions


def test_a_question_counts_once_it_has_stood_for_more_than_a_week(tmp_path: Path) -> None:
    live = LiveSchool(tmp_path).init()
    live.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    live.type_row("caseload", "Caseload", {"Student": "Ana Silva", "Case manager": DANA})
    live.type_row("caseload", "Goals", {"Student": "Anna Sylvester", "Goal": "Reads"})
    live.sync()
    live.later(hours=1)  # nobody is typing any more
    live.sync()
    asked = len(list(questions(live)))
    assert asked > 1

    def old() -> str:
        return live.school.ledger.token(OLD_QUESTIONS)

    assert old() == "0"
    live.later(days=7)
    live.sync()
    assert old() == "0"
    live.later(days=1)
    live.sync()
    assert old() == str(asked)
    live.change("caseload", "Goals", {"Goal": "Reads"}, {"Student": "Ana Silva"})
    live.sync()
    assert 0 < int(old()) < asked
