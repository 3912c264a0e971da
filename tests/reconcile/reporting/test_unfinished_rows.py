"""What somebody typed into a row that Holdfast took away again stands there alone, and is asked
about: nobody need find it by chance."""

from __future__ import annotations

from typing import Any

import pytest

from tests.school_fixture import LiveSchool, questions


@pytest.mark.parametrize(
    ("tab", "typed", "missing"),
    [
        ("Diary", {"Student": "Ana Silva"}, {"Diary › Kind", "Diary › Date", "Diary › Status"}),
        ("Diary", {"Status": "Done"}, {"Diary › Student", "Diary › Kind", "Diary › Date"}),
        ("Goals", {"Student": "Ana Silva"}, {"Goals › Goal"}),
    ],
)
def test_a_row_with_one_cell_is_asked_about(
    small: LiveSchool, tab: str, typed: dict[str, Any], missing: set[str]
) -> None:
    small.type_row("caseload", tab, typed)
    small.sync()
    asked = [q for q in questions(small, "caseload") if q["What"] == "Something is missing"]
    assert {q["Where"] for q in asked} == missing
    # It is only asked about: nothing is made of it, and what was typed stays.
    report = small.sync()
    assert not report.changes
    (heading, text), *_ = typed.items()
    rows = small.tab("caseload", tab).get_all_records()
    assert [row for row in rows if row.get(heading, row.get(f"{heading}*")) == text]
