"""Lines of course results, classes and enrollment, as rows of Data."""

from __future__ import annotations

from typing import Final

from .attendance_lines import Cells, Line, Unreadable
from .cell_values import percent_and_mark, read_flag, read_number
from .heading_words import CLASSES, RESULTS, TAB_OF, plain

FINAL, RUNNING, INCOMPLETE = "Final", "Running", "Incomplete"
_LONGEST: Final = 120
_FINAL: Final = frozenset({"final", "finalgrade", "posted", "semester", "fullygraded", "complete"})
_RUNNING: Final = frozenset({"running", "inprogress", "current", "progress", "midterm"})


def result(line: Line) -> Cells:
    """Student ID, Course, Term, Mark, Percent, State, Missing work."""
    course = line.text("course")[:_LONGEST]
    if not course:
        raise Unreadable("no_course")
    if "section" in line.known.places and not line.text("section"):
        raise Unreadable("no_course")
    by_mark, mark = percent_and_mark(line.text("mark"))
    written = line.text("percent")
    percent = read_number(written) if written else by_mark
    if written and percent is None:
        raise Unreadable("not_a_percent")
    if percent is not None and not 0 <= percent <= 200:
        raise Unreadable("not_a_percent")
    missing = _missing(line.text("missing"))
    if not mark and percent is None and missing is None:
        raise Unreadable("no_mark")
    term = line.text("term")[:_LONGEST]
    return (line.student(), course, term, mark, percent, _state(line), missing)


def _missing(written: str) -> float | None:
    if not written:
        return None
    number = read_number(written)
    if number is None:
        flag = read_flag(written)
        if flag is None:
            raise Unreadable("not_a_count")
        return float(flag)
    if not 0 <= number <= 10_000:
        raise Unreadable("not_a_count")
    return number


def _state(line: Line) -> str:
    written = line.text("state")
    ours = line.words.choice(TAB_OF[RESULTS], "state", written)
    word = plain(written)
    if ours or not word:
        return ours
    if word in _FINAL:
        return FINAL
    if word in _RUNNING:
        return RUNNING
    if word.startswith("incom"):
        return INCOMPLETE
    raise Unreadable("no_state")


def attended_class(line: Line) -> Cells:
    """Student ID, Course, Teacher, Help, From, Until."""
    course = line.text("course")[:_LONGEST]
    if not course:
        raise Unreadable("no_course")
    written = line.text("help")
    kind = _help(written, line)
    if written and not kind:
        raise Unreadable("no_help")
    begins, ends = line.day("from", needed=False), line.day("until", needed=False)
    return (line.student(), course, line.text("teacher")[:_LONGEST], kind, begins, ends)


def _help(written: str, line: Line) -> str:
    ours = line.words.choice(TAB_OF[CLASSES], "help", written)
    word = plain(written)
    if ours or not word:
        return ours
    if word.startswith(("pushin", "coteach", "cotaught", "inclusion", "collab")):
        return "Push-in"
    if word.startswith(("pullout", "resource", "selfcont")):
        return "Pull-out"
    return "None" if word in ("no", "general", "gened", "regular", "0") else ""


def enrollment(line: Line) -> Cells:
    """Student ID, From, Until."""
    return (line.student(), line.day("from", needed=False), line.day("until", needed=False))
