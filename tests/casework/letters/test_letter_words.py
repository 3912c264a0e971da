"""What each kind of letter says to which home, as pure rules."""

from __future__ import annotations

import re
from dataclasses import astuple, replace
from datetime import UTC, date, datetime

import pytest

from service.casework.letters.homes import letter_homes, teams
from service.casework.letters.paper import wanted_letters
from service.casework.letters.records import KINDS
from service.casework.letters.reports import report_rows
from service.casework.letters.rules import questions
from service.casework.letters.sending import mails, sent_cells, standing
from service.casework.records import Flag
from service.casework.school import PaperAsked
from service.casework.wants import OnceDone
from service.workbook.document_texts import FOLDER, languages_of, texts_in
from service.workbook.wording import placeholders, sentences_in
from tests.casework.small_school import CODE, case

from .letter_school import (
    GOAL,
    PEDRO,
    ROSA,
    award,
    check,
    flag,
    goal,
    letter,
    member,
    planned,
    referral,
    school,
)

EACH_KIND = pytest.mark.parametrize("kind", KINDS)


def papers(here):
    """What stands in each letter, by home."""
    return {
        want.household.rpartition(".")[2]: "\n".join(map(str, flat(astuple(want.content))))
        for want in wanted_letters(here)
    }


def flat(values):
    for value in values:
        if isinstance(value, tuple):
            yield from flat(value)
        else:
            yield value


# ---------------------------------------------------------------- who gets one


@pytest.mark.parametrize("rights", ["Limited by order", "None by order", "Unknown", ""])
@EACH_KIND
def test_nobody_without_full_rights_gets_a_letter_of_any_kind(kind, rights):
    here = school(letter(kind), team=(replace(ROSA, rights=rights), PEDRO))
    assert set(papers(here)) == {"B"}
    alone = school(letter(kind, checked_by="D", send="Yes"), team=(replace(ROSA, rights=rights),))
    assert not papers(alone)
    assert not list(mails(alone))


def test_a_home_in_which_somebody_lives_of_whom_an_order_speaks_gets_none():
    carla = member("Carla Ruiz", "Oak Road", rights="None by order")
    assert set(papers(school(letter("Welcome"), team=(ROSA, PEDRO, carla)))) == {"A"}


@pytest.mark.parametrize(
    ("household", "homes"),
    [("", {"A", "B"}), ("elm  street", {"A"}), ("b", {"B"}), ("Hill", set())],
)
def test_a_letter_goes_to_the_home_that_is_named_or_to_each(household, homes):
    here = school(letter("Welcome", household=household))
    assert set(papers(here)) == homes
    asked = [each.key for each in questions(here)]
    assert asked == ([] if homes else ["letters:hf-1:home"])


def test_siblings_students_and_those_whose_time_is_over_get_none():
    team = (
        member("Ana Silva", role="Student"),
        member("Leo", role="Brother"),
        member("Olga", until=date(2026, 10, 13)),
    )
    assert not papers(school(letter("Welcome"), team=team))
    assert set(papers(school(letter("Welcome"), team=(*team, member("Rosa"))))) == {"A"}


def test_who_is_not_invited_gets_no_invitation_and_any_other_letter():
    team = (replace(ROSA, invite="No"), PEDRO)
    assert set(papers(school(letter("Meeting"), team=team))) == {"B"}
    assert set(papers(school(letter("Welcome"), team=team))) == {"A", "B"}


@pytest.mark.parametrize("status", ["Exited", ""])
def test_only_an_open_case_with_a_case_manager_has_letters(status):
    assert not papers(school(letter("Welcome"), cases=(case(status=status),)))
    assert not papers(school(letter("Welcome"), cases=(case(is_confirmed=False),)))
    assert not papers(school(letter("")))


# ---------------------------------------------------------------- what it says

SECRETS = ("Pedro", "pedro@", "0199", "Harbor", "secret", "Carla", "therapy")


@EACH_KIND
def test_no_letter_tells_one_home_of_the_other_or_of_a_service(kind):
    carla = member("Carla Ruiz", "Oak Road", role="Guardian")
    here = school(
        letter(kind),
        team=(ROSA, PEDRO, carla),
        goals=(goal(goal="Reads with Pedro Gil; call 555 0199"),),
        checks=(check("Pedro (pedro@mail.example) was proud"),),
        diary=(
            planned("Meeting", with_whom="Pedro Gil", row="hf-1"),
            planned("First Talk", notes="a secret", next_step="therapy at Harbor Clinic"),
        ),
        referrals=(referral(resource="Harbor Clinic", for_whom="Student", consent="Written"),),
        awards=(award(respect=8.0, note="a secret"),),
    )
    said = papers(here)
    assert "Rosa" in said["A"]
    assert not [word for word in SECRETS if word in said["A"]]
    assert "Rosa" not in said["B"]
    assert "Harbor" not in said["B"]
    assert "secret" not in said["B"]


