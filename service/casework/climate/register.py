"""Climate: a term's report that can hang on the wall, and campaigns with before and after."""

from __future__ import annotations

from ..records import OFFICE
from ..register import Register
from .campaigns import change_cells, questions
from .records import Campaign
from .report import DOCUMENT, PAPERS

CLIMATE = Register(
    name="climate",
    module="Climate",
    tabs=((OFFICE, "campaigns"),),
    records={"campaigns": Campaign},
    figures=(change_cells, questions),
    documents=(DOCUMENT,),
    papers=PAPERS,
)
