"""One word in several languages: what people type is read, whatever language they type it in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.casework.registry import MODULES
from service.workbook.cells import Unreadable, read_choice
from service.workbook.spelling import (
    FILE,
    SpellingError,
    fold,
    in_language,
    read_spelling,
    spellings_of,
)
from service.workbook.templates import load_templates

LANGUAGES = ("en", "en-GB", "es")
TEMPLATES = load_templates(frozenset(module.name for module in MODULES)).values()
TABS = [tab for template in TEMPLATES for tab in template.tabs]
DROP_DOWNS = {
    f"{tab.heading}, {column.heading}": column.choices
    for tab in TABS
    for column in tab.columns
    if column.choices
}
NEVER_TRANSLATED = {"1", "3"}

# Drop-downs of the modules, as they are promised to schools.
PROMISED = """
Week, Promise kept: Yes | Partly | No
Week, Effort: 0 none | 1 | 2 half | 3 | 4 all of it
Class log, What we did: Taught together | Small group | Pre-taught | Prompted | Checked | Other
Behavior, Teacher said: Specific praise | Reminder | Quiet correction | Nothing
Answers, About: Accommodation | Before a meeting | Co-teaching
Answers, As: Teacher | Student
Answers, Offered: Every time | Sometimes | Never
Answers, Used: Yes | Sometimes | No
Answers, Helped: Yes | No | Cannot say
Answers, Why not: Forgot | Student did not want it | Not needed | No equipment | I disagree, let's
    talk | Embarrassed | Too slow | Not available | Other
Decisions, What: Program | Placement | Modification | Discipline | Leave | Return | Transfer in |
    Transfer out | Exit | Service | Evaluation | Asked to leave
Decisions, Case manager says: Agree | Agree if | Object
Decisions, Decided: Yes | No | To the team | Withdrawn
Decisions, Notice: Not needed | Draft | Sent
Course plans, Level: Regular | Honors | AP | IB SL | IB HL | IB Diploma | Dual enrollment | Career
Course plans, Recommendation: Yes | Yes with help | Not yet
Resources, Kind: Counseling | Therapy | Psychiatry | Testing | Social work | Food | Housing |
    Legal | Tutoring | Health | After school | Family | Other
Resources, Status: Active | Closed for now | Gone
Service referrals, For: Student | Family
Service referrals, Consent: Written | Spoken | Refused | Not needed
Service referrals, Status: Made | Waiting | Connected | Not eligible | No place | No answer |
    Declined | Elsewhere
Service referrals, Outcome: Helped | Partly | Not | Unknown
Deadlines, Kind: ILP review | IEP review | Re-evaluation | 504 review | Evaluation | Transition
    plan | Rights at majority | EL notice | EL monitoring | Exam access | Progress report |
    Consent | Release | Other
Letters, Kind: Welcome | Good news | Meeting | Plan ready | Progress report | Services | Return |
    Award
Letters, Interpreter: Booked | Declined | Not needed
Library, Kind: Argument | Presentation | Handout | Guide
My time, Kind: Teaching | Students | Families | Colleagues | Providers | Meetings and plans |
    Paperwork
Attendance, Kind: Absent | Late | Present
Attendance, Excused: Yes | No | Unknown
Incidents, Kind: Office referral | In-school suspension | Suspension | Other
Course results, State: Final | Running | Incomplete
Classes, Help: None | Push-in | Pull-out
Indicators, Indicator: Attendance | Behavior | Course | Only push-in passes
Indicators, Level: Near the line | Over it | Far over
Indicators, Decision: Refer | Not now | Supported already
Team, Letters by: Paper | Mail
Referrals, About: Academic | Attendance | Behavior | Wellbeing | Family | Health | Other
Goals, Kind: ILP | Academic | Behaviour | Typing | Accommodation
Goals, Kind, new: ILP | Academic | Behavior | Typing | Accommodation
Staff, Role: Case manager | Coordinator | Deputy | Safeguarding lead | Counselor | Teacher | Head
Staff, Role, of old: Case manager | Coordinator | Deputy | Safeguarding lead | Counsellor |
    Teacher | Head
"""
for each in PROMISED.replace("\n    ", " ").strip().splitlines():
    where, _, words = each.rpartition(": ")
    DROP_DOWNS[f"{where} (promised)"] = tuple(words.split(" | "))


# Tabs and headings of the modules, a group a line.
PROMISED_HEADINGS = """
Letters by · Hand on · Read on · Until · About · Groups
Week of · Inbox · Organized · Missing work · Failing in · Effort · Student's promise · Promise
    kept · Line to the family · Done on · Since last time
Week · Class log · Minutes owed a week · Date · Class · Phase · What we did · Minutes · Measure
    · Value · Next
Period · Of · Absent · Teacher said · Answers · About · Accommodation · Quarter · Answered by ·
    As · Class · Offered · Used · Helped · Why not · Wants a goal · In their words
Decisions · What · Urgent · Proposed by · Proposed on · Takes effect · Until · Answer by · Case
    manager says · Their word · Why · Decided · Decided by · Decided on · Change of placement ·
    Review due · Family told · Notice · Notice sent on · Document
Course plans · Course · Level · Starts · Why · Evidence · Hours a week · Student says ·
    Counselor says · Recommendation · Family chose · After six weeks · Document
Resources · Name · Kind · For · Ages · Languages · Cost · How to apply · Phone · Link · Status ·
    Checked on · Checked by · Freshness
Service referrals · Resource · For · Household · Consent · Consent paper · Consent until · Made
    on · Status · Next look · Outcome · Words
