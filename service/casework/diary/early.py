"""Done on a day to come: it took place early, or was marked by mistake. A card dates it today, as
somebody says there that it is done; under Status it may be a slip, so the same is offered."""

from __future__ import annotations

from collections.abc import Iterator

from ..checks import done_to_come_key, is_done_to_come
from ..diary_kinds import PLANNED
from ..records import DiaryEntry
from ..school import School
from ..wants import WantedCells


def done_early(school: School) -> Iterator[WantedCells]:
    """What was answered to that: dated today, or Planned again."""
    if not school.ask.any_picks:
        return
    say = school.say
    for entry in school.of(DiaryEntry):
        if not is_done_to_come(entry, school.today):
            continue
        picked = school.ask.pick(done_to_come_key(entry))
        if picked == say("checks.done_to_come.today"):
            yield WantedCells(entry.row, {"date": school.today}, say("diary.early_because"))
        elif picked == say("checks.done_to_come.planned"):
            yield WantedCells(entry.row, {"status": PLANNED}, say("diary.early_because"))
