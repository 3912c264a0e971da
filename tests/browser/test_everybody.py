"""The school at work, held against axe and against a narrow screen, page by page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.school_fixture import COORDINATOR, DANA, DOMAIN

from .visitors import faults, too_wide
from .working_school import WorkingSchool

pytestmark = pytest.mark.browser

NORA = f"nora.lind@{DOMAIN}"
FAMILY = "mrs.chen@mail.example"


def plan(school: WorkingSchool) -> str:
    (first, *_) = school.live.files(holdfast="action_plan")
    return f"/document/d/{first['id']}/edit"


def form(school: WorkingSchool) -> str:
    return f"/forms/d/e/{school.live.found['forms']['outside']}/viewform"


PAGES: dict[str, tuple[str, Callable[[WorkingSchool], str]]] = {
    "nobody yet": ("", lambda _: "/"),
    "home": (DANA, lambda _: "/"),
    "caseload": (DANA, lambda school: school.tab("caseload", "Caseload")),
    "referrals": (COORDINATOR, lambda school: school.tab("office", "Referrals")),
    "calendar": (DANA, lambda _: "/calendar"),
    "plan": (DANA, plan),
    "mail": (COORDINATOR, lambda _: "/mail"),
    "a teacher's panel": (NORA, lambda _: "/addon"),
    "the coordinator's panel": (COORDINATOR, lambda _: "/addon"),
    "forms": (NORA, lambda _: "/forms"),
    "a family's form": (FAMILY, form),
}


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_overflows(
    school: WorkingSchool, name: str, width: int
) -> None:
    person, path_in = PAGES[name]
    page = school.open(path_in(school), person, width)
    page.wait_for_load_state("networkidle")
    assert faults(page) == []
    assert too_wide(page) == 0
