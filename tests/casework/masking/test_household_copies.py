"""What a household's copy leaves out, however it was written, and what it leaves alone."""

from dataclasses import replace

import pytest

from service.casework.households import households
from service.casework.masking.household_copies import seen_from

from ..two_household_case import (
    CASE,
    FATHER,
    FILE,
    MOTHER,
    SETTINGS,
    STAFF,
    TEACHER,
    member,
    plans,
    say,
)

HALF_SISTER = member(
    "t6", "Lucía Costa-Ferro", role="Half-sister", household="Home B", phone="703-555-0155 ext. 31"
)
COACH = member("t7", "Bo Lindqvist", role="Coach", phone="703 555 0133", email="bo77@club.example")


def seen(*others, case=CASE, settings=SETTINGS, ours=MOTHER, staff=STAFF):
    team = (ours, *others, TEACHER)
    home = next(each for each in households(team, say) if each.letter == "A")
    return seen_from(home, case, team, staff, say, settings)


def father(**more):
    return replace(FATHER, **more)


# ---------------------------------------------------------------- telephone numbers

PHONES = [
    ("703-555-0199", "703·555·0199"),
    ("703-555-0199", "703 • 555 • 0199"),
    ("703-555-0199", "(703)555-0199"),
    ("703-555-0199", "+1 703.555.0199"),
    ("703-555-0199", "1-703-555-0199"),
    ("703-555-0199", "703\u00a0555\u20110199"),
    ("703-555-0199", "703/555/0199"),
    ("703-555-0199", "703_555_0199"),
    ("703-555-0199", "7035550199"),
    ("703-555-0199", "7 0 3 5 5 5 0 1 9 9"),
    ("703-555-0199", "555-0199"),
    ("703-555-0199", "７０３-５５５-０１９９"),
    ("703-555-0199", "٧٠٣ ٥٥٥ ٠١٩٩"),
    ("703-555-0199", "703-555\u200b-0199"),
    ("703-555-0199", "703-555-0199 ext. 42"),
    ("703-555-0199", "703-555-0199x42"),
    ("703-555-0199", "(703) 555-0199, extension 42"),
    ("703-555-0199", "703-555-0199 #42"),
    ("703-555-0199 ext. 42", "703-555-0199"),
    ("703-555-0199 ext. 42", "0199 is ext. 42; 703 555 0199"),
    ("703-555-0199x42", "703.555.0199 x42"),
    ("703-555-0199 / 703-555-0188", "703-555-0188"),
    ("703-555-0199 / 703-555-0188", "703-555-0199"),
    ("703-555-0199 703-555-0188", "(703) 555-0188 or (703) 555-0199"),
    ("703-555-0188 (work), cell: 703 555 0199", "703·555·0199 and 7035550188"),
    ("703-555-0188,703-555-0199", "703 555 0199"),
    ("703-555-0188\n703-555-0199", "703 555 0188 703 555 0199"),
    ("7035550188;7035550199", "+17035550199"),
    ("555-0199", "703-555-0199"),
]


@pytest.mark.parametrize(("cell", "text"), PHONES)
def test_a_number_of_the_other_home_is_found_however_either_is_written(cell, text):
    masked = seen(father(phone=cell)).mask(f"Call {text} after 5 pm on 12/4")
    assert masked.startswith("Call ")
    assert masked.endswith(" after 5 pm on 12/4")
    digits = "".join(sign for sign in masked if sign.isdigit())
    assert digits in ("5124", "01995124")  # the second where four digits stand by themselves
    assert "ext" not in masked.replace("0199 is ext", "") or "ext. 42" not in masked


def test_a_number_is_read_as_in_the_country_of_the_school():
    britain = replace(SETTINGS, country="GB")
    masked = seen(father(phone="+44 20 7946 0958"), settings=britain).mask("Ring 020 7946 0958 now")
    assert masked == "Ring (left out) now"
    spain = replace(SETTINGS, country="ES")
    assert seen(father(phone="612 34 56 78"), settings=spain).mask("Tel. +34 612-345-678.") == (
        "Tel. (left out)."
    )


def test_an_extension_by_itself_is_left_out_unless_it_is_the_schools():
    other = father(phone="703-555-0199 ext. 42")
    assert seen(other).mask("He is at ext. 42") == "He is at (left out)"
    desk = replace(TEACHER, phone="703-555-0100 ext. 42")
    home = households((MOTHER, other), say)[0]
    eyes = seen_from(home, CASE, (MOTHER, other, desk), STAFF, say, SETTINGS)
    assert eyes.mask("She is at ext. 42") == "She is at ext. 42"


