"""Cards of registers' own, about no student: what a workbook that all staff share has to show."""

from __future__ import annotations

from service.casework.cards import CardLine, CardPage
from service.casework.register import Register
from service.casework.registry import REGISTERS
from service.casework.rights import shared_fields
from service.casework.wants import Say
from service.workbook.templates import ON_DEMAND

from ..answering import OFFICE, Answer, CardRequest, NotForYou, action
from ..cards.widgets import (
    Json,
    ask,
    button,
    buttons,
    card,
    line,
    open_link,
    section,
    text,
    write,
)
from ..school_view import registers_of, shared_book, shared_school

OPEN_FIRST = 5
WEB = ("https://", "http://")


def ways_to_pages(request: CardRequest) -> tuple[Json, ...]:
    """For the first card: a button for each page that this person may open."""
    made = []
    for register in registers_of(request):
        for page in register.pages:
            if _may(request, page) and request.school.files()["workbooks"].get(book_of(register)):
                made.append(button(request.say(f"cards.do.{page.name}"), ask(page.name)))
    found = section("", buttons(*made)) if made else None
    return (found,) if found else ()


def book_of(register: Register) -> str:
    """The workbook of a register's own: on it stand its tabs that are about no student."""
    return next((book for book, _ in register.tabs if book in ON_DEMAND), "")


def _may(request: CardRequest, page: CardPage) -> bool:
    return request.person.role in page.roles and page.right in shared_fields(request.person)


def _register(register: Register, page: CardPage) -> None:
    @action(page.name, page.roles, OFFICE)
    def show(request: CardRequest) -> Answer:
        if register not in registers_of(request) or not _may(request, page):
            raise NotForYou
        seen = shared_book(request, book_of(register))
        if seen is None:
            raise NotForYou
        say, school = request.say, shared_school(request, seen)
        all_of_it = "all" in request.asked.given
        words = "" if all_of_it else request.asked.text("words").strip()[:120]
        searched = page.finds is not None and bool(words)
        found = (
            page.finds(school, request.person, words)
            if page.finds is not None and words
            else page.groups(school, request.person)
        )
        groups = [
            section(group.title, *map(_line, group.lines), open_first=OPEN_FIRST) for group in found
        ]
        offered = [
            button(say(f"cards.do.{form.name}"), ask(form.name), strong=True)
            for form in register.forms
            if form.new
            and form.back == page.name
            and request.person.role in form.roles
            and form.may(school, request.person, None)
        ]
        lacks = "nothing" if searched else "empty"
        made = card(
            say(f"cards.do.{page.name}"),
            section("", buttons(*offered, button(say("cards.do.back"), ask("home")))),
            _search(page, words, say) if page.finds is not None else None,
            *(groups or [section("", text(say(f"cards.{lacks}.{page.name}", words=words)))]),
            name=page.name,
        )
        return Answer(made, update=searched or all_of_it)


def _search(page: CardPage, words: str, say: Say) -> Json | None:
    label, hint = say(f"cards.search.{page.name}"), say(f"cards.hint.{page.name}")
    again = button(say("cards.do.find"), ask(page.name), strong=True)
    everything = button(say("cards.find.everything"), ask(page.name, all="yes")) if words else None
    return section("", write("words", label, words, hint), buttons(again, everything))


def _line(each: CardLine) -> Json:
    """A link is what people typed: only a web address can be opened."""
    click = open_link(each.link) if each.link.startswith(WEB) else None
    return line(each.words, each.above, each.below, click, icon=each.icon)


for _each in REGISTERS:
    for _page in _each.pages:
        _register(_each, _page)
