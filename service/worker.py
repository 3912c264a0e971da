"""A worker: looks at the schools of a service again and again.

On PostgreSQL the workers share a queue (`looks_queue`). Else one process does it all, one school
after the other. Either way a look begins when it is its turn at Google's quota (`turns`).
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import Any

from .district import District, NoSuchSchool, is_first, open_district
from .ledger import LedgerError
from .logs import log, of_school
from .ports import GatewayError, LeaseLost, SchoolBusy
from .reconcile.quiet import Quiet
from .reconcile.sync import LedgerLost, NotFounded
from .schedule import back_off, room_later
from .settings import load_settings
from .turns import PutOff, Turns, open_turns
from .wiring import open_school

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Again:
    """Look again after `seconds`: there was no room (`put_off`), or it failed for now."""

    seconds: float
    put_off: bool = False


@dataclass(slots=True)
class Worker:
    """What looks at schools in this process."""

    environ: Mapping[str, str]
    turns: Turns
    district: District
    tell: Tell
    ended: Event = field(default_factory=Event)
    _quiet: dict[str, Quiet] = field(default_factory=dict)  # of each school, from look to look

    def schools(self) -> Iterator[str]:
        """The first school, and those on the list now."""
        yield ""
        for each in self.district.all():
            yield each.school_id

    def look(self, school_id: str, attempt: int = 0) -> Again | None:
        """One sync. None where it is done, or would fail again. Whatever keeps one school from its
        end keeps no other; the log says in one word what."""
        with of_school(school_id):
            return self._look(school_id, attempt)

    def _look(self, school_id: str, attempt: int) -> Again | None:
        try:
            self._open(school_id).sync()
        except PutOff as later:
            return Again(room_later(later.seconds), put_off=True)
        except (GatewayError, LedgerError) as error:
            log("sync_failed", logging.WARNING, reason=type(error).__name__)
            return Again(back_off(attempt))
        except LeaseLost:  # who has taken over looks for both
            log("sync_failed", logging.WARNING, reason="LeaseLost")
        except SchoolBusy:  # one that died may hold it still, and sees nothing any more
            return Again(room_later(0.0), put_off=True)
        except (LedgerLost, NotFounded, NoSuchSchool) as error:
            log("sync_failed", logging.WARNING, reason=type(error).__name__)
        except Exception:
            log("sync_broke", logging.ERROR)
        else:
            self.tell(f"Looked at {school_id or 'the first school'}.")
        return None

    def _open(self, school_id: str) -> Any:
        """On the engine that all of them share. Raises NoSuchSchool."""
        first = is_first(school_id)
        settings = load_settings(self.environ) if first else self.district.of(school_id)
        school = open_school(settings, transport=self.turns.of(settings.admin).connection)
        school.school_id, school.engine = school_id, self.district.schools.engine
        # Whose calendars it looks at it knows from the last look here: else it read Office for it.
        kept = self._quiet.setdefault(school_id, school.quiet)
        if kept.basis == school.quiet.basis:
            school.quiet = kept
        else:
            self._quiet[school_id] = school.quiet
        return school

    def _look_in_turn(self, school_id: str) -> None:
        """Put off, it waits; what failed is looked at again in its next turn."""
        while not self.ended.is_set():
            again = self.look(school_id)
            if again is None or not again.put_off:
                return
            self.ended.wait(again.seconds)

    def one_after_the_other(self, every_s: float, once: bool) -> None:
        """In this process alone."""
        while not self.ended.is_set():
            schools = tuple(self.schools())
            for school_id in schools:
                begun = monotonic()
                self._look_in_turn(school_id)
                if not once:
                    self.ended.wait(max(0.0, begun + every_s / len(schools) - monotonic()))
                if self.ended.is_set():
                    break
            if once:
                return


def work(
    environ: Mapping[str, str],
    every_s: float,
    once: bool,
    at_once: int,
    tell: Tell,
    connect: Callable[[], Any] | None = None,
) -> None:
    """Until it is told to end; see `open_turns` for `connect`. Raises SettingsProblem and
    LedgerError before it begins."""
    settings = load_settings(environ)
    district = open_district(settings)
    worker = Worker(environ, open_turns(settings, district.schools.engine, connect), district, tell)
    url = settings.database_url.get_secret_value()
    if url.startswith("sqlite"):
        signal.signal(signal.SIGTERM, lambda *_: worker.ended.set())
        worker.one_after_the_other(every_s, once)
        return
    from .looks_queue import Looks, queue_of
    from .looks_queue import work as work_off

    app = queue_of(url, Looks(worker.schools, worker.look, every_s))
    work_off(app, at_once, once)
