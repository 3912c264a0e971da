"""What each decision sets in motion: once, in full, and never undone behind anybody's back."""

from dataclasses import replace
from datetime import date

import pytest

from service.casework.records import CASELOAD, RESTRICTED, DayOff, DiaryEntry, RowRef
from service.casework.referrals import first_talk
from service.casework.schooldays import SchoolCalendar

from .referral_office import TEACHER, Office, case, received, response


def talk(status, code="C-0007"):
    ref = RowRef(CASELOAD, "diary", "hf-1")
    return DiaryEntry(ref, code, "Chen Mei", kind="First Talk", status=status)


def test_accept_opens_a_case_with_a_first_talk_and_tells_the_referrer():
    office = received().type("R-0031", decision="Accept")
    row = office.rows["case:R-0031"]
    assert row.cells == {
        "student": "Chen Mei",
        "student_id": "0031",
        "grade": "5",
        "case_manager": office.suggested(),
        "status": "Referred",
        "case_code": "C-1031",
    }
    assert office.office()["status"] == "Accepted · C-1031"
    assert set(office.messages) == {"ack:R-0031", "opened:R-0031", "assigned:R-0031"}
    request = office.talks["first_talk:R-0031"].request
    assert request.owner == office.suggested()
    assert (request.first_day, request.last_day) == (date(2026, 10, 14), date(2026, 10, 21))
    assert request.minutes == 45
    assert not office.problems


def test_a_new_case_is_told_to_its_case_manager_without_a_name():
    office = received().type("R-0031", decision="Accept", brief="Speak to the aunt first.")
    told = office.messages["opened:R-0031"]
    assert (told.to, told.subject) == (office.suggested(), "A new case for you · C-1031")
    assert "C-1031" in told.text
    for word in ("Chen", "Mei", "Cries", "aunt", "nora", "Nora"):
        assert word not in told.text + told.subject + told.because


def test_a_case_that_safeguarding_opens_is_told_by_word_of_mouth_alone():
    office = Office().receive(response(**TEACHER, danger="yes"))
    office.type("R-0031", RESTRICTED, decision="Accept", case_manager="Dana Whitfield")
    assert [case.status for case in office.cases] == ["Referred"]
    assert not {key for key in office.messages if key.startswith(("opened", "joined"))}


@pytest.mark.parametrize(
    ("talks", "status"),
    [
        (["Planned"], "Referred"),
        (["Missed"], "Referred"),
        (["Done"], "Active"),
        (["Missed", "Planned"], "Referred"),
        (["Missed", "Done"], "Active"),
        (["Done", "Planned"], "Referred"),
    ],
)
def test_a_case_is_active_once_its_first_talk_is_done(talks, status):
    office = received().type("R-0031", decision="Accept")
    entries = [talk(each, "C-1031") for each in talks]
    office.diary = [*entries, talk("Done", "C-0007")]
    assert office.sync().cases[0].status == status


@pytest.mark.parametrize("status", ["Monitor", "Exited", "Active"])
def test_a_status_that_people_have_chosen_stays(status):
    office = received().type("R-0031", decision="Accept")
    office.change_case("C-1031", status=status)
    office.diary = [talk("Done", "C-1031")]
    assert office.sync().cases[0].status == status


def test_the_first_talk_becomes_a_planned_row_with_the_brief():
    office = received()
    office.type("R-0031", decision="Accept", brief="Speak to the aunt first.")
    row = first_talk.diary_row(office.talks["first_talk:R-0031"], office.slot)
    assert (row.tab, row.key) == ("diary", "first_talk:R-0031")
    assert row.cells["kind"] == "First Talk"
    assert row.cells["status"] == "Planned"
    assert row.cells["case_code"] == "C-1031"
    assert row.cells["notes"] == "Speak to the aunt first."
    assert (row.cells["date"], row.cells["start"]) == (office.slot.day, office.slot.start)


def test_no_free_slot_is_a_question_for_the_case_manager():
    office = received().type("R-0031", decision="Accept")
    problem = first_talk.no_slot(office.talks["first_talk:R-0031"], "All is full.", office.desk)
    assert problem.why.startswith("All is full. Enter the First Talk")
    assert problem.row.tab == "caseload"
    assert problem.whose == office.suggested()


def test_a_calendar_without_school_days_stops_nothing():
    off = DayOff(RowRef("office", "school_days", ""), date(2026, 1, 1), date(2030, 1, 1))
    office = received()
    office.referrals["office", "R-0031"]["decision"] = "Accept"
    desk = replace(office.desk, calendar=SchoolCalendar((off,)))
    referral = desk.referrals[0]
    wanted = first_talk.first_talk(referral, case(), desk)
    assert wanted.request.first_day == wanted.request.last_day == desk.today


@pytest.mark.parametrize("typed", ["Kwame Boateng", "kwame@school.example", "KWAME  boateng"])
def test_the_case_manager_who_was_typed_counts(typed):
    office = received().type("R-0031", decision="Accept", case_manager=typed)
    assert office.cases[0].case_manager == "kwame@school.example"


def test_an_unknown_case_manager_is_asked_for_and_a_pick_settles_it():
    office = received().type("R-0031", case_manager="Quentin")
    assert "Quentin" in office.asked()["R-0031:case_manager"].why
    office.type("R-0031", decision="Accept")
    assert not office.cases
    assert office.asked()["R-0031:case_manager"].pick == ("Dana Whitfield", "Kwame Boateng")
    office.picks["R-0031:case_manager"] = "Kwame Boateng"
    office.sync()
    assert office.cases[0].case_manager == "kwame@school.example"
    assert office.office()["case_manager"] == "Kwame Boateng"
    assert not office.problems


