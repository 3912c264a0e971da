"""Settings: the tab, the file and the rules agree; a slip is told kindly and changes nothing."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.casework.settings import SchoolSettings, setting_key, settings_from
from service.workbook.crisis import crisis_table
from service.workbook.school_settings import setting_rows
from service.workbook.wording import known_languages, load_wording

say = load_wording("en").say


def test_the_file_and_the_rules_give_the_same_defaults():
    rows = setting_rows()
    of_modules = {"modules", "more"}  # rows of their own, if there are any
    names = [each.name for each in fields(SchoolSettings) if each.name not in of_modules]
    assert [row.key for row in rows] == names
    assert [setting_key(row.setting) for row in rows] == [row.key for row in rows]
    settings, problems = settings_from({row.setting: row.value for row in rows}, say)
    assert settings == SchoolSettings()
    assert problems == ()


def test_every_number_names_its_source():
    assert all(row.source and row.what for row in setting_rows())


def test_a_school_changes_what_it_likes():
    settings, problems = settings_from(
        {
            "Stale after (weeks)": 3.0,
            "Weekend": "Friday & Saturday",
            "Workload formula": "head count",
            "Reminders (minutes)": "60, 10",
            "Country": "UK",
            "Alternate safeguarding lead": "Noor@School.example",
            "Our own note": "left alone",
            "School phone": "",
        },
        say,
        crisis_table(say),
    )
    assert problems == ()
    assert settings.stale_after_weeks == 3
    assert settings.weekend == (4, 5)
    assert settings.workload_formula == "Head count"
    assert settings.reminders_minutes == (60, 10)
    assert settings.crisis == crisis_table(say)["GB"]
    assert settings.alternate_safeguarding_lead == "noor@school.example"


@pytest.mark.parametrize(
    ("setting", "value", "word"),
    [
        ("Stale after (weeks)", "many", "not a number"),
        ("Stale after (weeks)", 2.5, "whole"),
        ("Stale after (weeks)", 900, "1 to 52"),
        ("Time zone", "Moon/Base", "not a time zone"),
        ("Country", "Atlantis", "emergency number"),
        ("Language", "Klingon", "does not speak"),
        ("Workload formula", "guess", "Virginia"),
        ("Weekend", "never", "days of the week"),
        ("Reminders (minutes)", "soon", "minutes"),
        ("Working hours", "when I can", "working hours"),
        ("Virginia most", True, "not a number"),
        ("Virginia most", "nan", "not a number"),
    ],
)
def test_a_slip_is_told_and_the_default_holds(setting, value, word):
    settings, problems = settings_from({setting: value}, say)
    assert settings == SchoolSettings()
    assert [name for name, _ in problems] == [setting]
    assert word in problems[0][1]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Español", "es"),
        ("british english", "en-GB"),
        ("ES", "es"),
        ("English", "en"),
        ("en", ""),  # as every school began: no choice
        ("", ""),
    ],
)
def test_the_language_of_staff_is_read_as_people_write_it(written, spoken):
    settings, problems = settings_from({"Language": written}, say, languages=known_languages())
    assert (settings.language, problems) == (spoken, ())


def test_sure_is_never_below_plausible():
    settings, problems = settings_from({"Name is sure from": 60}, say)
    assert settings.name_is_sure_from == 80
    assert len(problems) == 1


def test_the_default_is_the_country_table_s():
    assert SchoolSettings().crisis == crisis_table(say)["US"]


def test_own_words_go_before_the_country():
    settings, _ = settings_from({"Crisis line": "call 555 0100"}, say)
    assert settings.crisis.crisis_line == "call 555 0100"
    assert settings.crisis.emergency_number == "911"


def test_a_cell_with_only_blanks_in_it_is_empty():
    settings, problems = settings_from({"Emergency number": "  ", "Crisis line": " "}, say)
    assert settings == SchoolSettings()
    assert problems == ()


cells = st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.booleans(), st.none())


@given(st.dictionaries(st.sampled_from([row.setting for row in setting_rows()]), cells))
def test_no_cell_can_break_the_settings(rows):
    settings, problems = settings_from(rows, say)
    assert settings.school_year.is_in_order
    assert len(problems) <= len(rows) + 1
    assert settings.crisis.emergency_number
