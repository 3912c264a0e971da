"""An invented case with two households, and a way to build its plans."""

from datetime import date

from service.casework.plans.action_plan import CaseFile, action_plans
from service.casework.progress import goal_progress
from service.casework.records import (
    Accommodation,
    Action,
    Case,
    DiaryEntry,
    Goal,
    Measurement,
    RowRef,
    StaffMember,
    TeamMember,
)
from service.casework.settings import SchoolSettings
from service.keys import Keys
from service.workbook.wording import load_wording

say = load_wording("en").say
SETTINGS = SchoolSettings(school_phone="555-0100")
TODAY = date(2026, 11, 20)
fingerprint = Keys(b"a key for tests").fingerprint


def row(tab, row_id):
    return RowRef("caseload", tab, row_id)


def member(row_id, person, **more):
    more.setdefault("may_see", ("Plan",))
    return TeamMember(row("team", row_id), "C-0142", "Ana Silva", person=person, **more)


CASE = Case(
    row("caseload", "C-0142"),
    "C-0142",
    "Ana Silva",
    case_manager="j.pena@school.example",
    status="Active",
    plan_type="IEP autism",
    strengths="• Draws machines\nKind to others",
    needs="Long texts tire her, says Paulo Costa",
    review_due=date(2027, 2, 1),
)
STAFF = (
    StaffMember(row("staff", "1"), "j.pena@school.example", "Jordan Peña", "Case manager"),
    StaffMember(row("staff", "2"), "okafor@school.example", "Ngozi Okafor", "Teacher"),
)
MOTHER = member(
    "t1", "Inês Silva", role="Mother", household="Home A", email="ines@family.example",
    phone="555-0141", rights="Full",
)  # fmt: skip
FATHER = member(
    "t2", "Paulo Costa", role="Father", household="Home B", email="paulo@family.example",
    phone="(555) 555-0199", rights="Shared",
)  # fmt: skip
TEACHER = member("t3", "Ngozi Okafor", role="Teacher", email="okafor@school.example")
GOAL = Goal(
    row("goals", "g1"), "C-0142", "Ana Silva", goal="Reads aloud", unit="words/min",
    direction="Increase", baseline=20, target=60, start=date(2026, 9, 7), due=date(2027, 1, 25),
)  # fmt: skip
ACTIONS = (
    Action(row("actions", "a1"), "C-0142", "Ana Silva", "Paired reading", "Ms Okafor",
           date(2026, 12, 4), "To do"),
    Action(row("actions", "a2"), "C-0142", "Ana Silva", "Evening story at Rua Nova 7",
           "Paulo Costa", date(2026, 12, 11), "To do"),
    Action(row("actions", "a3"), "C-0142", "Ana Silva", "Library helper; call 555 555 0199",
           "Ana", date(2026, 12, 1), "Done", done_on=date(2026, 11, 12)),
)  # fmt: skip
DIARY = (
    DiaryEntry(row("diary", "d0"), "C-0142", "Ana Silva", "Check-in", date(2026, 11, 2),
               status="Done", notes="A secret of the contact log"),
    DiaryEntry(row("diary", "d1"), "C-0142", "Ana Silva", "Check-in", date(2026, 12, 1),
               status="Planned", how="In person", notes="A secret note"),
    DiaryEntry(row("diary", "d2"), "C-0142", "Ana Silva", "Meeting", date(2026, 12, 3),
               status="Planned", with_whom="Paulo Costa"),
    DiaryEntry(row("diary", "d3"), "C-0142", "Ana Silva", "Family contact", date(2026, 12, 4),
               status="Planned", with_whom="the mother"),
    DiaryEntry(row("diary", "d4"), "C-0142", "Ana Silva", "Plan review", date(2026, 12, 14),
               status="Planned"),
    DiaryEntry(row("diary", "d5"), "C-0142", "Ana Silva", "Outside provider", date(2026, 12, 2),
               status="Planned", with_whom="Clinic"),
)  # fmt: skip
ACCOMMODATIONS = (
    Accommodation(row("accommodations", "m1"), "C-0142", "Ana Silva", "2026-27", "Extended time",
                  "Accommodation", "Tests"),
    Accommodation(row("accommodations", "m2"), "C-0142", "Ana Silva", "2025-26", "Old seat",
                  "Accommodation", "Maths"),
)  # fmt: skip
MEASURED = tuple(
    Measurement(RowRef("progress", "measurements", f"m{i}", i), date(2026, 9, 7 + 3 * i),
                "Reads aloud", 20.0 + i, "Tutoring" if i > 2 else "Before")
    for i in range(7)
)  # fmt: skip
FILE = CaseFile(
    CASE, (GOAL,), ACTIONS, ACCOMMODATIONS, (MOTHER, FATHER, TEACHER), DIARY, STAFF,
    {"g1": goal_progress(GOAL, MEASURED, SETTINGS, say)}, {"g1": MEASURED},
)  # fmt: skip


def plans(file=FILE, previous=None, today=TODAY, **more):
    wanted = action_plans(file, previous or {}, SETTINGS, say, today, fingerprint, **more)
    return {document.household: document for document in wanted}