@EACH_KIND
def test_every_kind_has_a_title_and_words_in_both_languages(kind):
    said = papers(school(letter(kind), team=(replace(ROSA, language="Español"), PEDRO)))
    assert "Con un cordial saludo" in said["A"]
    assert "With kind regards" in said["B"]
    for text in said.values():
        assert "Ana" in text
        assert "Silva" not in text  # by the setting Name on papers
        assert "{" not in text


def test_a_language_without_sentences_is_english_with_a_line_about_an_interpreter():
    said = papers(school(letter("Welcome", language="Arabic", household="A")))["A"]
    assert "A case manager is the one person at school" in said
    assert "An interpreter can read this letter with you in Arabic" in said
    assert "interpreter" not in papers(school(letter("Welcome")))["A"]
    spanish = papers(school(letter("Welcome", language="Spanish", household="A")))["A"]
    assert "un intérprete no le cuesta nada" in spanish


def test_an_invitation_says_when_and_that_it_is_not_the_legal_notice():
    said = papers(school(letter("Meeting", interpreter="Booked"), diary=(planned("Meeting"),)))
    assert "When: Tue 20 Oct, 14:30" in said["A"]
    assert "This is not the legal notice." in said["A"]
    assert "An interpreter will be there" in said["A"]
    none = papers(school(letter("Meeting"), diary=(planned("Meeting", day=date(2026, 10, 1)),)))
    assert "I will call you to find a time" in none["A"]


def test_homes_that_are_invited_apart_hear_only_of_their_own_meeting():
    team = (replace(ROSA, invite="Apart"), replace(PEDRO, invite="Apart"))
    diary = (planned("Meeting", with_whom="Rosa Marín"),)
    said = papers(school(letter("Meeting"), team=team, diary=diary))
    assert "14:30" in said["A"]
    assert "14:30" not in said["B"]


def test_a_meeting_with_one_home_is_not_told_to_the_other():
    said = papers(school(letter("Meeting"), diary=(planned("Meeting", with_whom="Rosa Marín"),)))
    assert ["14:30" in said[home] for home in "AB"] == [True, False]
    apart = (replace(ROSA, invite="Apart"), PEDRO)
    open_to_all = papers(school(letter("Meeting"), team=apart, diary=(planned("Meeting"),)))
    assert ["14:30" in open_to_all[home] for home in "AB"] == [False, True]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Reads aloud: It has not been measured yet."),
        ({"latest": 35.0}, "Reads aloud: It is now at 35."),
        (
            {"baseline": 20.0, "latest": 35.0, "target": 60.0, "unit": "words"},
            "It began at 20 words and is now at 35 words; we aim for 60 words. It is on the way.",
        ),
        ({"baseline": 20.0, "latest": 60.0, "target": 60.0}, "The goal is reached."),
        ({"baseline": 20.0, "latest": 18.0, "target": 60.0}, "It has not moved yet"),
        (
            {"baseline": 9.0, "latest": 2.0, "target": 2.0, "direction": "Decrease"},
            "The goal is reached.",
        ),
        (
            {"baseline": 9.0, "latest": 10.0, "target": 2.0, "direction": "Decrease"},
            "It has not moved yet",
        ),
    ],
)
def test_a_progress_report_says_how_each_goal_is_going(facts, words):
    assert words in papers(school(letter("Progress report"), goals=(goal(**facts),)))["A"]


def test_good_news_says_what_is_known_and_else_asks_for_a_call():
    said = papers(school(letter("Good news"), goals=(GOAL,), checks=(check("She helped others."),)))
    assert "She helped others." in said["A"]
    assert "from 20 words to 35 words, on the way to 60 words" in said["A"]
    assert "Please call" in papers(school(letter("Good news")))["A"]


def test_the_letter_of_the_award_has_the_student_s_own_standing_in_the_home_s_language():
    gate = {"award_gate_respect": "at least 5", "award_weight_respect": 1}
    here = school(
        letter("Award"),
        team=(replace(ROSA, language="Spanish"), PEDRO),
        awards=(award(respect=4.0),),
        more=gate,
    )
    assert "Respect 4, at least 5: one to go" in papers(here)["B"]
    assert "al menos 5" in papers(here)["A"]
    assert "There are no points yet." in papers(school(letter("Award")))["A"]


# ---------------------------------------------------------------- when it goes


@pytest.mark.parametrize(
    ("cells", "goes"),
    [
        ({}, False),
        ({"checked_by": "Dana"}, False),
        ({"send": "Yes"}, False),
        ({"checked_by": " ", "send": "Yes"}, False),
        ({"checked_by": "Dana", "send": "No"}, False),
        ({"checked_by": "Dana", "send": "Yes"}, True),
        ({"checked_by": "Dana", "send": "Yes", "sent": "✓ 3 Dec by mail"}, False),
    ],
)
def test_nothing_goes_before_it_was_checked_and_may_go_and_nothing_twice(cells, goes):
    by_mail = (replace(ROSA, letters_by="Mail"), replace(PEDRO, letters_by="Mail"))
    found = list(mails(school(letter("Welcome", **cells), team=by_mail)))
    assert [each.to for each in found] == ([ROSA.email, PEDRO.email] if goes else [])
    for each in found:
        assert not re.search("Ana|Silva|Rosa|Pedro", each.subject + each.text)
        assert each.encloses.startswith(f"letter:{CODE}:hf-1.")


