"""What goes to a family waits for the case manager's Hand on, version by version."""

from __future__ import annotations

import pytest

from tests.crash.test_ledger_lost import lose
from tests.reconcile.test_plan_journey import add_goal_and_action, plan_text, readers
from tests.school_fixture import LiveSchool, questions

MARISOL, ESTEBAN = "marisol@mail.example", "esteban@mail.example"
HOMES = (("Marisol Núñez", MARISOL, "A", "Spanish"), ("Esteban Núñez", ESTEBAN, "B", "English"))


def guardian(live: LiveSchool, person: str, email: str, home: str, language: str = "") -> None:
    row = {"Student": "Ana Silva", "Person": person, "Role": "Guardian", "Household": home}
    may = {"Email": email, "Language": language, "Rights": "Shared", "May see": "Plan"}
    live.type_row("caseload", "Team", {**row, **may})


def say_yes(live: LiveSchool, person: str, said: str = "Yes") -> None:
    live.change("caseload", "Team", {"Person": person}, {"Hand on": said})


def cell(live: LiveSchool, person: str) -> str:
    return str(live.find("caseload", "Team", Person=person)["Hand on"])


def plans(live: LiveSchool) -> dict[str, str]:
    """The ids of the plans by the end of their names: "C-0001 · v1 · A" -> id."""
    return {
        file["name"].removeprefix("Action plan · "): file["id"]
        for file in live.files(holdfast="action_plan")
    }


@pytest.fixture
def apart(small: LiveSchool) -> LiveSchool:
    """Two homes, whose copies are made and have been read by nobody."""
    add_goal_and_action(small)
    for person, email, home, language in HOMES:
        guardian(small, person, email, home, language)
    small.sync()
    return small


def copy_of(live: LiveSchool, home: str, version: int = 1) -> str:
    (found,) = [
        file["id"]
        for file in live.files(holdfast="action_plan", holdfast_household=home)
        if file["appProperties"]["holdfast_version"] == str(version)
    ]
    return found


def test_a_copy_is_the_familys_once_it_is_handed_on_and_one_mail_says_so(
    apart: LiveSchool,
) -> None:
    ours, theirs = copy_of(apart, "A"), copy_of(apart, "B")
    assert MARISOL not in readers(apart, ours)
    assert not apart.mails(MARISOL)
    assert not apart.sync().changes
    say_yes(apart, "Marisol")
    assert apart.sync().changes == {"share": 1, "send_mail": 1}
    assert readers(apart, ours)[MARISOL] == "reader"
    assert ESTEBAN not in {**readers(apart, ours), **readers(apart, theirs)}
    (mail,) = apart.mails(MARISOL)
    assert mail["Subject"].startswith("Un documento de")
    for name in ("Ana", "Silva", "Marisol", "Núñez", "C-0001"):
        assert name not in mail["Subject"] + mail["text"]
    assert ours in mail["text"]
    assert cell(apart, "Marisol") == "Yes"
    assert not apart.sync().changes
    assert len(apart.mails(MARISOL)) == 1
    told = [row["Why"] for row in apart.rows("caseload", "History")]
    assert any("Handed on: typed in Caseload." in why for why in told)


def test_what_was_handed_on_stands_still_and_the_next_version_waits(apart: LiveSchool) -> None:
    say_yes(apart, "Marisol")
    apart.sync()
    first = copy_of(apart, "A")
    apart.later(hours=1)
    apart.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Target": 131})
    apart.sync()
    second = copy_of(apart, "A", 2)
    assert "131" not in plan_text(apart, first)
    assert "131" in plan_text(apart, second)
    assert MARISOL in readers(apart, first)
    assert MARISOL not in readers(apart, second)
    assert cell(apart, "Marisol") == ""
    assert not apart.sync().changes
    # Nobody has it yet: it is brought up to date as the version it is, as the other home's was.
    apart.later(hours=1)
    apart.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Target": 132})
    apart.sync()
    assert len(apart.files(holdfast="action_plan", holdfast_household="A")) == 2
    assert len(apart.files(holdfast="action_plan", holdfast_household="B")) == 1
    second = copy_of(apart, "A", 2)
    assert "132" in plan_text(apart, second)
    say_yes(apart, "Marisol")
    apart.sync()
    assert readers(apart, second)[MARISOL] == "reader"
    assert len(apart.mails(MARISOL)) == 2
    assert not apart.sync().changes


