"""Decide: from what was observed to everything that should change, and why. Pure.

Asks for more only where it must: free/busy times when a First Talk needs a slot, a progress sheet
when its student's goals or measurements changed. `Decided.needs` says so; the caller looks and
asks again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from service.casework.records import CASELOAD, OFFICE, Problem
from service.casework.registry import active
from service.casework.staff_names import StaffNames
from service.casework.wants import LinkTo, SlotRequest
from service.ports import Agreed
from service.workbook.templates import ON_DEMAND

from . import on_demand
from .calendar import calendar_plan
from .changes import AppendRow, Change, ChangeCells, Forget, Remember
from .context import SchoolContext
from .documents import file_plan
from .documents.form_faults import faults
from .documents.form_notices import forms_to_retell
from .documents.link_words import Column
from .growth import growth_changes, module_changes, setting_changes, to_grow
from .guards import Guard
from .importing.foreign_tabs import import_changes
from .observe import Observed
from .projection import Projection
from .reporting.accidents import (
    failed_before,
    gap_problem,
    guard_problem,
    guards_of,
    memory_of,
    withheld_by,
)
from .reporting.attention import (
    ATTENTION,
    QuestionContext,
    by_home,
    pick_of,
    picks,
    settle_questions,
)
from .reporting.failures import WAITS
from .reporting.held import is_held
from .reporting.history import history_rows, owed_rows, told_beforehand
from .reporting.history_words import Words
from .reporting.unfinished import unfinished
from .rows import service_columns
from .rows.filter_views import missing_views
from .rows.row_matching import RowsApart, tell_rows_apart
from .rows.typed_over import keep_typed
from .rule_rounds import RuleRounds
from .school_records import School, read_settings
from .staff_known import staff_changes


@dataclass(frozen=True, slots=True)
class Needs:
    """What has to be looked at before deciding again."""

    slots: tuple[SlotRequest, ...] = ()
    progress: tuple[tuple[str, str], ...] = ()  # (case code, file id)
    own: tuple[tuple[str, str], ...] = ()  # (ledger key, file id)
    books: tuple[str, ...] = ()  # workbooks that are read only when they have changed
    layouts: tuple[str, ...] = ()  # workbooks that are to grow, with these `modules` on
    modules: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.slots or self.progress or self.own or self.books or self.layouts)


@dataclass(frozen=True, slots=True)
class Decided:
    """`changes` in the order of the plan. `after` is remembered for a case once all its papers
    are made. `withhold` names the tokens that must not move on, because something of what they
    brought is still open. `guards` are the parts that were left alone. `unseen` are questions that
    stay open because what they are about was not read. `leads`: where words of a column open."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    needs: Needs
    guards: tuple[Guard, ...] = ()
    after: Mapping[str, tuple[Agreed, ...]] = field(default_factory=dict, hash=False)
    withhold: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()
    leads: Mapping[Column, Mapping[str, LinkTo]] = field(default_factory=dict, hash=False)
    school: School | None = field(default=None, hash=False, compare=False)