def test_only_who_wants_letters_by_mail_and_is_nobody_else_s_gets_one():
    gone = letter("Welcome", checked_by="Dana", send="Yes")
    team = (replace(ROSA, letters_by="Mail"), replace(PEDRO, email=ROSA.email))
    assert not list(mails(school(gone, team=team)))  # one address in two homes is nobody's
    assert not list(mails(school(gone)))
    (cells,) = sent_cells(school(gone))
    assert cells.cells == {"sent": "✓ To print: Elm Street; To print: Oak Road"}


def test_the_row_says_that_it_went_once_every_mail_has():
    gone = letter("Welcome", checked_by="Dana", send="Yes")
    by_mail = (replace(ROSA, letters_by="Mail"), replace(PEDRO, letters_by="Mail"))
    keys = [each.key for each in mails(school(gone, team=by_mail))]
    here = school(gone, team=by_mail)
    assert standing(gone, teams(here)[CODE], here) is None
    at = datetime(2026, 10, 13, 15, tzinfo=UTC)
    one = school(gone, team=by_mail, sent={keys[0]: at})
    words = "✓ By mail 13 Oct: Elm Street; By mail 14 Oct: Oak Road"
    assert standing(gone, by_mail, one) == OnceDone(keys[1], words)


@pytest.mark.parametrize(
    ("said", "held"),
    [({}, True), ({"until": date(2026, 10, 13)}, False), ({"first": date(2026, 10, 15)}, False)],
)
def test_a_flag_in_force_holds_it(said, held):
    gone = letter("Welcome", checked_by="Dana", send="Yes")
    here = school(gone, team=(replace(ROSA, letters_by="Mail"),), flags=(flag(**said),))
    assert bool(papers(here)) != held
    assert bool(list(mails(here))) != held
    (cells,) = sent_cells(here)
    assert (cells.cells["sent"] == "Waits: please speak to Maren first.") == held
    assert isinstance(here.of(Flag)[0], Flag)


def test_a_letter_that_went_is_never_written_again():
    gone = letter(
        "Welcome", checked_by="D", send="Yes", sent="✓ To print: A", document="http://x\nhttp://y"
    )
    (want, _) = wanted_letters(school(gone))
    assert (want.content, want.closed) == (None, True)
    assert not list(sent_cells(school(gone)))
    copied = replace(gone, document="")  # its document could not be made: it is made yet
    assert next(iter(wanted_letters(school(copied)))).content is not None


# ---------------------------------------------------------------- the reports of a quarter


def test_reports_are_a_row_for_each_own_active_case_once():
    cases = (
        case(),
        case("C-0143", "Leo Brandão"),
        case("C-0144", "Zoë", status="Monitor"),
        case("C-0145", "Kim", case_manager="tomas@school.example"),
        case("C-0146", "Mei", is_confirmed=False),
    )
    asked = (PaperAsked("k", date(2026, 10, 14)),)
    rows = list(report_rows(school(cases=cases, asked=asked)))
    assert [row.cells["case_code"] for row in rows] == [CODE, "C-0143"]
    assert {row.cells["kind"] for row in rows} == {"Progress report"}
    rest = list(report_rows(school(cases=cases, asked=asked, done={rows[0].key})))
    assert [row.key for row in rest] == [rows[1].key]
    late = school(cases=cases, asked=asked, today=date(2026, 10, 22))
    assert not list(report_rows(late))


def test_a_home_s_letters_know_who_reads_them():
    (one, other) = letter_homes(letter("Welcome"), (ROSA, PEDRO), school())
    assert (one.called, one.mail, one.language) == ("Elm Street", (), "English")
    assert other.readers == (PEDRO,)


# ---------------------------------------------------------------- the texts


@pytest.mark.parametrize("code", [code for code in languages_of("letters") if code != "en"])
def test_each_language_has_every_sentence_with_the_same_values(code):
    english, other = (
        sentences_in(name, (FOLDER / "letters" / f"{name}.yaml").read_text("utf-8"))
        for name in ("en", code)
    )
    assert set(other) == set(english)
    for key, sentence in english.items():
        assert placeholders(other[key]) <= placeholders(sentence), key


@pytest.mark.parametrize(
    ("written", "found"),
    [("Spanish", "es"), ("español", "es"), ("es-MX", "es"), ("English or French", "en")],
)
def test_a_language_is_found_as_people_write_it(written, found):
    say = texts_in("letters", written)
    assert say is not None
    assert (say("letter.page") == "página") == (found == "es")
    assert texts_in("letters", "Klingon") is None
