"""Which school a request is for, where a service has several.

The token says whose people the caller may be (domain and audience of each school). The open
workbook names the school; without one, the school whose card was pressed, and else the schools
whose Staff names the caller: in several of them, a card asks. Whatever does not fit together is
answered as not known. Whether somebody may see what they ask for, the school's desk decides. With
one school alone, all are its requests.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock
from typing import Any

from service.ports import GatewayError

from .certs import GOOGLE_CERTS, Certs
from .desk import NotKnown, SchoolDesk, SeveralSchools
from .event import Asked
from .parts import OtherSchools, SchoolService
from .syncing import Spawn
from .tokens import Refused
from .workbook_cache import SchoolMissing

AT_ONCE = 8  # Staff tabs looked at side by side
SYNCS_AT_ONCE = 4  # of several schools: each hour they all are told to look
MOST_KNOWN = 10_000  # files whose school is kept in mind


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and the desks of the schools whose people that may be, by the token alone."""

    email: str
    desks: tuple[SchoolDesk, ...]
    has_several: bool = False  # the service


class Desks:
    """The desks of a service. Safe to share between threads."""

    def __init__(self, first: SchoolService, spawn: Spawn, others: OtherSchools) -> None:
        url = first.settings.workspace_url
        certs = f"{url}/oauth2/v3/certs" if url else GOOGLE_CERTS
        self._certs, self._spawn = Certs(certs, first.fetch, first.clock), spawn
        self._turn = BoundedSemaphore(SYNCS_AT_ONCE)
        self._others, self._lock = others, Lock()
        self._made: dict[str, SchoolDesk] = {}
        self._owners: dict[str, str] = {}
        self.first = self._desk(first, others.first)

    def all(self) -> tuple[SchoolDesk, ...]:
        """The first school's, and those of the others; of one off the list none is left. Raises
        LedgerError."""
        others = self._others.all()
        with self._lock:
            for school_id, school in others.items():
                made = self._made.get(school_id)
                if made is None or made.school is not school:
                    self._made[school_id] = self._desk(school, school_id)
            self._made = {name: self._made[name] for name in others}
            return (self.first, *self._made.values())

    def _desk(self, school: SchoolService, school_id: str) -> SchoolDesk:
        return SchoolDesk(school, self._spawn, self._certs, school_id, self._turn)

    def caller(self, authorization: str) -> Caller:
        """Raises tokens.Refused, certs.NoKeys, LedgerError."""
        claims = self.first.tokens.claims(authorization)
        answers: dict[object, str | Refused] = {}
        admitted: list[SchoolDesk] = []
        desks = self.all()
        for desk in desks:
            admits = desk.tokens.admits
            if admits not in answers:
                answers[admits] = _person(desk, claims)
            if isinstance(answers[admits], str):
                admitted.append(desk)
        emails = [each for each in answers.values() if isinstance(each, str)]
        if not emails:
            refused = answers[self.first.tokens.admits]
            assert isinstance(refused, Refused)
            raise refused
        return Caller(emails[0], tuple(admitted), has_several=len(desks) > 1)

    def desk_for(self, caller: Caller, asked: Asked) -> SchoolDesk:
        """Raises NotKnown, SeveralSchools."""
        picked = _picked(caller, asked)  # also where only one is left: it may be another's button
        if not caller.has_several:
            return self.first
        named = self.with_file(caller, asked.workbook_id)
        if picked and named and picked is not named:
            raise NotKnown
        return named or picked or self._by_staff(caller, asked)

    def desks_to_look(self, caller: Caller, asked: Asked) -> tuple[SchoolDesk, ...]:
        """Whose "look again" it is: of the file that it names; else, of the account as which a
        school is kept, all that are kept as it. Raises as `desk_for` does."""
        if not caller.has_several:
            return (self.first,)
        if asked.workbook_id:
            named = self.with_file(caller, asked.workbook_id)
            if named is None:
                raise NotKnown
            return (named,)
        kept = [d for d in caller.desks if d.school.settings.admin.casefold() == caller.email]
        return tuple(kept) or (self._by_staff(caller, asked),)

    def with_file(self, caller: Caller, file_id: str) -> SchoolDesk | None:
        """Whose file it is, among the schools whose people the caller may be; what is nobody's
        there (a sheet of one's own, a school's of another domain) says nothing. Raises NotKnown."""
        if not file_id:
            return None
        theirs = {desk.school_id: desk for desk in caller.desks}
        owner = self._owners.get(file_id)
        if owner not in theirs:
            found = self._others.with_file(file_id, theirs)
            if len(found) > 1:
                raise NotKnown
            if not found:
                return None
            (owner,) = found
            with self._lock:
                if len(self._owners) >= MOST_KNOWN:
                    self._owners.clear()
                self._owners[file_id] = owner
        return theirs[owner]

    def _by_staff(self, caller: Caller, asked: Asked) -> SchoolDesk:
        """The school on whose Staff the caller is. The ledgers say which those may be, and Staff
        itself, as it is now, which of them it is."""
        keys = {desk.school_id: desk.key_of(caller.email) for desk in caller.desks}
        known = self._others.with_colleague(keys)
        likely = [desk for desk in caller.desks if desk.school_id in known]
        mine = likely if len(likely) < 2 else _working(likely, caller.email)
        if not mine:
            raise NotKnown
        if len(mine) == 1:
            return mine[0]
        choices = zip((desk.seal(caller.email) for desk in mine), _names(mine), strict=True)
        raise SeveralSchools(tuple(choices), asked)


def _person(desk: SchoolDesk, claims: Mapping[str, Any]) -> str | Refused:
    try:
        return desk.tokens.person(claims)
    except Refused as refused:
        return refused


def _picked(caller: Caller, asked: Asked) -> SchoolDesk | None:
    """The school whose card was pressed. Raises NotKnown for a seal of somebody else, or of a
    school that is none of the caller's."""
    said = asked.given.get("school", "")
    if not said:
        return None
    school_id = said.partition(".")[0]
    for desk in caller.desks:
        if desk.school_id == school_id:
            if hmac.compare_digest(desk.seal(caller.email).encode(), said.encode()):
                return desk
            break
    raise NotKnown


def _working(desks: Sequence[SchoolDesk], email: str) -> list[SchoolDesk]:
    """Those on whose Staff the person is now, looked at side by side."""
    with ThreadPoolExecutor(AT_ONCE, "holdfast-staff") as side_by_side:
        works = list(side_by_side.map(lambda desk: _works(desk, email), desks))
    return [desk for desk, here in zip(desks, works, strict=True) if here]


def _names(desks: Sequence[SchoolDesk]) -> list[str]:
    """As each school calls itself; with its id where two do so by the same name."""
    names = [desk.reader.office().settings.school_name for desk in desks]
    return [
        name if names.count(name) == 1 else f"{name} · {desk.school_id}"
        for name, desk in zip(names, desks, strict=True)
    ]


def _works(desk: SchoolDesk, email: str) -> bool:
    """One that cannot be read, or is not founded yet, keeps nobody from the others."""
    try:
        return desk.works_here(email)
    except (GatewayError, SchoolMissing):
        return False
