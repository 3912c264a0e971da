"""Decide: from what was observed to everything that should change, and why. Pure.

Asks for more only where it must: free/busy times when a First Talk needs a slot, a progress sheet
when its student's goals or measurements changed. `Decided.needs` says so; the caller looks and
asks again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from service.casework.checks import Caseload, check_caseload, check_staff
from service.casework.records import CASELOAD, OFFICE, Problem
from service.casework.wants import SlotRequest

from . import diary_plan, files_plan, service_cells
from .accidents import (
    failed_before,
    gap_problem,
    guard_problem,
    guards_of,
    memory_of,
    withheld_by,
)
from .changes import Change, Forget, Remember
from .deciding import Deciding
from .failures import WAITS
from .foreseen import Foreseen
from .form_words import forms_to_retell
from .gateways import Agreed
from .grey_cells import keep_typed
from .guards import Guard
from .history import history_rows, owed_rows, told_beforehand
from .house import House
from .observe import Observed
from .picture import Picture, read_picture, read_settings
from .questions import ATTENTION, Pigeonhole, by_home, pick_of, picks, settle_questions
from .rows_apart import tell_rows_apart


@dataclass(frozen=True, slots=True)
class Needs:
    """What has to be looked at before deciding again."""

    slots: tuple[SlotRequest, ...] = ()
    progress: tuple[tuple[str, str], ...] = ()  # (case code, file id)

    def __bool__(self) -> bool:
        return bool(self.slots or self.progress)


@dataclass(frozen=True, slots=True)
class Decided:
    """`changes` in the order of the plan. `after` is remembered for a case once all its papers
    are made. `withhold` names the tokens that must not move on, because something of what they
    brought is still open. `guards` are the parts that were left alone."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    needs: Needs
    guards: tuple[Guard, ...] = ()
    after: Mapping[str, tuple[Agreed, ...]] = field(default_factory=dict, hash=False)
    withhold: frozenset[str] = frozenset()
    picture: Picture | None = field(default=None, hash=False, compare=False)


def decide(observed: Observed, house: House) -> Decided:
    """Everything that should change. Raises nothing for anything a person did."""
    house = replace(house, links=replace(house.links, workbooks=observed.found.workbooks))
    say = house.say
    office = observed.workbooks.get(OFFICE)
    settings, _ = read_settings(office, say, observed.now.date())
    zone = ZoneInfo(settings.time_zone)
    chosen = {
        **picks(observed.workbooks.get(OFFICE)),
        **picks(observed.workbooks.get(CASELOAD)),
    }
    apart = tell_rows_apart(
        observed.workbooks.get(CASELOAD),
        observed.known,
        lambda key: pick_of(house.keys, chosen, key),
        house.keys,
        say,
    )
    guards = guards_of(observed, apart, house, settings.gone_rows_percent / 100)
    frozen = frozenset(guard.part for guard in guards)
    foreseen = Foreseen(observed.workbooks, zone, frozen)
    deciding = Deciding(observed, house, foreseen, chosen, apart)
    if _lacks_its_basis(observed, frozen):
        return _only_ask(deciding, guards)
    picture = deciding.settle(diary_plan.diary_round)

    calendars = diary_plan.settle_calendars(deciding, picture, frozen)
    picture = calendars.picture
    papers = files_plan.plan_files(deciding, picture)
    service_cells.fill(deciding, picture)

    problems = [
        *deciding.problems,
        *keep_typed(foreseen, observed.known, house, observed.progress),
        *_contradictions(deciding.problems, picture, house),
        *calendars.problems,
        *papers.problems,
        *(gap_problem(gap, house) for gap in observed.gaps),
        *(guard_problem(guard, observed, house) for guard in (*guards, *calendars.guards)),
        *failed_before(observed, house),
    ]
    other: list[Change] = [
        *_numbers_first(deciding),
        *deciding.mails(),
        *forms_to_retell(observed.found.forms, picture.settings, observed.known, house.keys, say),
        *papers.changes,
        *calendars.changes,
        *deciding.remembered(),
    ]
    _ask(deciding, picture, problems, papers.unseen)
    paid = _note(deciding, picture, [*other, *foreseen.changes(), *deciding.found])
    withhold = withheld_by(observed, frozen) | calendars.withhold | papers.withhold
    return Decided(
        changes=(*other, *foreseen.changes(), *memory_of(observed, apart, frozen), *paid),
        problems=tuple({problem.key: problem for problem in problems}.values()),
        needs=Needs(tuple(deciding.slots.values()), papers.needs),
        guards=(*guards, *calendars.guards),
        after=papers.after,
        withhold=frozenset(withhold),
        picture=picture,
    )


