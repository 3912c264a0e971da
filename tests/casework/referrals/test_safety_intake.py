"""A matter of safety goes to safeguarding, and hostile text stays text."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.casework.records import OFFICE, RESTRICTED, DayOff, RowRef
from service.casework.referrals import coordinator_decision
from service.casework.referrals.intake import fit
from service.casework.referrals.safeguarding import readers

from .referral_office import NOW, SETTINGS, STAFF, Office, person, response

HOSTILE = [
    '=IMPORTXML("https://evil.example","//x")',
    "+1-1",
    "<script>alert(1)</script><b>Ana</b>",
    "{{ config }} {% for x in y %} {name} {0} %s",
    "\u202eanA avliS\u202c مرحبا",
    "nul\x00 bell\x07 tab\t\nline",
    "\ud83d lone half",
    "x" * 50_000,
    "😀" * 50_000,
]


# ---------------------------------------------------------------- safety

SECRETS = ("Chen", "Mei", "afraid", "pastor", "x.example", "Nora", "nora@")


def safety(**answers):
    return response(
        **{
            "danger": "yes",
            "concern": "afraid to go home, says the pastor",
            "reach": "nora@x.example",
            "referrer_name": "Nora",
            "relationship": "Parent or guardian",
        }
        | answers
    )


def test_safety_goes_to_restricted_and_office_has_nothing_but_that():
    office = Office().receive(safety())
    assert office.restricted()["concern"].startswith("afraid")
    assert office.restricted()["urgency"] == "Danger now"
    assert office.restricted()["student"] == "Chen Mei"
    assert office.restricted()["tell_referrer"] == "Received only"
    shell = {name: cell for name, cell in office.office().items() if cell != ""}
    assert set(shell) == {"referral_id", "received", "status"}
    assert shell["status"] == "held by safeguarding"


@pytest.mark.parametrize("word", ["yes", "Yes", "YES, now", "ja", "I am not sure"])
def test_anything_but_no_counts_as_yes(word):
    assert (RESTRICTED, "R-0031") in Office().receive(response(danger=word)).referrals
    assert (RESTRICTED, "R-0031") in Office().receive(response(adult_here=word)).referrals


@pytest.mark.parametrize("key", ["danger", "adult_here"])
def test_an_answer_that_cannot_be_read_counts_as_yes(key):
    said = {"danger": "Danger now (not read)", "adult_here": "An adult here (not read)"}[key]
    office = Office().receive(response(**{key: ""}))
    assert office.restricted()["urgency"] == said
    assert office.office()["status"] == "held by safeguarding"
    first = {"danger": "ines@school.example", "adult_here": "ben@school.example"}[key]
    assert office.messages["alert:R-0031"].to == first


def test_the_lead_is_alerted_at_once_by_mail_and_calendar_and_neither_says_more():
    office = Office().receive(safety())
    mail = office.messages["alert:R-0031"]
    event = office.events["R-0031"]
    assert mail.to == event.owner == "ines@school.example"
    assert mail.subject == event.title == "Please read today · R-0031"
    assert (event.day, str(event.start), event.minutes) == (NOW.date(), "10:30:00", 15)
    assert "https://sheets.example/restricted" in mail.text
    assert "911" in mail.text
    for said in (mail.subject, mail.text, mail.because, event.title, event.description):
        assert not any(secret in said for secret in SECRETS)


@pytest.mark.parametrize(("away", "told"), [("ines@school.example", 2), ("", 1)])
def test_where_the_lead_is_away_today_a_second_person_is_told(away, told):
    day = NOW.date()
    office = Office(days_off=[DayOff(RowRef(OFFICE, "school_days", ""), day, day, who=away)])
    office = office if away else Office()
    alerts = [m.to for k, m in office.receive(safety()).messages.items() if k.startswith("alert")]
    assert alerts == ["ines@school.example", "ben@school.example"][:told]


def test_the_calendar_entry_does_not_wander_and_goes_when_it_is_decided():
    office = Office().receive(safety())
    before = office.events["R-0031"]
    office.now = NOW + timedelta(days=2)
    assert office.sync().events["R-0031"] == before
    office.type("R-0031", RESTRICTED, decision="Decline", reason="A misunderstanding.")
    assert not office.events


def test_when_an_adult_here_is_part_of_it_somebody_else_reads_it():
    office = Office().receive(safety(danger="no", adult_here="yes", urgency="This week"))
    assert office.restricted()["urgency"] == "This week · An adult here"
    assert office.messages["alert:R-0031"].to == "ben@school.example"
    assert office.restricted()["suggested"] == ""
    assert not any("ines" in message.to for message in office.messages.values())


@pytest.mark.parametrize(
    ("lead", "alternate", "roles", "adult_here", "expected"),
    [
        ("l@s", "a@s", "", False, ("l@s", "a@s")),
        ("l@s", "a@s", "", True, ("a@s", "l@s")),
        ("l@s", "l@s", "Deputy", True, ("d@s", "l@s")),
        ("l@s", "", "Deputy Coordinator", True, ("d@s", "l@s", "c@s")),
        ("", "", "Safeguarding Deputy", False, ("s@s", "d@s")),
        ("", "", "Coordinator", False, ("c@s",)),
        ("", "", "", True, ()),
    ],
)
def test_who_reads_a_safety_referral(lead, alternate, roles, adult_here, expected):
    settings = replace(SETTINGS, safeguarding_lead=lead, alternate_safeguarding_lead=alternate)
    known = {"Safeguarding": "Safeguarding lead"}
    staff = tuple(
        person(f"{role[0].lower()}@s", role, known.get(role, role)) for role in roles.split()
    )
    assert readers(adult_here, Office(settings=settings, staff=staff).desk) == expected


def test_a_school_that_named_nobody_is_told_so_and_the_coordinator_is_asked_to_see_to_it():
    nobody = replace(SETTINGS, safeguarding_lead="", alternate_safeguarding_lead="")
    staff = tuple(each for each in STAFF if each.role != "Deputy")
    office = Office(settings=nobody, staff=staff).receive(safety())
    assert office.messages["alert:R-0031"].to == "cora@school.example"
    assert "safeguarding:no_reader" in office.asked()
    only_lead = replace(SETTINGS, alternate_safeguarding_lead="")
    office = Office(settings=only_lead, staff=staff).receive(safety(adult_here="yes"))
    assert office.messages["alert:R-0031"].to == "ines@school.example"
    assert "safeguarding:no_alternate" in office.asked()


def test_an_edit_that_makes_it_a_matter_of_safety_moves_it_and_takes_office_s_cells_back():
    office = Office().receive(response(concern="first words", referrer_name="Nora"))
    office.type("R-0031", reason="spoke with Nora")
    office.receive(safety())
    assert office.restricted()["concern"].startswith("afraid")
    shell = office.office()
    kept = {"referral_id", "received", "status", "student", "reason", "tell_referrer"}
    assert {name for name, cell in shell.items() if cell != ""} == kept
    assert shell["reason"] == "spoke with Nora"  # a person's: asked for, not taken
    assert "R-0031:held" in office.asked()
    assert "alert:R-0031" in office.messages
    office.receive(response(danger="no"))  # and it never comes back
    assert office.office()["status"] == "held by safeguarding"
    assert office.office()["concern"] == ""


def test_nothing_of_a_safety_referral_is_in_office_or_on_attention_whatever_happens():
    office = Office().receive(safety(student_name="Ana Silva"))  # namesakes: a question
    assert "Ana Silva · grade 11 · 0177" in office.restricted()["status"]
    office.type("R-0031", decision="Accept")  # in Office, where it cannot be decided
    assert office.asked()["R-0031:held"].row.workbook == OFFICE
    office.type("R-0031", decision="")
    office.type("R-0031", RESTRICTED, student="Ana Silvia", decision="Accept")
    reasons = [want.because for want in coordinator_decision.decide(office.desk).cells]
    shown = repr(office.problems) + repr(office.office()) + repr(reasons)
    assert not any(secret in shown for secret in (*SECRETS, "Ana", "Silva", "0142"))


def test_an_ordinary_referral_does_not_hint_at_one_that_is_held():
    office = Office().receive(safety(), response(number=2))
    assert office.office("R-0032")["already_open"] == ""
    office.receive(response(number=3))
    assert office.office("R-0032")["already_open"] == "also R-0033"


# ---------------------------------------------------------------- whatever people write


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("danger", ["no", "yes"])
def test_hostile_text_is_kept_as_text_and_breaks_nothing(text, danger):
    keys = ("student_name", "grade", "concern", "strengths", "tried", "more", "referrer_name")
    answers = dict.fromkeys((*keys, "relationship", "urgency", "language", "they_know"), text)
    office = Office().receive(response(danger=danger, reach=f"a@x.example {text}", **answers))
    row = office.office() if danger == "no" else office.restricted()
    for cell in row.values():
        if isinstance(cell, str):
            assert len(cell.encode("utf-16-le")) // 2 <= 50_000
            assert "\x00" not in cell
    if text.startswith(("=", "<", "{")):
        assert row["concern"] == text
    for message in office.messages.values():
        assert text[:20] not in message.subject + message.text
        assert "\n" not in message.subject + message.to


@given(st.text())
def test_text_that_fits_stays_as_it_was(text):
    kept = fit(text, Office().desk)
    assert kept == "".join(each for each in text if each in "\n\t" or ord(each) >= 32)


answers = st.fixed_dictionaries(
    {},
    optional={
        key: st.text(max_size=30) | st.sampled_from(["yes", "no", "Ana Silva", "x@y.example"])
        for key in ("danger", "adult_here", "student_name", "concern", "relationship", "reach")
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(1, 3), answers), max_size=5))
def test_any_run_of_answers_and_edits_settles_with_one_row_each(history):
    office = Office()
    for number, given_answers in history:
        office.receive(response(number=number, **given_answers))
    assert len({key for _, key in office.referrals}) == len({number for number, _ in history})
    for workbook, referral_id in office.referrals:
        if (RESTRICTED, referral_id) in office.referrals and workbook == OFFICE:
            assert office.office(referral_id)["status"] == "held by safeguarding"
            assert not office.office(referral_id).get("concern")
