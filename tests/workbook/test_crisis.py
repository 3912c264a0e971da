"""Whom to call: every number exists, every line says its hours, and no more than is so."""

import phonenumbers
import pytest
from phonenumbers import shortnumberinfo

from service.workbook.crisis import ALWAYS, CrisisLine, countries, crisis_for, crisis_table
from service.workbook.forms import FORMS, FormError, confirmation, form_requests, load_form
from service.workbook.wording import load_wording

say = load_wording("en").say
LINES = [
    pytest.param(code, line, id=f"{code}-{'-'.join(line.numbers)}")
    for code, country in countries().items()
    for line in country.lines
]
# What the library does not know, and who says that it exists all the same.
NOT_KNOWN_TO_THE_LIBRARY = {
    ("BR", "188"),  # claudia.abril.com.br/noticias/suicidio-cvv-ligacao-gratuita
    ("NL", "113"),  # nltimes.nl 2020/07/07
    ("IN", "14416"),  # telemanas.mohfw.gov.in
    ("KR", "109"),  # newspim.com/news/view/20240102000281
}


def exists(code, number):
    parsed = phonenumbers.parse(number, code)
    short = shortnumberinfo.is_valid_short_number_for_region(parsed, code)
    return short or phonenumbers.is_valid_number_for_region(parsed, code)


@pytest.mark.parametrize(
    ("code", "number"),
    [(code, each.number) for code, country in countries().items() for each in country.emergency],
)
def test_every_emergency_number_is_one(code, number):
    assert phonenumbers.is_emergency_number(number, code)


@pytest.mark.parametrize(("code", "line"), LINES)
def test_every_crisis_number_exists(code, line):
    unknown = {(code, number) for number in line.numbers if not exists(code, number)}
    assert unknown <= NOT_KNOWN_TO_THE_LIBRARY


def test_the_exceptions_are_still_exceptions():
    asked = {(code, n) for code, c in countries().items() for each in c.lines for n in each.numbers}
    assert asked >= NOT_KNOWN_TO_THE_LIBRARY
    assert not [each for each in NOT_KNOWN_TO_THE_LIBRARY if exists(*each)]


def test_a_number_of_nobody_would_be_found():
    assert not exists("DE", "0800 111")
    assert not exists("US", "989")
    assert not phonenumbers.is_emergency_number("911", "JP")


@pytest.mark.parametrize(("code", "line"), LINES)
def test_a_line_is_open_at_any_hour_or_says_its_hours_or_says_nothing_of_them(code, line):
    words = crisis_for(code, say).crisis_line
    part = next(part for part in words.split("; ") if line.numbers[0] in part)
    assert ("at any hour" in part) == (line.hours == ALWAYS)
    if line.hours not in ("", ALWAYS):
        assert line.hours in part
    assert ("free of charge" in part) == line.free
    assert part.startswith("children and young people: ") == line.child
    assert line.source.strip()


@pytest.mark.parametrize(
    ("code", "emergency", "line"),
    [
        ("US", "911", "call or text 988, at any hour"),
        (
            "DE",
            "112",
            "call 0800 1110111 or 0800 1110222, at any hour, free of charge; children and young "
            "people: call 116 111, Mon–Sat 14:00–20:00, free of charge",
        ),
        (
            "GB",
            "999",
            "call 116 123 or text SHOUT to 85258 or call 111 and choose option 2, at any hour, "
            "free of charge; children and young people: call 0800 1111, at any hour, "
            "free of charge",
        ),
        (
            "AU",
            "000",
            "call 13 11 14 or text 0477 13 11 14, at any hour; children and young people: call "
            "1800 55 1800, at any hour, free of charge",
        ),
        (
            "CH",
            "112",
            "call 143, at any hour; children and young people: call 147, at any hour, "
            "free of charge",
        ),
        ("BR", "190 (police) or 192 (ambulance)", "call 188, at any hour, free of charge"),
        ("CN", "110 (police) or 120 (ambulance)", "call 12356"),
    ],
)
def test_whom_to_call_in_words(code, emergency, line):
    words = crisis_for(code, say)
    assert (words.emergency_number, words.crisis_line) == (emergency, line)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("code", countries())
def test_a_form_promises_an_hour_only_where_the_line_does(form, code):
    crisis = crisis_for(code, say)
    template = load_form(form)
    said = f"{form_requests(template, crisis)} {confirmation(template, crisis)}"
    times = crisis.crisis_line.count("at any hour")
    assert said.count(crisis.crisis_line) == 4
    assert said.count("at any hour") == 4 * times


def test_an_acknowledgement_promises_no_hour_of_its_own():
    said = say("messages.crisis", emergency="112", crisis="call 116 111, Mon–Sat 14:00–20:00")
    assert "In a crisis: call 116 111, Mon–Sat 14:00–20:00." in said
    assert "hour" not in said


def test_the_table_holds_every_country():
    assert {"DE", "GB", "DO", "KR", "CN", "JP", "SG", "AE", "TH"} <= set(crisis_table(say))
    with pytest.raises(FormError, match="Known are US"):
        crisis_for("Narnia", say)


def test_a_line_without_a_number_is_refused():
    with pytest.raises(ValueError, match="needs a number"):
        CrisisLine(source="somebody")
