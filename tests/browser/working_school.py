"""The invented school after a first morning's work, with its service beside it, before a browser.

The same steps as `make run`: founded, filled, six referrals, a sync, measurements, decisions and
another sync. That is done once; every visit begins with a copy of its own, at nine o'clock on a
Monday, and from then on time runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Page, expect

from emulator.pages.relay import Service
from emulator.school import enrol
from emulator.school.office_hours import decide_referrals
from emulator.school.own_time import enter_time
from service.web.app import create_app
from tests.school_fixture import ADMIN, COORDINATOR, Kept, LiveSchool

from .grid import Grid
from .serving import served_at
from .visitors import Visitors

AUDIENCE = "holdfast-tests"
PATIENCE = 30  # seconds: what somebody waits for may be the end of a sync


@dataclass
class Door:
    """One address, whichever school stands behind it: the links in its workbooks hold it."""

    school: Callable[..., Any]
    url: str = ""

    def __call__(self, *request: Any) -> Any:
        return self.school(*request)


@contextmanager
def open_door() -> Iterator[Door]:
    door = Door(lambda *_: [])
    with served_at(door) as door.url:
        yield door


def morning(url: str) -> Kept:
    """The first morning of the school whose Workspace answers at `url`."""
    with TemporaryDirectory() as folder:
        live = LiveSchool(Path(folder))
        live.school = live.open(HOLDFAST_WORKSPACE_URL=url)
        live.found = live.school.init()
        list(enrol.fill_workbooks(live.people, live.now.date()))
        list(enrol.share_workbooks(live.people, live.now.date()))
        list(enrol.switch_on_modules(live.people))
        for _ in enrol.send_referrals(live.people, live.now.date()):
            live.later(minutes=1)
        live.sync()
        live.later(minutes=10)
        list(enrol.fill_modules(live.people, live.now.date()))
        list(enrol.enter_measurements(live.people, live.now.date()))
        list(decide_referrals(live.people, COORDINATOR))
        live.sync()
        live.later(minutes=10)
        list(enrol.enter_points(live.people, live.now.date()))
        list(enter_time(live.people, live.now.date()))
        live.sync()
        live.later(minutes=10)
        return live.keep()


@dataclass(frozen=True, slots=True)
class WorkingSchool:
    """`live` is what stands behind the pages; `visitors` are the people before them; `syncs` the
    service's work that was begun beside its answers."""

    live: LiveSchool
    visitors: Visitors
    syncs: list[Thread] = field(default_factory=list)

    def begin(self, work: Callable[[], None]) -> None:
        self.syncs.append(Thread(target=work, daemon=True))
        self.syncs[-1].start()

    def open(self, path: str, person: str, width: int = 1440, height: int = 900) -> Page:
        return self.visitors.open(path, person, width, height)

    def tab(self, book: str, title: str) -> str:
        """The address of a workbook's tab."""
        sheet = self.live.tab(book, title)
        return f"/spreadsheets/d/{self.live.found['workbooks'][book]}/edit#gid={sheet.id}"

    def grid(self, book: str, title: str, person: str, page: Page | None = None) -> Grid:
        """A workbook's tab in the editable grid, on a page of its own or on `page`."""
        address = self.tab(book, title)
        if page is None:
            page = self.open(address, person)
        else:
            page.goto(self.visitors.url + address)
        return Grid(page, self.live.tab(book, title))

    def sheet_on(self, page: Page, title: str) -> Grid:
        """The tab of the workbook that a page shows, whichever it is."""
        book = page.url.split("/d/")[1].split("/")[0]
        people = self.live.people.gspread_as(ADMIN)
        return Grid(page, people.open_by_key(book).worksheet(title))

    def look_again(self) -> None:
        """The coordinator says "Sync now" in the add-on, and waits until it is done."""
        page = self.open("/addon", COORDINATOR)
        page.get_by_role("button", name="How is Holdfast?").click()
        page.get_by_role("button", name="Sync now").click()
        expect(page.get_by_text("The sync has started.")).to_be_visible(timeout=PATIENCE * 1000)
        for sync in self.syncs:
            sync.join()
        page.get_by_role("button", name="How far is it?").click()
        expect(page.get_by_text("A sync is at work")).to_be_hidden()
        page.close()


@contextmanager
def working_school(
    browser: Browser, door: Door, kept: Kept, folder: Path
) -> Iterator[WorkingSchool]:
    """A copy of the school in `folder`, open; at the end no page may have complained."""
    live = LiveSchool(folder)
    live.take(kept)
    clock = live.app.workspace.clock
    live.now = clock.now()  # a minute earlier, and what was made by then would not be found
    clock.run()
    clock.advance((live.now - datetime.now(UTC)).total_seconds())
    live.school = live.open(HOLDFAST_WORKSPACE_URL=door.url)
    live.school.clock = clock.now
    door.school = live.app
    with Visitors(browser, door.url, PATIENCE) as visitors:
        school = WorkingSchool(live, visitors)
        with served_at(create_app(live.school, spawn=school.begin)) as service:
            live.app.addon = Service(service, AUDIENCE)
            yield school
    assert visitors.complaints == []
