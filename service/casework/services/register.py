"""Services: help outside the school, and whether it came."""

from __future__ import annotations

from datetime import date

from ..closing import day_in
from ..records import CASELOAD, SHELF
from ..register import Register, TableRow
from .briefing import before_a_meeting
from .family_sheet import SHEET
from .forms import FORMS
from .looks import NAME
from .pages import PAGES
from .records import CONNECTED, DECLINED, ELSEWHERE, Resource, ServiceReferral
from .rules import freshness_cells, look_cells, next_freshness, questions, read_for
from .sections import SECTIONS, asks_for_another
from .staying import staying
from .without_look import without_look


def closed(row: TableRow) -> date | None:
    """Connected with an outcome, declined, or gone on elsewhere; of the year in which it was
    made."""
    status = row.text("status")
    over = status in (DECLINED, ELSEWHERE) or (status == CONNECTED and row.text("outcome"))
    return day_in(row.cells.get("made_on")) if over else None


SERVICES = Register(
    name="services",
    module=NAME,
    on_at_first=True,
    tabs=((CASELOAD, "service_referrals"), (SHELF, "resources")),
    closes={"service_referrals": closed},
    leaves=("service_referrals",),
    stays=staying,
    records={"service_referrals": ServiceReferral, "resources": Resource},
    figures=(look_cells, freshness_cells, questions),
    documents=(SHEET,),
    sections=SECTIONS,
    forms=FORMS,
    pages=PAGES,
    tells=before_a_meeting,
    next_look=next_freshness,
    reads=read_for,
    consults=asks_for_another,
    cracks=without_look,
)