def decide(observed: Observed, context: SchoolContext) -> Decided:
    """Everything that should change. Raises nothing for anything a person did."""
    context = replace(context, links=replace(context.links, workbooks=observed.found.workbooks))
    say = context.say
    office = observed.workbooks.get(OFFICE)
    settings, _ = read_settings(office, say, observed.now.date())
    zone = ZoneInfo(settings.time_zone)
    # What was switched off is silent at once; what was switched on begins once it is there.
    registers = active(settings.modules & observed.modules)
    context = replace(context, registers=registers)
    chosen = {
        **picks(observed.workbooks.get(OFFICE)),
        **picks(observed.workbooks.get(CASELOAD)),
    }
    apart = RowsApart()
    for book in (CASELOAD, *ON_DEMAND):
        of_book = observed.workbooks.get(book)
        apart = apart.beside(
            tell_rows_apart(
                of_book,
                observed.known,
                lambda key: pick_of(context.keys, chosen, key),
                context.keys,
                say,
            )
        )
    guards = guards_of(observed, apart, context, settings.gone_rows_percent / 100)
    frozen = frozenset(guard.part for guard in guards)
    projection = Projection(observed.workbooks, zone, frozen)
    rounds = RuleRounds(observed, context, projection, chosen, apart)
    if _lacks_its_basis(observed, frozen):
        return _only_ask(rounds, guards)
    school = rounds.settle()

    calendars = calendar_plan.settle_calendars(rounds, school, frozen)
    school = calendars.school
    papers = file_plan.plan_files(rounds, school)
    form_faults, form_memory = faults(
        observed.found.forms,
        observed.forms,
        observed.known,
        context.form_language,
        say,
        rounds.pick,
    )
    figures = service_columns.fill(rounds, replace(school, problems=tuple(rounds.problems)))

    problems = [
        *rounds.problems,
        *keep_typed(projection, observed.known, context, observed.progress),
        *figures,
        *calendars.problems,
        *papers.problems,
        *form_faults,
        *(gap_problem(gap, context) for gap in observed.gaps if not gap.passes),
        *(guard_problem(guard, observed, context) for guard in (*guards, *calendars.guards)),
    ]
    problems, typing = unfinished(problems, observed)
    read, after, unseen = on_demand.settle_reading(observed, school, problems, frozen, context)
    problems += failed_before(observed, context)
    may_grow = on_demand.books_of(observed.found.workbooks, observed.workbooks)
    growing = to_grow(observed.known, settings.modules, may_grow)
    today = observed.local_today(zone)
    for change in setting_changes(
        office, observed.known, settings.modules, observed.modules, today, say
    ):
        rounds.want_change(change)
    other: list[Change] = [
        *growth_changes(growing, observed.layouts, observed.known, frozen, say),
        *module_changes(observed.modules, settings.modules, say),
        *on_demand.to_make(observed.found.workbooks, settings.modules, say),
        *import_changes(
            observed.foreign, observed.known, observed.workbooks, school, context.keys, say
        ),
        *read,
        *missing_views(
            observed.workbooks.get(CASELOAD),
            school,
            observed.known,
            context.keys,
            say("changes.filter_views"),
        ),
        *_numbers_first(rounds),
        *staff_changes(school.staff, observed.known, context.keys),
        *rounds.mails(),
        *forms_to_retell(observed.found.forms, school.settings, observed.known, context.keys, say),
        *form_memory,
        *papers.changes,
        *calendars.changes,
        *typing,
        *rounds.remembered(),
    ]
    unseen |= papers.unseen
    _ask(rounds, school, problems, unseen)
    paid = _note(rounds, school, [*other, *projection.changes(), *rounds.found])
    for line in rounds.managers.lines:
        rounds.want_change(line)
    withhold = withheld_by(observed, frozen) | calendars.withhold | papers.withhold
    return Decided(
        changes=(*other, *projection.changes(), *memory_of(observed, apart, frozen), *paid),
        problems=tuple({problem.key: problem for problem in problems}.values()),
        unseen=unseen,
        needs=Needs(
            tuple(rounds.slots.values()),
            papers.needs,
            papers.own,
            on_demand.to_read(observed, school, context),
            _unlooked(growing, observed),
            settings.modules,
        ),
        guards=(*guards, *calendars.guards),
        after={**papers.after, **after},
        withhold=frozenset(withhold),
        leads=papers.leads,
        school=school,
    )


def _unlooked(growing: Iterable[str], observed: Observed) -> tuple[str, ...]:
    gaps = {gap.part for gap in observed.gaps}
    return tuple(
        book for book in growing if book not in observed.layouts and f"workbook/{book}" not in gaps
    )


# Without these nobody knows who is whose, who works here, or which clock the school goes by.
BASIS = ("caseload/caseload", "office/staff", "office/students", "office/settings")


def _lacks_its_basis(observed: Observed, frozen: frozenset[str]) -> bool:
    return not {OFFICE, CASELOAD} <= set(observed.workbooks) or not frozen.isdisjoint(BASIS)


