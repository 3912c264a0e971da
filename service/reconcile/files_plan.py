"""Files: for every case its action plans and its progress sheet, and what they say in the rows.

A case is worked on only when its rows, its measurements or its documents have changed since its
papers were last made; who may see what is worked out for every case in every run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from service.casework.disclosure import PROGRESS
from service.casework.plan_file import CaseFile, plan_goals
from service.casework.plans import copies, missing_for_plan
from service.casework.records import CASELOAD, Problem
from service.casework.wants import LinkTo, WantedProgressSheet, WantedShare
from service.workbook.look import Raw, WorkbookSeen

from .changes import Change, Forget, MakeProgressSheet, RefitProgressSheet, Remember
from .deciding import Deciding
from .drawer import Drawer, open_drawer
from .gateways import Agreed, FileSeen
from .measured import Measured, measure
from .papers import (
    earlier_versions,
    plan_of_case,
    sources_of,
    stamp,
    touched_by_a_person,
    wanted_anew,
)
from .picture import Picture
from .questions import question_id, standing_questions
from .sharing import shares_of

_ABOUT_A_CASE = ("caseload", "diary", "goals", "actions", "accommodations", "team")


@dataclass(slots=True)
class Files:
    """What came of looking through all cases."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    needs: tuple[tuple[str, str], ...] = ()
    after: dict[str, tuple[Agreed, ...]] = field(default_factory=dict)
    unseen: frozenset[str] = frozenset()  # questions about progress sheets not looked at
    withhold: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Cabinet:
    """All case files of one run, and what is known of their papers."""

    deciding: Deciding
    picture: Picture
    drawer: Drawer
    touched: Mapping[str, FileSeen]
    rows: Mapping[str, object]
    files: Files = field(default_factory=Files)
    needs: list[tuple[str, str]] = field(default_factory=list)


def plan_files(deciding: Deciding, picture: Picture) -> Files:
    """What must be made, refreshed and shared; figures and links are wanted in the rows."""
    observed, house = deciding.observed, deciding.house
    book = deciding.foreseen.book(CASELOAD)
    held = any(part.startswith("caseload/") for part in deciding.foreseen.frozen)
    if book is None or held:
        return Files(withhold={"drive"})
    touched = {file.file_id: file for file in observed.files}
    edited = touched_by_a_person(observed.known, touched, house.keys)
    known = {**observed.known, **{(a.kind, a.key): a for a in edited}}
    drawer = open_drawer(
        house.keys, house.say, known, house.links.file, deciding.pick, bool(deciding.picks)
    )
    cabinet = _Cabinet(deciding, picture, drawer, touched, rows_by_case(book))
    if edited:
        cabinet.files.changes.append(Remember(tuple(edited)))
    for file in case_files(picture):
        if file.case.code:
            _one_case(file, cabinet, {agreed.key for agreed in edited})
    cabinet.files.needs = tuple(cabinet.needs)
    cabinet.files.unseen = _unseen(cabinet)
    return cabinet.files


def case_files(picture: Picture) -> list[CaseFile]:
    """Every case with the records that are its own."""
    caseload = picture.caseload

    def sorted_by_code(records: Iterable[object]) -> dict[str, list[object]]:
        found: dict[str, list[object]] = {}
        for record in records:
            found.setdefault(record.code, []).append(record)  # type: ignore[attr-defined]
        return found

    goals, actions = sorted_by_code(caseload.goals), sorted_by_code(caseload.actions)
    accommodations = sorted_by_code(caseload.accommodations)
    team, entries = sorted_by_code(caseload.team), sorted_by_code(caseload.diary)
    return [
        CaseFile(
            case=case,
            goals=tuple(goals.get(case.code, ())),  # type: ignore[arg-type]
            actions=tuple(actions.get(case.code, ())),  # type: ignore[arg-type]
            accommodations=tuple(accommodations.get(case.code, ())),  # type: ignore[arg-type]
            team=tuple(team.get(case.code, ())),  # type: ignore[arg-type]
            diary=tuple(entries.get(case.code, ())),  # type: ignore[arg-type]
            staff=picture.office.staff,
        )
        for case in caseload.cases
    ]


