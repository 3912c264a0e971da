"""What somebody typed into a row that Holdfast took away again stands there alone, and is asked
about: nobody need find it by chance."""

from __future__ import annotations

from typing import Any

import pytest

from tests.school_fixture import LiveSchool, questions


def lacking(small: LiveSchool) -> list[str]:
    return [
        row["Why"] for row in questions(small, "caseload") if row["What"] == "Something is missing"
    ]


@pytest.mark.parametrize(
    ("tab", "typed", "missing"),
    [
        ("Diary", {"Student": "Ana Silva"}, "Kind, Date, Status is"),
        ("Diary", {"Status": "Done"}, "Kind, Date is"),  # whose it is, is a question of its own
        ("Goals", {"Student": "Ana Silva"}, "Goal is"),
    ],
)
def test_a_row_with_one_cell_is_asked_about(
    small: LiveSchool, tab: str, typed: dict[str, Any], missing: str
) -> None:
    small.type_row("caseload", tab, typed)
    small.sync()
    assert lacking(small) == []  # it may be being typed
    small.later(minutes=2)
    small.sync()
    (why,) = lacking(small)
    assert why.replace(" are", " is").startswith(missing.replace(" are", " is"))
    # It is only asked about: nothing is made of it, and what was typed stays.
    report = small.sync()
    assert not report.changes
    (heading, text), *_ = typed.items()
    rows = small.tab("caseload", tab).get_all_records()
    assert [row for row in rows if row.get(heading, row.get(f"{heading}*")) == text]


def test_a_row_that_still_grows_is_left_in_peace(small: LiveSchool) -> None:
    row = {"Student": "Ana Silva"}
    small.type_row("caseload", "Actions", row)
    small.sync()
    small.later(minutes=1, seconds=50)
    small.change("caseload", "Actions", row, {"Who": "Dana"})
    small.sync()
    small.later(seconds=30)
    small.sync()
    assert lacking(small) == []
    small.later(minutes=2)
    small.sync()
    assert len(lacking(small)) == 1
    small.change("caseload", "Actions", row, {"Action": "Ten minutes", "Status": "To do"})
    small.sync()
    assert lacking(small) == []
