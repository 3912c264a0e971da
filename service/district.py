"""Several schools on one service and one database.

The first is the one that the environment describes. Each further one has an id, and settings of its
own where it differs; its key is derived from HOLDFAST_KEY and its id, so that no key is kept
anywhere and no id, hash or reference of one school is ever one of another's.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import SecretStr, ValidationError

from .district_figures import (
    EVERY,
    MEASURED,
    DistrictStanding,
    Looked,
    SchoolLine,
    district_standing,
)
from .ledger import FIRST_SCHOOL, SchoolEntry, SchoolList, open_engine, upgrade
from .ledger.standings import SchoolStanding, Standings
from .reconcile.reporting.old_questions import OLD_QUESTIONS
from .settings import NAMES, Settings, SettingsProblem, sentences_of
from .web.hooks import LAST_LOOK

AN_ID = re.compile(r"[a-z][a-z0-9-]{0,29}")
# In what schools may differ; everything else is the service's.
OWN = ("folder_id", "domain", "audience", "admin", "mail_from", "language", "time_zone")


class NoSuchSchool(LookupError):
    """`sentence` names the id and says how to find the right one."""

    def __init__(self, school_id: str) -> None:
        super().__init__(school_id)
        self.sentence = (
            f"There is no school {school_id} here. `python -m service school list` shows which "
            "there are."
        )


def settings_of(settings: Settings, school_id: str, own: Mapping[str, str]) -> Settings:
    """The settings of a further school. Raises SettingsProblem, naming each option that cannot
    work."""
    if not AN_ID.fullmatch(school_id):
        raise SettingsProblem(
            (
                f"A school's id is a word of small letters, digits and hyphens, such as "
                f"north-high: {school_id!r} is none.",
            )
        )
    # A school's mail goes out as its own account where it was told no other sender.
    told = {"mail_from": own["admin"], **own} if "admin" in own else dict(own)
    previous = ",".join(_derived(each, school_id) for each in settings.previous_secrets)
    keys = {
        "key": SecretStr(_derived(settings.secret, school_id)),
        "key_previous": SecretStr(previous) if previous else None,
    }
    kept = {name: getattr(settings, name) for name in NAMES.values()}
    try:
        return Settings.model_validate({**kept, **told, **keys})
    except ValidationError as error:
        raise SettingsProblem(tuple(sentences_of(error))) from None


@dataclass(frozen=True, slots=True)
class District:
    """The schools of a service, as the command line speaks to them."""

    settings: Settings
    schools: SchoolList

    def all(self) -> tuple[SchoolEntry, ...]:
        """Those beside the first, in the order in which they came."""
        return self.schools.all()

    def add(self, school_id: str, own: Mapping[str, str]) -> Settings:
        """Raises SettingsProblem where it could not work, and LedgerError for an id that is taken.
        Two schools never share a folder: their files would not be told apart by people."""
        made = settings_of(self.settings, school_id, own)
        folders = {each.settings.get("folder_id", "") for each in self.all()}
        if made.folder_id in {self.settings.folder_id, *folders} - {""}:
            raise SettingsProblem(("--folder: another school's files are in this folder.",))
        self.schools.add(school_id, own)
        return made

    def remove(self, school_id: str) -> None:
        """It is looked at no more. Its workbooks, and what the ledger remembers of them, stay.
        Raises NoSuchSchool."""
        if not self.schools.remove(school_id):
            raise NoSuchSchool(school_id)

    def of(self, school_id: str) -> Settings:
        """Raises NoSuchSchool."""
        found = self.schools.get(school_id)
        if found is None:
            raise NoSuchSchool(school_id)
        return settings_of(self.settings, school_id, found.settings)

    def standing(self, now: datetime, every: timedelta = EVERY) -> DistrictStanding:
        """Every school at a glance, from what their ledgers say: three questions to the database,
        and none to Google. Raises LedgerError."""
        domains = {FIRST_SCHOOL: self.settings.domain}
        domains |= {e.school_id: e.settings.get("domain", self.settings.domain) for e in self.all()}
        asked = Standings(self.schools.engine)
        schools = asked.schools(tuple(domains), (LAST_LOOK, OLD_QUESTIONS))
        looks = [Looked(e.ended, e.calls) for e in asked.runs(tuple(domains), now - MEASURED)]
        lines = [_line(each, domains[each.school_id]) for each in schools]
        return district_standing(lines, looks, now, every)


def _line(school: SchoolStanding, domain: str) -> SchoolLine:
    heard, synced = school.tokens.get(LAST_LOOK, ""), school.synced
    waits = datetime.fromisoformat(heard) if heard else None
    if waits is not None and synced is not None and waits <= synced:
        waits = None
    old = int(school.tokens.get(OLD_QUESTIONS, "0"))
    return SchoolLine(school.school_id, domain, synced, waits, school.problems, old)


def open_district(settings: Settings) -> District:
    """The schools that share the database of `settings`. Raises LedgerError."""
    engine = open_engine(settings.database_url.get_secret_value())
    upgrade(engine)
    return District(settings, SchoolList(engine))


def is_first(school_id: str) -> bool:
    """Whether this is the school that the environment describes."""
    return school_id in ("", FIRST_SCHOOL)


def _derived(secret: bytes, school_id: str) -> str:
    return hmac.digest(secret, f"holdfast school {school_id}".encode(), "sha256").hex()
