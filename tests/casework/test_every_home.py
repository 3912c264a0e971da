"""What one home must not know of another, and what a service referral says, is in no paper that
home gets or that goes through the student's hands: every kind of document that registers make, from
records in which every text names both homes. A kind that nobody has thought of here fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import MISSING, astuple, fields, replace
from datetime import date
from typing import Any

import pytest

from service.casework.class_log.records import LogEntry
from service.casework.records import CASELOAD, SHELF, Case, RowRef, TeamMember
from service.casework.register import Register
from service.casework.registry import MODULES, REGISTERS
from service.casework.school import PaperAsked, RuleServices, School
from service.casework.services.records import Resource, ServiceReferral
from service.casework.settings import SchoolSettings
from service.casework.wants import WantedDocument
from service.workbook.diary_kinds import diary_kinds
from service.workbook.document_texts import texts_in
from service.workbook.templates import load_templates
from service.workbook.wording import load_wording
from tests.casework.small_school import CODE, DANA, SAY, TODAY, case, school_with

TOMORROW = date(2026, 10, 15)
ELM = ("Rosa Marín", "Rosa", "555 0141", "rosa@mail.example")
OAK = ("Pedro Gil", "Pedro", "555 0199", "pedro@mail.example")
SERVICE = "Harbor Clinic"
TEXT = "Rosa Marín 555 0141 rosa@mail.example, Pedro Gil 555 0199 pedro@mail.example"
ALL = frozenset(each.name for each in MODULES)
TEMPLATES = load_templates(ALL)

# Which choices and days make a document of the row; every other text says TEXT.
SAID: dict[str, dict[str, Any]] = {
    "diary": {"kind": "Meeting", "status": "Planned", "day": TOMORROW, "date": TOMORROW},
    "actions": {"status": "To do", "consent": "", "who": "Student"},
    "week": {"day": TODAY, "week_of": date(2026, 10, 12), "missing_work": 3, "promise_kept": "Yes"},
    "decisions": {
        "what": "Transfer out", "decided": "Yes", "decided_on": TODAY, "takes_effect": TODAY,
        "notice": "Draft", "proposed_on": TODAY, "case_manager_says": "Object",
    },
    "service_referrals": {
        "resource": SERVICE, "consent": "Written", "for_whom": "Family", "made_on": TODAY,
        "status": "Made", "outcome": "",
    },
    "course_plans": {"level": "AP", "starts": TOMORROW},
    "letters": {"kind": "Progress report", "household": "", "language": "", "document": ""},
    "class_log": {"day": TODAY, "date": TODAY},
    "deadlines": {"kind": "IEP review", "own_date": date(2027, 1, 5), "done_on": None},
}  # fmt: skip
# About no student, or made and read elsewhere (tests/casework/whole_record, tests/web).
ELSEWHERE = {"roles_matrix", "climate_report", "my_time_portfolio", "whole_record"}
# The case manager's alone, handed to nobody; Growth is about a whole class.
OWN = {"hand_over", "growth"}
# Of one home, which may know what it has consented to.
OF_A_HOME = {"letter", "service_sheet"}


def guardian(person: str, household: str, email: str, phone: str) -> TeamMember:
    row = RowRef(CASELOAD, "team", f"hf-{person}")
    said = {"role": "Guardian", "rights": "Full", "language": "English", "letters_by": "Paper"}
    return TeamMember(
        row, CODE, "Ana Silva", person, household=household, email=email, phone=phone, **said
    )


TEAM = (
    guardian(ELM[0], "Elm Street", ELM[3], ELM[2]),
    guardian(OAK[0], "Oak Road", OAK[3], OAK[2]),
)


def rows(register: Register) -> Iterator[tuple[type[Any], Any]]:
    """A row of each of a register's tabs about students in which every text says TEXT."""
    for book, tab in register.tabs:
        made = register.records.get(tab)
        if book != CASELOAD or made is None or tab in ("team", "caseload", "history"):
            continue
        yield made, filled(made, tab)


def filled(made: type[Any], tab: str) -> Any:
    columns, said = TEMPLATES[CASELOAD].by_key[tab].by_key, SAID.get(tab, {})
    given: dict[str, Any] = {}
    for each in fields(made):
        column = columns.get({"for_whom": "for", "class_name": "class"}.get(each.name, each.name))
        if each.name in said:
            given[each.name] = said[each.name]
        elif each.name == "row":
            given["row"] = RowRef(CASELOAD, tab, f"hf-{tab}")
        elif each.name in ("code", "student"):
            given[each.name] = CODE if each.name == "code" else "Ana Silva"
        elif column is not None and not column.service and column.kind in ("text", "long text"):
            given[each.name] = TEXT if each.type in ("str", str) else each.default
    return made(**{key: value for key, value in given.items() if value is not MISSING})


