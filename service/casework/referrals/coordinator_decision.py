"""What the coordinator's Decision sets in motion (docs/casework.md, "Intake and triage").

* Accept: a case is opened, as Referred, or the student's open case is joined (which is not a new
  case); its case manager is told either way; a First Talk is wanted within the set number of school
  days, unless the case has one; the referrer hears "assigned" where Tell referrer says so, and
  "closed" when the case has ended.
* The case is Active once its First Talk is Done.
* Decline needs a Reason. Duplicate needs Same as, and shares that referral's fate. Need more
  asks the referrer to get in touch.

Everything is keyed and read off the rows as they stand now, so a sync that was cut short is
simply continued. Status is the memory: a referral that reads "Accepted · C-0142" stays accepted,
and a decision that is changed afterwards is a question, never undone silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..diary_kinds import DONE, PLANNED
from ..names import fold, parse_display
from ..records import CASELOAD, Case, Referral, RosterStudent, RowRef, StaffMember
from ..wants import Value, WantedCells, WantedRow
from . import messages, safeguarding
from .assignment import manager_of, student_of
from .context import (
    ReferralContext,
    Want,
    Wanted,
    accepted_code,
    accepted_status,
    gather,
    is_restricted,
    plain,
)
from .first_talk import FIRST_TALK, first_talk, talk_key
from .questions import ask
from .renamed import asked_after

ACCEPT, DECLINE, DUPLICATE = "accept", "decline", "duplicate"
REFERRED, ACTIVE = "Referred", "Active"  # a case before its First Talk, and after it
_ID_TYPED = 40  # characters of Same as that are read


def decide(context: ReferralContext) -> Wanted:
    """What the decisions that stand in Referrals and Safety referrals call for.

    Rows: new Caseload rows (key "case:R-0031"), with neutral facts only. Cells: Status, and
    Student or Case manager where somebody picked one on Attention. Messages: assigned, declined,
    closed, need more, and the note to a case manager. First Talks: each needs a slot, see
    `first_talk.diary_row`. Problems: what is missing or contradictory; that referral waits, and no
    other waits for it. Pure, and safe to call again and again.
    """
    return gather(_Decisions(context).all())


@dataclass(slots=True)
class _Decisions:
    """One pass over all referrals, in the order of their ids. `led_to` remembers which case each
    led to, also those that this very pass opens: two referrals of one student open one case."""

    context: ReferralContext
    by_id: dict[str, Referral] = field(default_factory=dict)
    led_to: dict[str, Case] = field(default_factory=dict)
    opening: list[Case] = field(default_factory=list)
    with_talk: set[str] = field(default_factory=set)
    talks: dict[str, list[str]] = field(default_factory=dict)  # case code -> keys of First Talks

    def all(self) -> Iterator[Want]:
        context = self.context
        self.with_talk = {
            entry.code
            for entry in context.diary
            if entry.kind == FIRST_TALK and entry.status != "Cancelled"
        }
        # Of two rows with one id, the one in Restricted counts; the other is a bare one.
        in_order = sorted(
            context.referrals, key=lambda each: (each.referral_id, is_restricted(each))
        )
        for each in in_order:
            if each.referral_id and not safeguarding.is_shell(each, context):
                self.by_id[each.referral_id] = each
                self.talks.setdefault(accepted_code(each.status), []).append(talk_key(each))
        later = []
        for referral in self.by_id.values():
            if code := accepted_code(referral.status):
                yield from self._after_accept(referral, code)
            elif plain(referral.decision) == DUPLICATE:
                later.append(referral)
            elif referral.decision:
                yield from self._decide(referral)
        for referral in later:
            yield from self._duplicate(referral)
        for referral in self.by_id.values():
            if referral.decision or accepted_code(referral.status):
                yield from asked_after(referral, context)

    def _decide(self, referral: Referral) -> Iterator[Want]:
        match plain(referral.decision):
            case "accept":
                yield from self._accept(referral)
            case "decline":
                yield from self._decline(referral)
            case "need more":
                yield from self._need_more(referral)
            case _:
                written = referral.decision[:60]
                yield from ask(self.context, referral, "decision", "decision", decision=written)

    def _accept(self, referral: Referral) -> Iterator[Want]:
        context, key = self.context, f"case:{referral.referral_id}"
        if key in context.done:
            # The case was opened; only Status has not been written yet.
            code = context.code_for(referral.referral_id)
            yield from self._accepted(referral, code, context.case(code))
            return
        name, student = yield from student_of(referral, context)
        if not name:
            return
        case = self._open_case(name, student)
        if case is not None:
            yield self._status(referral, "joined", code=case.code)
            yield from self._follow(referral, case, joined=True, anew=True)
            return
        manager = yield from manager_of(referral, student, context)
        if manager is not None:
            yield from self._open(referral, name, student, manager)

    def _open(
        self, referral: Referral, name: str, student: RosterStudent | None, manager: StaffMember
    ) -> Iterator[Want]:
        context = self.context
        code = context.code_for(referral.referral_id)
        case = Case(
            row=RowRef(CASELOAD, "caseload", code),
            code=code,
            student=name,
            student_id=student.student_id if student else "",
            grade=student.grade if student else "",
            case_manager=manager.email,
            status=REFERRED,
        )
        self.opening.append(case)
        cells: dict[str, Value] = {
            "student": case.student,
            "student_id": case.student_id,
            "grade": case.grade,
            "case_manager": case.case_manager,
            "status": case.status,
            "case_code": case.code,
        }
        # Nothing outside Restricted ties a referral that safeguarding holds to a student.
        about = "open_quietly" if is_restricted(referral) else "open_because"
        because = context.say(f"decisions.{about}", id=referral.referral_id)
        yield WantedRow(f"case:{referral.referral_id}", CASELOAD, "caseload", cells, because)
        yield from self._accepted(referral, code, case)

    def _accepted(self, referral: Referral, code: str, case: Case | None) -> Iterator[Want]:
        yield self._status(referral, "accepted", code=code)
        yield from self._follow(referral, case, joined=False, anew=True)

    def _after_accept(self, referral: Referral, code: str) -> Iterator[Want]:
        because = self.context.say("decisions.status_because", id=referral.referral_id)
        yield WantedCells(referral.row, {"status": accepted_status(referral)}, because)
        if plain(referral.decision) != ACCEPT:
            yield from ask(self.context, referral, "undone", "decision", code=code)
        joined = accepted_status(referral).endswith(")")  # "… (joined)", in any language
        yield from self._follow(referral, self.context.case(code), joined=joined, anew=False)

    def _follow(
        self, referral: Referral, case: Case | None, joined: bool, anew: bool
    ) -> Iterator[Want]:
        """What an accepted referral wants while its case stands: a First Talk, and word to its
        sender. A case that is gone wants nothing."""
        if case is None:
            return
        self.led_to[referral.referral_id] = case
        if not case.is_open:
            yield from self._tell(referral, case)
            return
        if not joined:
            yield from self._begin(referral, case)
        else:
            yield from self._note(referral, case)
            typed = self.context.person(referral.case_manager) if referral.case_manager else None
            if typed is not None and case.case_manager not in ("", typed.email):
                yield from ask(
                    self.context, referral, "other_manager", "case_manager", code=case.code
                )
        yield from self._first_talk(referral, case, anew)
        yield from self._tell(referral, case)

    def _begin(self, referral: Referral, case: Case) -> Iterator[Want]:
        """The case manager of a new case is told, unless the referral is safeguarding's; the First
        Talk makes it Active, while no other one is planned."""
        if case.status != REFERRED:
            return
        message = None if is_restricted(referral) else messages.opened(referral, case, self.context)
        if message is not None:
            yield message
        own = (entry for entry in self.context.diary if entry.code == case.code)
        talks = {entry.status for entry in own if entry.kind == FIRST_TALK}
        if DONE in talks and PLANNED not in talks:
            because = self.context.say("decisions.active_because")
            yield WantedCells(case.row, {"status": ACTIVE}, because)

    def _first_talk(self, referral: Referral, case: Case, anew: bool) -> Iterator[Want]:
        """Once per referral, and only while its case has none. Somebody who cancelled or deleted
        the First Talk of a case is not given it back, until one more referral is accepted."""
        done = self.context.done
        had_one = not anew and any(key in done for key in self.talks.get(case.code, ()))
        has_one = case.code in self.with_talk or talk_key(referral) in done
        if had_one or has_one or not case.case_manager:
            return
        self.with_talk.add(case.code)
        yield first_talk(referral, case, self.context)

    def _tell(self, referral: Referral, case: Case) -> Iterator[Want]:
        if not case.is_open:
            message = messages.closed(referral, self.context)
        else:
            message = messages.assigned(referral, self.context) if case.case_manager else None
        if message is not None:
            yield message

    def _note(self, referral: Referral, case: Case) -> Iterator[Want]:
        """The case manager of a joined case is told; of a safety referral safeguarding tells, by
        word of mouth, for the case manager may be part of the worry."""
        message = None if is_restricted(referral) else messages.joined(referral, case, self.context)
        if message is not None:
            yield message

    # ---------------------------------------------------------------- the other decisions

    def _decline(self, referral: Referral) -> Iterator[Want]:
        if not referral.reason.strip():
            yield from ask(self.context, referral, "reason", "reason")
            return
        yield self._status(referral, "declined")
        message = messages.declined(referral, self.context)
        if message is not None:
            yield message

    def _duplicate(self, referral: Referral) -> Iterator[Want]:
        same, root = self._root(referral)
        if root is None:
            yield from ask(self.context, referral, "same_as", "same_as")
            return
        yield self._status(referral, "duplicate", id=same)
        case = self.led_to.get(root.referral_id)
        if case is not None:
            yield from self._note(referral, case)
            yield from self._tell(referral, case)
        elif plain(root.decision) == DECLINE and root.reason.strip():
            message = messages.declined(referral, self.context)
            if message is not None:
                yield message

    def _root(self, referral: Referral) -> tuple[str, Referral | None]:
        """The id under Same as, and the referral at the end of that chain; None when there is no
        such referral, or the chain comes back to itself."""
        seen = {referral.referral_id}
        each: Referral | None = referral
        first = ""
        while each is not None and (each is referral or plain(each.decision) == DUPLICATE):
            number = re.fullmatch(
                r"\s*(?:r\s*-?\s*)?0*(\d{1,9})\s*", each.same_as[:_ID_TYPED], re.IGNORECASE
            )
            same = f"R-{int(number[1]):04d}" if number else ""
            first = first or same
            if same in seen:
                return first, None
            seen.add(same)
            each = self.by_id.get(same)
        return first, each

    def _need_more(self, referral: Referral) -> Iterator[Want]:
        yield self._status(referral, "waiting")
        message = messages.need_more(referral, self.context)
        if message is not None:
            yield message
        else:
            yield from ask(self.context, referral, "ring", "referred_by")

    def _open_case(self, name: str, student: RosterStudent | None) -> Case | None:
        student_id = student.student_id if student else ""
        found = self.context.open_case(name, student_id)
        return found or next((each for each in self.opening if _same(each, name, student_id)), None)

    def _status(self, referral: Referral, said: str, **values: object) -> WantedCells:
        status = self.context.say(f"decisions.{said}", **values)
        because = self.context.say("decisions.status_because", id=referral.referral_id)
        return WantedCells(referral.row, {"status": status}, because)


def _same(case: Case, name: str, student_id: str) -> bool:
    if student_id or case.student_id:
        return case.student_id == student_id
    return fold(parse_display(case.student)[0]) == fold(parse_display(name)[0])
