"""Small forms: what to fill in, one button to save it, and a way back."""

from __future__ import annotations

from service.casework.wants import Say

from .widgets import Json, ask, button, buttons, card, line, section, text


def form_card(
    title: str,
    fields: list[Json | None],
    save: Json,
    say: Say,
    about: str = "",
    told: str = "",
    hint: str = "",
    back: Json | None = None,
    extra: tuple[Json | None, ...] = (),
) -> Json:
    """A card with fields; `save` is what the strong button does, `back` leads away unsaved.
    `about` is whom it is about, `told` what is known of it already."""
    return card(
        title,
        section(
            "",
            line(about) if about else None,
            text(told) if told else None,
            text(hint) if hint else None,
            *fields,
            buttons(
                button(say("cards.do.save"), save, strong=True),
                *extra,
                button(say("cards.do.back"), back or ask("home")),
            ),
        ),
        name="form",
    )
