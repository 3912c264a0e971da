"""Case managers: agreed on, asked about in Office, and told when a case changes hands.

The ledger remembers the agreed manager of each case by a keyed hash (kind "manager"). In its very
first sync a school, new or upgraded, has the managers that stand agreed on without a question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from service.casework.core.agreed_managers import AgreedManagers
from service.casework.records import CASELOAD, Case, Flag, Problem, Referral, StaffMember
from service.casework.school import School
from service.casework.wants import Value, WantedCells, WantedMessage, accepted_code
from service.keys import Keys
from service.ports import Agreed

from .changes import AppendRow

MANAGER, BEGUN = "manager", ("managers", "begun")
HANDED = "handed"  # the day on which it went from one to another
Known = Mapping[tuple[str, str], Agreed]


@dataclass(slots=True)
class Settled:
    """The cases as they count, and what follows."""

    cases: tuple[Case, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    agree: list[Agreed] = field(default_factory=list)
    wants: list[WantedMessage | WantedCells] = field(default_factory=list)
    lines: list[AppendRow] = field(default_factory=list)


def manager_hash(email: str, keys: Keys) -> str:
    return keys.fingerprint("manager", email) if email else ""


def handed_over(known: Known, code: str) -> date | None:
    """The day on which a case last went from one case manager to another."""
    agreed = known.get((MANAGER, code))
    day = agreed.marks.get(HANDED, "") if agreed else ""
    return date.fromisoformat(day) if day else None


def agreed_managers(
    agreed: Iterable[Agreed], begun: bool, staff: Iterable[StaffMember], keys: Keys
) -> AgreedManagers:
    """Who was agreed on, by case code; hashes of an earlier key are recognised too."""
    people = {}
    for person in staff:
        earlier = keys.earlier
        if earlier is not None:
            people[manager_hash(person.email, earlier)] = person.email
        people[manager_hash(person.email, keys)] = person.email
    by_code = {each.key: people.get(each.object_id, "") for each in agreed if each.object_id}
    return AgreedManagers(by_code, begun)


def settle_managers(
    school: School,
    known: Known,
    keys: Keys,
    opened: Callable[[str], bool],
    pick: Callable[[str], tuple[str, str]],
) -> Settled:
    """`opened(code)`: the case is opened by the coordinator's own decision in this run. `pick` is
    what was chosen about a question in Office, and by whom, in words."""
    agreed = [each for (kind, _), each in known.items() if kind == MANAGER]
    managers = agreed_managers(agreed, BEGUN in known, school.staff, keys)
    settling = _Settling(school, known, keys, managers, pick)
    out = settling.out
    if not managers.begun:
        out.agree.append(Agreed(*BEGUN))
    of_code = {each.key: each for each in agreed}
    for case in school.cases:
        before = of_code.get(case.code)
        if not case.code:
            settling.keep(case)
        elif before is None or not before.object_id:
            settling.first(case, before, at_once=not managers.begun or opened(case.code))
        else:
            settling.changed(case, before)
    out.cases = tuple(settling.cases)
    return out


@dataclass(slots=True)
class _Settling:
    school: School
    known: Known
    keys: Keys
    managers: AgreedManagers
    pick: Callable[[str], tuple[str, str]]
    out: Settled = field(default_factory=Settled)
    cases: list[Case] = field(default_factory=list)

    def keep(self, case: Case) -> None:
        self.cases.append(case)

    # ------------------------------------------------ the first manager of a case

    def first(self, case: Case, before: Agreed | None, at_once: bool) -> None:
        typed = case.case_manager
        if not typed:
            self.keep(case)
            return
        if at_once or not self._has_older(case):
            self._agree(case.code, typed, before)
            self.keep(case)
            return
        key, say = self._key(case, typed), self.school.say
        choice, by = self.pick(key)
        if choice == say("managers.confirm", name=self._name(typed)):
            self._take(case, before, "", typed, by)
            self.keep(case)
        elif choice == say("managers.refuse"):
            because = say("managers.refused_because", by=by)
            self.out.wants.append(WantedCells(case.row, {"case_manager": ""}, because))
            self.keep(replace(case, case_manager=""))
        else:
            self._ask(case, key, "first", typed, ("confirm", "refuse"))
            self.keep(replace(case, is_confirmed=False))

    def _has_older(self, case: Case) -> bool:
        """Flags, papers or a referral that were there before anybody was agreed on."""
        code = case.code
        return (
            any(flag.code == code for flag in self.school.of(Flag))
            or ("progress_sheet", code) in self.known
            or any(accepted_code(r.status) == code for r in self.school.of(Referral))
            or any(kind == "document" and f":{code}:" in key for kind, key in self.known)
        )

    # ------------------------------------------------ another one

    def changed(self, case: Case, before: Agreed) -> None:
        agreed, typed = self.managers.by_code[case.code], case.case_manager
        if typed and before.object_id == manager_hash(typed, self.keys):
            self.keep(case)
            return
        if agreed == typed:
            if typed:  # the same under another key
                self._agree(case.code, typed, before)
            self.keep(case)
            return
        stands = replace(case, case_manager=agreed)
        if not typed and self._is_unreadable(case):
            self.keep(stands)  # what was typed is nobody: that is asked about already
            return
        key, say = self._key(case, typed), self.school.say
        choice, by = self.pick(key)
        if choice == self._choice("change", typed):
            self._take(case, before, agreed, typed, by)
            self.keep(case)
            return
        if agreed and choice == say("managers.keep", name=self._name(agreed)):
            because = say("managers.kept_because", by=by)
            cells: dict[str, Value] = {"case_manager": self._name(agreed)}
            self.out.wants.append(WantedCells(case.row, cells, because))
        else:
            choices = ("change", "keep") if agreed else ("change",)
            self._ask(case, key, "changed" if typed else "blanked", typed, choices, agreed)
        self.keep(stands)

    def _is_unreadable(self, case: Case) -> bool:
        return any(
            problem.row.row_id == case.code and problem.column == "case_manager"
            for problem in self.school.problems
        )

    # ------------------------------------------------ asked, agreed, told

    def _ask(
        self,
        case: Case,
        key: str,
        about: str,
        typed: str,
        choices: tuple[str, ...],
        agreed: str = "",
    ) -> None:
        say = self.school.say
        words = {"new": self._name(typed), "old": self._name(agreed), "code": case.code}
        pick = tuple(self._choice(each, agreed if each == "keep" else typed) for each in choices)
        what, why = say(f"managers.{about}.what", **words), say(f"managers.{about}.why", **words)
        self.out.problems.append(
            Problem(key, case.row, "case_manager", what, why, case.student, case.code, pick=pick)
        )

    def _choice(self, choice: str, email: str) -> str:
        say = self.school.say
        if choice == "change" and not email:
            return say("managers.nobody")
        return say(f"managers.{choice}", name=self._name(email))

    def _take(self, case: Case, before: Agreed | None, old: str, new: str, by: str) -> None:
        """The case is `new`'s from now on: agreed, told to both, and written in History."""
        handed = self.school.today.isoformat() if old and new else ""
        agreed = self._agree(case.code, new, before, handed)
        say, turn = self.school.say, agreed.marks["turn"]
        words = {
            "code": case.code,
            "old": self._name(old) or say("managers.nobody_name"),
            "new": self._name(new) or say("managers.nobody_name"),
            "by": by,
        }
        because = say("managers.handed_over", **words)
        for to in dict.fromkeys(each for each in (old, new) if each):
            self.out.wants.append(
                WantedMessage(
                    key=f"handover:{case.code}:{turn}:{manager_hash(to, self.keys)[:8]}",
                    to=to,
                    subject=say("managers.mail_subject", **words),
                    text=say("managers.mail", **words, link=self.school.ask.link(case.row)),
                    because=because,
                )
            )
        row_id = self.keys.row_id("handover", case.code, turn)
        cells: dict[str, Value] = {
            "when": self.school.now,
            "who": words["by"],
            "student": case.student,
            "what": say("managers.history"),
            "why": because,
            "link": self.school.ask.link(case.row),
            "row_id": row_id,
        }
        self.out.lines.append(
            AppendRow(row_id, CASELOAD, "history", cells, because, "note_history")
        )

    def _agree(self, code: str, email: str, before: Agreed | None, handed: str = "") -> Agreed:
        turn = int(before.marks.get("turn", "0")) + 1 if before else 1
        handed = handed or (before.marks.get(HANDED, "") if before else "")
        marks = {"turn": str(turn)} | ({HANDED: handed} if handed else {})
        agreed = Agreed(MANAGER, code, manager_hash(email, self.keys), marks)
        self.out.agree.append(agreed)
        return agreed

    def _key(self, case: Case, typed: str) -> str:
        return f"manager:{case.code}:{manager_hash(typed, self.keys)[:12]}"

    def _name(self, email: str) -> str:
        return self.school.name_of(email) if email else ""


def with_agreed_managers(school: School, settled: Settled) -> School:
    """The school as its cases count; questions about a case go to its agreed manager."""
    typed = {case.code: case.case_manager for case in school.cases}
    moved = {
        case.code: case.case_manager
        for case in settled.cases
        if case.code and typed[case.code] != case.case_manager
    }
    problems = tuple(
        replace(problem, whose=moved[problem.code])
        if problem.code in moved and problem.whose == typed[problem.code]
        else problem
        for problem in school.problems
    )
    records = {**school.records, Case: settled.cases}
    return replace(school, records=records, problems=problems if moved else school.problems)
