"""What every register must keep to, whichever it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields

import pytest

from service.casework.cards import CardForm, CardSection
from service.casework.register import Register
from service.casework.registry import MODULES, REGISTERS
from service.casework.rights import EVERYTHING, ROLES, SHARED
from service.workbook.templates import ON_DEMAND, load_templates, needed

OF_HOLDFAST = ("attention", "history")
EACH = pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)


def sections() -> list[CardSection]:
    return [section for register in REGISTERS for section in register.sections]


def forms() -> list[CardForm]:
    return [form for register in REGISTERS for form in register.forms]


def test_whatever_a_card_shows_stands_behind_a_right_that_is_known() -> None:
    assert {section.right for section in sections()} <= EVERYTHING
    assert {page.right for register in REGISTERS for page in register.pages} <= SHARED


def test_whatever_can_be_filled_in_is_for_roles_that_are_known() -> None:
    for form in forms():
        assert form.roles, form.name
        assert form.roles <= ROLES, form.name


@EACH
def test_records_are_read_from_tabs_of_the_register(register: Register) -> None:
    own = {tab for _, tab in register.tabs}
    assert set(register.records) <= own
    for form in register.forms:
        assert form.tab in own, form.name


@EACH
def test_a_form_about_no_student_makes_new_rows_and_goes_back_to_its_page(
    register: Register,
) -> None:
    pages = {page.name for page in register.pages}
    shared = {tab for book, tab in register.tabs if book in ON_DEMAND}
    for form in register.forms:
        if form.tab in shared:
            assert form.new, form.name
            assert form.back in pages, form.name


def test_rows_with_ids_are_remembered_by_tabs_that_are_called_apart() -> None:
    places = {
        (book, tab)
        for register in REGISTERS
        for book, tab in register.tabs
        if book == "caseload" or book in ON_DEMAND
    }
    counted = Counter(tab for _, tab in places)
    assert [tab for tab, count in counted.items() if count > 1 and tab not in OF_HOLDFAST] == []


def test_topics_that_write_into_one_tab_read_it_alike_and_it_stands_once() -> None:
    shared: dict[tuple[str, str], set[object]] = {}
    for register in REGISTERS:
        for book, tab in register.tabs:
            shared.setdefault((book, tab), set()).add(register.records.get(tab))
    assert [place for place, kinds in shared.items() if len(kinds) > 1] == []
    for template in load_templates(frozenset(each.name for each in MODULES)).values():
        assert len({tab.key for tab in template.tabs}) == len(template.tabs)


def test_a_workbook_is_needed_only_while_a_module_has_a_tab_there() -> None:
    assert not set(needed(frozenset())) & set(ON_DEMAND)
    for register in REGISTERS:
        for book in {book for book, _ in register.tabs} & set(ON_DEMAND):
            assert register.module, "the core has no tab on a workbook that may not be there"
            assert book in needed(frozenset({register.name}))


def test_records_about_no_student_have_no_field_of_one() -> None:
    """What stands in a workbook that all staff read is about no student."""
    for register in REGISTERS:
        for book, tab in register.tabs:
            if book in ON_DEMAND and tab in register.records:
                names = {each.name for each in fields(register.records[tab])}
                assert not names & {"code", "student", "student_id"}, register.name
