"""A referrer changed an answer, and it now names another student.

While nobody has decided, and nobody chose the student by hand, the new name is matched like any
other: Student follows it, or is asked for. Otherwise nothing is changed: a person is asked, once.
What was named before stays under Details, which is the memory of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..names import fold
from ..records import Referral
from ..wants import WantedCells, WantedRow, accepted_code
from .context import ReferralContext, Want, grade_written, plain
from .questions import ask, picked

NEED_MORE: Final = "need more"
_BEFORE, _SETTLED = "intake.named_before", "intake.named_when_settled"


def is_decided(referral: Referral) -> bool:
    """Whether somebody has: to ask for more is to go on with it."""
    return bool(accepted_code(referral.status)) or plain(referral.decision) not in ("", NEED_MORE)


def matched_again(
    known: Referral, name: str, grade: str, context: ReferralContext
) -> Iterator[Want]:
    """Student of a referral that now names `name`: who that is, or nobody yet."""
    if _is_settled(known, context) or not _says_other(known, name, grade, context):
        return
    match = context.match(name, grade)
    student = context.called(match.student) if match.student else ""
    if student != known.student:
        yield WantedCells(known.row, {"student": student}, context.say("intake.renamed_because"))


def named_before(known: Referral, name: str, context: ReferralContext) -> list[str]:
    """The lines of Details that say whom the referral named before it named `name`."""
    say = context.say
    starts = {kind: say(kind, name="").rstrip() for kind in (_BEFORE, _SETTLED)}
    lines = {
        kind: line
        for line in known.details.splitlines()
        for kind, start in starts.items()
        if line.startswith(start)
    }
    if known.student_as_written and fold(known.student_as_written) != fold(name):
        kind = _SETTLED if _is_settled(known, context) else _BEFORE
        lines.setdefault(kind, say(kind, name=known.student_as_written))
    return list(lines.values())


def asked_after(referral: Referral, context: ReferralContext) -> Iterator[Want]:
    """Whether what was settled still stands, where the referral has named somebody else since."""
    start = context.say(_SETTLED, name="").rstrip()
    key = f"renamed:{referral.referral_id}"
    renamed = any(line.startswith(start) for line in referral.details.splitlines())
    if not renamed or key in context.done:
        return
    match = context.match(referral.student_as_written)
    settled = context.match(referral.student).student if referral.student else None
    if settled is not None and settled in (match.student, *(c.student for c in match.candidates)):
        return
    stays = (context.say("questions.renamed_stays"),)
    # In Office too: it names nobody.
    said = context.picks.get(f"{referral.referral_id}:renamed")
    if said or picked(context, referral, "renamed", stays):
        because = context.say("intake.renamed_because")
        yield WantedRow(key, referral.row.workbook, referral.row.tab, {}, because)
        return
    yield from ask(context, referral, "renamed", "student_as_written", stays, says_nobody=True)


def _is_settled(known: Referral, context: ReferralContext) -> bool:
    """Whether a person has: by deciding, or by choosing another student than Holdfast did."""
    if is_decided(known) or not known.student:
        return is_decided(known)
    match = context.match(known.student_as_written, grade_written(known, context.say))
    return match.student is None or context.called(match.student) != known.student


def _says_other(known: Referral, name: str, grade: str, context: ReferralContext) -> bool:
    same_grade = not grade or grade == grade_written(known, context.say)
    return fold(known.student_as_written) != fold(name) or not same_grade
