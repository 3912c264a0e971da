"""In which of several schools somebody asks, where no workbook says it."""

from __future__ import annotations

from service.casework.wants import Say

from ..event import Asked
from .widgets import Json, ask, button, buttons, card, section, text


def which_school_card(choices: tuple[tuple[str, str], ...], asked: Asked, say: Say) -> Json:
    """`choices`: (seal, the school's name). What was asked for goes on in the one chosen."""
    given = {key: value for key, value in asked.given.items() if key != "action"}
    chosen = [
        buttons(button(name, ask(asked.action, **given, school=seal))) for seal, name in choices
    ]
    return card(
        say("cards.which_school.title"),
        section("", text(say("cards.which_school.asks")), *chosen),
        name="which_school",
    )
