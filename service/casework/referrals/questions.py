"""Questions about a referral; for a safety referral they stand where only its readers see."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Problem, Referral
from ..wants import WantedCells
from .context import ReferralContext, Want, accepted_status, is_restricted
from .safeguarding import ADULT_HERE, readers


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
    offered = " ".join(filter(None, [accepted_status(referral), what, why, "; ".join(pick)]))
    # The reason is shown in places where a name typed into Restricted must not be.
    neutral = context.say("questions.restricted", id=referral.referral_id)
    yield WantedCells(referral.row, {"status": offered}, because=neutral)
    asked = readers(ADULT_HERE in referral.urgency, context)
    yield Problem(
        key,
        referral.row,
        "status",
        neutral,
        context.say("questions.restricted_why"),
        whose=asked[0] if asked else "",
        pick=pick if says_nobody else (),
    )
