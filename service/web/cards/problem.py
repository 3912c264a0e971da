"""When something cannot be answered: one plain sentence, and the way back."""

from __future__ import annotations

from service.casework.wants import Say

from .widgets import Json, ask, button, buttons, card, section, text


def problem_card(sentence: str, say: Say) -> Json:
    return card(
        say("cards.refused.title"),
        section("", text(sentence), buttons(button(say("cards.do.back"), ask("home")))),
        name="problem",
    )
