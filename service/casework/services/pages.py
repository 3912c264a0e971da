"""The resources as a card for all staff: by kind, with age, language, cost and how to apply."""

from __future__ import annotations

from collections.abc import Iterator

from ..cards import CardGroup, CardLine, CardPage
from ..records import StaffMember
from ..rights import ROLES
from ..school import School
from .records import ACTIVE, Resource
from .rules import freshness

MOST = 60  # resources that one card shows; all of them stand on the tab
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


def _line(resource: Resource, school: School) -> CardLine:
    closed = resource.status if resource.status not in ("", ACTIVE) else ""
    facts = (
        closed,
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


PAGES = (CardPage(name="resources", right="shelf", roles=ROLES, groups=resources),)
