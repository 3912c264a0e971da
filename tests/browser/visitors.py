"""People before the pages: each page in a browser of its own, its complaints kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import TracebackType

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.emulator.pages.school import DANA

# Every rule is tried; of what it finds only the faults are told, by the element itself.
ONLY_FAULTS = {"resultTypes": ["violations"], "selectors": False}


@dataclass
class Visitors:
    """`patience` is how long a page waits for what it expects, in seconds."""

    browser: Browser
    url: str
    patience: float = 5
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, path: str, person: str = DANA, width: int = 1280, height: int = 800) -> Page:
        """`path` as `person` sees it; "" is somebody who has not said who they are."""
        context = self.browser.new_context(viewport={"width": width, "height": height})
        self.contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        if person:
            context.add_cookies([{"name": "as", "value": person, "url": self.url}])
        page = context.new_page()
        page.set_default_timeout(self.patience * 1000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                self.complaints.append(said.text) if "Security Policy" in said.text else None
            ),
        )
        page.goto(self.url + path)
        return page

    def __enter__(self) -> Visitors:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for context in self.contexts:
            context.close()


def faults(page: Page) -> list[str]:
    """What axe finds that would hinder somebody."""
    found = Axe().run(page, options=ONLY_FAULTS).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:150]}"
        for one in found
        if one["impact"] in ("serious", "critical", "moderate")
    ]


def too_wide(page: Page) -> int:
    """By how many pixels the page itself would have to be scrolled sideways; 0 = it fits."""
    return max(0, page.evaluate("document.documentElement.scrollWidth - innerWidth"))
