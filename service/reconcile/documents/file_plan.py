"""Files: for every case its action plans and its progress sheet, and what they say in the rows.

A case is worked on only when its rows, its measurements or its documents have changed since its
papers were last made; who may see what is worked out for every case in every run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from service.casework.case_file import CaseFile
from service.casework.measuring import MeasuredElsewhere
from service.casework.plans.action_plan import copies, missing_for_plan
from service.casework.records import (
    CASELOAD,
    Accommodation,
    Action,
    DiaryEntry,
    Goal,
    Problem,
    TeamMember,
)
from service.casework.wants import LinkTo, Value, WantedCells
from service.ports import Agreed, FileSeen
from service.workbook.look import WorkbookSeen

from ..changes import Change, Remember
from ..rule_rounds import RuleRounds
from ..school_records import School
from .case_rows import CaseRows
from .document_memory import DocumentMemory, document_memory
from .goals_shown import CaseGoals
from .hand_on import handing_on
from .link_words import Column, version_of
from .measurements import GoalWords, Measured, measure, scaled
from .own_books import plan_own_books
from .plan_documents import (
    earlier_versions,
    names_of,
    plan_of_case,
    sources_of,
    touched_by_a_person,
    wanted_anew,
)
from .register_documents import register_documents
from .sharing import shares_of
from .sheet_plan import SheetPlan, who_measures
from .sheet_questions import asked_about, unseen
from .twins import twins


@dataclass(slots=True)
class FilePlan:
    """What came of looking through all cases."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    needs: tuple[tuple[str, str], ...] = ()
    own: tuple[tuple[str, str], ...] = ()  # of the workbooks that are somebody's own
    after: dict[str, tuple[Agreed, ...]] = field(default_factory=dict)
    unseen: frozenset[str] = frozenset()  # questions about progress sheets not looked at
    withhold: set[str] = field(default_factory=set)
    leads: Mapping[Column, Mapping[str, LinkTo]] = field(default_factory=dict)


@dataclass(slots=True)
class _CaseFiles:
    """All case files of one run, and what is known of their papers."""

    rounds: RuleRounds
    school: School
    memory: DocumentMemory
    touched: Mapping[str, FileSeen]
    rows: CaseRows
    sheets: SheetPlan
    files: FilePlan = field(default_factory=FilePlan)
    needs: list[tuple[str, str]] = field(default_factory=list)
    waiting: frozenset[str] = frozenset()  # codes of cases of which a row is asked about
    due: dict[str, str] = field(default_factory=dict)  # case code -> when it is looked at again
    is_measured_anew: bool = False  # whether rows say something new of progress


def plan_files(rounds: RuleRounds, school: School) -> FilePlan:
    """What must be made, refreshed and shared; figures and links are wanted in the rows."""
    observed, context = rounds.observed, rounds.context
    book = rounds.projection.book(CASELOAD)
    held = any(part.startswith("caseload/") for part in rounds.projection.frozen)
    if book is None or held:
        return FilePlan(withhold={"drive"})
    touched = {file.file_id: file for file in observed.files}
    edited = touched_by_a_person(observed.known, touched, context.keys)
    known = {**observed.known, **{(a.kind, a.key): a for a in edited}}
    of_school = case_files(school)
    handing = handing_on(context.keys, context.say, known, of_school)
    memory = document_memory(
        context.keys,
        context.say,
        known,
        handing,
        context.links.file,
        rounds.pick,
        bool(rounds.picks),
        lambda key: rounds.picked_by(key, school),
    )
    elsewhere = MeasuredElsewhere(context.registers, school)
    sheets = SheetPlan(rounds, school, memory, touched, elsewhere)
    planning = _CaseFiles(rounds, school, memory, touched, CaseRows(book), sheets)
    planning.waiting = _waiting(book)
    if edited:
        planning.files.changes.append(Remember(tuple(edited)))
    for file in of_school:
        if file.case.code:
            _one_case(file, planning, {agreed.key for agreed in edited})
    goals = CaseGoals(rounds, school, memory, touched, of_school, planning.needs)
    # What documents say of a goal, its row says by the end of this run.
    said = rounds.read_school() if planning.is_measured_anew else school
    own = plan_own_books(observed, context, said, memory)
    for want in register_documents(context.registers, own.told(said), memory, goals):
        if isinstance(want, WantedCells):
            rounds.projection.want_cells(want)
        else:
            planning.files.changes.append(want)
    planning.files.changes += handing.changes(rounds.projection)
    planning.files.changes += twins(observed, context.say)
    rounds.take(handing.mails(memory.link, context.speak, school.settings), school)
    planning.files.needs, planning.files.own = tuple(planning.needs), tuple(own.needs)
    planning.files.leads = memory.words.leads
    planning.files.changes += own.changes
    planning.files.problems += own.problems
    planning.files.withhold |= {"drive"} if own.failed else set()
    planning.files.unseen = unseen(memory.known, {*observed.progress, *observed.own, *own.over})
    return planning.files


