"""The card on which a family's copy is handed on."""

from __future__ import annotations

from dataclasses import dataclass

from service.casework.wants import Say

from .widgets import Json, ask, button, buttons, card, line, open_link, section, text


@dataclass(frozen=True, slots=True)
class Waiting:
    """`left_out` is (what stood there, what is said instead); `none` the sentence where nothing
    was; `mark` tells what the card showed."""

    student: str
    code: str
    row: str
    person: str
    about: str
    documents: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    none: str
    mark: str
    problem: str = ""


def hand_on_card(waiting: Waiting, say: Say) -> Json:
    return card(
        say("hand_on.title"),
        section(
            "",
            text(waiting.problem) if waiting.problem else None,
            line(say("hand_on.who", person=waiting.person), below=waiting.about),
            *(
                line(say("hand_on.document"), click=open_link(link), icon="description")
                for link in waiting.documents
            ),
        ),
        section(
            say("hand_on.left_out"),
            *(line(said, above=was) for was, said in waiting.left_out),
            None if waiting.left_out else text(waiting.none),
            text(say("hand_on.unseen")),
        ),
        section(
            "",
            buttons(
                button(
                    say("cards.do.hand_on"),
                    ask("hand_on_save", row=waiting.row, code=waiting.code, of=waiting.mark),
                    strong=True,
                ),
                button(say("cards.do.to_case"), ask("case", code=waiting.code)),
            ),
        ),
        subtitle=waiting.student,
        name="hand_on",
    )
