"""The Attention list on a card, and one question with its choices."""

from __future__ import annotations

from collections.abc import Iterable

from service.casework.wants import Say

from .widgets import Json, ask, button, buttons, card, choose, line, open_link, section, text

MOST = 40


def attention_card(items: Iterable[tuple[Json, bool]], say: Say) -> Json:
    """`items` are (line, whether a choice settles it)."""
    shown = list(items)
    to_pick = [line for line, settles in shown if settles]
    others = [line for line, settles in shown if not settles]
    return card(
        say("cards.attention.title"),
        section(say("cards.attention.to_pick"), *to_pick[:MOST]),
        section(say("cards.attention.to_mend"), *others[:MOST]),
        section("", text(say("cards.today.all_settled"))) if not shown else None,
        subtitle=say("cards.attention.subtitle", count=len(shown)),
        name="attention",
    )


def question_card(
    what: str, student: str, why: str, where: str, link: str, row: str, choices: tuple[str, ...],
    pick: str, say: Say,
) -> Json:  # fmt: skip
    cell = button(say("cards.do.open_cell"), open_link(link)) if link else None
    save = button(say("cards.do.save"), ask("pick", row=row), strong=True) if choices else None
    return card(
        what,
        section(
            "",
            line(student, where) if student or where else None,
            text(why),
            choose("pick", say("cards.attention.pick"), [(c, c) for c in choices], pick, radio=True)
            if choices
            else None,
            buttons(save, cell, button(say("cards.do.back"), ask("attention"))),
        ),
        name="question",
    )