def _waiting(book: WorkbookSeen) -> frozenset[str]:
    """The cases of rows of which two have one id, and only a person can say which is which: their
    plans wait for the answer, for nothing is known of what those rows say. With it the rows say
    something else, and the plan is looked at again."""
    found: set[str] = set()
    for tab in book.tabs.values():
        times = Counter(map(tab.row_id, tab.rows))
        twice = (row for row in tab.rows if times[tab.row_id(row)] > 1 and tab.row_id(row))
        found |= {row.text("case_code") for row in twice}
    return frozenset(found)


def case_files(school: School) -> list[CaseFile]:
    """Every case with the records that are its own."""

    def sorted_by_code(records: Iterable[object]) -> dict[str, list[object]]:
        found: dict[str, list[object]] = {}
        for record in records:
            found.setdefault(record.code, []).append(record)  # type: ignore[attr-defined]
        return found

    goals, actions = sorted_by_code(school.of(Goal)), sorted_by_code(school.of(Action))
    accommodations = sorted_by_code(school.of(Accommodation))
    team, entries = sorted_by_code(school.of(TeamMember)), sorted_by_code(school.of(DiaryEntry))
    return [
        CaseFile(
            case=case,
            goals=tuple(goals.get(case.code, ())),  # type: ignore[arg-type]
            actions=tuple(actions.get(case.code, ())),  # type: ignore[arg-type]
            accommodations=tuple(accommodations.get(case.code, ())),  # type: ignore[arg-type]
            team=tuple(team.get(case.code, ())),  # type: ignore[arg-type]
            diary=tuple(entries.get(case.code, ())),  # type: ignore[arg-type]
            staff=school.staff,
        )
        for case in school.cases
    ]


# ---------------------------------------------------------------- one case


def _one_case(file: CaseFile, planning: _CaseFiles, edited: set[str]) -> None:
    rounds, memory, files = planning.rounds, planning.memory, planning.files
    code, say = file.case.code, rounds.context.say
    sheet = memory.known.get(("progress_sheet", code))
    if sheet is None and file.case.status == "Active":
        make = planning.sheets.made(file)
        files.changes += shares_of(code, make.want.shares, memory)
        files.changes.append(make)
    more = planning.sheets.elsewhere.reads(file.goals)
    reads = sources_of(file, planning.rows.of(code), planning.school, rounds.context.keys, more)
    before, named = memory.known.get(("case", code)), names_of(file, planning.school, memory.keys)
    known_then = before is not None and "reads" not in before.marks
    if before is not None and known_then:
        # Remembered by the first release: recognised its way, then remembered anew.
        then = sources_of(file, planning.rows.then(code), planning.school, rounds.context.keys)
        changed = before.marks.get("sources") != then
        if not changed:
            marks = {"reads": reads, "asked": before.marks.get("asked", "")}
            files.changes.append(Remember((Agreed("case", code, "", marks),)))
    else:
        changed = (
            before is None
            or before.marks["reads"] != reads
            or before.marks.get("named", named) != named
            or before.marks.get("due", "9999") <= planning.school.today.isoformat()
        )
    measured_anew = sheet is not None and planning.sheets.is_touched(sheet)
    # A plan that was asked for anew, and cannot be made as the case stands, is tried once.
    asked = any(wanted_anew(key, memory) for key in memory.copies.get(code, ()))
    anew = asked and not (before and before.marks.get("asked"))
    if changed or measured_anew or anew or any(f":{code}:" in key for key in edited):
        done = _work_on(file, sheet, planning)
        if done:
            marks = {"reads": reads, "named": named, "asked": "1" if asked else ""}
            marks |= {"due": planning.due[code]} if code in planning.due else {}
            files.after[code] = (
                Agreed("case", code, "", marks),
                *planning.sheets.as_read(file, sheet),
            )
    else:
        _as_they_are(file, planning)
    if sheet is not None:
        files.changes += planning.sheets.refitted(file, sheet)
        files.changes += shares_of(code, who_measures(file), memory)
        link = memory.words.progress_sheet(code, sheet.object_id)
        rounds.projection.cells(file.case.row, {"progress_sheet": link}, say("changes.linked"))
    elif file.case.status == "Active":
        making = memory.words.progress_sheet(code)
        rounds.projection.cells(file.case.row, {"progress_sheet": making}, say("changes.linked"))
    missing = missing_for_plan(file, say)
    if missing and not memory.copies.get(code):
        rounds.projection.cells(file.case.row, {"action_plan": missing}, say("changes.linked"))


