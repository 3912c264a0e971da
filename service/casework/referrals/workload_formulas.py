"""How full a caseload is, by the formula that the school chose on Settings.

Sources, in full in docs/casework.md ("Assignment and workload"):

    Virginia        8VAC20-81-340: Level I alone, Level II alone and speech alone are counted in
                    students; Level I and Level II together in points, at most 20
    New Mexico      shares of a full-time post, at most 1
    Wisconsin       factors of students; 1.0 is a student without special education. Above 26 a
                    review is asked for; it is no cap, and the state endorses no matrix now
    California      28 students (EC 56362), with a waiver at most 32 (5 CCR 3100)
    Illinois, Massachusetts   no number: students are counted, and the rule is said
    Head count      the school's own number
    ASCA, NASP, SSWAA   enrolled students for one post: a recommendation, no cap
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from ..settings import SchoolSettings

RATIOS: Final = ("ASCA", "NASP", "SSWAA")
_WITHOUT_NUMBER: Final = ("Illinois", "Massachusetts")
_INTENSIVE: Final = re.compile(r"autis|deaf-?\s?blind|multiple disabilit", re.IGNORECASE)
_SPEECH: Final = re.compile(r"\bspeech\b|\blanguage impair", re.IGNORECASE)
_PARA: Final = re.compile(r"\bpara(s|pro\w*|-?professional\w*|educator\w*)?\b", re.IGNORECASE)
_WITHOUT_PARA: Final = re.compile(r"\b(no|without( a)?)\s+para", re.IGNORECASE)
_LEVEL: Final = re.compile(r"\b(iii|ii|i|[1-3])\b", re.IGNORECASE)
_NUMBERED_LEVEL: Final = re.compile(r"\b(level|lvl|tier)\s*\d+", re.IGNORECASE)
_FACTORS: Final = (1.0, 10.0)  # a factor below is none, and none near the upper end is published
_NEXT_TO_NOTHING: Final = 1e-9


class Supported(Protocol):
    """A student as far as the formulas look: a case, or somebody a case manager is sought for."""

    @property
    def support_level(self) -> str: ...

    @property
    def plan_type(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Enrollment:
    """What a ratio is made of: rows of the roster, and posts (a Capacity of half the ratio's
    number is half a post)."""

    students: int = 0
    posts: float = 0.0


@dataclass(frozen=True, slots=True)
class Load:
    """How much one person carries. `most` is a full caseload in the same unit, None where the
    formula names no number. `unit` and `rule` are keys of the wording (`workload.unit`,
    `workload.rule`). `assumed` students were counted at the lowest level, `unread` ones not at
    all. `cap`: whether more than `most` is over capacity, or only worth a sentence."""

    amount: float
    most: float | None
    unit: str
    rule: str
    assumed: int = 0
    unread: int = 0
    cap: bool = True

    @property
    def above(self) -> bool:
        return self.most is not None and self.amount > self.most + _NEXT_TO_NOTHING

    @property
    def over(self) -> bool:
        """Whether it is more than may be."""
        return self.cap and self.above

    @property
    def room(self) -> float:
        """What is left, in shares of a full caseload; negative when it is more than full."""
        if self.most is None or self.most <= 0:
            return -self.amount
        return (self.most - self.amount) / self.most


def load_of(
    students: Sequence[Supported],
    settings: SchoolSettings,
    capacity: float | None = None,
    enrollment: Enrollment = Enrollment(),
) -> Load:
    """What `students` come to under the school's formula. `capacity` is the person's own on Staff,
    in the formula's unit (Virginia: in points); it goes before the formula's number."""
    formula = settings.workload_formula
    if formula in RATIOS:
        return _ratio(settings, capacity, enrollment)
    if formula == "Virginia":
        return _virginia(students, settings, capacity)
    if formula == "New Mexico":
        return _new_mexico(students, settings, capacity)
    if formula == "Wisconsin":
        return _wisconsin(students, settings, capacity)
    if formula == "California":
        return _california(len(students), settings, capacity)
    if formula in _WITHOUT_NUMBER:
        return Load(len(students), capacity, "students", formula.casefold())
    most = settings.head_count_most if capacity is None else capacity
    return Load(len(students), most, "students", "head_count")


def full_load(settings: SchoolSettings) -> float | None:
    """The formula's own number for a full caseload; None where it names none."""
    key = settings.workload_formula.casefold().replace(" ", "_")
    return getattr(settings, f"{key}_most", None)


# ---------------------------------------------------------------- Virginia