def a_case() -> Case:
    """The same of the case itself."""
    columns = TEMPLATES[CASELOAD].by_key["caseload"].by_key
    texts = {
        each.name: TEXT
        for each in fields(Case)
        if (column := columns.get(each.name)) and column.kind in ("text", "long text")
        if each.name not in ("case_code", "student_id", "student", "grade", "also_known_as")
    }
    return replace(case(), **texts)


def school() -> School:
    records: dict[type[Any], tuple[Any, ...]] = {Case: (a_case(),), TeamMember: TEAM}
    for register in REGISTERS:
        for made, row in rows(register):
            records.setdefault(made, (row,))
    (of,) = records[ServiceReferral]
    records[ServiceReferral] = (replace(of, household="Elm Street"),)
    records[Resource] = (Resource(RowRef("shelf", "resources", "hf-r"), SERVICE, "Counseling"),)
    (entry,) = records[LogEntry]
    days = (date(2026, 10, n) for n in (1, 5, 8, 12))
    records[LogEntry] = tuple(
        replace(entry, row=RowRef(CASELOAD, "class_log", f"hf-c{n}"), day=day, value=float(n))
        for n, day in enumerate(days)
    )

    def tells(here: School, code: str) -> tuple[Any, ...]:
        return tuple(t for r in REGISTERS if r.tells for t in r.tells(here, code))

    return school_with(
        records,
        files={SHELF: "s"},
        settings=SchoolSettings(modules=ALL, school_phone="555 0100"),
        ask=RuleServices(
            say=SAY,
            speak=lambda language: load_wording("en").say,
            texts=lambda topic, language: texts_in(topic, language or "en"),
            on_card=lambda row, column, value: True,
            kinds=diary_kinds(),
            hashed=lambda text: "abcdefabcdefabcdef",
            kept=lambda text: TODAY if text.startswith("letter") else None,
            papers=lambda kind, email: (
                (PaperAsked("asked", TODAY, CODE),) if email == DANA.email else ()
            ),
            tells=tells,
            handed_over=lambda code: TODAY,
        ),
    )


def wanted() -> dict[str, list[WantedDocument]]:
    """By kind, and of the papers about a case by which paper it is."""
    here, found = school(), {}
    for register in REGISTERS:
        for document in register.documents:
            if document.kind in ELSEWHERE:
                continue
            for want in document.wanted(here):
                own = want.kind == "case_paper" and not want.for_every_home
                found.setdefault("hand_over" if own else want.kind, []).append(want)
    return found


DOCUMENTS = wanted()
KINDS = {d.kind for register in REGISTERS for d in register.documents} - ELSEWHERE


def read(want: WantedDocument) -> str:
    return f"{want.title} {astuple(want.content)}"


def words_in(text: str, secret: Iterable[str]) -> list[str]:
    return [word for word in secret if word in text]


def test_every_kind_of_document_is_made_from_what_stands_here() -> None:
    assert set(DOCUMENTS) == KINDS | {"hand_over"}


@pytest.mark.parametrize("kind", sorted(KINDS - OWN - OF_A_HOME))
def test_what_goes_through_other_hands_names_neither_home_and_no_service(kind: str) -> None:
    for want in DOCUMENTS[kind]:
        assert not words_in(read(want), (*ELM, *OAK, SERVICE)), want.key


@pytest.mark.parametrize("kind", sorted(OF_A_HOME))
def test_what_one_home_gets_names_nobody_of_the_other(kind: str) -> None:
    homes = set()
    for want in DOCUMENTS[kind]:
        text = read(want)
        both = [bool(words_in(text, home)) for home in (ELM, OAK)]
        assert both != [True, True], want.key
        homes.add(want.household)
    assert homes


def test_a_home_that_did_not_consent_reads_nothing_of_the_service() -> None:
    told = [w for kind in OF_A_HOME for w in DOCUMENTS[kind] if SERVICE in read(w)]
    assert [(want.kind, want.household) for want in told] == [("service_sheet", "A")]


def test_the_case_manager_s_own_papers_hold_what_they_are_for() -> None:
    (hand_over,) = DOCUMENTS["hand_over"]
    assert words_in(read(hand_over), (ELM[0], OAK[0], SERVICE)) == [ELM[0], OAK[0], SERVICE]
    for want in (each for kind in OWN for each in DOCUMENTS[kind]):
        assert [share.email for share in want.shares] == [DANA.email]


PICTURED = {each.kind for register in REGISTERS for each in register.documents if each.with_goals}


@pytest.mark.parametrize("kind", sorted(PICTURED))
def test_goals_with_pictures_are_masked_where_they_are_put_in_too(kind: str) -> None:
    """They come from the progress sheet when a document is rendered (`GoalsShown`)."""
    assert {want.for_every_home for want in DOCUMENTS[kind]} == {True}
    assert {want.for_every_home for want in DOCUMENTS["hand_over"]} == {False}


@pytest.mark.parametrize("kind", sorted(KINDS - OWN - {"service_sheet"}))
def test_there_was_something_to_leave_out(kind: str) -> None:
    assert all("(left out)" in read(want) for want in DOCUMENTS[kind])
