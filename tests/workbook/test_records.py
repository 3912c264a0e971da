"""Rows become records; a bad cell becomes a question and costs only itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from service.casework.records import DiaryEntry, StaffMember, TeamMember
from service.workbook.records import read_caseload, read_office, read_progress_sheet
from service.workbook.row_reader import StaffList
from service.workbook.wording import load_wording

from .school import Book

TODAY = date(2026, 10, 1)
SAY = load_wording("en").say

STAFF = [
    {"email": "Kim@School.example", "name": "Kim Osei", "role": "case manager", "grades": "9, 10"},
    {"email": "lee@school.example", "name": "Lee Park", "role": "Coordinator", "capacity": "12,5"},
]


def reasons(problems: tuple[object, ...]) -> list[str]:
    return sorted(p.key.rsplit("/", 1)[1] for p in problems)  # type: ignore[attr-defined]


def test_office(book: Callable[..., Book]) -> None:
    made = book(
        "office",
        {
            "staff": [*STAFF, {"email": "kim@school.example", "name": "Kim", "role": "Head"}],
            "students": [
                {"student_id": "00123", "student": "Ana Silva", "grade": 9},
                {"student_id": "7", "student": "Ben Ito"},
                {"student_id": "7", "student": "Cleo Nkosi"},
                {"student": "Nobody's id"},
            ],
            "school_days": [
                {"from": 46309, "what": "Holiday"},
                {"from": 46310, "to": 46308},
                {"from": 46311, "who": "somebody"},
                {"from": 46312, "who": "kim osei", "cover": "lee@school.example"},
                {"from": "in spring"},
            ],
        },
    )
    records = read_office(made.look(), SAY, TODAY)
    assert [s.email for s in records.staff] == ["kim@school.example", "lee@school.example"]
    assert records.staff[0].role == "Case manager"
    assert records.staff[0].grades == ("9", "10")
    assert records.staff[1].capacity == 12.5
    assert [(s.student_id, s.name, s.grade) for s in records.students] == [
        ("00123", "Ana Silva", "9")
    ]
    assert [(d.who, d.cover) for d in records.days_off] == [
        ("", ""),
        ("kim@school.example", "lee@school.example"),
    ]
    assert reasons(records.problems) == [
        "double_staff",
        "double_student_id",
        "double_student_id",
        "end_before_start",
        "missing",
        "not_a_date",
        "unknown_staff",
    ]
    assert records.settings["Country"]


def test_caseload(book: Callable[..., Book]) -> None:
    made = book(
        "caseload",
        {
            "caseload": [
                {
                    "student": "Ana Silva",
                    "case_manager": "Kim Osei",
                    "status": "active",
                    "case_code": "C-0001",
                    "review_due": "14.10.2026",
                },
                {"student": "Ben Ito", "case_manager": "nobody", "status": "Sleeping"},
            ],
            "diary": [
                {
                    "student": "Ana Silva",
                    "kind": "check-in",
                    "date": 46309,
                    "start": 0.375,
                    "minutes": "thirty",
                    "status": "Planned",
                    "case_code": "C-0001",
                    "row_id": "hf-1",
                },
                {"student": "Ana Silva", "kind": "Meeting", "date": "10/11/2026", "status": "Done",
                 "row_id": "hf-2"},
                {"student": "Ben Ito", "row_id": "hf-3"},
                {"student": "Ben Ito", "row_id": "hf-3"},
                {"row_id": "hf-4"},
            ],
            "team": [{"student": "Ana Silva", "person": "Rui", "may_see": "plan, Moon, dates"}],
        },
    )  # fmt: skip
    staff = (StaffMember(None, "kim@school.example", "Kim Osei", "Case manager"),)  # type: ignore[arg-type]
    records = read_caseload(made.look(), staff, SAY, TODAY)
    ana, ben = records.cases
    assert (ana.code, ana.case_manager, ana.status) == ("C-0001", "kim@school.example", "Active")
    assert ana.review_due == date(2026, 10, 14)
    assert (ben.case_manager, ben.status) == ("", "")
    first, second = records.of(DiaryEntry)
    assert (first.code, first.day, first.start) == ("C-0001", date(2026, 10, 14), time(9))
    assert (first.kind, first.minutes) == ("Check-in", None)
    assert (second.kind, second.day) == ("Meeting", None)
    assert records.of(TeamMember)[0].may_see == ("Plan", "Dates")
    assert reasons(records.problems) == [
        "ambiguous_date",
        "double_row",
        "double_row",
        "not_a_choice",
        "not_a_choice",
        "not_a_number",
        "unknown_staff",
    ]
    bad_number = next(p for p in records.problems if p.key.endswith("not_a_number"))
    assert bad_number.whose == "kim@school.example"
    assert bad_number.column == "minutes"
    assert "thirty" in bad_number.why
    assert bad_number.row.position == first.row.position


def test_what_was_called_off_needs_no_day_and_what_is_planned_does(
    book: Callable[..., Book],
) -> None:
    row = {"student": "Ana Silva", "kind": "Check-in", "case_code": "C-0001"}
    states = ("Planned", "Cancelled", "cancelada", "Called off")
    diary = [{**row, "status": each, "row_id": f"hf-{n}"} for n, each in enumerate(states)]
    made = book("caseload", {"diary": diary})
    problems = read_caseload(made.look(), (), SAY, TODAY).problems
    asked = sorted((p.row.row_id, p.column) for p in problems)
    assert asked == [("hf-0", "date"), ("hf-3", "date"), ("hf-3", "status")]


def test_progress_sheet(book: Callable[..., Book]) -> None:
    made = book(
        "progress",
        {
            "measurements": [
                {"date": 46309, "goal": "Reads", "value": 41},
                {"date": 46310, "goal": "Reads", "value": "many"},
                {"goal": "Reads", "value": 3},
            ],
            "behaviour": [{"date": 46309, "class": "Maths", "score": 2}],
        },
    )
    measurements, notes, problems = read_progress_sheet(made.look(), SAY, TODAY)
    assert [(m.day, m.value) for m in measurements] == [(date(2026, 10, 14), 41.0)]
    assert [n.klass for n in notes] == ["Maths"]
    assert reasons(problems) == ["missing", "not_a_number"]


def test_two_colleagues_of_one_name_are_told_apart_by_address_only() -> None:
    staff = StaffList(
        StaffMember(None, f"kim{i}@school.example", "Kim Osei", "Teacher")  # type: ignore[arg-type]
        for i in (1, 2)
    )
    assert staff.email("Kim Osei") == ""
    assert staff.email(" KIM2@school.example ") == "kim2@school.example"
