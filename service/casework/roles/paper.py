"""The matrix as a document for the policy manual: made when somebody asks for it, from the code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..cards import CardPaper
from ..document_types import DocumentType
from ..school import School
from ..wants import Say, WantedDocument, WantedShare
from .matrix import ROLES, Seen, done_by_role, seen_by_role

PAPER = "roles_matrix"
YES = "●"


@dataclass(frozen=True, slots=True)
class RoleRow:
    what: str
    marks: tuple[str, ...]  # in the order of VIEWERS, or of ROLES; "" = no


@dataclass(frozen=True, slots=True)
class RolesContent:
    case_code: str
    version: int
    day: str
    sees: tuple[RoleRow, ...]
    does: tuple[RoleRow, ...]


def wanted_matrices(school: School) -> Iterator[WantedDocument]:
    """Those that were asked for today: one stays as it was on its day."""
    for person in school.staff:
        for asked in school.ask.papers(PAPER, person.email):
            if asked.day == school.today:
                day = school.say("roles.day", day=asked.day)
                yield WantedDocument(
                    code="",
                    kind=PAPER,
                    household=asked.key,
                    title=school.say("roles.title", day=asked.day),
                    content=content_of(school, day),
                    shares=(WantedShare(person.email, "writer"),),
                    because=school.say("roles.asked_for"),
                )


def content_of(school: School, day: str) -> RolesContent:
    """All of the matrix, in words."""
    say, duties = school.say, school.ask.duties()
    return RolesContent(
        case_code=day,
        version=1,
        day=day,
        sees=tuple(RoleRow(seen_words(row, say), _marks(row.by)) for row in seen_by_role()),
        does=tuple(
            RoleRow(done_words(row.name, say), _marks(row.by)) for row in done_by_role(duties)
        ),
    )


def _marks(by: tuple[bool, ...]) -> tuple[str, ...]:
    return tuple(YES if each else "" for each in by)


def seen_words(row: Seen, say: Say) -> str:
    """The fields by their names, with commas between them."""
    return ", ".join(_said(f"roles.field.{field}", field, say) for field in row.fields)


def done_words(name: str, say: Say) -> str:
    """What an action is called: by its own words here, else as its button says it."""
    for key in (f"roles.does.{name}", f"cards.do.{name}", f"cards.{name}.title"):
        said = _said(key, "", say)
        if said and "{" not in said:
            return said
    return _plain(name)


def _said(key: str, otherwise: str, say: Say) -> str:
    try:
        return say(key)
    except LookupError:
        return _plain(otherwise)


def _plain(name: str) -> str:
    return name.replace("_", " ").capitalize()


_ROW = RoleRow("Plan", (YES, "") * 4)
DOCUMENT = DocumentType(
    PAPER,
    wanted_matrices,
    (
        RolesContent("2026", 2, "5 Oct 2026", (_ROW,), (RoleRow("Decide", (YES,) * len(ROLES)),)),
        RolesContent("2026", 1, "", (), ()),
    ),
)
PAPERS = (CardPaper("roles_paper", PAPER, "roles", frozenset({"Coordinator", "Deputy"})),)
