"""What a register shows on cards, and what can be filled in there: plain data and pure functions.

How it is drawn and written is the web's affair. Every section stands behind one field of `rights`,
every form names the roles that may open it and decides at the moment of use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from .records import StaffMember
from .wants import Value

if TYPE_CHECKING:
    from .school import School

Card = Literal["case", "today", "head", "counselor", "office", "teacher", "roles", "my_week"]


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line with a small one above and below. `action` is a form of a register (or another
    action of the web) that a click asks for, with the row's id; `link` opens a page instead,
    `document` (the key of a wanted document) what was made of it: without that there is no line."""

    words: str
    above: str = ""
    below: str = ""
    code: str = ""
    row: str = ""
    action: str = ""
    link: str = ""
    document: str = ""
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
    with a key of the wording for what cannot be used, and the column at which that is said.
    `offer` puts its button on the case card. What is chosen in the columns `confirms` counts as
    said by this person on their own card
    (`RuleServices.on_card`). A form about no student goes `back` to the page that offers it.
    `begins(school, person, row)` is what a new one is filled in with beforehand; `row` is the id of
    the row whose line led to it, or "".
    With `one_tap` every choice of a list lies open, so that one tap chooses. `choices` says which
    a column offers here, and makes taps of a text; `questions` are asked besides, and reach `fills`
    under their names. `about` are the fields of the record that are read below the student's name,
    so that nobody answers or decides without seeing what.
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
    begins: Callable[[School, StaffMember, str], Mapping[str, Any]] | None = None
    one_tap: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    questions: tuple[CardQuestion, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardQuestion:
    """What a form asks that is no column of its own. `label` and `options` are keys of the wording;
    what is chosen is one of `options`."""

    name: str
    label: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardPaper:
    """A document that is made when somebody presses its button (the action `name`): on Today of
    all own students, on a case card of one. `kind` is that of the document; the rule that wants it
    goes through `RuleServices.papers`. `items(school, code)` are the Row IDs and lines that stand
    on it, of which is remembered when they were first printed (`RuleServices.kept`, by
    `printed_key`). Words: cards.do.<name>."""

    name: str
    kind: str
    card: Card
    roles: frozenset[str]
    items: Callable[[School, str], Iterable[str]] = lambda school, code: ()


def printed_key(code: str, item: str) -> str:
    """Under which it is kept when an item of a case was first printed."""
    return f"printed:{code}:{item}"


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of a checklist; `item` tells it from the others of its case."""

    code: str
    item: str
    words: str
    below: str = ""


RowChange = tuple[str, str, Mapping[str, Value]]  # tab, row id, cells


@dataclass(frozen=True, slots=True)
class CardChecklist:
    """Lines that are ticked and saved together, with one undo: on Today of all own students, on a
    case card of one. `ticks(school, code)` are those of a case, asked again when it is saved: what
    is not there any more is not written. `changes(school, person, code, items)` are what this
    person's ticking these does on Caseload. With `ticked` all begin ticked. Words:
    cards.do.<name>, cards.hint.<name>, cards.saved.<name>, cards.empty.<name>."""

    name: str
    roles: frozenset[str]
    ticks: Callable[[School, str], Iterable[Tick]]
    changes: Callable[[School, StaffMember, str, frozenset[str]], Iterable[RowChange]]
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class CardRound:
    """One tap for all students whose Team names this teacher and lets them see accommodations: a
    row each on `tab`, but for what is ticked. `ticks(school, person, code)` are what may be ticked,
    `is_open(school, person, code)` whether the student is still to be answered for (those come
    first), `rows(school, person, code, items)` the cells of the rows that are added. Words as those
    of a checklist; the strong button says cards.round.<name>."""

    name: str
    tab: str
    roles: frozenset[str]
    ticks: Callable[[School, StaffMember, str], Iterable[Tick]]
    is_open: Callable[[School, StaffMember, str], bool]
    rows: Callable[[School, StaffMember, str, frozenset[str]], Iterable[Mapping[str, Value]]]


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
    holds the staff and what stands in the register's workbook. With `finds(school, person, words)`
    the card has a search box, and answers these groups for what is typed there; its words are
    cards.search.<name>, cards.hint.<name> and cards.nothing.<name>."""

    name: str
    right: str
    roles: frozenset[str]
    groups: Callable[[School, StaffMember], Iterable[CardGroup]]
    finds: Callable[[School, StaffMember, str], Iterable[CardGroup]] | None = None
