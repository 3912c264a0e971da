"""Services: help outside the school, and whether it came."""

from __future__ import annotations

from ..records import CASELOAD, SHELF
from ..register import Register
from .briefing import before_a_meeting
from .family_sheet import SHEET
from .forms import FORMS
from .looks import NAME
from .pages import PAGES
from .records import Resource, ServiceReferral
from .rules import freshness_cells, look_cells, next_freshness, questions, read_for
from .sections import SECTIONS, asks_for_another
from .without_look import without_look

SERVICES = Register(
    name="services",
    module=NAME,
    on_at_first=True,
    tabs=((CASELOAD, "service_referrals"), (SHELF, "resources")),
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
