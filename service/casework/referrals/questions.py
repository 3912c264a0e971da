"""Questions about a referral; for a safety referral they stand where only its readers see, and are
answered there: under Pick of its own row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ..records import Problem, Referral
from ..wants import WantedCells
from .context import ReferralContext, Want, accepted_status, is_restricted, plain
from .safeguarding import is_about_adult, readers

ANSWERS: Final = " Pick: "  # in Status, before the answers; the column's own heading


def ask(
    context: ReferralContext,
    referral: Referral,
    about: str,
    column: str,
    pick: tuple[str, ...] = (),
    key: str = "",
    says_nobody: bool = False,
    **values: object,
) -> Iterator[Want]:
    """A question about a referral; its sentences are `questions.<about>` and `.<about>_why`, and
    its key is "R-0031:<about>" (or `key` in place of `about`).

    Attention is read by people who may not see Restricted, so a question about a safety referral
    stands in that row's own Status, and Attention says no more than where to look; `pick` is
    offered there only where it `says_nobody`'s name.
    """
    key = f"{referral.referral_id}:{key or about}"
    what = context.say(f"questions.{about}", id=referral.referral_id, **values)
    why = context.say(f"questions.{about}_why", id=referral.referral_id, **values)
    if not is_restricted(referral):
        student = referral.student or referral.student_as_written
        yield Problem(key, referral.row, column, what, why, student=student, pick=pick)
        return
    asked_there = " ".join(filter(None, [accepted_status(referral), what, why]))
    offered = f"{asked_there}{ANSWERS}{'; '.join(pick)}" if pick else asked_there
    # The reason is shown in places where a name typed into Restricted must not be.
    neutral = context.say("questions.restricted", id=referral.referral_id)
    yield WantedCells(referral.row, {"status": offered}, because=neutral)
    asked = readers(is_about_adult(referral), context)
    yield Problem(
        key,
        referral.row,
        "status",
        neutral,
        context.say("questions.restricted_why"),
        whose=asked[0] if asked else "",
        pick=pick if says_nobody else (),
    )


def picked(
    context: ReferralContext, referral: Referral, about: str, offered: Iterable[str] = ()
) -> str:
    """What was picked about a referral, or "". Of a safety referral that is what its own row says
    under Pick, where it is one of the answers `offered`: nobody picks for safeguarding who may not
    read what it is about."""
    if not is_restricted(referral):
        return context.picks.get(f"{referral.referral_id}:{about}", "").strip()
    wanted = plain(referral.pick)
    return next((each for each in offered if wanted and plain(each) == wanted), "")
