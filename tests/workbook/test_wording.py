"""What Holdfast says: the wording files, their loader, and that rules and files agree."""

import ast
import re
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.workbook import wording
from service.workbook.document_texts import FOLDER
from service.workbook.wording import (
    WordingError,
    known_languages,
    load_wording,
    placeholders,
    read_wording,
    sentences_in,
    wording_for,
)

SERVICE = Path(wording.__file__).resolve().parents[1]
ENGLISH = load_wording()
SMALL = """
dates:
  weekdays: [Mon, Tue, Wed, Thu, Fri, Sat, Sun]
  months: [Jan, Feb, Mar, Apr, May, Jun, Jul, Aug, Sep, Oct, Nov, Dec]
  day: "{weekday} {day} {month}"
  day_year: "{day} {month} {year}"
  clock: "{hour}:{minute}"
a:
  plain: Hello
  two: "{one} and {other}"
  due: "by {due} ({due:year})"
"""
wording_of = read_wording("en", SMALL)


def test_dates_times_and_numbers_read_as_people_write_them():
    day = date(2026, 10, 14)
    assert ENGLISH.day(day) == "Wed 14 Oct"
    assert ENGLISH.day_year(day) == "14 Oct 2026"
    assert ENGLISH.clock(time(8, 5)) == "08:05"
    assert wording_of.say("a.due", due=day) == "by Wed 14 Oct (14 Oct 2026)"
    said = wording_of.say("a.two", one=datetime(2026, 10, 14, 8, 5), other=time(15, 0))
    assert said == "Wed 14 Oct 08:05 and 15:00"
    assert wording_of.say("a.two", one=14.0, other=2.5) == "14 and 2.5"


def test_a_word_of_a_drop_down_is_said_in_the_language():
    for language, said in (("en", "Meeting (In person)"), ("es", "Reunión (En persona)")):
        say = load_wording(language).say
        assert say("plan.what_how", kind="Meeting", how="In person") == said
        assert say("plan.what_how", kind="Tea", how="") == "Tea ()"


def test_an_unknown_sentence_or_a_missing_value_is_an_error():
    with pytest.raises(WordingError, match=r"no sentence 'a\.other'"):
        wording_of.say("a.other")
    with pytest.raises(WordingError, match=r"\{other\}"):
        wording_of.say("a.two", one="x")


@given(st.text())
def test_a_value_is_put_in_as_it_is_and_never_read(text):
    assert wording_of.say("a.two", one=text, other="{one}") == f"{text} and {{one}}"


@pytest.mark.parametrize("text", ["{other}", "{{ 7*7 }}", "{% raw %}", "{0.__class__}", "%s", "=1"])
def test_hostile_values_stay_text(text):
    assert wording_of.say("a.two", one=text, other="x") == f"{text} and x"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("plain: Hello", "plain: Hello\n  plain: Again"), "stands there twice"),
        (("plain: Hello", "yes: Hello"), "in quotes"),
        (("plain: Hello", "plain: 7"), "must be text"),
        (("plain: Hello", "plain: Hello {0}"), "brace"),
        (("[Mon, Tue,", "[Tue,"), "must list all names"),
        (("a:", "a: ["), "cannot be read"),
    ],
)
def test_a_file_with_a_fault_says_where(change, complaint):
    with pytest.raises(WordingError, match=complaint):
        read_wording("en", SMALL.replace(*change))


def test_another_language_is_a_file_and_falls_back_to_english():
    spanish = read_wording("es", 'language: {names: "Spanish, Español"}\nintake: {new: Nuevo}')
    assert spanish.say("intake.new") == "Nuevo"
    assert spanish.say("intake.held") == ENGLISH.say("intake.held")
    assert spanish.day(date(2026, 10, 14)) == "Wed 14 Oct"


def test_a_translation_may_not_ask_for_values_that_are_not_given():
    with pytest.raises(WordingError, match=r"'decisions\.accepted' does not know \{name\}"):
        read_wording("es", 'decisions: {accepted: "{code} de {name}"}')


@pytest.mark.parametrize("written", ["English", "english, please", "Klingon", "", "x" * 50_000])
def test_a_language_without_a_file_is_answered_in_english(written):
    assert wording_for(written).language == "en"


def test_there_is_no_way_out_of_the_folder():
    for language in ("../../pyproject", "en.yaml", "", "EN/..", "xx"):
        with pytest.raises(WordingError, match="no wording for"):
            load_wording(language)
    assert known_languages()["english"] == "en"


def test_every_language_file_can_be_read():
    assert "en" in wording.language_folders()
    for code in wording.language_folders():
        assert load_wording(code).sentences


def test_the_files_of_a_language_are_one_and_a_sentence_stands_in_one_of_them():
    files = {"en/a.yaml": SMALL, "en/b.yaml": "a: {more: Good day}\nb: {more: Good night}"}
    both = read_wording("en", files)
    assert [both.say(key) for key in ("a.plain", "a.more", "b.more")] == [
        "Hello",
        "Good day",
        "Good night",
    ]
    files["en/c.yaml"] = "a: {plain: Hello again}"
    with pytest.raises(WordingError, match=r"'a\.plain' stands in en/a\.yaml and again in en/c"):
        read_wording("en", files)


def test_every_language_and_what_people_call_it():
    called = {
        "English": "en",
        "inglés": "en",
        "British English": "en-GB",
        "EN-gb": "en-GB",
        "Español": "es",
    }
    for written, language in {**called, "Spanish or English": "es", "es": "es"}.items():
        assert wording_for(written).language == language, written