@pytest.mark.parametrize(
    "text",
    [
        "Ring 555-0141 or the school, 555-0100",
        "Ring 1-800-273-8255 or 988 or 911",
        "20 to 60 words by 12/04/2026 10:30, then 2026-12-04",
        "Scores 55 50 19 and 5.55 of 0199",
        "Room 555, desk 0199, ISBN 978 0 306 40615 7",
    ],
)
def test_numbers_that_are_nobody_elses_stay(text):
    school = replace(SETTINGS, school_phone="703 555 0100")
    both = replace(SETTINGS, school_phone="555-0100")
    assert seen(father(phone="703-555-0199"), settings=both).mask(text) == text
    assert seen(father(phone="703-555-0199"), settings=school).mask("On 703-555-0100!") == (
        "On 703-555-0100!"
    )


def test_a_private_number_or_address_that_nobody_gave_is_left_out_too():
    masked = seen(FATHER).mask(
        "His new cell: 703-555-0177, pc_new@mail.example; ines@family.example"
    )
    assert masked == "His new cell: (left out), (left out); ines@family.example"


def test_a_number_that_both_homes_share_stays():
    assert seen(father(phone="(555) 555-0141"), ours=replace(MOTHER, phone="555 555 0141")).mask(
        "Ring 555-555-0141"
    ) == ("Ring 555-555-0141")


# ---------------------------------------------------------------- names

NAMES = [
    # who it is, what was written, what must be gone
    ("Paulo García-López", "Ask García about it", ["garc"]),
    ("Paulo García-López", "Ask Lopez about it", ["lopez"]),
    ("Paulo García-López", "Ask GARCIA LOPEZ", ["garc", "lopez"]),
    ("Paulo García López", "Ask García-López's sister", ["garc", "pez"]),
    ("Paulo García-López", "the Garcías drive", ["garc"]),
    ("Juan de la Cruz", "Juan de la Cruz drives; de la Cruz pays", ["juan", "cruz"]),
    ("Ludwig van der Berg", "Herr van der Berg and Berg", ["berg"]),
    ("Bo Lindqvist", "Bo called; BO, bo and Bo's car", ["bo"]),
    ("Li Wu", "Li and Wu drive", ["li ", "wu"]),
    ("Al Costa", "Pick-up by Al today", ["al "]),
    ("Paulo Costa", "P. Costa drives, P Costa pays", ["costa", "p."]),
    ("Paulo Costa", "Paulo C. drives", ["paulo", "c."]),
    ("Paulo Costa", "Costa, P. drives", ["costa", "p."]),
    ("Paulo Costa", "Paulos car, the Costas", ["paulo", "costa"]),
    ("Paulo Costa", "PauloCosta on chat", ["paulo", "costa"]),
    ("Paulo Costa", "paulo_costa77 on chat", ["paulo", "costa"]),
    ("Seán O'Brien", "Sean O’Brien, OBRIEN and O'Brien's", ["sean", "brien"]),
    ("D'Andre Ruiz", "D’Andre or Dandre", ["andre"]),
    ("Jürgen Müller", "Juergen Mueller and Jurgen Muller", ["rgen", "ller"]),
    ("Łukasz Søby", "Lukasz Soby", ["lukasz", "soby"]),
    ("José Núñez", "jose nunez and Jose\u0301 Nun\u0303ez", ["jos", "nu"]),
    ("Mr. Paulo Costa Jr. (dad)", "Paulo is dad", ["paulo"]),
    ("Costa, Paulo", "Paulo Costa", ["paulo", "costa"]),
    ("Robert “Bob” Costa", "Bob drives", ["bob"]),
    ("Paulo & Rosa Costa", "Rosa and Paulo", ["rosa", "paulo"]),
    ("Pedro Silva", "P. Silva drives; Pedro Silva", ["silva", "pedro"]),
    ("Alba Silva", "Alba Silva", ["alba", "silva"]),
    ("Will Costa", "WILL COSTA and will costa and Will's car", ["will", "costa"]),
    ("May Costa", "Ask May about it, by May's car", ["may"]),
    ("王小明", "王小明来了,小明说", ["小明"]),
    ("김민수", "김민수는 왔다", ["김민수"]),
    ("สมชาย ใจดี", "คุณสมชายมา", ["สมชาย"]),
    ("Иван Петров", "ИВАН и петров", ["иван", "петров"]),
    ("Paulo Costa", "ＰＡＵＬＯ called", ["ｐａｕ"]),
]


