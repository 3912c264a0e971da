"""The resources as a card for all staff: by kind, with age, language, cost and how to apply; and
found by any of these."""

from __future__ import annotations

from collections.abc import Iterator

from ..cards import CardGroup, CardLine, CardPage
from ..records import StaffMember
from ..rights import ROLES
from ..school import School
from ..text_search import searchable
from .records import ACTIVE, Resource
from .resources import fits_age, freshness_key
from .rules import freshness

MOST = 60  # resources that one card shows; all of them stand on the tab
OLDEST = 120  # a higher number is no age
GONE = "Gone"


def resources(school: School, person: StaffMember) -> Iterator[CardGroup]:
    """By kind, in the order of their names; what is gone is left out."""
    found: dict[str, list[Resource]] = {}
    for each in school.of(Resource):
        if each.name.strip() and each.status != GONE:
            found.setdefault(each.kind, []).append(each)
    left = MOST
    for kind, of_kind in sorted(found.items()):
        shown = sorted(of_kind, key=lambda each: each.name.casefold())[: max(left, 0)]
        left -= len(of_kind)
        if shown:
            yield CardGroup(kind, tuple(_line(each, school) for each in shown))
    if left < 0:
        yield CardGroup("", (CardLine(school.say("services.more", count=-left)),))


def search(school: School, person: StaffMember, words: str) -> Iterator[CardGroup]:
    """Resources that every word fits: by need, for whom, language, cost, name or way there; a
    number is an age. Those that take nobody now, and those not checked for two years, come last."""
    looked_for = words.split()
    found = [
        each
        for each in school.of(Resource)
        if each.name.strip() and each.status != GONE and all(_fits(each, w) for w in looked_for)
    ]
    found.sort(key=lambda each: (_is_doubtful(each, school), each.name.casefold()))
    if found:
        title = school.say("services.found", count=len(found))
        yield CardGroup(title, tuple(_line(each, school, each.kind) for each in found[:MOST]))
    if len(found) > MOST:
        more = CardLine(school.say("services.more", count=len(found) - MOST))
        yield CardGroup("", (more,))


def _fits(resource: Resource, word: str) -> bool:
    if word.isdecimal() and int(word) <= OLDEST:
        return fits_age(resource.ages, (int(word), int(word)))
    said = (
        resource.kind,
        resource.for_whom,
        *resource.languages,
        resource.cost,
        resource.name,
        resource.how_to_apply,
    )
    text = searchable(" ".join(said))
    return all(f" {part}" in text for part in searchable(word).split())


def _is_doubtful(resource: Resource, school: School) -> bool:
    closed = resource.status not in ("", ACTIVE)
    return closed or freshness_key(resource, school.today) == "too_old"


def _line(resource: Resource, school: School, kind: str = "") -> CardLine:
    closed = resource.status if resource.status not in ("", ACTIVE) else ""
    facts = (
        closed,
        kind,
        resource.for_whom,
        resource.ages,
        ", ".join(resource.languages),
        resource.cost,
    )
    ways = (resource.how_to_apply, resource.phone, freshness(resource, school))
    return CardLine(
        resource.name,
        above=" · ".join(each for each in facts if each),
        below=" · ".join(each for each in ways if each),
        link=resource.link,
        icon="handshake",
    )


PAGES = (CardPage(name="resources", right="shelf", roles=ROLES, groups=resources, finds=search),)
