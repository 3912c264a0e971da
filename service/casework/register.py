"""A register: one topic of casework, with everything that belongs to it.

The engine goes through `registry.REGISTERS` and names no topic. What stands in files carries the
register's name: its tabs in sheets_templates/<workbook>/<tab>.yaml, what it adds to tabs of others
in <tab>.<register>.yaml, its settings in sheets_templates/settings/<register>.yaml, its words in
sheets_templates/wording/<language>/<register>.yaml, its documents' texts in
sheets_templates/documents/<register>/.

    rules     School -> wants; asked again and again until none of them wants anything new
    events    School -> the calendar entries that rows of the Diary ask for
    figures   School -> wants; asked once when all else is settled: grey cells, and questions
    cracks    School -> what nobody has had in view for too long, since when, and whose it is
    works     School, e-mail -> what somebody did on which day, told by rows that stand anyway
    standings School -> how students stand in class, where a topic reads other systems' data
    granted   keys of rows that a school which was running before this release does not get
              any more: its people have dealt with them in their own way
    sections  lines on a card, each behind one right
    forms     what can be filled in on cards, each for named roles
    pages     cards of its own, about no student
    papers    documents that are made when somebody asks for one;  checklists: what is ticked there
    rounds    one tap of a teacher for all of their students
    documents what is written about a case or by a person, from templates
    measures  where else goals are measured than on the Measurements of a progress sheet
    tells     School, case code -> what the topic has to say before a meeting (`briefing`)
    digest    tabs with many rows (those without `records`) -> few records, whenever their workbook
              was read
    own_book  a workbook of which everybody has one of their own
    closes    tab -> when a row of it is over, so that it may be archived with its year
    leaves    those of them whose rows leave the working tabs when somebody asks for it: no rule,
              calendar or paper looks at them once their year is over, but those it names:
    stays     School -> Row IDs of rows that are over and looked at still

Of a workbook that is read only when it has changed (`ON_DEMAND`):

    next_look the day on which it is looked at again though nobody has touched it
    reads     what of the rest of the school it is looked at for: read again when that changes
    consults  whether cards about cases have to look at it
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from .records import Problem
from .wants import Want, WantedEvent

if TYPE_CHECKING:
    from .briefing import Told
    from .cards import CardChecklist, CardForm, CardPage, CardPaper, CardRound, CardSection
    from .closing import Closing
    from .crack import Crack
    from .document_types import DocumentType
    from .measuring import Measuring
    from .own_book import OwnBook
    from .school import School
    from .standing import Standing
    from .work import Work

Rule = Callable[["School"], Iterable["Want | Problem"]]
Events = Callable[["School"], "Iterable[WantedEvent]"]


class TableRow(Protocol):
    """A row as it stands: `position` is its 0-based place, `cells` are raw, choices in our own
    words."""

    @property
    def position(self) -> int: ...

    @property
    def cells(self) -> Mapping[str, Any]: ...

    def text(self, column: str) -> str: ...


Digest = Callable[[Mapping[str, Sequence[TableRow]], "School"], Mapping[type[Any], tuple[Any, ...]]]
Standings = Callable[["School"], "Iterable[Standing]"]
Cracks = Callable[["School"], "Iterable[Crack]"]
Works = Callable[["School", str], "Iterable[Work]"]
Tells = Callable[["School", str], "Iterable[Told]"]
Granted = Callable[["School"], "Iterable[str]"]
NextLook = Callable[["School"], "date | None"]
Reads = Callable[["School"], Iterable[object]]
Consults = Callable[["School"], bool]


@dataclass(frozen=True, slots=True)
class Register:
    """One topic. `tabs` are (workbook, tab key) in the order in which they stand; `records` says by
    tab key as what its rows are read. `module` is its name under "Module: ..." on Settings, "" for
    what is always there; `on_at_first` whether a newly founded school has it."""

    name: str
    tabs: tuple[tuple[str, str], ...] = ()
    records: Mapping[str, type[Any]] = field(default_factory=dict, hash=False)
    rules: tuple[Rule, ...] = ()
    events: tuple[Events, ...] = ()
    figures: tuple[Rule, ...] = ()
    sections: tuple[CardSection, ...] = ()
    forms: tuple[CardForm, ...] = ()
    pages: tuple[CardPage, ...] = ()
    papers: tuple[CardPaper, ...] = ()
    checklists: tuple[CardChecklist, ...] = ()
    rounds: tuple[CardRound, ...] = ()
    documents: tuple[DocumentType, ...] = ()
    next_look: NextLook | None = None
    reads: Reads | None = None
    consults: Consults | None = None
    granted: Granted | None = None
    standings: Standings | None = None
    cracks: Cracks | None = None
    works: Works | None = None
    measures: Callable[[School], Measuring] | None = None
    tells: Tells | None = None
    digest: Digest | None = None
    own_book: OwnBook | None = None
    closes: Mapping[str, Closing] = field(default_factory=dict, hash=False)
    leaves: tuple[str, ...] = ()
    stays: Callable[[School], Iterable[str]] | None = None
    module: str = ""
    on_at_first: bool = False