@pytest.mark.parametrize(("person", "text", "gone"), NAMES)
def test_every_part_of_anothers_name_is_found(person, text, gone):
    masked = seen(father(person=person)).mask(text).casefold()
    assert "someone else in the family" in masked
    rest = masked.replace("someone else in the family", "")
    assert [each for each in gone if each in rest] == []


STAYS = [
    ("May Costa", "Ready by 4 May 2027, in May, May 2027, until May, May 5th"),
    ("May Costa", "May I have more time? Maybe. From March to May or June"),
    ("May Costa", "“My plan says: more time. May I, please?”"),
    ("Will Costa", "Will read aloud; she will. Will the class wait?\n• Will write three lines"),
    ("Will Costa", "WILL READ ALOUD EVERY DAY"),
    ("Mark Costa", "Mark each answer. Good marks. A bookmark, earmarked"),
    ("Grace Art", "Art-room on Fridays, with grace; art and artful"),
    ("Al Costa", "All of it, an algebra test, et al"),
    ("An Do", "An hour a day. Do it again, an hour"),
    ("Bo Li", "Books in the library, a bow"),
    ("Paulo Costa", "Paulownia, costal, accosta"),
    ("Rosa Silva", "Ana Silva, Inês Silva and the Silvas"),
    ("Juan de la Cruz", "El libro de la escuela, y la mesa"),
    ("Paulo Costa", "Ngozi Okafor, Ms Okafor, Jordan Peña"),
    ("Ngozi Costa", "Ngozi Okafor helps"),
]


@pytest.mark.parametrize(("person", "text"), STAYS)
def test_words_that_mean_nobody_else_stay(person, text):
    assert seen(father(person=person)).mask(text) == text


def test_a_title_before_the_students_own_surname_means_the_parent_elsewhere():
    pedro, ines = father(person="Pedro Silva"), replace(MOTHER, person="Inês Souza")
    said = "someone else in the family drives Ana Silva"
    assert seen(pedro, ours=ines).mask("Mr. Silva drives Ana Silva") == said
    assert seen(pedro).mask("Ms Silva drives") == "Ms Silva drives"  # who may be meant lives here


def test_a_colleague_whose_name_holds_anothers_stays_whole():
    paula = replace(STAFF[1], name="Paula Costa", email="paula@school.example")
    eyes = seen(FATHER, staff=(*STAFF, paula))
    assert eyes.mask("Paula Costa helps, and Costa") == (
        "Paula Costa helps, and someone else in the family"
    )


def test_who_is_neither_staff_nor_of_this_home_is_somebody_else():
    eyes = seen(FATHER, HALF_SISTER, COACH)
    masked = eyes.mask(
        "Lucía (703-555-0155 x31) and Bo (703 555 0133, BO77@club.example, insta bo77) help Ana"
    )
    assert masked == (
        "someone else in the family ((left out)) and someone else "
        "((left out), (left out), insta (left out)) help Ana"
    )
    assert eyes.is_theirs("Lucía")
    assert not eyes.is_theirs("Ana, with Ms Okafor")


def test_a_sibling_of_this_home_stays_and_one_of_no_known_home_does_not():
    brother = member("t8", "Rui Silva", role="Brother", household="Home A", phone="703 555 0120")
    nowhere = replace(brother, household="")
    text = "Rui, 703-555-0120"
    home = households((MOTHER, FATHER, brother), say)[0]
    eyes = seen_from(home, CASE, (MOTHER, FATHER, brother), STAFF, say, SETTINGS)
    assert eyes.mask(text) == text
    assert seen(FATHER, nowhere).mask(text) == "someone else in the family, (left out)"


def test_a_parent_who_works_at_the_school_is_family():
    works_here = father(email=STAFF[1].email, person="Ngozi Okafor")
    home = households((MOTHER, works_here), say)[0]
    eyes = seen_from(home, CASE, (MOTHER, works_here), STAFF[:1], say, SETTINGS)
    assert "Okafor" not in eyes.mask("Ngozi Okafor drives")


def test_a_copy_names_nobody_but_staff_under_whom_to_call():
    file = replace(FILE, team=(MOTHER, FATHER, TEACHER, HALF_SISTER, COACH))
    named = {
        copy: [each.name for each in plan.content.contacts] for copy, plan in plans(file).items()
    }
    assert "Bo Lindqvist" in named[""]
    assert named["A"] == named["B"] == ["Jordan Peña", "Ngozi Okafor"]


def test_the_student_is_never_somebody_else():
    ana = member("t9", "Annie", role="Student", household="Home B", email="ana@school.example")
    assert seen(FATHER, ana).mask("Annie and Ana Silva read") == "Annie and Ana Silva read"
