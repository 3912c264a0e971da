"""My week: what somebody's time went to, and on Friday a line per kind for what nothing else knows.

It is about one person and shown to nobody else; no student is on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from service.casework.my_time.records import TimeRow
from service.casework.my_time.register import MY_TIME
from service.casework.my_time.spent import by_kind, in_days, percents, spoken, week_of, with_typed
from service.casework.records import MY_TIME as BOOK
from service.casework.work import KINDS, Work, works_of
from service.reconcile.context import GOOGLE_DOCS, Links
from service.reconcile.documents.own_books import OWN_BOOK, own_key
from service.workbook.cells import Unreadable, read_duration
from service.workbook.edits import CellValue
from service.workbook.records import read_tabs

from ..answering import CASE_MANAGER, Answer, CardRequest, NotForYou, Unclear, action
from ..cards.forms import form_card
from ..cards.widgets import (
    Json,
    ask,
    button,
    buttons,
    card,
    line,
    open_link,
    pick_day,
    section,
    text,
    write,
)
from ..school_view import registers_of, school_of
from ..writing import Change, new_form, new_row_id, save
from .register_papers import made_lines, paper_buttons
from .saved import CHECKS, saved
from .saved import Work as Written

MAY = {CASE_MANAGER}
TAB: Final = "my_time"
FRIDAY: Final = 4
ICONS: Final = {
    "Teaching": "school",
    "Students": "face",
    "Families": "family_restroom",
    "Colleagues": "groups",
    "Providers": "handshake",
    "Meetings and plans": "event_note",
    "Paperwork": "description",
}


def my_week_button(request: CardRequest) -> Json | None:
    """For Today: the way to it, strong on a Friday."""
    if MY_TIME not in registers_of(request) or request.person.role not in MAY:
        return None
    return button(request.say("cards.do.my_week"), ask("my_week"), strong=asks_about_week(request))


def asks_about_week(request: CardRequest) -> bool:
    """Whether Today asks if something is missing: on Fridays."""
    is_on = MY_TIME in registers_of(request) and request.person.role in MAY
    return is_on and request.office.today.weekday() == FRIDAY


@action("my_week", MAY)
def my_week(request: CardRequest) -> Answer:
    """This week by kind and what it was made of; and the same of the last."""
    file_id, say = _own_file(request), request.say
    works = _works(request, file_id)
    monday, sunday = week_of(request.office.today)
    now = in_days(works, monday, sunday)
    before = in_days(works, monday - timedelta(days=7), sunday - timedelta(days=7))
    links = Links(request.school.settings.workspace_url or GOOGLE_DOCS)
    made = card(
        say("cards.my_week.title"),
        section(
            "",
            text(say("cards.my_week.hint")),
            None if file_id else text(say("cards.my_week.not_yet")),
            buttons(
                button(say("cards.do.my_week_add"), ask("my_week_add"), strong=True)
                if file_id
                else None,
                button(say("cards.my_week.open"), open_link(links.file("progress_sheet", file_id)))
                if file_id
                else None,
                button(say("cards.do.back"), ask("home")),
            ),
        ),
        section(
            say("cards.my_week.this", time=_whole(now, request)),
            *(_lines(now, request) or [text(say("cards.my_week.none"))]),
            *_counts(now, request),
        ),
        section(
            say("cards.my_week.last", time=_whole(before, request)),
            *_lines(before, request),
            *_counts(before, request),
        ),
        section(
            say("cards.do.my_time_paper"),
            text(say("cards.my_week.paper_hint")),
            buttons(*paper_buttons(request, "my_week")),
            *made_lines(request, "my_week"),
        ),
        name="my_week",
    )
    return Answer(made)


@action("my_week_add", MAY)
def my_week_add(request: CardRequest) -> Answer:
    """A line per kind."""
    _own_book(request)
    say = request.say
    made = form_card(
        say("cards.do.my_week_add"),
        [
            *(write(_field(kind), say("my_time.kind", kind=kind)) for kind in KINDS),
            write("what", say("cards.my_week_add.what")),
            pick_day("day", say("cards.my_week_add.day"), request.office.today),
        ],
        ask("my_week_save", form=request.asked.given.get("form") or new_form()),
        say,
        hint=say("cards.my_week_add.hint"),
        back=ask("my_week"),
    )
    return Answer(made)


@action("my_week_save", MAY, form="my_week_add")
def my_week_save(request: CardRequest) -> Answer:
    """A row for each kind with minutes, in one batch."""
    say, asked, book = request.say, request.asked, _own_book(request)
    day = asked.dates.get("day", request.office.today)
    if day > request.office.today:
        raise Unclear(say("cards.problem.future_day", day=day), "day")
    minutes = {kind: spent for kind in KINDS if (spent := _minutes(request, kind))}
    if not minutes:
        raise Unclear(say("cards.problem.nothing_spent"), _field(KINDS[0]))
    changes = []
    for kind, spent in minutes.items():
        row_id = new_row_id(request, _field(kind))
        cells: dict[str, CellValue] = {
            "date": day,
            "kind": kind,
            "minutes": spent,
            "row_id": row_id,
        }
        if what := asked.text("what"):
            cells["what"] = what
        changes.append(Change(TAB, row_id, cells, new=True))
    carried = save(request, book, *changes)
    said = say("cards.saved.my_week_add", time=spoken(sum(minutes.values()), say))
    return saved(request, said, carried, back="my_week")


def _may_undo(request: CardRequest, work: Written, code: str) -> None:
    if str(work["book"]) != _own_book(request):
        raise NotForYou


CHECKS["my_week_save"] = _may_undo


# ---------------------------------------------------------------- whose file, and what is in it


def _own_file(request: CardRequest) -> str:
    """The file id of the asker's own workbook; "" while it is not made. Raises NotForYou."""
    if MY_TIME not in registers_of(request):
        raise NotForYou
    key = own_key(BOOK, request.person.email, request.school.keys)
    own = (each for each in request.school.ledger.agreed_of(OWN_BOOK) if each.key == key)
    found = next(own, None)
    return found.object_id if found else ""


