"""The editable grid under a person's hands: by the headings, as somebody reads it."""

from __future__ import annotations

from dataclasses import dataclass, field

import gspread
from gspread.utils import rowcol_to_a1
from playwright.sync_api import Locator, Page, expect

PATIENCE = 15_000  # milliseconds: the page looks again every few seconds


@dataclass(frozen=True, slots=True)
class Grid:
    """One tab on a page. Rows are numbered as in the sheet: 1 holds the headings."""

    page: Page
    tab: gspread.Worksheet
    headings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.headings.extend(self.tab.row_values(1))

    def row(self, **cells: str) -> int:
        """The one row in which these texts stand (heading words with _ for blanks)."""
        _, *rows = self.tab.get_all_values()
        wanted = {self._column(name.replace("_", " ")) - 1: text for name, text in cells.items()}
        found = [
            number
            for number, row in enumerate(rows, start=2)
            if all(text in row[column] for column, text in wanted.items())
        ]
        assert len(found) == 1, f"{len(found)} rows have {cells}"
        return found[0]

    def free_row(self) -> int:
        """The first row below everything that is written."""
        return len(self.tab.get_all_values()) + 1

    def text(self, row: int, heading: str) -> str:
        return self.tab.cell(row, self._column(heading)).value or ""

    def choose(self, row: int, heading: str) -> Locator:
        """The cell, gone to and clicked."""
        place = self.page.get_by_label("Go to cell")
        place.fill(rowcol_to_a1(row, self._column(heading)))
        place.press("Enter")
        cell = self.page.locator(f"#cell-{row - 1}-{self._column(heading) - 1}")
        cell.click()
        return cell

    def type(self, row: int, heading: str, text: str) -> None:
        self.choose(row, heading)
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.saved()

    def pick(self, row: int, heading: str, choice: str) -> None:
        """Choose from the cell's drop-down."""
        self.choose(row, heading)
        self.page.keyboard.press("Enter")
        self.page.get_by_role("option", name=choice, exact=True).click()
        self.saved()

    def shows(self, row: int, heading: str, text: str) -> Locator:
        """Wait until the cell holds `text`."""
        cell = self.choose(row, heading)
        expect(cell).to_contain_text(text, timeout=PATIENCE)
        return cell

    def saved(self) -> None:
        expect(self.page.locator("#status")).to_contain_text("Saved", timeout=PATIENCE)

    def _column(self, heading: str) -> int:
        return self.headings.index(heading) + 1