def rows_by_case(book: WorkbookSeen) -> dict[str, object]:
    """What people wrote about each case, as raw cells, whatever order the rows stand in."""
    found: dict[str, list[tuple[str, str, tuple[object, ...]]]] = {}
    for key in _ABOUT_A_CASE:
        tab = book.tabs[key]
        typed = [c.key for c in book.template.by_key[key].columns if not c.service]
        for row in tab.rows:
            code = row.cells.get("case_code")
            if isinstance(code, str) and code:
                cells = tuple(_plain(row.cells.get(name)) for name in typed)
                found.setdefault(code, []).append((key, tab.row_id(row), cells))
    return {code: sorted(rows, key=lambda r: (r[0], r[1])) for code, rows in found.items()}


def _plain(cell: Raw) -> Raw:
    """20 and 20.0 are the same cell."""
    return round(float(cell), 5) if isinstance(cell, int | float) else cell


# ---------------------------------------------------------------- one case


def _one_case(file: CaseFile, cabinet: _Cabinet, edited: set[str]) -> None:
    deciding, drawer, files = cabinet.deciding, cabinet.drawer, cabinet.files
    code, say = file.case.code, deciding.house.say
    sheet = drawer.known.get(("progress_sheet", code))
    if sheet is None and file.case.status == "Active":
        files.changes.append(_make_sheet(file, cabinet))
    sources = sources_of(file, cabinet.rows.get(code), cabinet.picture, deciding.house.keys)
    before = drawer.known.get(("case", code))
    changed = before is None or before.marks.get("sources") != sources
    measured_anew = sheet is not None and _is_touched(sheet, cabinet)
    # A plan that was asked for anew, and cannot be made as the case stands, is tried once.
    asked = any(wanted_anew(key, drawer) for key in drawer.copies.get(code, ()))
    anew = asked and not (before and before.marks.get("asked"))
    if changed or measured_anew or anew or any(f":{code}:" in key for key in edited):
        done = _work_on(file, sheet, cabinet)
        if done:
            marks = {"sources": sources, "asked": "1" if asked else ""}
            files.after[code] = (Agreed("case", code, "", marks), *_as_read(file, sheet, cabinet))
    else:
        # Its papers are as they should be; what is open about them stays open.
        quiet = plan_of_case(file, cabinet.picture, drawer, papers_too=False)
        files.problems += quiet.problems
        files.changes += quiet.changes
        _link_papers(file, cabinet)
    if sheet is not None:
        files.changes += _refit(file, sheet, cabinet)
        files.changes += shares_of(code, _who_measures(file), drawer)
        link = drawer.link("progress_sheet", sheet.object_id)
        deciding.foreseen.cells(file.case.row, {"progress_sheet": link}, say("changes.linked"))
    elif file.case.status == "Active":
        making = LinkTo("progress_sheet", code)
        deciding.foreseen.cells(file.case.row, {"progress_sheet": making}, say("changes.linked"))
    missing = missing_for_plan(file, say)
    if missing and not drawer.copies.get(code):
        deciding.foreseen.cells(file.case.row, {"action_plan": missing}, say("changes.linked"))


def _work_on(file: CaseFile, sheet: Agreed | None, cabinet: _Cabinet) -> bool:
    """Measure, plan and share one case. False when its progress sheet must be read first, or
    cannot be read."""
    deciding, files, code = cabinet.deciding, cabinet.files, file.case.code
    measured: Measured | None = None
    if sheet is not None or file.case.status == "Active":
        seen = deciding.observed.progress.get(code)
        if seen is None and sheet is not None:
            if any(gap.part == f"progress/{code}" for gap in deciding.observed.gaps):
                files.withhold.add("drive")
            else:
                cabinet.needs.append((code, sheet.object_id))
            _link_papers(file, cabinet)
            return False
        measured = measure(
            code,
            file.case.row,
            file.goals,
            seen,
            cabinet.picture.settings,
            deciding.house.say,
            cabinet.picture.today,
        )
        for cells in measured.cells:
            deciding.foreseen.want_cells(cells)
        files.problems += measured.problems
        files.changes += _asked(measured, cabinet)
        file = CaseFile(
            file.case,
            file.goals,
            file.actions,
            file.accommodations,
            file.team,
            file.diary,
            file.staff,
            measured.progress,
            measured.measurements,
        )
    papers = plan_of_case(file, cabinet.picture, cabinet.drawer)
    files.changes += papers.changes
    files.problems += papers.problems
    for cells in papers.cells:
        deciding.foreseen.want_cells(cells)
    return True


