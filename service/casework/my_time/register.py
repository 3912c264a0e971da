"""My time: what somebody's time went to, in a workbook that is theirs alone."""

from __future__ import annotations

from collections.abc import Iterator

from ..own_book import OwnBook
from ..records import MY_TIME as BOOK
from ..register import Register
from ..school import School
from .portfolio import DOCUMENT, PAPER, PAPERS
from .records import NAME, TimeRow


def case_managers(school: School) -> list[str]:
    """Whose time it is about."""
    return [person.email for person in school.staff if person.role == "Case manager"]


def asked_for_today(school: School, email: str) -> Iterator[object]:
    """A portfolio says what stands in the workbook on its day."""
    for asked in school.ask.papers(PAPER, email):
        if asked.day == school.today:
            yield asked.key


MY_TIME = Register(
    name="my_time",
    module=NAME,
    tabs=((BOOK, "my_time"),),
    records={"my_time": TimeRow},
    own_book=OwnBook(
        book=BOOK,
        whose=case_managers,
        reads=asked_for_today,
        because="my_time.because",
        unread_what="my_time.unread.what",
        unread_why="my_time.unread.why",
    ),
    documents=(DOCUMENT,),
    papers=PAPERS,
)
