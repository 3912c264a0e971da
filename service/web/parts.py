"""What the web service needs from the rest of Holdfast; filled by `wiring`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from service.casework.settings import SchoolSettings
from service.district_figures import EVERY, DistrictStanding
from service.keys import Keys
from service.ports import Agreed, Ledger, Workspace
from service.reconcile.context import SchoolContext
from service.reconcile.sync import Report, Run
from service.settings import Settings
from service.workbook.templates import WorkbookTemplate
from service.workbook.wording import Wording

Json = dict[str, Any]


class AccessLog(Ledger, Protocol):
    """The ledger, with what cards ask of it besides."""

    def hash_of(self, who: str) -> str:
        """How a person appears in the access log."""

    def agreed_about(self, kind: str, code: str) -> tuple[Agreed, ...]:
        """What was agreed of one kind about one case: its key is the code, or names it between
        colons."""

    def record_accesses(
        self, when: datetime, who: str, looks: Iterable[tuple[str, str, str]]
    ) -> None:
        """Several looks of one person, (case code, what, why) each: all of them or none."""


class SchoolService(Protocol):
    """One school, as `wiring.School` is. Safe to use from several threads."""

    @property
    def settings(self) -> Settings: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    @property
    def keys(self) -> Keys: ...
    @property
    def ledger(self) -> AccessLog: ...
    @property
    def card_workspace(self) -> Workspace:
        """Google, asked with the little patience that a card has."""

    @property
    def wording(self) -> Wording: ...
    def learn(self, settings: SchoolSettings) -> Wording:
        """A look found these on Settings; in which words staff are spoken to from now on."""

    def context(self) -> SchoolContext: ...
    def templates(self) -> Mapping[str, WorkbookTemplate]:
        """The workbooks as far as this school was given them."""

    def files(self) -> Mapping[str, Any]:
        """{"folder_id", "workbooks": {...}, "forms": {...}, ...}; "" where `init` has not run."""

    def watched_sync(
        self, tell: Callable[[str, int, int], None], confirm: frozenset[str]
    ) -> Report:
        """A sync that tells how far it is. Raises sync.Busy, GatewayError and the like."""

    def run(self) -> Run:
        """Everything that a run needs."""

    def fetch(self, url: str) -> tuple[int, Mapping[str, str], bytes]:
        """GET `url`: status, headers in lower case, content. For Google's public keys."""


class OtherSchools(Protocol):
    """The schools beside the first, as `served_schools` has them; each method raises LedgerError.
    `first`: the first's own id."""

    first: str

    def all(self) -> Mapping[str, SchoolService]:
        """Those beside the first, as the list says now."""

    def with_colleague(self, keys: Mapping[str, str]) -> Collection[str]:
        """Of the schools in `keys` (school id -> a person's key in its ledger), those on whose
        Staff the person was at the last sync."""

    def with_file(self, file_id: str, among: Collection[str]) -> Collection[str]:
        """Of the schools `among`, those whose workbook, form or sheet it is."""

    def standing(self, now: datetime) -> DistrictStanding:
        """All of them and the first, at a glance."""


class NoOthers:
    """A school alone."""

    first = ""

    def all(self) -> Mapping[str, SchoolService]:
        return {}

    def with_colleague(self, keys: Mapping[str, str]) -> Collection[str]:
        return frozenset(keys)

    def with_file(self, file_id: str, among: Collection[str]) -> Collection[str]:
        return frozenset(among)

    def standing(self, now: datetime) -> DistrictStanding:
        return DistrictStanding(now, EVERY)
