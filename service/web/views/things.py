"""Random things to do: add one, tick one off. Ticked off is not gone."""

from __future__ import annotations

from ..answering import CASELOAD, Answer, Desk, Look, Unclear, action
from ..cards.forms import form_card
from ..cards.widgets import ask, write
from ..writing import Change, save
from .diary import WRITERS, own_case
from .saved import saved
from .thing_lines import ticked, with_thing


@action("add_thing", WRITERS)
def add_thing(desk: Desk) -> Answer:
    """A form of one line."""
    file = own_case(desk)
    code = file.case.code
    card = form_card(
        desk.say("cards.do.add_thing"),
        [write("thing", desk.say("cards.things.what"), hint=desk.say("cards.things.hint"))],
        ask("add_thing_save", code=code),
        desk.say,
        about=file.case.student,
        back=ask("case", code=code),
    )
    return Answer(card, looks=(Look(code, "things form"),))


@action("add_thing_save", WRITERS)
def add_thing_save(desk: Desk) -> Answer:
    """One more line in the cell."""
    file, thing = own_case(desk), " ".join(desk.asked.text("thing").split())
    if not thing:
        raise Unclear(desk.say("cards.problem.no_thing"))
    if thing in file.case.random_things.splitlines():
        raise Unclear(desk.say("cards.problem.thing_there"))
    cell = with_thing(file.case.random_things, thing)
    return _saved(desk, file.case.code, cell, desk.say("cards.saved.thing"))


@action("tick_thing", WRITERS)
def tick_thing(desk: Desk) -> Answer:
    """The line stays, with a tick and the day."""
    file = own_case(desk)
    thing = desk.asked.given.get("thing", "")
    cell = ticked(file.case.random_things, thing, desk.office.today, desk.say)
    if cell is None:
        raise Unclear(desk.say("cards.problem.changed_since"))
    return _saved(desk, file.case.code, cell, desk.say("cards.saved.ticked", thing=thing))


def _saved(desk: Desk, code: str, cell: str, said: str) -> Answer:
    carried = save(desk, CASELOAD, Change("caseload", code, {"random_things_to_do": cell}))
    answer = saved(desk, said, carried, code)
    return Answer(answer.card, True, said, (Look(code, "things"),))
