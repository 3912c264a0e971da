"""Our own headings and choices of the tabs of Data, in every language, for reading files."""

from __future__ import annotations

from functools import cache

from service.casework.signals.files.heading_words import TAB_OF, OurWords, plain

from .spelling import spellings_of
from .templates import FOLDER, Tab, read_entry

# By kind of file: the column of its tab that each part of a line goes into.
PARTS = {
    "attendance": {
        "student": "student_id", "date": "date", "kind": "kind", "part": "part_of_day",
        "excused": "excused",
    },
    "incidents": {"student": "student_id", "date": "date", "kind": "kind", "days": "days"},
    "results": {
        "student": "student_id", "course": "course", "term": "term", "mark": "mark",
        "percent": "percent", "state": "state", "missing": "missing_work",
    },
    "classes": {
        "student": "student_id", "course": "course", "teacher": "teacher", "help": "help",
        "from": "from", "until": "until",
    },
    "students": {"student": "student_id", "from": "from", "until": "until"},
}  # fmt: skip


def columns_of(kind: str) -> tuple[str, ...]:
    """The columns of a kind's tab, in the order of a row that was read from a file."""
    return tuple(PARTS[kind].values())


@cache
def our_words() -> OurWords:
    """As the templates and the spellings stand. Raises TemplateError, SpellingError."""
    headings, choices = {}, {}
    for kind, tab_key in TAB_OF.items():
        text = (FOLDER / "data" / f"{tab_key}.yaml").read_text("utf-8")
        tab = read_entry(f"data/{tab_key}", text, Tab)
        headings[kind] = {
            part: _plain_spellings(tab.by_key[column].heading)
            for part, column in PARTS[kind].items()
        } | {"tab": _plain_spellings(tab.heading)}
        for column in tab.columns:
            if column.choices:
                choices[tab_key, column.key] = {
                    plain(each): choice
                    for choice in column.choices
                    for each in spellings_of(choice)
                }
    return OurWords(headings, choices)


def _plain_spellings(word: str) -> frozenset[str]:
    return frozenset(plain(each) for each in spellings_of(word))