# Without these nobody knows who is whose, who works here, or which clock the school goes by.
BASIS = ("caseload/caseload", "office/staff", "office/students", "office/settings")


def _lacks_its_basis(observed: Observed, frozen: frozenset[str]) -> bool:
    return not {OFFICE, CASELOAD} <= set(observed.workbooks) or not frozen.isdisjoint(BASIS)


def _only_ask(deciding: Deciding, guards: list[Guard]) -> Decided:
    """Nothing is decided on half a school: it is said on Attention, and everything waits. What
    is open there stays open, and what was read is read again."""
    observed, house = deciding.observed, deciding.house
    picture = read_picture(deciding.foreseen, observed.now, house.say)
    problems = [
        *(gap_problem(gap, house) for gap in observed.gaps),
        *(guard_problem(guard, observed, house) for guard in guards),
    ]
    standing = frozenset(
        row.text("row_id")
        for book in observed.workbooks.values()
        if (tab := book.tabs.get(ATTENTION)) is not None
        for row in tab.rows
    )
    _ask(deciding, picture, problems, standing)
    return Decided(
        changes=tuple(deciding.foreseen.changes()),
        problems=tuple(problems),
        needs=Needs(),
        guards=tuple(guards),
        withhold=frozenset(observed.tokens),
        picture=picture,
    )


def _contradictions(already: list[Problem], picture: Picture, house: House) -> tuple[Problem, ...]:
    """What each row says well by itself, and rows cannot say together."""
    records = picture.caseload
    caseload = Caseload(
        records.cases, records.diary, records.goals, records.accommodations, records.team
    )
    return (
        *check_staff(picture.office.staff, house.say),
        *check_caseload(caseload, picture.calendar, picture.today, house.say, already),
    )


# ---------------------------------------------------------------- what is told


def _numbers_first(deciding: Deciding) -> list[Change]:
    """Referral ids and case codes are remembered before a mail or a row can name them."""
    agreed = [Agreed("response", key, number) for key, number in deciding.numbered.items()]
    agreed += deciding.codes_given()
    return [Remember(tuple(agreed))] if agreed else []


def _ask(
    deciding: Deciding, picture: Picture, problems: list[Problem], unseen: frozenset[str]
) -> None:
    """Attention in each workbook: what is open, and nothing else."""
    house, observed = deciding.house, deciding.observed
    hole = Pigeonhole(
        keys=house.keys,
        say=house.say,
        today=picture.today,
        link=lambda row, column: house.links.cell(
            observed.workbooks, deciding.foreseen.expected(row), column
        ),
        place=lambda row, column: service_cells.place(observed.workbooks, row, column),
        coordinator=picture.coordinator,
    )
    for home, asked in by_home(problems).items():
        for change in settle_questions(home, observed.workbooks.get(home), asked, hole, unseen):
            deciding.want_change(change)


def _note(deciding: Deciding, picture: Picture, changes: list[Change]) -> list[Change]:
    """The lines of History are foreseen; handed back is that a line is owed no more."""
    names = {case.code: case.student for case in picture.caseload.cases}
    codes = service_cells.codes_of_rows(picture)
    observed = deciding.observed
    # What failed was noted before it was tried; History does not tell of every further attempt.
    failed = {
        key
        for (kind, key), agreed in observed.known.items()
        if kind == "failure" and agreed.marks.get("why") != WAITS
    }
    new = [c for c in changes if not (told_beforehand(c) and f"{c.kind}|{c.key}" in failed)]
    told = {
        (book, row.text("row_id"))
        for book, seen in observed.workbooks.items()
        if "history" in seen.tabs
        for row in seen.tabs["history"].rows
    }

    def code_of(subject: str) -> str:
        return codes.get(subject, subject)

    def name_of(code: str) -> str:
        return names.get(code, "")

    say, keys, now = deciding.house.say, deciding.house.keys, observed.now
    owed = [agreed for (kind, _), agreed in observed.known.items() if kind == "owed"]
    for row in (
        *history_rows(new, now, observed.last_run, code_of, name_of, say, keys),
        *owed_rows(owed, now, code_of, name_of, say),
    ):
        if (row.workbook, row.row_key) not in told:
            deciding.want_change(row)
    paid = tuple(("owed", each.key) for each in owed if (CASELOAD, each.key) in told)
    return [Forget(paid)] if paid else []
