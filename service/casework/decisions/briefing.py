"""What was decided about a student, in words for the team before a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..briefing import DECIDED, Told
from ..school import School
from .records import WITHDRAWN, Decision
from .what_counts import is_decided


def before_a_meeting(school: School, code: str) -> Iterator[Told]:
    """What counts as decided, the newest first, then what waits; never why, and no word of whom."""
    own = [each for each in school.of(Decision) if each.code == code and each.what]
    decided = [each for each in own if is_decided(each, school) and each.decided != WITHDRAWN]
    for each in sorted(decided, key=lambda d: d.decided_on or date.min, reverse=True):
        key = "decision.brief.decided_on" if each.decided_on else "decision.brief.decided"
        words = school.say(key, what=each.what, decided=each.decided, day=each.decided_on)
        yield Told(DECIDED, words)
    for each in own:
        if not each.decided:
            yield Told(DECIDED, school.say("decision.brief.open", what=each.what))
