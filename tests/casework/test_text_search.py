"""Searching texts: what is found, and what of it is shown."""

from __future__ import annotations

import pytest

from service.casework.text_search import excerpt, searchable, wanted


@pytest.mark.parametrize(
    ("asked", "text", "is_found"),
    [
        ("dyslexia", "About Dyslexia and memory", True),
        ("DYSLEX", "about dyslexia", True),
        ("memory working", "Working memory, again", True),
        ("jose nunez", "José Ángel Núñez came late", True),
        ("Núñez", "jose nunez", True),
        ("straße", "in der STRASSE", True),
        ("o'brien", "O’Brien said so", True),
        ("art", "a good start", False),
        ("quiz", "the quizzes were moved", True),
        ("quiz moved late", "the quiz was moved", False),
    ],
)
def test_each_word_must_begin_a_word(asked: str, text: str, is_found: bool) -> None:
    looked_for = wanted(asked)
    assert looked_for is not None
    assert looked_for.is_in(searchable(text)) is is_found


@pytest.mark.parametrize("asked", ["", "  ", "a", "ab", "…", "''"])
def test_too_little_is_not_looked_for(asked: str) -> None:
    assert wanted(asked) is None


def test_the_excerpt_shows_where_it_was_found() -> None:
    text = "Nothing here. " * 30 + "Then the Núñez family\nasked for a later bus. " + "More. " * 40
    looked_for = wanted("nunez")
    assert looked_for is not None
    shown = excerpt(text, looked_for)
    assert "the Núñez family asked" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 160


def test_a_short_text_is_shown_whole() -> None:
    looked_for = wanted("bus")
    assert looked_for is not None
    assert excerpt("A later bus.", looked_for) == "A later bus."
    assert excerpt("bus", looked_for) == "bus"