def _work_on(file: CaseFile, sheet: Agreed | None, planning: _CaseFiles) -> bool:
    """Measure, plan and share one case. False when its progress sheet must be read first, or
    cannot be read."""
    rounds, files, code = planning.rounds, planning.files, file.case.code
    measured: Measured | None = None
    if sheet is not None or file.case.status == "Active":
        seen = rounds.observed.progress.get(code)
        if seen is None and sheet is not None:
            if any(gap.part == f"progress/{code}" for gap in rounds.observed.gaps):
                files.withhold.add("drive")
            else:
                planning.needs.append((code, sheet.object_id))
            _as_they_are(file, planning)
            return False
        measured = measure(
            code,
            file.case.row,
            file.goals,
            seen,
            planning.school.settings,
            rounds.context.say,
            planning.school.today,
            GoalWords(rounds.context.keys, rounds.observed.known),
            file.case.case_manager if file.case.is_confirmed else "",
            planning.sheets.elsewhere,
        )
        if sheet is not None and seen is not None:
            files.changes += planning.sheets.grown(file, sheet, seen)
        if measured.agreed:
            files.changes.append(Remember(measured.agreed))
        rounds.take(measured.keeps, planning.school)
        for cells in measured.cells:
            if rounds.projection.want_cells(cells):
                planning.is_measured_anew = True
        files.problems += measured.problems
        files.changes += asked_about(code, measured.problems, rounds.observed, planning.memory)
        file = CaseFile(
            file.case,
            tuple(map(scaled, file.goals)),
            file.actions,
            file.accommodations,
            file.team,
            file.diary,
            file.staff,
            measured.progress,
            measured.measurements,
        )
    if code in planning.waiting:
        _as_they_are(file, planning)
        return True
    papers = plan_of_case(file, planning.school, planning.memory)
    files.changes += papers.changes
    files.problems += papers.problems
    if papers.due:
        planning.due[code] = papers.due
    for cells in papers.cells:
        rounds.projection.want_cells(cells)
    return True


def _as_they_are(file: CaseFile, planning: _CaseFiles) -> None:
    """Its papers are left as they are; what is open about them stays open, and who may see them is
    settled all the same."""
    quiet = plan_of_case(file, planning.school, planning.memory, papers_too=False)
    planning.files.problems += quiet.problems
    planning.files.changes += quiet.changes
    _link_papers(file, planning)


def _link_papers(file: CaseFile, planning: _CaseFiles) -> None:
    """Somebody may have blanked the cell; the plans are where they were."""
    memory = planning.memory
    links = []
    letters = copies(file, planning.rounds.context.say)
    for key in sorted(memory.copies.get(file.case.code, ())):
        if key.rpartition(":")[2] not in letters:
            continue
        known = memory.known["document", key]
        links.append(memory.words.plan(key, version_of(known), known.object_id))
        links += earlier_versions(key, memory)
    if links:
        because = planning.rounds.context.say("changes.plan_linked")
        cells: dict[str, Value] = {"action_plan": tuple(links)}
        planning.rounds.projection.cells(file.case.row, cells, because)