def _own_book(request: CardRequest) -> str:
    """Its key in the workbook cache. Raises NotForYou, and Unclear while there is none."""
    file_id = _own_file(request)
    if not file_id:
        raise Unclear(request.say("cards.my_week.not_yet"))
    return f"{BOOK}:{file_id}"


def _works(request: CardRequest, file_id: str) -> list[Work]:
    """What this person did, with what they wrote down."""
    school = school_of(request, request.caseload.codes_of((request.person.email,)))
    rows: tuple[object, ...] = ()
    if file_id:
        seen, office = request.cache.book(f"{BOOK}:{file_id}"), request.office
        records, _ = read_tabs(seen, office.staff, request.say, office.today, (MY_TIME,))
        rows = records[TimeRow]
    works = works_of(school, request.person.email, registers_of(request))
    return with_typed(works, rows, school)


def _lines(works: Iterable[Work], request: CardRequest) -> list[Json]:
    minutes, say = by_kind(works), request.say
    shares = percents(minutes)
    return [
        line(
            say("cards.my_week.line", time=spoken(spent, say), percent=shares[kind]),
            above=say("my_time.kind", kind=kind),
            icon=ICONS[kind],
        )
        for kind, spent in minutes.items()
        if spent
    ]


def _counts(works: Iterable[Work], request: CardRequest) -> list[Json]:
    counts = Counter(work.what for work in works)
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [text(request.say(f"my_time.count.{what}", count=count)) for what, count in ordered]


def _whole(works: Iterable[Work], request: CardRequest) -> str:
    return spoken(sum(by_kind(works).values()), request.say)


def _field(kind: str) -> str:
    return kind.casefold().replace(" ", "_")


def _minutes(request: CardRequest, kind: str) -> int | None:
    """What was written next to a kind. Raises Unclear for what does not read as minutes."""
    written = request.asked.text(_field(kind)).strip()
    try:
        return read_duration(written)
    except Unreadable:
        if written == "0":
            return None
        said = request.say("cards.problem.not_a_duration", value=written[:40])
        raise Unclear(said, _field(kind)) from None
