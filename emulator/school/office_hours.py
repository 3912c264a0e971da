"""The coordinator of the invented school reads the referrals and decides, row by row."""

from __future__ import annotations

from collections.abc import Iterable

import gspread

from .enrol import School

# What is decided about the referral in which these words stand (a word of the concern).
DECISIONS = (
    ("missed first period", {"Decision": "Accept", "Tell referrer": "Progress"}),
    ("reading test", {"Decision": "Accept", "Our urgency": "Today"}),
    ("third week running", {"Decision": "Accept"}),
    ("bench by the shop", {"Decision": "Need more", "Reason": "We do not know who is meant."}),
)


def decide_referrals(school: School, coordinator: str) -> Iterable[str]:
    """Set the Decision of each referral in the Office workbook; yields what was decided."""
    tab = school.gspread_as(coordinator).open_by_key(school.workbooks["office"])
    referrals = tab.worksheet("Referrals")
    headings = referrals.row_values(1)
    concern, number = headings.index("Concern"), headings.index("Referral ID")
    for position, row in enumerate(referrals.get_all_values()[1:], start=2):
        for words, cells in DECISIONS:
            if words in row[concern]:
                referrals.update_cells(
                    [gspread.Cell(position, headings.index(h) + 1, v) for h, v in cells.items()],
                    value_input_option="RAW",
                )
                yield f"{row[number]}: {cells['Decision']}"
