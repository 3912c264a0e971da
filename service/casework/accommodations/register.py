"""Accommodations: what a student may use, and whether it is used."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import CASELOAD, Accommodation
from ..register import Register
from ..school import School
from ..wants import WantedCells
from .quarters import proposals
from .unread import remembered, unread


def proposal_cells(school: School) -> Iterator[WantedCells]:
    """Proposal of each accommodation."""
    yield from proposals(
        school.of(Accommodation), school.say, school.today, school.settings.school_year
    )


ACCOMMODATIONS = Register(
    name="accommodations",
    tabs=((CASELOAD, "accommodations"),),
    records={"accommodations": Accommodation},
    rules=(remembered,),
    figures=(proposal_cells,),
    cracks=unread,
)
