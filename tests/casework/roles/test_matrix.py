"""The matrix says what the code enforces: every field, every action, for every role."""

from __future__ import annotations

import pytest

from service.casework.records import CASELOAD, OFFICE, Case, RowRef, StaffMember
from service.casework.rights import EVERYTHING, visible_fields
from service.casework.rights import ROLES as KNOWN
from service.casework.roles.matrix import (
    ANOTHERS,
    OWN,
    ROLES,
    VIEWERS,
    done_by_role,
    seen_by_role,
)
from service.casework.roles.paper import content_of, done_words, seen_words
from service.casework.school import RuleServices
from service.web.answering import ACTIONS
from service.web.duties import duties
from service.workbook.wording import load_wording
from tests.casework.small_school import SAY, school_with


def test_every_role_has_its_column() -> None:
    assert set(ROLES) == KNOWN
    assert [who for who in VIEWERS if who[1] == OWN] == [("Case manager", OWN)]
    assert [role for role, whose in VIEWERS if whose == ANOTHERS] == list(ROLES)


def test_every_field_stands_there_once() -> None:
    fields = [field for row in seen_by_role() for field in row.fields]
    assert sorted(fields) == sorted(EVERYTHING)
    assert len({row.by for row in seen_by_role()}) == len(seen_by_role())


@pytest.mark.parametrize("role", sorted(KNOWN - {"Teacher"}))
@pytest.mark.parametrize("whose", [OWN, ANOTHERS])
def test_a_mark_is_what_the_rights_grant(role: str, whose: str) -> None:
    if (role, whose) not in VIEWERS:
        return
    person = StaffMember(RowRef(OFFICE, "staff", "x"), "x@school.example", "X", role)
    manager = person.email if whose == OWN else "y@school.example"
    case = Case(RowRef(CASELOAD, "caseload", "C-1"), "C-1", "Ana", case_manager=manager)
    column = VIEWERS.index((role, whose))
    marked = {field for row in seen_by_role() if row.by[column] for field in row.fields}
    assert marked == visible_fields(person, case, ())


def test_a_teacher_sees_accommodations_and_whom_to_ask() -> None:
    column = VIEWERS.index(("Teacher", ANOTHERS))
    marked = {field for row in seen_by_role() if row.by[column] for field in row.fields}
    assert {"accommodations", "case_manager"} <= marked
    assert not marked & {"goals", "diary", "flags", "services", "needs"}


def test_every_action_stands_there_with_its_roles() -> None:
    rows = {row.name: row for row in done_by_role(duties())}
    for name, action in ACTIONS.items():
        row = rows.get(name) or rows[name.removesuffix("_save")]
        assert {role for role, may in zip(ROLES, row.by, strict=True) if may} == action.roles, name


def test_a_form_that_others_may_save_is_a_line_of_its_own() -> None:
    own = frozenset({"Head"})
    found = done_by_role({"ask": own, "ask_save": own, "tell": own, "tell_save": frozenset(KNOWN)})
    assert [row.name for row in found] == ["ask", "tell", "tell_save"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_field_has_a_name_and_every_action_words(language: str) -> None:
    say = load_wording(language).say
    for fields in seen_by_role():
        assert seen_words(fields, say)
    for row in done_by_role(duties()):
        assert done_words(row.name, say)


def test_the_document_has_all_of_it() -> None:
    content = content_of(school_with({}, ask=RuleServices(say=SAY, duties=duties)), "5 Oct 2026")
    assert len(content.sees) == len(seen_by_role())
    assert len(content.does) == len(done_by_role(duties()))
    assert {len(row.marks) for row in content.sees} == {len(VIEWERS)}
    assert {len(row.marks) for row in content.does} == {len(ROLES)}
