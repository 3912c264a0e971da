"""The goals of a case as a plan has them, for documents of registers that show them: with figures
and pictures from its progress sheet, which is read for it where it has not been in this run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from service.casework.case_file import CaseFile, plan_goals
from service.casework.masking.every_home import for_every_home as for_home
from service.casework.masking.household_copies import everything
from service.casework.measuring import MeasuredElsewhere
from service.casework.plans.body import plan_goal
from service.ports import FileSeen

from ..rule_rounds import RuleRounds
from ..school_records import School
from .document_memory import DocumentMemory
from .measurements import GoalWords, measure, scaled
from .stamps import stamp


@dataclass(slots=True)
class CaseGoals:
    """`needs` collects (case code, file id) of the progress sheets that must be read first."""

    rounds: RuleRounds
    school: School
    memory: DocumentMemory
    touched: Mapping[str, FileSeen]
    files: Iterable[CaseFile]
    needs: list[tuple[str, str]] = field(default_factory=list)

    def changed(self, code: str) -> bool:
        """Whether somebody has been in its progress sheet since that was last read."""
        sheet = self.memory.known.get(("progress_sheet", code))
        seen = self.touched.get(sheet.object_id) if sheet else None
        if sheet is None or seen is None or seen.modified is None:
            return False
        return stamp(seen, self.memory.keys) != sheet.marks.get("modified")

    def of(self, code: str, for_every_home: bool) -> tuple[object, ...] | None:
        """Without a sheet, or where it cannot be read, the goals alone; with `for_every_home`
        without what one home must not know of another."""
        file = next((each for each in self.files if each.case.code == code), None)
        if file is None:
            return ()
        observed, context = self.rounds.observed, self.rounds.context
        sheet, seen = (
            self.memory.known.get(("progress_sheet", code)),
            observed.progress.get(code),
        )
        unread = any(gap.part == f"progress/{code}" for gap in observed.gaps)
        if sheet is not None and seen is None and not unread:
            self.needs.append((code, sheet.object_id))
            return None
        words = GoalWords(context.keys, observed.known)
        today, settings = self.school.today, self.school.settings
        elsewhere = MeasuredElsewhere(tuple(context.registers), self.school)
        measured = measure(
            code, None, file.goals, seen, settings, context.say, today, words, "", elsewhere
        )
        file = replace(
            file,
            goals=tuple(map(scaled, file.goals)),
            progress=measured.progress,
            measurements=measured.measurements,
        )
        mask = for_home(file.case, self.school) if for_every_home else everything().mask
        return tuple(plan_goal(goal, file, mask, context.say) for goal in plan_goals(file))
