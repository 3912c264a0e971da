"""The school at work, held against axe and against a narrow screen, page by page."""

from __future__ import annotations

import pytest

from tests.browser.visitors import faults, too_wide
from tests.browser.working_school import WorkingSchool
from tests.school_fixture import COORDINATOR, DANA, DOMAIN

pytestmark = pytest.mark.browser

NORA = f"nora.lind@{DOMAIN}"
FAMILY = "mrs.chen@mail.example"


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_and_nothing_overflows(school: WorkingSchool, width: int) -> None:
    live = school.live
    plan = live.files(holdfast_key="C-0006", holdfast="action_plan")[0]["id"]
    form = live.found["forms"]["outside"]
    for person, path in (
        ("", "/"),
        (DANA, "/"),
        (DANA, school.tab("caseload", "Caseload")),
        (COORDINATOR, school.tab("office", "Referrals")),
        (DANA, "/calendar"),
        (DANA, f"/document/d/{plan}/edit"),
        (COORDINATOR, "/mail"),
        (NORA, "/addon"),
        (COORDINATOR, "/addon"),
        (NORA, "/forms"),
        (FAMILY, f"/forms/d/e/{form}/viewform"),
    ):
        page = school.open(path, person, width)
        page.wait_for_load_state("networkidle")
        assert (path, faults(page)) == (path, [])
        assert (path, too_wide(page)) == (path, 0)
        page.close()
