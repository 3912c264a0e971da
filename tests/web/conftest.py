"""A small school with one of everything, made once; each test gets a copy of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.google.retries import Patience
from service.web.app import create_app
from tests.school_fixture import DOMAIN, TODAY, Kept, LiveSchool

from .card_schema import mistakes

AUDIENCE = "holdfast-tests"
ANA, LEO, ZOE, SIO = "C-0001", "C-0002", "C-0003", "C-0004"
DANA, TOMAS = f"dana.whitfield@{DOMAIN}", f"tomas.herrera@{DOMAIN}"
MAREN, PHILIP = f"maren.okafor@{DOMAIN}", f"philip.brandt@{DOMAIN}"
RUTH, ELEANOR = f"ruth.adeyemi@{DOMAIN}", f"eleanor.marsh@{DOMAIN}"
NORA, LIN, CARL = f"nora.lind@{DOMAIN}", f"lin.zhao@{DOMAIN}", f"carl.berg@{DOMAIN}"
STAFF = (
    (DANA, "Dana Whitfield", "Case manager"),
    (TOMAS, "Tomás Herrera", "Case manager"),
    (MAREN, "Maren Okafor", "Coordinator"),
    (PHILIP, "Philip Brandt", "Deputy"),
    (RUTH, "Ruth Adeyemi", "Safeguarding lead"),
    (ELEANOR, "Eleanor Marsh", "Head"),
    (CARL, "Carl Berg", "Counselor"),
    (NORA, "Nora Lind", "Teacher"),
    (LIN, "Lin Zhao", "Teacher"),
)
STUDENTS = (
    ("00142", "Ana Silva", "7"),
    ("00555", "Leo Brandão", "8"),
    ("00777", "Zoë O'Brien", "10"),
    ("00019", "Siobhán Ní Bhriain", "8"),
    ("00913", "Oscar D'Angelo", "9"),
)


@dataclass
class Panel:
    """The add-on's side panel, as the relay sees it: one school, one web service."""

    live: LiveSchool
    jobs: list[Callable[[], None]] = field(default_factory=list)
    naps: list[float] = field(default_factory=list)  # how long each wait would have been

    def __post_init__(self) -> None:
        self.live.school.card_patience = Patience(attempts=3, sleep=self.naps.append)
        self.app = create_app(self.live.school, spawn=self.jobs.append)
        self.client: FlaskClient = self.app.test_client()
        self.app.extensions["holdfast"].syncing._pause.set()  # nobody waits in a test

    def token(self, email: str, **spec: Any) -> str:
        asked = {"email": email, "aud": AUDIENCE, **spec}
        return self.live.control("POST", "id_token", asked)["id_token"]

    def post(
        self,
        email: str,
        action: str,
        given: Mapping[str, str] | None = None,
        inputs: Mapping[str, Any] | None = None,
        **holdfast: str,
    ) -> Any:
        event = {
            "commonEventObject": {
                "hostApp": "SHEETS",
                "parameters": dict(given or {}),
                "formInputs": {name: entered(value) for name, value in (inputs or {}).items()},
            },
            "holdfast": holdfast,
        }
        headers = {"Authorization": f"Bearer {self.token(email)}"}
        answer = self.client.post(f"/addon/{action}", json=event, headers=headers)
        # Whatever is answered is a card that Google would draw.
        assert mistakes(card_of(answer.json)) == []
        answer.close()
        return answer

    def card(self, email: str, action: str, *args: Any, **holdfast: str) -> dict[str, Any]:
        """The card that is answered; asserts that it is one."""
        answer = self.post(email, action, *args, **holdfast)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return card_of(answer.json)

    def press(self, email: str, card: Mapping[str, Any], label: str, inputs: Any = None) -> Any:
        """Press the button with this label; the answer's JSON."""
        given = dict(button(card, label))
        answer = self.post(email, given["action"], given, inputs)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.json

    def run_jobs(self) -> None:
        while self.jobs:
            self.jobs.pop(0)()

    def calls(self, email: str, action: str, *args: Any, **holdfast: str) -> dict[str, int]:
        """Google calls that one card makes (fetching the public keys apart)."""
        self.token(email)
        self.live.count_anew()
        self.card(email, action, *args, **holdfast)
        counted = self.live.counts()
        return {k: n for k, n in counted.items() if not k.startswith(("oauth2.", "_"))}


def entered(value: Any) -> dict[str, Any]:
    """A form input as Google's HTTP event has it."""
    if isinstance(value, date):
        ms = (value - date(1970, 1, 1)) // timedelta(milliseconds=1)
        return {"dateInput": {"msSinceEpoch": str(ms)}}
    if isinstance(value, tuple):
        return {"timeInput": {"hours": value[0], "minutes": value[1]}}
    return {"stringInputs": {"value": [value]}}


def card_of(answer: Mapping[str, Any]) -> dict[str, Any]:
    (move,) = answer["action"]["navigations"]
    (card,) = move.values()
    return card


def words(card: Any) -> str:
    """Every text of a card, one after the other."""
    if isinstance(card, str):
        return card
    if isinstance(card, Mapping):
        skipped = ("parameters", "name", "imageUrl")
        return "\n".join(words(value) for key, value in card.items() if key not in skipped)
    if isinstance(card, list):
        return "\n".join(map(words, card))
    return ""


def headers(card: Mapping[str, Any]) -> list[str]:
    return [each["header"] for each in card["sections"] if "header" in each]


def section(card: Mapping[str, Any], header: str) -> dict[str, Any]:
    return next(each for each in card["sections"] if each.get("header") == header)


