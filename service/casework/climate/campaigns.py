"""What a campaign changed, in words; it is no proof that the campaign did it."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Problem
from ..school import School
from ..wants import WantedCells
from .records import Campaign


def change_cells(school: School) -> Iterator[WantedCells]:
    """Change of every campaign with a name."""
    because = school.say("climate.because")
    for each in school.of(Campaign):
        if each.row.row_id:
            yield WantedCells(each.row, {"change": change_words(each, school) or None}, because)


def change_words(campaign: Campaign, school: School) -> str:
    """ "24 → 15 (9 less, 38%)"; "" while one of the two is missing."""
    before, after = campaign.before, campaign.after
    if before is None or after is None:
        return ""
    if before == after:
        return school.say("climate.change.same", before=before, after=after)
    key = "less" if after < before else "more"
    words: dict[str, object] = {"before": before, "after": after, "by": abs(after - before)}
    if before > 0:
        words["percent"] = round(100 * abs(after - before) / before)
        key += "_percent"
    return school.say(f"climate.change.{key}", **words)


def questions(school: School) -> Iterator[Problem]:
    """A campaign that ends before it begins."""
    for each in school.of(Campaign):
        if each.first and each.until and each.until < each.first and each.row.row_id:
            yield Problem(
                key=f"campaign:{each.row.row_id}:days",
                row=each.row,
                column="to",
                what=school.say("climate.days.what"),
                why=school.say("climate.days.why", first=each.first, until=each.until),
            )
