"""What weekly checks have to say before a meeting: missing work, and what became of promises."""

from __future__ import annotations

from collections.abc import Iterator

from ..briefing import MISSING_WORK, PROMISE, Told
from ..school import School
from ..standing import standing_of
from .compare import grade_words
from .records import checks_by_case

LAST = 3  # promises


def before_a_meeting(school: School, code: str) -> Iterator[Told]:
    """The newest checks first. What the school's data knows of missing work goes before a check."""
    checks = list(reversed(checks_by_case(school).get(code, ())))
    known = standing_of(code, school)
    done = [check for check in checks if check.is_done]
    if known is not None and known.missing_work is not None:
        yield Told(MISSING_WORK, school.say("week.known.missing", count=known.missing_work))
        if known.failing_in:
            yield Told(MISSING_WORK, school.say("week.known.failing", classes=known.failing_in))
    elif done:
        yield Told(MISSING_WORK, grade_words(done[0], school))
    for number, check in enumerate(done[:LAST]):
        if check.promise:
            kept = done[number - 1].promise_kept if number else ""
            key = "week.brief.kept" if kept else "week.brief.promise"
            words = school.say(key, day=check.day, promise=check.promise, kept=kept)
            yield Told(PROMISE, words)
