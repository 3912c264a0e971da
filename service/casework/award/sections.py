"""What the case card shows of the award: this student's own standing, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator

from ..cards import CardLine, CardSection
from ..records import StaffMember
from ..school import School
from .records import AwardRow


def on_case(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """The newest term first."""
    rows = [row for row in school.of(AwardRow) if row.code == code and row.standing]
    for row in sorted(rows, key=lambda row: -row.row.position)[:2]:
        yield CardLine(
            words=row.standing,
            above=row.term,
            below=row.note,
            code=code,
            row=row.row.row_id,
            icon="emoji_events",
        )


SECTIONS = (CardSection("case", "award", "award.section", on_case),)
