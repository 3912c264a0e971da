"""docs/privacy.md says who sees what exactly as the code decides it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from service.casework.records import Case, RowRef, StaffMember, TeamMember
from service.casework.rights import EVERYTHING, visible_fields
from service.web.answering import EVERYBODY

PRIVACY = Path(__file__).resolve().parents[1] / "docs" / "privacy.md"
WORDS = {
    "code": "case_code", "name": "student", "grade": "grade", "status": "status",
    "support level": "support_level", "case manager": "case_manager", "flags": "flags",
    "decisions": "decisions", "what staff may be told": "staff_may_be_told",
    "accommodations": "accommodations", "action plan": "action_plan", "progress": "progress",
    "progress sheet": "progress_sheet", "access record": "accesses", "services": "services",
    "course plans": "course_plans", "daily points": "daily_points",
    "what the referral says": "referral", "lanes": "lanes",
    "goals about behavior": "behavior_goals",
}  # fmt: skip
ROW = RowRef("caseload", "caseload", "C-0001")
CASE = Case(ROW, "C-0001", "Ana Silva", case_manager="dana@s.example", status="Active")
READS = TeamMember(row=ROW, code="C-0001", student="Ana Silva", person="Nora",
                   email="nora@s.example", may_see=("Accommodations",))  # fmt: skip

COUNSELS = replace(READS, may_see=(), role="Counselor")


def person(role: str, email: str = "somebody@s.example") -> StaffMember:
    return StaffMember(ROW, email, "Somebody", role)


ROLES = {
    "the case's agreed case manager, or who covers for them today": (
        person("Case manager", "dana@s.example"), CASE, ()),
    "a case manager who was typed in and is not confirmed": (
        person("Case manager", "dana@s.example"), replace(CASE, is_confirmed=False), ()),
    "another case manager": (person("Case manager"), CASE, ()),
    "coordinator": (person("Coordinator"), CASE, ()),
    "deputy": (person("Deputy"), CASE, ()),
    "safeguarding lead": (person("Safeguarding lead"), CASE, ()),
    "counselor": (person("Counselor"), CASE, ()),
    "counselor whom Team names as Counselor": (
        person("Counselor", "nora@s.example"), CASE, (COUNSELS,)),
    "head": (person("Head"), CASE, ()),
    "teacher whom Team names with Accommodations": (
        person("Teacher", "nora@s.example"), CASE, (READS,)),
    "another teacher": (person("Teacher"), CASE, (READS,)),
    "everybody else": (person("Aide"), CASE, ()),
}  # fmt: skip


def told() -> dict[str, frozenset[str]]:
    text = PRIVACY.read_text(encoding="utf-8").partition("## What the add-on shows")[2]
    table = text.partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|$", table, re.MULTILINE)
    return {role: fields(sees) for role, sees in rows if role != "role"}


def fields(sees: str) -> frozenset[str]:
    if sees == "nothing":
        return frozenset()
    every, _, without = sees.partition("everything but ")
    if sees == "everything" or without:
        return EVERYTHING - {WORDS[word] for word in without.split(", ") if word}
    return frozenset(WORDS[word] for word in every.split(", "))


def test_the_table_names_every_role_and_no_other() -> None:
    assert set(told()) == set(ROLES)
    assert {who.role for who, _, _ in ROLES.values()} - {"Aide"} == EVERYBODY


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_just_what_the_table_says(role: str) -> None:
    who, case, team = ROLES[role]
    assert visible_fields(who, case, team, staff=(who,)) == told()[role]


def test_who_covers_today_sees_the_case() -> None:
    covers = frozenset({"dana@s.example"})
    assert visible_fields(person("Case manager"), CASE, (), covers) == EVERYTHING