def clicks(card: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """(label, parameters) of everything on a card that can be pressed."""
    if isinstance(card, Mapping):
        action = card.get("onClick", {}).get("action")
        if action:
            given = {each["key"]: each["value"] for each in action["parameters"]}
            yield card.get("text", ""), given
        for value in card.values():
            yield from clicks(value)
    elif isinstance(card, list):
        for each in card:
            yield from clicks(each)


def button(card: Any, label: str) -> dict[str, str]:
    return next(given for found, given in clicks(card) if found == label)


def populate(live: LiveSchool) -> None:
    """What people have typed by a Monday in October."""
    day = lambda ahead: (TODAY + timedelta(days=ahead)).isoformat()  # noqa: E731

    def rows(book: str, tab: str, *cells: Mapping[str, Any]) -> None:
        for each in cells:
            live.type_row(book, tab, each)

    for email, name, role in STAFF:
        more = {"Capacity": 14, "Working hours": "Mon-Fri 08:00-15:30"} if "manager" in role else {}
        rows("office", "Staff", {"Email": email, "Name": name, "Role": role, **more})
    for number, name, grade in STUDENTS:
        rows("office", "Students", {"Student ID": number, "Student": name, "Grade": grade})
    rows("office", "School days", {"From": day(0), "To": day(1), "Who": TOMAS, "Cover": DANA})
    for (number, name, grade), manager, status, more in zip(
        STUDENTS,
        ("Dana Whitfield", DANA, TOMAS, TOMAS),
        ("Active", "Monitor", "Active", "Active"),
        (
            {
                "Plan type": "IEP",
                "Needs": "Reading <long> texts & tables.",
                "Strengths": "Draws beautifully.",
                "Random things to do": "Ask about the chess match\nReturn the library book",
                "Review due": day(5),
                "Staff may be told": "Needs a quiet place",
            },
            {"Plan type": "504"},
            {"Plan type": "IEP", "Needs": "Sums with several steps."},
            {},
        ),
        strict=False,
    ):
        case = {"Student": name, "Student ID": number, "Grade": grade, "Case manager": manager}
        rows("caseload", "Caseload", {**case, "Status": status, "Support level": "Level I", **more})
    rows(
        "caseload",
        "Diary",
        {"Student": "Ana Silva", "Kind": "Check-in", "Date": day(0), "Start": "11:00",
         "Status": "Planned", "With": "Ana", "Repeat": "Weekly"},
        {"Student": "Leo Brandão", "Kind": "Check-in", "Date": day(2), "Start": "09:00",
         "Status": "Planned"},
        {"Student": "Leo Brandão", "Kind": "Meeting", "Date": day(-4), "Status": "Planned"},
        {"Student": "Ana Silva", "Kind": "Family contact", "Date": day(-10), "Status": "Done",
         "With": "Ms Silva", "How": "Phone", "Notes": "Ana likes the new seat."},
        {"Student": "Ana Silva", "Kind": "Plan review", "Date": day(0), "Status": "Planned"},
    )  # fmt: skip
    rows(
        "caseload",
        "Goals",
        {"Student": "Ana Silva", "Goal": "Reads aloud with few errors", "Unit": "words",
         "Direction": "Increase", "Baseline": 60, "Target": 100, "Start": day(-60),
         "Due": day(120)},
    )  # fmt: skip
    rows("caseload", "Actions", {"Student": "Ana Silva", "Action": "Keyboard practice",
         "Who": "Nora", "Due": day(14), "Status": "To do"})  # fmt: skip
    for name, what in (("Ana Silva", "Breaks when asked"), ("Zoë O'Brien", "Text read aloud")):
        rows("caseload", "Accommodations", {"Student": name, "Accommodation": what,
             "Type": "Accommodation", "Where": "All classes", "From": day(-30)})  # fmt: skip
    rows(
        "caseload",
        "Team",
        {"Student": "Ana Silva", "Person": "Nora Lind", "Role": "Teacher",
         "May see": "Accommodations"},
        {"Student": "Zoë O'Brien", "Person": "Ms Zhao", "Role": "Teacher", "Email": LIN,
         "May see": "Accommodations"},
        {"Student": "Leo Brandão", "Person": "Nora Lind", "Role": "Teacher", "May see": "Plan"},
        {"Student": "Ana Silva", "Person": "Ms Silva", "Role": "Guardian", "Household": "Elm St",
         "Email": "silva@mail.example", "Phone": "555 0169", "Rights": "Full", "May see": "Plan"},
    )  # fmt: skip
    live.type_row(
        "restricted",
        "Flags",
        {"Case code": ANA, "Speak to": RUTH, "Before": "any call to the family"},
    )


def refer(live: LiveSchool) -> None:
    """Three referrals: an urgent one, a calm one, one of safety."""
    live.refer(student_name="Oscar D'Angelo", grade="9", concern="Sleeps in class.",
               urgency="This week", person=NORA)  # fmt: skip
    live.refer(student_name="Leo Brandao", grade="8", concern="Has stopped eating.",
               urgency="Today", person=LIN)  # fmt: skip
    live.refer(danger="Yes", student_name="Zoë O'Brien", concern="A bruise.", person=NORA)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """The school after two syncs. Its Workspace has its key for signing tokens already: to make
    one takes longer than most tests."""
    live = LiveSchool(tmp_path_factory.mktemp("school")).init()
    populate(live)
    live.sync()
    refer(live)
    live.sync()
    live.control("POST", "id_token", {"email": DANA, "aud": AUDIENCE})
    live.school.ledger._engine.dispose()
    return live.keep()


@pytest.fixture
def panel(prepared: Kept, tmp_path: Path) -> Panel:
    """A copy of the school, and the add-on's panel beside it."""
    live = LiveSchool(tmp_path)
    live.take(prepared)
    live.count_anew()
    return Panel(live)
