"""What a register shows on cards, and what can be filled in there: plain data and pure functions.

How it is drawn and written is the web's affair. Every section stands behind one field of `rights`,
every form names the roles that may open it and decides at the moment of use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from .records import StaffMember
from .wants import Value

if TYPE_CHECKING:
    from .school import School

Card = Literal["case", "today", "head", "office", "teacher"]


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line with a small one above and below. `action` is a form of a register (or another
    action of the web) that a click asks for, with the row's id; `link` opens a page instead."""

    words: str
    above: str = ""
    below: str = ""
    code: str = ""
    row: str = ""
    action: str = ""
    link: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class CardSection:
    """A section of a card. `right` is the field of `rights` without which it is not shown; `title`
    a key of the wording. `lines(school, person, code)`: the school holds the records of the cases
    that the card is about; `code` is "" on a card that is about a person's day. What `waits` for
    this person's word comes before what is only shown."""

    card: Card
    right: str
    title: str
    lines: Callable[[School, StaffMember, str], Iterable[CardLine]]
    waits: bool = False


@dataclass(frozen=True, slots=True)
class CardForm:
    """A form made from a tab's columns: a new row (`new`), or some cells of one that stands.

    The action `name` draws it, `<name>_save` writes it; its words are
    cards.<register>.<name> (title and button) and cards.<register>.<name>_hint. `may(school,
    person, record)` is asked when it is drawn and again when it is saved (`record` None for a new
    row); `fills(school, person, given, record)` answers cells that go with it, or raises ValueError
    with a key of the wording for what cannot be used. `offer` puts its button on the case card.
    What is chosen in the columns `confirms` counts as said by this person on their own card
    (`RuleServices.on_card`). A form about no student goes `back` to the page that offers it.
    """

    name: str
    tab: str
    columns: tuple[str, ...]
    roles: frozenset[str]
    may: Callable[[School, StaffMember, Any], bool]
    fills: Callable[[School, StaffMember, Mapping[str, Any], Any], Mapping[str, Value]]
    new: bool = False
    offer: bool = False
    confirms: tuple[str, ...] = ()
    back: str = ""


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Lines of a page under a heading of their own, which is shown as it stands."""

    title: str
    lines: tuple[CardLine, ...]


@dataclass(frozen=True, slots=True)
class CardPage:
    """A card of a register's own, about no student, opened from the first card of `roles`. `name`
    is its action; button and title are cards.do.<name>, what it says while there is nothing is
    cards.empty.<name>. `right` is one of `rights.SHARED`. `groups(school, person)`: the school
    holds the staff and what stands in the register's workbook."""

    name: str
    right: str
    roles: frozenset[str]
    groups: Callable[[School, StaffMember], Iterable[CardGroup]]