def sentences_of(language: str) -> dict[str, dict[str, str]]:
    """The sentences that a language's own files hold, by the name of the file."""
    return {
        file.name: dict(wording.sentences_in(file.name, file.read_text("utf-8")))
        for file in (wording.FOLDER / language).glob("*.yaml")
    }


TOPICS = sorted(sentences_of("en"))


@pytest.mark.parametrize("topic", TOPICS)
def test_spanish_says_all_that_english_says_and_nothing_else(topic):
    english, spanish = sentences_of("en")[topic], sentences_of("es").get(topic, {})
    assert sorted(spanish) == sorted(english)
    for key, sentence in spanish.items():
        assert values_in(sentence) == values_in(english[key]), key


def test_spanish_has_no_topic_that_english_lacks():
    assert set(sentences_of("es")) == set(TOPICS)


def test_a_sentence_is_translated_unless_it_is_all_values_and_names():
    spanish = load_wording("es").sentences
    same = [
        key
        for key, sentence in ENGLISH.sentences.items()
        if spanish[key] == sentence and re.search("[a-z]", PLACEHOLDER.sub("", sentence))
    ]
    assert set(same) <= {
        "cards.attention.title",  # what the tab is called
        "cards.today.attention",
        "history.holdfast",
        "plan.link",  # "Plan" in both
        "intake.adult_here_words",  # every language's
        "intake.ever_held",  # every language's
        "intake.ever_no_address",
        "my_time.duration.both",  # hours and minutes are abbreviated alike
        "my_time.duration.hours",
        "my_time.duration.minutes",
        "plan.title_of_copy",
    }


@pytest.mark.parametrize("language", wording.language_folders())
@pytest.mark.parametrize("key", ["held", "no_address"])
def test_what_a_row_says_in_one_language_is_known_in_every_other(language, key):
    said = load_wording(language).say(f"intake.{key}")
    for other in wording.language_folders():
        assert said in load_wording(other).say(f"intake.ever_{key}").split(" | ")


def test_british_english_holds_only_what_differs():
    for topic, sentences in sentences_of("en-GB").items():
        for key, sentence in sentences.items():
            assert key in sentences_of("en")[topic], f"{topic}: {key}"
            assert sentence != ENGLISH.sentences[key], key
            assert values_in(sentence) == values_in(ENGLISH.sentences[key]), key


def test_english_is_spelled_the_american_way():
    british = re.compile(
        r"\b(counsellor|behaviour|colour|favour|neighbour|centre|grey|programme|organis|recognis|"
        r"cancelled|judgement|spelt|enrolment\b|mum\b)",
        re.IGNORECASE,
    )
    found = {key: said for key, said in ENGLISH.sentences.items() if british.search(said)}
    # Words that people write, and that are looked for.
    assert set(found) <= {"plan.family_roles", "plan.names_that_are_words"}


PLACEHOLDER = re.compile(r"\{[a-z0-9_]+(?::year|:word|:short)?\}")


def values_in(sentence: str) -> set[str]:
    """The placeholders as they stand there, with how a date is to read. Whether a word of a
    drop-down is said in the language is the language's own affair."""
    return {found.replace(":word", "") for found in PLACEHOLDER.findall(sentence)}


def calls_of_say() -> list[tuple[str, str, set[str], bool]]:
    """(where, key as a pattern, the values given, whether more may be given) of each `say(…)`."""
    found = []
    for file in sorted(SERVICE.rglob("*.py")):
        text = file.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "say(" in text else ():
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name != "say":
                continue
            pattern = key_pattern(node.args[0])
            if pattern:
                given = {each.arg for each in node.keywords}
                where = f"{file.relative_to(SERVICE)}:{node.lineno}"
                found.append((where, pattern, given - {None}, None in given))
    return found


def key_pattern(node: ast.expr) -> str:
    """A regular expression for the key: what an f-string puts in may be any words."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = [
            re.escape(part.value) if isinstance(part, ast.Constant) else r"[a-z0-9_.]+"
            for part in node.values
        ]
        return "".join(parts)
    if isinstance(node, ast.IfExp):
        return f"(?:{key_pattern(node.body)}|{key_pattern(node.orelse)})"
    return ""


# The sentences of papers for families stand in files of their own.
SAID = {
    **ENGLISH.sentences,
    **{
        key: sentence
        for file in sorted(FOLDER.glob("*/en.yaml"))
        for key, sentence in sentences_in(file.name, file.read_text("utf-8")).items()
    },
}


@cache
def keys_like(pattern: str) -> list[str]:
    return re.findall(f"^{pattern}$", "\n".join(SAID), re.MULTILINE)


def unsaid(where: str, pattern: str, given: set[str], open_ended: bool) -> str:
    """What such a call of `say` would come to grief over; empty where all is well."""
    keys = keys_like(pattern)
    if not keys:
        return f"{where}: no sentence {pattern} in wording/en"
    missing = placeholders(SAID[keys[0]]) - given if len(keys) == 1 and not open_ended else None
    return f"{where}: {keys[0]} also needs {missing}" if missing else ""


def test_every_sentence_that_is_said_exists_and_gets_its_values():
    calls = calls_of_say()
    assert len(calls) > 1000, "the look through the code finds no calls"
    assert [wrong for call in calls if (wrong := unsaid(*call))] == []


def test_a_call_without_its_sentence_or_its_value_is_found():
    assert unsaid("a.py:1", "intake\\.nothing", set(), False)
    assert unsaid("a.py:1", "settings\\.not_yes_or_no", set(), False)
    assert not unsaid("a.py:1", "settings\\.not_yes_or_no", {"value"}, False)
