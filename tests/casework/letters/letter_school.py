"""A school with one case of two homes and its letters, as the rules of Letters see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from service.casework.award.records import AwardRow
from service.casework.letters.records import Letter
from service.casework.records import (
    CASELOAD,
    RESTRICTED,
    Case,
    DiaryEntry,
    Flag,
    Goal,
    RowRef,
    TeamMember,
)
from service.casework.school import PaperAsked, RuleServices, School
from service.casework.services.records import ServiceReferral
from service.casework.settings import SchoolSettings
from service.casework.week.records import WeeklyCheck
from service.workbook.document_texts import texts_in
from tests.casework.small_school import CODE, SAY, TODAY, case, school_with

ANA = "Ana Silva"


def ref(tab: str, row: str, position: int = 2) -> RowRef:
    return RowRef(CASELOAD, tab, row, position)


def letter(kind: str, row: str = "hf-1", **said: Any) -> Letter:
    return Letter(ref("letters", row), CODE, ANA, kind, **said)


def member(person: str, household: str = "", **said: Any) -> TeamMember:
    said = {"role": "Guardian", "rights": "Full", "language": "English"} | said
    return TeamMember(ref("team", f"hf-{person}"), CODE, ANA, person, household=household, **said)


ROSA = member("Rosa Marín", "Elm Street", email="rosa@mail.example", phone="555 0141")
PEDRO = member("Pedro Gil", "Oak Road", email="pedro@mail.example", phone="555 0199")
GOAL = Goal(
    ref("goals", "hf-g"), CODE, ANA, "Reads aloud", unit="words", direction="Increase",
    baseline=20, target=60, due=date(2027, 1, 25), latest=35,
)  # fmt: skip


def goal(**said: Any) -> Goal:
    facts = {"goal": "Reads aloud", "direction": "Increase"} | said
    return Goal(ref("goals", "hf-g"), CODE, ANA, **facts)


def planned(kind: str, **said: Any) -> DiaryEntry:
    said = {"day": date(2026, 10, 20), "start": time(14, 30), "how": "In person"} | said
    row = said.pop("row", "hf-d")
    return DiaryEntry(ref("diary", row), CODE, ANA, kind, status="Planned", **said)


def check(line: str, row: int = 2) -> WeeklyCheck:
    return WeeklyCheck(
        ref("week", f"hf-w{row}", row), CODE, ANA, date(2026, 10, row), family_line=line
    )


def award(**said: Any) -> AwardRow:
    return AwardRow(ref("award", "hf-a"), CODE, ANA, "S1", **said)


def referral(**said: Any) -> ServiceReferral:
    return ServiceReferral(ref("service_referrals", "hf-s"), CODE, ANA, **said)


def flag(**said: Any) -> Flag:
    said = {"code": CODE, "speak_to": "maren@school.example"} | said
    return Flag(RowRef(RESTRICTED, "flags", ""), **said)


def school(
    *letters: Letter,
    team: tuple[TeamMember, ...] = (ROSA, PEDRO),
    goals: tuple[Goal, ...] = (),
    diary: tuple[DiaryEntry, ...] = (),
    checks: tuple[WeeklyCheck, ...] = (),
    awards: tuple[AwardRow, ...] = (),
    referrals: tuple[ServiceReferral, ...] = (),
    flags: tuple[Flag, ...] = (),
    cases: tuple[Case, ...] = (),
    done: Collection[str] = (),
    sent: dict[str, datetime] | None = None,
    asked: tuple[PaperAsked, ...] = (),
    today: date = TODAY,
    **more: Any,
) -> School:
    return school_with(
        {
            Letter: letters,
            TeamMember: team,
            Goal: goals,
            DiaryEntry: diary,
            WeeklyCheck: checks,
            AwardRow: awards,
            ServiceReferral: referrals,
            Flag: flags,
            Case: cases or (case(),),
        },
        today=today,
        settings=SchoolSettings(school_name="Alder Creek School", school_phone="555 0100", **more),
        ask=RuleServices(
            say=SAY,
            texts=texts_in,
            done=done,
            sent=sent or {},
            hashed=lambda text: f"{len(text):032}",
            papers=lambda kind, email: asked if email == "dana@school.example" else (),
        ),
    )
