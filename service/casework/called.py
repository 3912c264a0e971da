"""How a student is called where the school's settings decide it: in the text of papers, and in the
titles of calendar entries. Titles and names of files hold the case code alone, whatever they say.
"""

from __future__ import annotations

from typing import Final

from .names import parse_display
from .records import Case
from .settings import SchoolSettings
from .wants import PaperNames

_NOT_NAMED_YET: Final = SchoolSettings().school_name


def paper_names(case: Case | None, settings: SchoolSettings) -> PaperNames:
    """The names on a paper about `case`, by `Name on papers`: the first name, the full name, or
    the case code; and the size of its pages, `Paper`."""
    school = settings.school_name.strip()
    student = "" if case is None else _on_papers(case, settings)
    return PaperNames(student, "" if school == _NOT_NAMED_YET else school, settings.paper)


def name_in_calendar(case: Case, settings: SchoolSettings) -> str:
    """What a title calls the student: the case code; where the school wants it so, the first name
    or the initials."""
    words = _words(case.student)
    match settings.name_in_the_calendar:
        case "First name" if words:
            return words[0]
        case "Initials" if words:
            return "".join(f"{word[0].upper()}." for word in words)
        case _:
            return case.code


def _on_papers(case: Case, settings: SchoolSettings) -> str:
    words = _words(case.student)
    match settings.name_on_papers:
        case "First name" if words:
            return words[0]
        case "Full name" if words:
            return " ".join(words)
        case _:
            return case.code


def _words(written: str) -> list[str]:
    """A name as written, in words, the first name first: "Silva, Ana · 0142" -> Ana Silva."""
    last, comma, first = parse_display(written)[0].partition(",")
    return (f"{first} {last}" if comma and first.strip() else last).split()
