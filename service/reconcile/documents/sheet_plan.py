"""What is to be done about each case's progress sheet: made, grown, fitted to its goals, read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from service.casework.case_file import CaseFile, plan_goals
from service.casework.disclosure import PROGRESS as SEES_PROGRESS
from service.casework.measuring import MeasuredElsewhere
from service.casework.records import PROGRESS
from service.casework.wants import WantedProgressSheet, WantedShare
from service.ports import Agreed, FileSeen
from service.workbook.look import WorkbookSeen
from service.workbook.progress_sheet import DAY_COLUMNS, day_places
from service.workbook.templates import load_template

from ..changes import Change, MakeProgressSheet, RefitProgressSheet
from ..rule_rounds import RuleRounds
from ..school_records import School
from .document_memory import DocumentMemory
from .sheet_growth import SheetGrowth, given_at_first, growth_of, modules_of
from .stamps import stamp


@dataclass(slots=True)
class SheetPlan:
    """The progress sheets of one run. `touched` are the files that Drive says have changed."""

    rounds: RuleRounds
    school: School
    memory: DocumentMemory
    touched: Mapping[str, FileSeen]
    elsewhere: MeasuredElsewhere
    _given: dict[str, Mapping[str, str]] = field(default_factory=dict)  # of those that grow now

    def wanted(self, file: CaseFile) -> WantedProgressSheet:
        say, code = self.rounds.context.say, file.case.code
        goals = tuple(plan_goals(file))
        by_day = self.elsewhere.by_day(goals)
        seen = self.seen(code)
        places = self._places(seen) if by_day else {}
        return WantedProgressSheet(
            code=code,
            title=say("progress.sheet_title", code=code),
            goals=goals,
            shares=who_measures(file),
            because=say("changes.progress_sheet", code=code),
            by_day=by_day if places else frozenset(),
            places=places,
            day_tab=self._day_tab(seen),
        )

    def seen(self, code: str) -> WorkbookSeen | None:
        """The sheet, where it was read in this run."""
        return self.rounds.observed.progress.get(code)

    def made(self, file: CaseFile) -> MakeProgressSheet:
        want, modules = self.wanted(file), self._modules
        fit, given = self._fit(want), given_at_first(modules)
        return MakeProgressSheet(want, want.because, fit, modules, given)

    def grown(self, file: CaseFile, sheet: Agreed, seen: WorkbookSeen) -> tuple[Change, ...]:
        """What it never had, and is given now that it was read."""
        say, want = self.rounds.context.say, self.wanted(file)
        growth: SheetGrowth = growth_of(want, sheet, seen, self._modules, say)
        if growth.given:
            self._given[want.code] = growth.given
        return growth.changes

    def refitted(self, file: CaseFile, sheet: Agreed) -> list[Change]:
        """Goals were added or changed: the sheet's drop-down and charts follow. One that grows is
        fitted once it has; one whose chart shows days, when it is read."""
        code = file.case.code
        if file.case.status != "Active" or code in self._given or self._unread(file, sheet):
            return []
        want = self.wanted(file)
        fit = self._fit(want)
        if sheet.marks.get("fit") == fit:
            return []
        because = self.rounds.context.say("changes.progress_refit")
        return [RefitProgressSheet(want, sheet.object_id, because, fit)]

    def is_touched(self, sheet: Agreed) -> bool:
        file = self.touched.get(sheet.object_id)
        if file is None or file.modified is None:
            return False
        return stamp(file, self.memory.keys) != sheet.marks.get("modified")

    def as_read(self, of: CaseFile, sheet: Agreed | None) -> tuple[Agreed, ...]:
        """The progress sheet as it was when it was measured; one that grows now is read again."""
        given = self._given.get(of.case.code, {})
        file = self.touched.get(sheet.object_id) if sheet else None
        if sheet is None or ((file is None or file.modified is None) and not given):
            return ()
        marks = {**sheet.marks, **given}
        if given:
            marks["modified"] = ""
        elif file is not None:
            marks["modified"] = stamp(file, self.memory.keys)
            marks["fit"] = self._fit(self.wanted(of))
        return (Agreed("progress_sheet", sheet.key, sheet.object_id, marks),)

    @property
    def _modules(self) -> frozenset[str]:
        return modules_of(self.rounds.context.registers)

    def _unread(self, file: CaseFile, sheet: Agreed) -> bool:
        """Whether its chart shows days, and where their columns stand is not known."""
        by_day = self.elsewhere.by_day(plan_goals(file))
        return bool(by_day) and self.seen(file.case.code) is None

    def _places(self, seen: WorkbookSeen | None) -> dict[str, int]:
        """Where the columns stand of which days are made; {} where one of them is not there."""
        if seen is None:
            return day_places(load_template(PROGRESS, self._modules))
        columns = seen.tabs["behaviour"].columns
        return {key: columns[key] for key in DAY_COLUMNS} if set(columns) >= DAY_COLUMNS else {}

    def _day_tab(self, seen: WorkbookSeen | None) -> str:
        heading = load_template(PROGRESS, self._modules).by_key["behaviour"].heading
        return (seen.tabs["behaviour"].title if seen else "") or heading

    def _fit(self, want: WantedProgressSheet) -> str:
        facts: list[object] = [
            (g.goal, g.unit, g.measure, g.baseline, g.target, g.start, g.due) for g in want.goals
        ]
        if want.by_day:
            facts.append((sorted(want.by_day), sorted(want.places.items()), want.day_tab))
        return self.rounds.context.keys.fingerprint("fit", facts)


def who_measures(file: CaseFile) -> tuple[WantedShare, ...]:
    """The case manager, and colleagues whom Team lets see progress: a co-teacher, an aide."""
    emails = {person.email for person in file.staff}
    colleagues = {
        member.email
        for member in file.team
        if member.email in emails and SEES_PROGRESS in member.may_see and not member.household
    }
    manager = {file.case.case_manager} & emails if file.case.is_confirmed else set()
    people = sorted(manager | colleagues)
    return tuple(WantedShare(email, "writer") for email in people)
