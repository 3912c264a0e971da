"""The school as the rules of registers know it, of just the cases that a card is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from service.casework.measuring import MeasuredElsewhere
from service.casework.names import Roster
from service.casework.records import Case, DayOff, StaffMember
from service.casework.register import Register
from service.casework.registry import active
from service.casework.school import RuleServices, School
from service.casework.standing import with_standings
from service.ports import Agreed
from service.reconcile.from_memory import KINDS, with_memory
from service.workbook.look import WorkbookSeen
from service.workbook.records import read_tabs
from service.workbook.templates import ON_DEMAND

from .answering import OFFICE, CardRequest


def registers_of(request: CardRequest) -> tuple[Register, ...]:
    """The core, and the modules that the school has switched on."""
    return active(request.office.settings.modules)


def school_of(request: CardRequest, codes: Iterable[str]) -> School:
    """The records of these cases, the staff and the calendar; today's rights are the caller's."""
    records = request.caseload.records(codes)
    ask = RuleServices(say=request.say, kinds=request.context.kinds)
    ask = with_memory(ask, remembered(request), request.school.keys)
    found = {**records.rows, Case: records.cases}
    school = _school(request, found, ask)
    consulted = _consulted(request, school)
    return _school(request, {**found, **consulted}, ask) if consulted else school


def measured_elsewhere(request: CardRequest, code: str) -> MeasuredElsewhere:
    """What registers measure the goals of a case from, beside its progress sheet."""
    return MeasuredElsewhere(registers_of(request), school_of(request, (code,)))


def _consulted(request: CardRequest, school: School) -> Mapping[type[Any], tuple[Any, ...]]:
    """The records of workbooks that modules brought, where what these cases say asks for them."""
    records: dict[type[Any], tuple[Any, ...]] = {}
    registers = registers_of(request)
    for register in registers:
        if register.consults is None or not register.consults(school):
            continue
        for book in (of for of, _ in register.tabs if of in ON_DEMAND):
            seen = shared_book(request, book)
            if seen is not None:
                office = request.office
                records |= read_tabs(seen, office.staff, request.say, office.today, registers)[0]
    return records


def remembered(request: CardRequest) -> dict[tuple[str, str], Agreed]:
    """What the ledger knows of the kinds that rules are answered from."""
    ledger = request.school.ledger
    return {(each.kind, each.key): each for kind in KINDS for each in ledger.agreed_of(kind)}


def shared_book(request: CardRequest, key: str) -> WorkbookSeen | None:
    """A workbook that modules brought; None where the school does not have it (yet)."""
    if key not in request.school.templates() or not request.school.files()["workbooks"].get(key):
        return None
    return request.cache.book(key)


def shared_school(request: CardRequest, seen: WorkbookSeen) -> School:
    """The staff, the calendar, and the records of such a workbook: nothing of any student."""
    office, registers = request.office, registers_of(request)
    records, _ = read_tabs(seen, office.staff, request.say, office.today, registers)
    ask = RuleServices(say=request.say, kinds=request.context.kinds)
    return _school(request, records, ask)


def office_school(request: CardRequest) -> School:
    """The staff, the calendar, and what modules have on Office: no case's records."""
    return _school(request, {}, RuleServices(say=request.say, kinds=request.context.kinds))


def _school(
    request: CardRequest, records: Mapping[type[Any], tuple[Any, ...]], ask: RuleServices
) -> School:
    """These records beside the staff and the calendar; nobody of the roster."""
    office = request.office
    school = School(
        now=request.reading.now,
        today=office.today,
        zone=office.zone,
        settings=office.settings,
        calendar=office.calendar,
        roster=Roster(()),
        records={
            **records,
            **_of_office(request),
            StaffMember: office.staff,
            DayOff: office.without_roster.days_off,
        },
        ask=ask,
    )
    return with_standings(school, registers_of(request))


def _of_office(request: CardRequest) -> Mapping[type[Any], tuple[Any, ...]]:
    """The records of tabs that modules have on Office."""
    office = request.office
    modules = [register for register in registers_of(request) if register.module]
    if not any(book == OFFICE for register in modules for book, _ in register.tabs):
        return {}
    return read_tabs(office.seen, office.staff, request.say, office.today, modules)[0]


def codes_on(request: CardRequest, tabs: Iterable[str]) -> tuple[str, ...]:
    """The cases that have a row on one of these tabs."""
    seen = request.caseload.seen
    rows = (row for tab in tabs if tab in seen.tabs for row in seen.tabs[tab].rows)
    return tuple(dict.fromkeys(code for row in rows if (code := row.text("case_code"))))


def without_rights(school: School, codes: Iterable[str]) -> School:
    """The same school without the records of these cases."""
    hidden = frozenset(codes)
    records = {
        kind: tuple(each for each in rows if getattr(each, "code", "") not in hidden)
        for kind, rows in school.records.items()
    }
    return replace(school, records=records)