def test_nobody_to_suggest_is_a_question():
    office = Office(staff=()).receive(response()).type("R-0031", decision="Accept")
    assert "R-0031:case_manager" in office.asked()
    assert not office.cases


def test_a_second_referral_joins_the_open_case_and_tells_its_case_manager():
    office = received(cases=[case()], diary=[talk("Planned")])
    office.type("R-0031", decision="Accept")
    assert len(office.cases) == 1
    assert office.office()["status"] == "Accepted · C-0007 (joined)"
    note = office.messages["joined:R-0031"]
    assert (note.to, note.subject) == ("kwame@school.example", "One more referral · C-0007")
    assert not office.talks
    assert "assigned:R-0031" in office.messages


@pytest.mark.parametrize(
    ("status", "wanted"), [("Planned", 0), ("Done", 0), ("Missed", 0), ("", 0), ("Cancelled", 1)]
)
def test_a_joined_case_gets_a_first_talk_only_if_it_has_none(status, wanted):
    office = received(cases=[case()], diary=[talk(status)]).type("R-0031", decision="Accept")
    assert len(office.talks) == wanted


def test_who_deletes_a_first_talk_is_not_given_it_back():
    office = received().type("R-0031", decision="Accept")
    office.diary.clear()
    assert len(office.sync().talks) == 1
    office.receive(response(number=2)).type("R-0032", decision="Accept")
    assert list(office.talks) == ["first_talk:R-0031", "first_talk:R-0032"]  # a new reason
    office.diary.clear()
    assert len(office.sync().talks) == 2


def test_two_referrals_of_one_student_accepted_together_open_one_case():
    office = received().receive(response(number=2))
    office.referrals["office", "R-0031"]["decision"] = "Accept"
    office.type("R-0032", decision="Accept")
    assert [each.code for each in office.cases] == ["C-1031"]
    assert office.office("R-0032")["status"] == "Accepted · C-1031 (joined)"
    assert list(office.talks) == ["first_talk:R-0031"]
    office.diary.clear()  # somebody deleted it
    assert list(office.sync().talks) == ["first_talk:R-0031"]


def test_another_case_manager_typed_for_a_joined_case_is_a_question():
    office = received(cases=[case()])
    office.type("R-0031", decision="Accept", case_manager="Dana Whitfield")
    assert "C-0007" in office.asked()["R-0031:other_manager"].why
    assert office.cases[0].case_manager == "kwame@school.example"
    assert not office.type("R-0031", case_manager="").problems


def test_a_sync_that_was_cut_short_after_the_case_row_goes_on_where_it_stopped():
    office = received().type("R-0031", decision="Accept")
    office.office()["status"] = "New"
    office.messages.pop("assigned:R-0031")
    office.sync()
    assert office.office()["status"] == "Accepted · C-1031"
    assert "joined:R-0031" not in office.messages
    assert "assigned:R-0031" in office.messages
    assert len(office.cases) == 1


def test_a_case_row_that_a_person_deleted_is_not_made_again():
    office = received().type("R-0031", decision="Accept")
    office.cases.clear()
    assert not office.sync().cases
    assert office.office()["status"] == "Accepted · C-1031"


# ---------------------------------------------------------------- who it is


def test_accept_without_a_student_asks_for_one():
    office = Office().receive(response(student_name="Ana Silva")).type("R-0031", decision="Accept")
    assert office.asked()["R-0031:which_student"].pick == (
        "Ana Silva · grade 9 · 0142",
        "Ana Silva · grade 11 · 0177",
    )
    assert not office.cases
    office.picks["R-0031:which_student"] = "Ana Silva · 0177"
    office.sync()
    assert (office.cases[0].student, office.cases[0].student_id) == ("Ana Silva · 0177", "0177")
    assert office.office()["student"] == "Ana Silva · 0177"


def test_a_new_student_s_case_is_opened_when_somebody_says_that_it_is_one():
    office = Office().receive(response(student_name="Thandi"))
    office.type("R-0031", student="Thandi  Dlamini", decision="Accept")
    question = office.asked()["R-0031:new_student"]
    assert question.pick[0] == "Open a case for a new student"
    assert "Thandi Dlamini" in question.what
    office.picks["R-0031:new_student"] = question.pick[0]
    office.sync()
    assert (office.cases[0].student, office.cases[0].student_id) == ("Thandi Dlamini", "")
    assert not office.problems
    office.receive(response(number=2)).type("R-0032", student="thandi dlamini", decision="Accept")
    office.picks["R-0032:new_student"] = question.pick[0]
    assert len(office.sync().cases) == 1  # the same new student


def test_a_pick_among_the_candidates_corrects_the_name():
    office = Office().receive(response(student_name="?"))
    office.type("R-0031", student="Ana Silva", decision="Accept")
    assert "Ana Silva · grade 9 · 0142" in office.asked()["R-0031:new_student"].pick
    office.picks["R-0031:new_student"] = "Ana Silva · 0142"
    office.sync()
    assert office.office()["student"] == "Ana Silva · 0142"
    assert office.cases[0].student_id == "0142"