def test_a_yes_is_for_what_stood_when_it_was_said(apart: LiveSchool) -> None:
    """Somebody changes the case between the reading and the Yes: what was read goes out."""
    say_yes(apart, "Marisol")
    apart.later(hours=1)
    apart.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Target": 131})
    apart.sync()
    first, second = copy_of(apart, "A"), copy_of(apart, "A", 2)
    assert readers(apart, first)[MARISOL] == "reader"
    assert MARISOL not in readers(apart, second)
    assert "131" not in plan_text(apart, first)
    assert cell(apart, "Marisol") == ""
    (mail,) = apart.mails(MARISOL)
    assert first in mail["text"]
    assert not apart.sync().changes


def test_a_yes_from_before_there_was_a_copy_hands_on_nothing(small: LiveSchool) -> None:
    for person, email, home, language in HOMES:
        guardian(small, person, email, home, language)
        say_yes(small, person)
    small.sync()
    add_goal_and_action(small)
    small.sync()
    assert cell(small, "Marisol") == ""
    assert not small.sync().changes
    assert MARISOL not in readers(small, copy_of(small, "A"))
    say_yes(small, "Marisol")
    small.sync()
    assert readers(small, copy_of(small, "A"))[MARISOL] == "reader"


def test_a_row_that_was_copied_with_its_yes_hands_on_nothing(apart: LiveSchool) -> None:
    say_yes(apart, "Marisol")
    apart.sync()
    row = apart.find("caseload", "Team", Person="Marisol")
    grey = ("Read on", "Case manager", "Row ID", "Case code")
    copied = {name: said for name, said in row.items() if name not in grey}
    apart.type_row(
        "caseload", "Team", {**copied, "Person": "Rita Núñez", "Email": "rita@x.example"}
    )
    apart.sync()
    (asked,) = [each for each in questions(apart, "office") if "More" in each["What"]]
    allow = asked["Why"].split("Pick: ")[1].split(" | ")[0]
    apart.change("office", "Attention", {"What": asked["What"]}, {"Pick": allow})
    apart.sync()
    assert "rita@x.example" not in readers(apart, copy_of(apart, "A"))
    assert cell(apart, "Rita") == ""
    assert readers(apart, copy_of(apart, "A"))[MARISOL] == "reader"
    say_yes(apart, "Rita")
    apart.sync()
    assert readers(apart, copy_of(apart, "A"))["rita@x.example"] == "reader"
    assert not apart.sync().changes


@pytest.mark.parametrize("rights", ["Limited by order", "None by order", "Unknown"])
def test_a_yes_gives_nothing_to_whom_team_gives_nothing(apart: LiveSchool, rights: str) -> None:
    apart.change("caseload", "Team", {"Person": "Marisol"}, {"Rights": rights, "Hand on": "Yes"})
    apart.sync()
    assert MARISOL not in {who for each in plans(apart).values() for who in readers(apart, each)}
    assert not apart.mails(MARISOL)


def test_an_order_takes_back_what_was_handed_on_and_later_it_is_asked_anew(
    apart: LiveSchool,
) -> None:
    say_yes(apart, "Marisol")
    apart.sync()
    ours = copy_of(apart, "A")
    apart.change("caseload", "Team", {"Person": "Marisol"}, {"Rights": "None by order"})
    apart.sync()
    assert MARISOL not in readers(apart, ours)
    apart.change("caseload", "Team", {"Person": "Marisol"}, {"Rights": "Full"})
    apart.sync()
    for asked in list(questions(apart, "office")):
        allow = asked["Why"].split("Pick: ")[1].split(" | ")[0]
        apart.change("office", "Attention", {"What": asked["What"]}, {"Pick": allow})
    apart.sync()
    assert MARISOL not in readers(apart, ours)