def _link_papers(file: CaseFile, cabinet: _Cabinet) -> None:
    """Somebody may have blanked the cell; the plans are where they were."""
    drawer = cabinet.drawer
    links = []
    letters = copies(file, cabinet.deciding.house.say)
    for key in sorted(drawer.copies.get(file.case.code, ())):
        if key.rpartition(":")[2] not in letters:
            continue
        links.append(drawer.link("document", drawer.known["document", key].object_id))
        links += earlier_versions(key, drawer)
    if links:
        because = cabinet.deciding.house.say("changes.plan_linked")
        cells = {"action_plan": "\n".join(links)}
        cabinet.deciding.foreseen.cells(file.case.row, cells, because)


def _make_sheet(file: CaseFile, cabinet: _Cabinet) -> MakeProgressSheet:
    want = _wanted_sheet(file, cabinet)
    cabinet.files.changes += shares_of(want.code, want.shares, cabinet.drawer)
    return MakeProgressSheet(want, want.because, _fit(want, cabinet))


def _refit(file: CaseFile, sheet: Agreed, cabinet: _Cabinet) -> list[Change]:
    """Goals were added or changed: the sheet's drop-down and charts follow."""
    want = _wanted_sheet(file, cabinet)
    fit = _fit(want, cabinet)
    if file.case.status != "Active" or sheet.marks.get("fit") == fit:
        return []
    because = cabinet.deciding.house.say("changes.progress_refit")
    return [RefitProgressSheet(want, sheet.object_id, because, fit)]


def _wanted_sheet(file: CaseFile, cabinet: _Cabinet) -> WantedProgressSheet:
    say, code = cabinet.deciding.house.say, file.case.code
    return WantedProgressSheet(
        code=code,
        title=say("progress.sheet_title", code=code),
        goals=tuple(plan_goals(file)),
        shares=_who_measures(file),
        because=say("changes.progress_sheet", code=code),
    )


def _fit(want: WantedProgressSheet, cabinet: _Cabinet) -> str:
    facts = [(g.goal, g.unit, g.measure, g.baseline, g.target, g.start, g.due) for g in want.goals]
    return cabinet.deciding.house.keys.fingerprint("fit", facts)


def _who_measures(file: CaseFile) -> tuple[WantedShare, ...]:
    """The case manager, and colleagues whom Team lets see progress: a co-teacher, an aide."""
    emails = {person.email for person in file.staff}
    colleagues = {
        member.email
        for member in file.team
        if member.email in emails and PROGRESS in member.may_see and not member.household
    }
    people = sorted(({file.case.case_manager} & emails) | colleagues)
    return tuple(WantedShare(email, "writer") for email in people)


def _is_touched(sheet: Agreed, cabinet: _Cabinet) -> bool:
    file = cabinet.touched.get(sheet.object_id)
    if file is None or file.modified is None:
        return False
    return stamp(file, cabinet.drawer.keys) != sheet.marks.get("modified")


def _as_read(of: CaseFile, sheet: Agreed | None, cabinet: _Cabinet) -> tuple[Agreed, ...]:
    """The progress sheet as it was when it was measured."""
    file = cabinet.touched.get(sheet.object_id) if sheet else None
    if sheet is None or file is None or file.modified is None:
        return ()
    fit = _fit(_wanted_sheet(of, cabinet), cabinet)
    marks = {**sheet.marks, "modified": stamp(file, cabinet.drawer.keys), "fit": fit}
    return (Agreed("progress_sheet", sheet.key, sheet.object_id, marks),)


# ---------------------------------------------------------------- questions about sheets


def _asked(measured: Measured, cabinet: _Cabinet) -> list[Change]:
    """Which questions a progress sheet raised: they stay while nobody touches it."""
    keys = cabinet.deciding.house.keys
    books = cabinet.deciding.observed.workbooks.values()
    there = {row_id for seen in books for row_id in standing_questions(seen)}
    now = {question_id(keys, problem.key, there) for problem in measured.problems}
    before = {
        key
        for (kind, key), agreed in cabinet.drawer.known.items()
        if kind == "asked" and agreed.object_id == measured.code
    }
    changes: list[Change] = []
    if now - before:
        changes.append(Remember(tuple(Agreed("asked", key, measured.code) for key in now - before)))
    if before - now:
        changes.append(Forget(tuple(("asked", key) for key in sorted(before - now))))
    return changes


def _unseen(cabinet: _Cabinet) -> frozenset[str]:
    read = cabinet.deciding.observed.progress
    return frozenset(
        key
        for (kind, key), agreed in cabinet.drawer.known.items()
        if kind == "asked" and agreed.object_id not in read
    )