Deadlines · Kind · Last · Own date · Due · Rule · Done on · Link
Letters · Kind · Household · Language · Interpreter · Checked by · Send · Document · Sent
Award · Term · Attendance · Late · Missing work · Activities · Respect · Effort · Organization ·
    Goals · Note · Points · Standing
Library · Topic · Kind · About · What we argued · Source · Outcome · Used on · Audience ·
    Attended · Link
My time · Date · Kind · Minutes · What · Shelf · Data
Attendance · Student ID · Date · Kind · Part of day · Excused · Incidents · Days · Course
    results · Course · Term · Mark · Percent · State · Missing work · Classes · Student ID ·
    Course · Teacher · Help · From · Until · Enrollment
Indicators · Student · Indicator · Level · What was counted · Since · Decision · Reason · Look
    again
Campaigns · Name · Aim · From · To · Measure · Before · After · What we learned · Change ·
    Behavior · Case manager
Letter · A4 · Weekly checks · Daily points · Meetings · Signals · Climate
"""
GROUPS = PROMISED_HEADINGS.replace("\n    ", " ").strip().splitlines()


@pytest.mark.parametrize(
    ("typed", "choices", "read"),
    [
        ("Behaviour", ("ILP", "Behavior"), "Behavior"),
        ("Behavior", ("ILP", "Behaviour"), "Behaviour"),
        ("conducta", ("ILP", "Behaviour"), "Behaviour"),
        ("Counselor", ("Counsellor", "Head"), "Counsellor"),
        ("counselor", ("Counselor", "Head"), "Counselor"),
        ("ORIENTADORA", ("Counselor", "Head"), "Counselor"),
        ("Sí", ("Yes", "No"), "Yes"),
        ("si", ("Yes", "No"), "Yes"),
        ("Hecho", ("Planned", "Done"), "Done"),
        ("Canceled", ("Planned", "Cancelled"), "Cancelled"),
        ("Primera  conversacion", ("First Talk", "Check-in"), "First Talk"),
        ("I disagree, let’s talk", ("Forgot", "I disagree, let's talk"), "I disagree, let's talk"),
    ],
)
def test_a_choice_in_any_language_is_read_as_it_stands_in_the_template(typed, choices, read):
    assert read_choice(typed, choices) == read


def test_a_spelling_of_a_word_that_is_not_on_the_list_is_refused():
    with pytest.raises(Unreadable, match="not_a_choice"):
        read_choice("Conducta", ("ILP", "Academic"))


@pytest.mark.parametrize("where", DROP_DOWNS)
def test_every_choice_of_every_drop_down_is_read_in_every_language(where):
    choices = DROP_DOWNS[where]
    for choice in choices:
        for language in LANGUAGES:
            assert read_choice(in_language(choice, language), choices) == choice
        for spelling in spellings_of(choice):
            assert read_choice(spelling.upper(), choices) == choice


@pytest.mark.parametrize("where", DROP_DOWNS)
def test_every_choice_has_a_word_in_spanish(where):
    missing = [word for word in DROP_DOWNS[where] if not known(word)]
    assert set(missing) <= NEVER_TRANSLATED


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.heading)
def test_every_heading_and_title_has_a_word_in_spanish(tab):
    headings = [column.heading for column in tab.columns]
    assert [word for word in (tab.heading, *headings) if not known(word)] == []
    spanish = [in_language(word, "es") for word in headings]
    assert len(set(spanish)) == len(headings), "two columns would read the same"


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.partition(" · ")[0])
def test_every_promised_heading_has_a_word_in_spanish_of_its_own(group):
    words = dict.fromkeys(group.split(" · "))
    assert [word for word in words if not known(word)] == []
    assert len({in_language(word, "es") for word in words}) == len(words)


def test_every_workbook_s_title_has_a_word_in_spanish():
    assert [template.title for template in TEMPLATES if not known(template.title)] == []


WORDS = read_spelling(FILE.read_text("utf-8"))


def known(word: str) -> bool:
    return any("es" in WORDS[each] for each in spellings_of(word) & WORDS.keys())


@given(word=st.sampled_from(sorted(WORDS)), language=st.sampled_from(LANGUAGES))
def test_a_word_goes_to_a_language_and_comes_back(word, language):
    said = in_language(word, language)
    assert word in spellings_of(said)
    assert spellings_of(said) == spellings_of(word)
    assert in_language(said, "en") == word


def test_a_word_or_a_language_nobody_knows_stays_as_it_is():
    assert in_language("Timbuktu", "es") == "Timbuktu"
    assert in_language("Behaviour", "fr") == "Behaviour"
    assert spellings_of("Timbuktu") == {"Timbuktu"}


@given(st.text())
def test_any_text_can_be_folded_and_looked_up(text):
    assert fold(fold(text)) == fold(text)
    assert text in spellings_of(text)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Kind: {es: Tipo}\nType: {es: tipo}", "'tipo' stands for both 'Kind' and 'Type'"),
        ("Kind: {es: Tipo}\nKind: {es: Clase}", "'Kind' stands there twice"),
        ("Kind: Tipo", "'Kind' needs a spelling by language"),
        ('Kind: {es: ""}', "'Kind' has an empty spelling in 'es'"),
        ("Kind: {en: [Sort, Kind]}", "'Kind' must come first"),
        ("- Kind", "holds no words"),
        ("Kind: [", "cannot be read"),
    ],
)
def test_a_fault_in_the_file_is_named(text, complaint):
    with pytest.raises(SpellingError, match=complaint):
        read_spelling(text)
