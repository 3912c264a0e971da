"""A case that is Exited: what still stands for it is asked about, and nothing ends by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..diary_kinds import CANCELLED, PLANNED
from ..records import DiaryEntry, Problem, TeamMember
from ..school import School
from ..wants import WantedCells


def left_behind(school: School) -> Iterator[Problem | WantedCells]:
    """Appointments to come, and people whom Team still lets see something, of exited cases: one
    question a case. Picking "cancel" cancels the appointments; a share ends in its Team row."""
    say = school.say
    exited = {case.code: case for case in school.cases if case.code and case.status == "Exited"}
    if not exited:
        return
    coming: dict[str, list[DiaryEntry]] = defaultdict(list)
    for entry in school.of(DiaryEntry):
        due = entry.status == PLANNED and entry.day is not None and entry.day >= school.today
        if due and entry.code in exited:
            coming[entry.code].append(entry)
    seeing: dict[str, int] = defaultdict(int)
    for member in school.of(TeamMember):
        if member.code in exited and set(member.may_see) - {"Nothing"}:
            seeing[member.code] += 1
    for code, case in exited.items():
        if not coming[code] and not seeing[code]:
            continue
        key, cancel = f"exit:{code}", say("exit.cancel")
        if coming[code] and school.ask.pick(key) == cancel:
            for entry in coming[code]:
                yield WantedCells(entry.row, {"status": CANCELLED}, say("exit.cancelled"))
            continue
        counted = {"appointments": len(coming[code]), "people": seeing[code]}
        left = [say(f"exit.{what}", count=count) for what, count in counted.items() if count]
        yield Problem(
            key=key,
            row=case.row,
            column="status",
            what=say("exit.what"),
            why=say("exit.why", left=" ".join(left)),
            student=case.student,
            code=code,
            whose=case.case_manager,
            pick=(cancel,) if coming[code] else (),
        )
