"""Forms that registers offer on cards, made from their tabs' columns.

The words of a column are those of the sheet. What cannot be used is said at its field, and the form
keeps all that was filled in. Rights are asked when a form is drawn and again when it is
saved; what somebody says there of their own counts as said on a card.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from service.casework.cards import CardForm, CardQuestion
from service.casework.register import Register
from service.casework.registry import REGISTERS
from service.casework.school import School
from service.casework.wants import Value
from service.reconcile.card_words import said_on_card
from service.workbook.cells import Unreadable, read_number
from service.workbook.edits import CellValue
from service.workbook.look import WorkbookSeen
from service.workbook.templates import ON_DEMAND, Column

from ..answering import (
    CASELOAD,
    OFFICE,
    RESTRICTED,
    Answer,
    CardRequest,
    Look,
    NotForYou,
    Unclear,
    action,
)
from ..cards.forms import form_card
from ..cards.widgets import Json, ask, button, choose, pick_day, pick_time, write
from ..school_view import registers_of, school_of, shared_book, shared_school
from ..writing import Change, new_form, new_row_id, save
from .cases import selected_code
from .register_sections import next_waiting
from .saved import CHECKS, Work, saved

LONGEST = 5_000  # characters of one text


@dataclass(frozen=True, slots=True)
class _Filling:
    """One form of one person: what it is about. `record` is None for a new row."""

    form: CardForm
    request: CardRequest
    school: School
    seen: WorkbookSeen
    code: str  # "" where it is about no student
    record: Any

    @property
    def columns(self) -> tuple[Column, ...]:
        template = self.seen.template.by_key[self.form.tab].by_key
        return tuple(template[key] for key in self.form.columns if key in template)

    def heading(self, column: Column) -> str:
        tab = self.seen.tabs[self.form.tab]
        return tab.headings.get(column.key) or column.heading


def offers(request: CardRequest, code: str) -> list[Json]:
    """Buttons on the case card for the new rows that this person may make."""
    school = None
    made = []
    for register in registers_of(request):
        for form in register.forms:
            if not form.offer or request.person.role not in form.roles:
                continue
            school = school or school_of(request, (code,))
            if _has_tab(request.caseload.seen, form) and form.may(school, request.person, None):
                made.append(button(request.say(f"cards.do.{form.name}"), ask(form.name, code=code)))
    return made


def _register(register: Register, form: CardForm) -> None:
    shared = _book(register, form) in ON_DEMAND
    about, also = (OFFICE, ()) if shared else (CASELOAD, (RESTRICTED,))

    @action(form.name, form.roles, about, also)
    def draw(request: CardRequest) -> Answer:
        filling = _open(register, form, request)
        return Answer(_drawn(filling, _standing(filling)), looks=_looks(filling))

    @action(f"{form.name}_save", form.roles, about, also, form=form.name)
    def keep(request: CardRequest) -> Answer:
        filling = _open(register, form, request)
        return _save(register, filling, _given(filling))

    def may_undo(request: CardRequest, work: Work, code: str) -> None:
        _may_undo(register, form, request, work)

    CHECKS[f"{form.name}_save"] = may_undo


def _may_undo(register: Register, form: CardForm, request: CardRequest, work: Work) -> None:
    """Who may do it as the row was before. Raises NotForYou."""
    if _book(register, form) in ON_DEMAND:
        _open(register, form, request)
        return
    back: dict[tuple[str, str], Mapping[str, Any]] = {
        (row["tab"], row["row"]): row["was"] for row in work["rows"]
    }
    for _, row_id in back:
        asked = replace(request.asked, given={"row": row_id}, row_id=row_id)
        before = replace(request.reading, caseload_view=request.caseload.with_cells(back))
        filling = replace(request, asked=asked, reading=before)
        if form.new:
            code = request.caseload.code_of(row_id)
            request.file(code)
            if not form.may(school_of(request, (code,)), request.person, None):
                raise NotForYou
        else:
            _open(register, form, filling)


def _open(register: Register, form: CardForm, request: CardRequest) -> _Filling:
    """Raises NotForYou where the module is off, the row is not there, or not for this person."""
    if register not in registers_of(request):
        raise NotForYou
    book = _book(register, form)
    if book in ON_DEMAND:
        shared = shared_book(request, book)
        if shared is None or not _has_tab(shared, form):
            raise NotForYou
        school = shared_school(request, shared)
        if not form.new or not form.may(school, request.person, None):
            raise NotForYou
        return _Filling(form, request, school, shared, "", None)
    if not _has_tab(request.caseload.seen, form):
        raise NotForYou
    row = request.asked.given.get("row", "")
    code = selected_code(request) if form.new else request.caseload.code_of(row)
    request.file(code)
    school = school_of(request, (code,))
    record = None
    if not form.new:
        found = [each for each in school.of(register.records[form.tab]) if each.row.row_id == row]
        if len(found) != 1:
            raise NotForYou
        record = found[0]
    if not form.may(school, request.person, record):
        raise NotForYou
    return _Filling(form, request, school, request.caseload.seen, code, record)


def _book(register: Register, form: CardForm) -> str:
    return next(book for book, tab in register.tabs if tab == form.tab)


def _has_tab(seen: WorkbookSeen, form: CardForm) -> bool:
    tab = seen.tabs.get(form.tab)
    return tab is not None and not tab.gone


# ---------------------------------------------------------------- drawing


def _drawn(filling: _Filling, values: Mapping[str, Any]) -> Json:
    request, form, say = filling.request, filling.form, filling.request.say
    case = filling.school.case(filling.code)
    keep = {"code": filling.code, "form": request.asked.given.get("form") or new_form()}
    if filling.record is not None:
        keep["row"] = filling.record.row.row_id
    return form_card(
        say(f"cards.do.{form.name}"),
        [
            *(_question(filling, each) for each in form.questions),
            *(_widget(filling, column, values.get(column.key)) for column in filling.columns),
        ],
        ask(f"{form.name}_save", **keep),
        say,
        about=case.student if case else "",
        told=_about(filling),
        hint=say(f"cards.hint.{form.name}"),
        back=_way_back(filling),
    )


def _about(filling: _Filling) -> str:
    """What the row says that is to be answered here, a line for each of its columns."""
    if filling.record is None:
        return ""
    template, say = filling.seen.template.by_key[filling.form.tab].by_key, filling.request.say
    lines = []
    for key in filling.form.about:
        value = getattr(filling.record, key)
        words = say("cards.find.day", day=value) if isinstance(value, date) else str(value or "")
        if words.strip():
            lines.append(f"{filling.heading(template[key])}: {words.strip()}")
    return "\n".join(lines)


def _way_back(filling: _Filling) -> Json:
    if filling.form.back or not filling.code:
        return ask(filling.form.back or "home")
    return ask("case", code=filling.code)


def _question(filling: _Filling, question: CardQuestion) -> Json:
    say, chosen = filling.request.say, filling.request.asked.text(question.name)
    options = [(say(each), each) for each in question.options]
    return choose(question.name, say(question.label), options, chosen, radio=True)


def _widget(filling: _Filling, column: Column, value: Any) -> Json:
    label = filling.heading(column)
    offered = filling.form.choices.get(column.key, column.choices)
    if offered:
        choices = [("–", ""), *((each, each) for each in offered)]
        if filling.form.one_tap:
            return choose(column.key, label, choices[1:], str(value or ""), radio=True)
        return choose(column.key, label, choices, str(value or ""))
    if column.kind == "date":
        return pick_day(column.key, label, value if isinstance(value, date) else None)
    if column.kind == "time":
        return pick_time(column.key, label, value if isinstance(value, time) else None)
    return write(column.key, label, str(value or ""), long=column.kind == "long text")


def _standing(filling: _Filling) -> dict[str, Any]:
    """What the row says now."""
    form, request = filling.form, filling.request
    if filling.record is None:
        led_from = request.asked.given.get("row", "")
        begins = form.begins
        return dict(begins(filling.school, request.person, led_from)) if begins else {}
    row = request.caseload.row(form.tab, filling.record.row.row_id)
    values: dict[str, Any] = {}
    for column in filling.columns:
        read = getattr(filling.record, column.key, None)
        values[column.key] = read if read is not None else (row.text(column.key) if row else "")
    return values


# ---------------------------------------------------------------- saving


def _given(filling: _Filling) -> dict[str, Any]:
    """What was filled in, as it was typed."""
    asked = filling.request.asked
    given: dict[str, Any] = {}
    for column in filling.columns:
        if column.kind == "date":
            given[column.key] = asked.dates.get(column.key)
        elif column.kind == "time":
            given[column.key] = asked.times.get(column.key)
        else:
            given[column.key] = asked.text(column.key)[:LONGEST]
    return given


def _save(register: Register, filling: _Filling, given: Mapping[str, Any]) -> Answer:
    """Raises Unclear with the sentence for what cannot be used."""
    request, form, say = filling.request, filling.form, filling.request.say
    read = {column.key: _read(filling, column, given[column.key]) for column in filling.columns}
    try:
        said = {**read, **_answered(filling)}
        fills = dict(form.fills(filling.school, request.person, said, filling.record))
    except ValueError as problem:
        key, field = (*map(str, problem.args), "")[:2]
        raise Unclear(say(key), field) from None
    cells: dict[str, Any] = {key: value for key, value in read.items() if value not in (None, "")}
    if not form.new:
        cells = dict(read)
    cells |= {key: value for key, value in fills.items() if _is_cell(value)}
    row_id = new_row_id(request) if form.new else filling.record.row.row_id
    case = filling.school.case(filling.code)
    if form.new:
        cells["row_id"] = row_id
    if form.new and case is not None:
        cells |= {"student": request.caseload.shown_name(case), "case_code": filling.code}
    carried = save(request, filling.seen.key, Change(form.tab, row_id, cells, new=form.new))
    request.school.ledger.agree(
        said_on_card(request.school.keys, row_id, column, str(cells[column]), request.person.email)
        for column in form.confirms
        if cells.get(column)
    )
    note = say(f"cards.saved.{form.name}")
    onward = _onward(register, filling) if not form.new else None
    code = "" if form.back else filling.code
    answer = saved(request, note, carried, code, form.back, onward)
    return Answer(answer.card, True, note, _looks(filling))


def _onward(register: Register, filling: _Filling) -> Json | None:
    """The next of a pile on Today, so that it is gone through without going back each time."""
    request = filling.request
    line = next_waiting(request, register, filling.form.name, filling.record.row.row_id)
    if line is None:
        return None
    (file,) = request.caseload.files((line.code,))
    label = request.say("cards.do.next_one", student=request.caseload.shown_name(file.case))
    return button(label, ask(line.action, row=line.row, code=line.code), strong=True)


def _answered(filling: _Filling) -> dict[str, str]:
    """What was chosen under the form's own questions."""
    asked = filling.request.asked
    chosen = {each.name: asked.text(each.name) for each in filling.form.questions}
    options = {each.name: each.options for each in filling.form.questions}
    return {name: text for name, text in chosen.items() if text in options[name]}


def _read(filling: _Filling, column: Column, value: Any) -> CellValue:
    say = filling.request.say
    if column.kind == "choice" and value and value not in column.choices:
        raise Unclear(say("cards.problem.no_choice", column=filling.heading(column)), column.key)
    if column.kind == "number" and value:
        try:
            return read_number(str(value))
        except Unreadable:
            said = say("cards.problem.not_a_number", value=str(value)[:40])
            raise Unclear(said, column.key) from None
    return value if value != "" else None


def _is_cell(value: Value) -> bool:
    return value is None or isinstance(value, str | int | float | bool | date | time)


def _looks(filling: _Filling) -> tuple[Look, ...]:
    return (Look(filling.code, f"form {filling.form.name}"),) if filling.code else ()


def _register_all(register_one: Callable[[Register, CardForm], None]) -> None:
    for register in REGISTERS:
        for form in register.forms:
            register_one(register, form)


_register_all(_register)
