"""Everything personal that stands in the sample school, to be searched for where it must not be."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[2] / "sheets_templates" / "sample"

# sample file -> the columns whose every cell is about a student or a family
NAMES = {
    "students.csv": ("Student", "Also known as"),
    "caseload.csv": ("Student", "Also known as"),
    "team.csv": ("Person",),
    "referrals.csv": ("student_name", "referrer_name"),
}
WORDS = {
    "students.csv": ("Student ID",),
    "caseload.csv": (
        "Student ID", "Needs", "Strengths", "Random things to do", "Make-up times",
        "Staff may be told",
    ),
    "diary.csv": ("Notes", "Next step", "With"),
    "goals.csv": ("Goal", "Measure"),
    "actions.csv": ("Action", "Resource", "Outcome"),
    "accommodations.csv": ("Accommodation", "Q1 why", "Q2 why", "Q3 why", "Q4 why"),
    "team.csv": ("Email", "Phone", "Ask first"),
    "referrals.csv": ("concern", "strengths", "tried", "reach"),
    "flags.csv": ("Before",),
    "measurements.csv": ("Note",),
}  # fmt: skip
SCORES = {"measurements.csv": ("Value",)}
SHORTEST = 4
# Words of everyday life that are part of a cell, and of the program's own vocabulary too.
ORDINARY = {"family", "father", "mother", "brother", "teacher", "guardian", "student"}


def cells(wanted: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for name, columns in wanted.items():
        with (SAMPLE / name).open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                yield from (row[column].strip() for column in columns if row[column].strip())


@lru_cache(maxsize=1)
def personal() -> frozenset[str]:
    """Every name in full and in its parts, every word typed about anybody."""
    names = {name.partition(" · ")[0] for name in cells(NAMES)}
    parts = {part for name in names for part in re.split(r"[\s,]+", name) if part[:1].isupper()}
    found = {*names, *parts, *cells(WORDS)}
    return frozenset(w for w in found if len(w) >= SHORTEST and w.casefold() not in ORDINARY)


@lru_cache(maxsize=1)
def scores() -> frozenset[str]:
    """Measurements with a decimal: a bare number could be anything."""
    return frozenset(value for value in cells(SCORES) if "." in value)


def leaks(text: str, secrets: Iterable[str]) -> list[str]:
    """Which of these occur in `text` as words of their own, in whatever spelling JSON gives."""
    folded = text.casefold()
    found = []
    for secret in secrets:
        spellings = {secret.casefold(), json.dumps(secret)[1:-1].casefold()}
        if any(
            one in folded and re.search(rf"(?<![\w.]){re.escape(one)}(?![\w])", folded)
            for one in spellings
        ):
            found.append(secret)
    return sorted(found)
