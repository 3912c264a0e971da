"""An invented school of any size, the same at every call: people-like names, ordinary caseloads.

For one student on a caseload there are two on the roster, two Diary rows, one action, one
accommodation and one guardian on Team; for twenty, one case manager. `papers` of the students
are Active and have a goal, and with it an action plan and a progress sheet; the others are on
Monitor. One student in a hundred shares a name with another. Nothing here is about anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from emulator.school.timetable import EPOCH, school_day

DOMAIN = "alder-creek.example"
COORDINATOR = f"maren.okafor@{DOMAIN}"
SEED = 20260905
STUDENTS_A_MANAGER = 20
STARTS = ("Ka", "Lu", "Mi", "No", "Re", "Sa", "Té", "Vi", "Zo", "Án", "Be", "Dé", "Ósk", "Yu")
MIDDLES = ("", "la", "ri", "ma", "né", "so", "thi", "va")
ENDS = ("n", "ra", "lo", "mi", "s", "na", "tte")
FIRST_HALVES = ("Al", "Berg", "Cas", "Dun", "Fair", "Gar", "Hol", "O'Ke", "Lin", "Mac", "Ny", "Ø")
LAST_HALVES = ("berg", "stad", "ney", "dini", "quist", "worth", "-Reyes", "moré", "ska", "by")

Row = dict[str, str | float]


@dataclass(frozen=True, slots=True)
class Pupil:
    """`shown` is how rows name the student: namesakes with the end of the Student ID."""

    student_id: str
    name: str
    shown: str
    grade: str
    manager: str


@dataclass(frozen=True, slots=True)
class BigSchool:
    """`pupils` are on caseloads, `others` on the roster alone; `papers` pupils are Active."""

    pupils: tuple[Pupil, ...]
    others: tuple[Pupil, ...]
    managers: tuple[str, ...]
    today: date
    papers: int

    def tabs(self) -> Mapping[tuple[str, str], list[Row]]:
        """The rows of each (workbook, tab), by heading, as people would have typed them."""
        return {
            ("office", "Staff"): list(self._staff()),
            ("office", "Students"): [
                {"Student ID": p.student_id, "Student": p.name, "Grade": p.grade}
                for p in (*self.pupils, *self.others)
            ],
            ("caseload", "Caseload"): [self._case(i, p) for i, p in enumerate(self.pupils)],
            ("caseload", "Diary"): [
                row for i, p in enumerate(self.pupils) for row in self._diary(i, p)
            ],
            ("caseload", "Goals"): [
                self._goal(i, p) for i, p in enumerate(self.pupils[: self.papers])
            ],
            ("caseload", "Actions"): [self._action(p) for p in self.pupils],
            ("caseload", "Accommodations"): [self._accommodation(p) for p in self.pupils],
            ("caseload", "Team"): [self._guardian(p) for p in self.pupils],
        }

    def _staff(self) -> Iterator[Row]:
        for number, email in enumerate(self.managers):
            name = email.partition("@")[0].replace(".", " ").title()
            grades = f"{5 + number % 8}, {6 + number % 8}"
            yield {
                "Email": email, "Name": name, "Role": "Case manager", "Capacity": 40,
                "Grades": grades, "Languages": "English", "Working hours": "Mon-Fri 08:00-15:30",
            }  # fmt: skip
        yield {"Email": COORDINATOR, "Name": "Maren Okafor", "Role": "Coordinator"}

    def _case(self, number: int, pupil: Pupil) -> Row:
        return {
            "Student": pupil.shown, "Student ID": pupil.student_id, "Grade": pupil.grade,
            "Case manager": pupil.manager, "Support level": "Level I",
            "Status": "Active" if number < self.papers else "Monitor",
            "Plan type": "ILP", "Needs": "Long texts at speed; tires after twenty minutes.",
            "Strengths": "Remembers every story told in class.", "Reading level": "At grade level",
            "Review due": self._serial(120),
        }  # fmt: skip

    def _diary(self, number: int, pupil: Pupil) -> Iterator[Row]:
        """A contact three weeks ago, and a check-in within the next three, spread over the day."""
        start = (8 * 60 + 15 * (number % 28)) / 1440
        common: Row = {"Student": pupil.shown, "Start": start, "Minutes": 15}
        yield {
            **common, "Kind": "Family contact", "Date": self._serial(-(15 + number % 5)),
            "Status": "Done", "How": "Phone", "Notes": "Reads every evening now.",
        }  # fmt: skip
        yield {
            **common, "Kind": "Check-in", "Date": self._serial(1 + number // 20 % 15),
            "Status": "Planned", "How": "In person", "Repeat": "Every 2 weeks",
        }  # fmt: skip

    def _goal(self, number: int, pupil: Pupil) -> Row:
        return {
            "Student": pupil.shown, "Goal": "Reads aloud with few errors", "Kind": "Academic",
            "Measure": "Words read correctly", "Unit": "words a minute", "Direction": "Increase",
            "Baseline": 50 + number % 30, "Target": 90 + number % 30,
            "Start": self._serial(-60), "Due": self._serial(80),
        }  # fmt: skip

    def _action(self, pupil: Pupil) -> Row:
        action = "Keyboard practice, ten minutes a day"
        return {
            "Student": pupil.shown, "Action": action, "Who": "Reading room",
            "Due": self._serial(30), "Status": "To do", "Consent": "Family",
        }  # fmt: skip

    def _accommodation(self, pupil: Pupil) -> Row:
        return {
            "Student": pupil.shown, "Accommodation": "Breaks when asked", "Type": "Accommodation",
            "Where": "All classes", "From": self._serial(-20), "Until": self._serial(150),
        }  # fmt: skip

    def _guardian(self, pupil: Pupil) -> Row:
        return {
            "Student": pupil.shown, "Person": f"The family of {pupil.name}", "Role": "Guardian",
            "Email": f"family.{pupil.student_id}@mail.example", "Language": "English",
            "Rights": "Full", "May see": "Plan, Progress",
        }  # fmt: skip

    def _serial(self, school_days: int) -> float:
        day = school_day(self.today, school_days) if school_days else self.today
        return float((day - EPOCH) / timedelta(days=1))


def big_school(students: int, today: date, papers: int | None = None) -> BigSchool:
    """A school with so many students on caseloads; `papers` None = all are Active."""
    chance = Random(SEED)
    count = max(2, -(-students // STUDENTS_A_MANAGER))
    managers = tuple(f"{first.lower()}.{last.lower()}@{DOMAIN}" for first, last in _staff(count))
    names = _names(chance, students * 2)
    everybody = []
    for number, (name, shared) in enumerate(names):
        student_id = (
            f"{number * 7 % 9973:04d}".rjust(5, "0") if students < 4900 else f"{number:06d}"
        )
        shown = f"{name} · {student_id[-4:]}" if shared else name
        manager = managers[number % count] if number < students else ""
        everybody.append(Pupil(student_id, name, shown, str(5 + number % 8), manager))
    pupils, others = tuple(everybody[:students]), tuple(everybody[students:])
    return BigSchool(pupils, others, managers, today, students if papers is None else papers)


def _staff(count: int) -> Iterator[tuple[str, str]]:
    for number in range(count):
        yield f"{'abcdefghijklm'[number % 13]}{number}", FIRST_HALVES[number % 7]


def _names(chance: Random, count: int) -> Sequence[tuple[str, bool]]:
    """(name, whether another student has it too); shuffled, and the same every time."""
    firsts = [a + b + c for a in STARTS for b in MIDDLES for c in ENDS]
    lasts = [a + b for a in FIRST_HALVES for b in LAST_HALVES]
    every = [f"{first} {last}" for first in firsts for last in lasts]
    chance.shuffle(every)
    pairs = count // 100
    unique = every[: count - pairs]
    twice = set(unique[:pairs])
    names = [(name, name in twice) for name in (*unique, *unique[:pairs])]
    chance.shuffle(names)
    return names