def _only_ask(rounds: RuleRounds, guards: list[Guard]) -> Decided:
    """Nothing is decided on half a school: it is said on Attention, and everything waits. What
    is open there stays open, and what was read is read again."""
    observed, context = rounds.observed, rounds.context
    school = rounds.read_school()
    problems = [
        *(gap_problem(gap, context) for gap in observed.gaps if not gap.passes),
        *(guard_problem(guard, observed, context) for guard in guards),
    ]
    standing = frozenset(
        row.text("row_id")
        for book in observed.workbooks.values()
        if (tab := book.tabs.get(ATTENTION)) is not None
        for row in tab.rows
    )
    _ask(rounds, school, problems, standing)
    return Decided(
        changes=tuple(rounds.projection.changes()),
        problems=tuple(problems),
        needs=Needs(),
        guards=tuple(guards),
        withhold=frozenset(observed.tokens),
        school=school,
    )


# ---------------------------------------------------------------- what is told


def _numbers_first(rounds: RuleRounds) -> list[Change]:
    """Referral ids and case codes are remembered before a mail or a row can name them."""
    agreed = [Agreed("response", key, number) for key, number in rounds.numbering.numbered.items()]
    agreed += rounds.numbering.codes_given()
    return [Remember(tuple(agreed))] if agreed else []


def _ask(
    rounds: RuleRounds, school: School, problems: list[Problem], unseen: frozenset[str]
) -> None:
    """Attention in each workbook: what is open, and nothing else."""
    context, observed = rounds.context, rounds.observed
    questions = QuestionContext(
        keys=context.keys,
        say=context.say,
        today=school.today,
        link=lambda row, column: context.links.cell(
            observed.books_of(row), rounds.projection.expected(row), column
        ),
        place=lambda row, column: service_columns.place(observed.books_of(row), row, column),
        coordinator=school.coordinator,
        called=StaffNames(school.staff).shown,
    )
    for home, asked in by_home(problems).items():
        for change in settle_questions(
            home, observed.workbooks.get(home), asked, questions, unseen
        ):
            rounds.want_change(change)


def _is_hidden(change: Change, observed: Observed) -> bool:
    """Whether it is on a tab that Holdfast keeps for itself."""
    if not isinstance(change, AppendRow | ChangeCells):
        return False
    workbook, tab = (
        (change.row.workbook, change.row.tab)
        if isinstance(change, ChangeCells)
        else (change.workbook, change.tab)
    )
    seen = observed.workbooks.get(workbook)
    of_tab = seen.template.by_key.get(tab) if seen else None
    return of_tab is not None and of_tab.hidden


def _note(rounds: RuleRounds, school: School, changes: list[Change]) -> list[Change]:
    """The lines of History are foreseen; handed back is that a line is owed no more."""
    observed = rounds.observed
    # What failed was noted before it was tried; History does not tell of every further attempt.
    failed = {
        key
        for (kind, key), agreed in observed.known.items()
        if kind == "failure" and agreed.marks.get("why") != WAITS
    }
    new = [
        c
        for c in changes
        if not (told_beforehand(c) and f"{c.kind}|{c.key}" in failed)
        and not is_held(c, school)
        and not _is_hidden(c, observed)
    ]
    told = {
        (book, row.text("row_id"))
        for book, seen in observed.workbooks.items()
        if "history" in seen.tabs
        for row in seen.tabs["history"].rows
    }

    context, now = rounds.context, observed.now
    words = Words(
        school,
        context,
        rounds.projection,
        observed.known,
        lambda row, column: context.links.cell(observed.workbooks, row, column),
    )
    owed = [agreed for (kind, _), agreed in observed.known.items() if kind == "owed"]
    for row in (
        *history_rows(new, now, observed.last_run, words, context.keys),
        *owed_rows(owed, now, words),
    ):
        if (row.workbook, row.row_key) not in told:
            rounds.want_change(row)
    paid = tuple(("owed", each.key) for each in owed if (CASELOAD, each.key) in told)
    return [Forget(paid)] if paid else []
