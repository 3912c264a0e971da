"""The README's pictures, made anew: `python -m tests.browser.pictures`.

The invented school after its first morning, as Dana Whitfield, a case manager, sees it.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, expect

from tests.school_fixture import DANA

from .serving import chromium
from .working_school import WorkingSchool, morning, open_door, working_school

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
STUDENT, CODE = "Mei-Ling Chen", "C-0006"


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with chromium() as browser, open_door() as door, TemporaryDirectory() as folder:
        kept = morning(door.url)
        with working_school(browser, door, kept, Path(folder)) as school:
            take(caseload(school), "caseload")
            take(plan(school), "plan")


def caseload(school: WorkingSchool) -> Page:
    """The Caseload tab with one student's row chosen, and that student's card beside it."""
    page = school.open(school.tab("caseload", "Caseload"), DANA)
    page.get_by_role("gridcell", name=STUDENT).click()
    panel = page.get_by_role("complementary", name="Holdfast")
    expect(panel.get_by_role("heading", name="Today", level=2)).to_be_visible()
    panel.get_by_role("button", name="Case of the selected row").click()
    expect(panel.get_by_role("heading", name=STUDENT)).to_be_visible()
    page.get_by_role("gridcell", name=STUDENT).click()
    return page


def plan(school: WorkingSchool) -> Page:
    """That student's action plan, with who may see it."""
    found = school.live.files(holdfast="action_plan", holdfast_key=CODE)
    page = school.open(f"/document/d/{found[0]['id']}/edit", DANA)
    expect(page.get_by_role("article")).to_contain_text(CODE)
    return page


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    print(f"{path.relative_to(PICTURES.parents[1])}: {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
