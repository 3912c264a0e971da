"""Today, as a case manager sees it first: in the order in which the day asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from service.casework.wants import Say

from .widgets import Json, ask, button, buttons, card, line, open_link, section, text

OPEN_FIRST = 3  # of a list, until it is opened: the card is read on a phone


@dataclass(frozen=True, slots=True)
class Item:
    """One line that opens its case (`code`), its cell (`link`) or an action with its row."""

    words: str
    above: str = ""
    below: str = ""
    code: str = ""
    link: str = ""
    action: str = "case"
    row: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Today:
    """What stands on the card. Times are the school's; `things` are one line per student."""

    name: str
    day: date
    urgent: tuple[Item, ...] = ()
    of_day: tuple[Item, ...] = ()  # all of today's, also what has passed
    at_hand: Json | None = None  # what is opened in the middle of a lesson
    coming: tuple[Item, ...] = ()
    coming_in_all: int = 0
    waiting: tuple[Item, ...] = ()
    overdue: tuple[Item, ...] = ()
    overdue_in_all: int = 0
    things: tuple[Item, ...] = ()
    away: tuple[Item, ...] = ()
    attention: int = 0
    cracks: int = 0
    sections: tuple[Json, ...] = ()  # what registers show, drawn


def today_card(today: Today, say: Say) -> Json:
    more = today.overdue_in_all - len(today.overdue)
    later = today.coming_in_all - len(today.coming)
    return card(
        say("cards.today.title"),
        section(say("cards.today.urgent"), *map(shown, today.urgent)),
        section(
            say("cards.today.of_day"),
            *(map(shown, today.of_day) if today.of_day else [text(say("cards.today.nothing"))]),
        ),
        today.at_hand,
        section(
            say("cards.today.next"),
            *map(shown, today.coming),
            text(say("cards.today.more_overdue", count=later)) if later > 0 else None,
            open_first=OPEN_FIRST,
        ),
        section(say("cards.today.waiting"), *map(shown, today.waiting), open_first=OPEN_FIRST),
        section(
            say("cards.today.overdue"),
            *map(shown, today.overdue),
            text(say("cards.today.more_overdue", count=more)) if more > 0 else None,
            open_first=OPEN_FIRST,
        ),
        *today.sections,
        section(say("cards.today.things"), *map(shown, today.things)),
        section(say("cards.today.away"), *map(shown, today.away)),
        section(
            "",
            attention_line(today.attention, say),
            cracks_line(today.cracks, say),
            buttons(button(say("cards.students.title"), ask("students"), strong=True)),
            foot(say),
        ),
        subtitle=say("cards.today.subtitle", day=today.day, name=today.name),
        name="home",
    )


def attention_line(count: int, say: Say) -> Json:
    """The one number that opens a list."""
    words = say("cards.today.attention", count=count) if count else say("cards.today.all_settled")
    return line(words, click=ask("attention") if count else None, icon="flag")


def cracks_line(count: int, say: Say) -> Json | None:
    """The way to what nobody has had in view for too long, where there is any."""
    if not count:
        return None
    words = say("cards.cracks.count", count=count)
    return line(words, click=ask("cracks"), icon="hourglass_empty")


def foot(say: Say, health: bool = True) -> Json | None:
    """What is always at hand."""
    return buttons(
        button(say("cards.do.selected"), ask("case")),
        button(say("cards.do.find"), ask("find")),
        button(say("cards.do.refer"), ask("refer")),
        button(say("cards.do.health"), ask("health")) if health else None,
    )


def shown(item: Item) -> Json:
    click = None
    if item.code or item.row:
        click = ask(item.action, code=item.code, row=item.row)
    elif item.link:
        click = open_link(item.link)
    return line(item.words, item.above, item.below, click, icon=item.icon)