def test_in_one_home_the_family_reads_the_teams_plan_once_it_is_handed_on(
    small: LiveSchool,
) -> None:
    add_goal_and_action(small)
    guardian(small, "Mrs Silva", MARISOL, "")
    small.sync()
    (plan,) = plans(small).values()
    assert MARISOL not in readers(small, plan)
    say_yes(small, "Mrs Silva")
    small.sync()
    assert readers(small, plan)[MARISOL] == "reader"
    small.later(hours=1)
    small.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Target": 131})
    small.sync()
    assert "131" not in plan_text(small, plan)
    assert [MARISOL in readers(small, each) for each in plans(small).values() if each != plan] == [
        False
    ]
    assert not small.sync().changes


def test_nobody_hands_on_where_no_case_manager_is_agreed_on(apart: LiveSchool) -> None:
    apart.change("caseload", "Caseload", {"Student": "Ana"}, {"Case manager": ""})
    apart.sync()
    nobody = {"Pick": "Leave it without a case manager"}
    apart.change("office", "Attention", {"What": "Case manager was emptied"}, nobody)
    apart.sync()
    say_yes(apart, "Marisol")
    apart.sync()
    assert MARISOL not in readers(apart, copy_of(apart, "A"))


def test_a_closed_case_takes_its_copies_back(apart: LiveSchool) -> None:
    say_yes(apart, "Marisol")
    apart.sync()
    apart.change("caseload", "Caseload", {"Student": "Ana"}, {"Status": "Exited"})
    apart.sync()
    assert MARISOL not in readers(apart, copy_of(apart, "A"))
    assert not apart.sync().changes


def test_the_mail_goes_once_though_its_answer_is_lost(apart: LiveSchool) -> None:
    say_yes(apart, "Marisol")
    lost = {"method": "gmail.users.drafts.send", "status": 503, "when": "after"}
    apart.control("POST", "faults", lost)
    apart.sync()
    apart.sync()
    assert len(apart.mails(MARISOL)) == 1


def test_the_mail_follows_the_share_whatever_came_between(apart: LiveSchool) -> None:
    say_yes(apart, "Marisol")
    apart.control(
        "POST", "faults", {"method": "drive.permissions.create", "status": 500, "times": 900}
    )
    apart.sync()
    assert not apart.mails(MARISOL)
    assert MARISOL not in readers(apart, copy_of(apart, "A"))
    apart.control("DELETE", "faults")
    apart.later(minutes=10)
    apart.sync()
    apart.sync()
    assert readers(apart, copy_of(apart, "A"))[MARISOL] == "reader"
    assert len(apart.mails(MARISOL)) == 1


def test_after_the_ledgers_loss_nothing_goes_out_that_was_not_out(apart: LiveSchool) -> None:
    say_yes(apart, "Marisol")
    apart.sync()
    mails = len(apart.mails(MARISOL))
    lose(apart)
    apart.school.rebuild(apart.now)
    assert not apart.sync().changes
    # Whether the coordinator had agreed to the other home nobody knows: that is asked by then.
    say_yes(apart, "Esteban")
    apart.sync()
    assert ESTEBAN not in readers(apart, copy_of(apart, "B"))
    (asked,) = [each for each in questions(apart, "office") if "More" in each["What"]]
    allow = asked["Why"].split("Pick: ")[1].split(" | ")[0]
    apart.change("office", "Attention", {"What": asked["What"]}, {"Pick": allow})
    apart.sync()
    assert readers(apart, copy_of(apart, "B"))[ESTEBAN] == "reader"
    assert readers(apart, copy_of(apart, "A"))[MARISOL] == "reader"
    assert (len(apart.mails(MARISOL)), len(apart.mails(ESTEBAN))) == (mails, 1)
    assert not apart.sync().changes


def test_what_was_handed_on_and_not_yet_shared_when_the_next_version_stands_is_shared(
    apart: LiveSchool,
) -> None:
    say_yes(apart, "Marisol")
    apart.later(hours=1)
    apart.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Target": 131})
    down = {"method": "drive.permissions.create", "status": 500, "times": 900}
    apart.control("POST", "faults", down)
    apart.sync()
    first, second = copy_of(apart, "A"), copy_of(apart, "A", 2)
    assert MARISOL not in readers(apart, first)
    apart.control("DELETE", "faults")
    apart.later(minutes=10)
    apart.sync()
    apart.sync()
    assert readers(apart, first)[MARISOL] == "reader"
    assert MARISOL not in readers(apart, second)
    assert len(apart.mails(MARISOL)) == 1