def _virginia(
    students: Sequence[Supported], settings: SchoolSettings, capacity: float | None
) -> Load:
    """In students where all are of one kind (Figure 1), in points where they are not (Figure 2).
    A capacity of one's own is in points."""
    kinds = [_virginia_kind(student) for student in students]
    if len(set(kinds)) > 1 or capacity is not None:
        # The figure of points has no value for speech: as Level I.
        kinds = ["level_1" if kind == "speech" else kind for kind in kinds]
    assumed = sum(_level(student) == 0 for student in students)
    if capacity is None and len(set(kinds)) == 1:
        kind, _, para = kinds[0].partition("+")
        most = getattr(settings, f"virginia_{kind}_alone{'_with_para' if para else ''}")
        return Load(len(kinds), most, "students", f"virginia_{kind}", assumed)
    points = sum(_virginia_points(kind, settings) for kind in kinds)
    most = settings.virginia_most if capacity is None else capacity
    level_1_too = "level_1" in kinds or not kinds
    rule = "virginia_mixed" if level_1_too or capacity is not None else "virginia_several"
    return Load(points, most, "points", rule, assumed)


def _virginia_kind(student: Supported) -> str:
    """ "level_1", "level_2", "intensive", "speech", the middle two with "+para" where one helps."""
    text = f"{student.support_level} {student.plan_type}"
    if _level(student) < 2:
        return "speech" if _SPEECH.search(text) else "level_1"
    level = student.support_level
    para = _PARA.search(level) and not _WITHOUT_PARA.search(level)
    return ("intensive" if _INTENSIVE.search(text) else "level_2") + ("+para" if para else "")


def _level(student: Supported) -> int:
    """1, 2, or 0 where the text does not say; speech has one level only."""
    found = _LEVEL.search(student.support_level)
    if found is None:
        return 1 if _SPEECH.search(f"{student.support_level} {student.plan_type}") else 0
    return 1 if found[1].casefold() in ("i", "1") else 2


def _virginia_points(kind: str, settings: SchoolSettings) -> float:
    name, _, para = kind.partition("+")
    return float(getattr(settings, f"virginia_{name}{'_with_para' if para else ''}"))


# ---------------------------------------------------------------- the others


def _new_mexico(
    students: Sequence[Supported], settings: SchoolSettings, capacity: float | None
) -> Load:
    found = [
        re.fullmatch(r"(?:level\s*)?([a-d])", student.support_level.strip().casefold())
        for student in students
    ]
    shares = sum(getattr(settings, f"new_mexico_{each[1] if each else 'a'}") for each in found)
    most = settings.new_mexico_most if capacity is None else capacity
    return Load(shares, most, "post", "new_mexico", assumed=found.count(None))


def _wisconsin(
    students: Sequence[Supported], settings: SchoolSettings, capacity: float | None
) -> Load:
    factors = [wisconsin_factor(student.support_level) for student in students]
    known = [factor for factor in factors if factor is not None]
    most = settings.wisconsin_most if capacity is None else capacity
    unread = len(factors) - len(known)
    return Load(sum(known), most, "points", "wisconsin", unread=unread, cap=capacity is not None)


def wisconsin_factor(support_level: str) -> float | None:
    """The factor that was typed ("1.6", "LD level 1: 1,6"); None where there is not exactly one
    number that could be a factor. 1.0 is a student without special education, so that is never
    put in place of a factor that cannot be read."""
    numbers = re.findall(r"\d+(?:[.,]\d+)?", _NUMBERED_LEVEL.sub(" ", support_level))
    if len(numbers) != 1:
        return None
    factor = float(numbers[0].replace(",", "."))
    return factor if _FACTORS[0] <= factor <= _FACTORS[1] else None


def _california(heads: int, settings: SchoolSettings, capacity: float | None) -> Load:
    """A capacity above 28 stands for a waiver, and no waiver goes above 32."""
    most = settings.california_most if capacity is None else capacity
    if most <= settings.california_most:
        return Load(heads, most, "students", "california")
    return Load(heads, min(most, settings.california_waiver_most), "students", "california_waiver")


def _ratio(settings: SchoolSettings, capacity: float | None, enrollment: Enrollment) -> Load:
    """Enrolled students for one post, or for the part of a post that somebody has."""
    recommended = full_load(settings) or 0.0
    rule = settings.workload_formula.casefold()
    share = 1.0 if capacity is None or recommended <= 0 else capacity / recommended
    if not enrollment.students or enrollment.posts <= 0:
        return Load(0.0, recommended * share, "no_roster", rule, cap=False)
    amount = enrollment.students / enrollment.posts * share
    return Load(amount, recommended * share, "enrolled", rule, cap=False)
