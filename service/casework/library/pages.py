"""The library as a card: all of it by topic, and for who coordinates whom they have trained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ..cards import CardGroup, CardLine, CardPage
from ..records import StaffMember
from ..rights import ROLES
from ..school import School
from .records import PRESENTATION, LibraryEntry

MOST = 60  # entries that one card shows; all of them stand on the tab


def library(school: School, person: StaffMember) -> Iterator[CardGroup]:
    """By topic; within one, the newest first. The coordinator sees the trainings before that."""
    entries = [each for each in school.of(LibraryEntry) if each.topic]
    left = MOST
    if person.role == "Coordinator":
        trainings = [each for each in entries if each.kind == PRESENTATION]
        for audience, given in _sorted_by("audience", trainings[:MOST]):
            title = school.say(
                "library.trained", audience=audience or school.say("library.anybody")
            )
            yield CardGroup(title, tuple(_training(each, school) for each in given))
            left -= len(given)
    for topic, of_topic in _sorted_by("topic", entries):
        shown = of_topic[: max(left, 0)]
        left -= len(of_topic)
        if shown:
            yield CardGroup(topic, tuple(_line(each, school) for each in shown))
    if left < 0:
        more = CardLine(school.say("library.more", count=-left))
        yield CardGroup("", (more,))


def _sorted_by(
    column: str, entries: Iterable[LibraryEntry]
) -> list[tuple[str, list[LibraryEntry]]]:
    """Entries by what stands in one column, in the order of its words; the newest first in each."""
    found: dict[str, list[LibraryEntry]] = {}
    for each in sorted(entries, key=lambda entry: entry.used_on or date.min, reverse=True):
        found.setdefault(str(getattr(each, column)).strip(), []).append(each)
    return sorted(found.items(), key=lambda each: each[0].casefold())


def _line(entry: LibraryEntry, school: School) -> CardLine:
    above = " · ".join(part for part in (entry.kind, entry.audience, _day(entry, school)) if part)
    below = " · ".join(part for part in (entry.source, entry.outcome) if part)
    words = entry.about or entry.what_we_argued or entry.topic
    return CardLine(words, above, below, link=entry.link, icon="menu_book")


def _training(entry: LibraryEntry, school: School) -> CardLine:
    count = entry.attended
    came = "" if count is None else school.say("library.attended", count=count)
    below = " · ".join(part for part in (came, entry.outcome) if part)
    return CardLine(entry.topic, _day(entry, school), below, link=entry.link, icon="groups")


def _day(entry: LibraryEntry, school: School) -> str:
    return school.say("library.used_on", day=entry.used_on) if entry.used_on else ""


PAGES = (CardPage(name="library", right="shelf", roles=ROLES, groups=library),)
