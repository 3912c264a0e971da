"""A stranger cannot have Holdfast write to somebody again and again, nor use up the day's mail."""

from __future__ import annotations

from tests.school_fixture import DANA, DOMAIN, LiveSchool

VICTIM = "victim@mail.example"
NORA = f"nora.lind@{DOMAIN}"
RUTH = f"ruth.adeyemi@{DOMAIN}"
ALL = "Acknowledgements in a day"


def refer(live: LiveSchool, reach: str, times: int = 1) -> None:
    for number in range(times):
        live.refer("outside", student_name="Ana Silva", concern=f"x {number}", reach=reach)


def received(live: LiveSchool, person: str) -> int:
    return len([mail for mail in live.mails(person) if "We received" in mail["Subject"]])


def told(live: LiveSchool) -> int:
    staff = {row["Email"] for row in live.rows("office", "Staff") if row["Role"] == "Coordinator"}
    return sum("held back" in mail["Subject"] for each in staff for mail in live.mails(each))


def acknowledged(live: LiveSchool) -> list[str]:
    return [row["Acknowledged"] for row in live.rows("office", "Referrals")]


def test_one_address_gets_a_few_a_day_and_the_rows_say_so(small: LiveSchool) -> None:
    small.sync()
    refer(small, VICTIM, 12)
    small.sync()
    assert received(small, VICTIM) == 5
    said = acknowledged(small)
    assert sum(each.startswith("not sent: this address") for each in said) == 7
    assert told(small) == 1
    refer(small, VICTIM.replace("@", "+more@"), 2)
    small.sync()
    assert received(small, VICTIM) + received(small, VICTIM.replace("@", "+more@")) == 5
    assert told(small) == 1
    assert not small.sync().changes
    small.later(days=1)
    small.sync()
    assert received(small, VICTIM) == 5  # what was held back is not sent later
    refer(small, VICTIM)
    small.sync()
    assert received(small, VICTIM) == 6


def test_somebody_else_is_answered_all_the_same(small: LiveSchool) -> None:
    small.sync()
    refer(small, VICTIM, 8)
    refer(small, "mother@mail.example")
    small.refer(person=NORA, student_name="Ana Silva", concern="From a colleague.")
    small.sync()
    assert received(small, "mother@mail.example") == 1
    assert received(small, NORA) == 1


def test_a_colleague_who_signed_in_is_not_counted_by_address_and_a_stranger_as_them_is(
    small: LiveSchool,
) -> None:
    small.sync()
    for number in range(7):
        small.refer(person=NORA, student_name="Ana Silva", concern=f"x {number}")
    refer(small, DANA, 7)
    small.sync()
    assert received(small, NORA) == 7
    assert received(small, DANA) == 5


def test_so_many_a_day_go_out_and_safety_has_its_own_share(small: LiveSchool) -> None:
    small.sync()
    small.change("office", "Settings", {"Setting": ALL}, {"Value": "3"})
    for number in range(6):
        refer(small, f"somebody{number}@mail.example")
    small.refer(person=NORA, student_name="Ana Silva", concern="x", danger="Yes")
    small.sync()
    assert sum(received(small, f"somebody{number}@mail.example") for number in range(6)) == 3
    assert sum(each.startswith("not sent: enough") for each in acknowledged(small)) == 3
    assert received(small, NORA) == 1
    assert [mail for mail in small.mails(RUTH) if "R-" in mail["Subject"]]
    assert told(small) == 1


def test_alerts_are_never_held_back(small: LiveSchool) -> None:
    small.sync()
    small.change("office", "Settings", {"Setting": ALL}, {"Value": "2"})
    for _ in range(6):
        small.refer(person=NORA, student_name="Ana Silva", concern="x", danger="Yes")
    small.sync()
    assert received(small, NORA) == 2
    assert len([mail for mail in small.mails(RUTH) if "R-" in mail["Subject"]]) == 6
    said = [row["Acknowledged"] for row in small.rows("restricted", "Safety referrals")]
    assert sum(each.startswith("not sent") for each in said) == 4
