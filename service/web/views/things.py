"""Random things to do: add one, tick one off. Ticked off is not gone."""

from __future__ import annotations

from service.casework.thing_lines import ticked, with_thing

from ..answering import CASELOAD, Answer, CardRequest, Look, Unclear, action
from ..cards.forms import form_card
from ..cards.widgets import ask, write
from ..writing import Change, save
from .diary import WRITERS, own_case
from .saved import saved


@action("add_thing", WRITERS)
def add_thing(request: CardRequest) -> Answer:
    """A form of one line."""
    file = own_case(request)
    code = file.case.code
    card = form_card(
        request.say("cards.do.add_thing"),
        [write("thing", request.say("cards.things.what"), hint=request.say("cards.things.hint"))],
        ask("add_thing_save", code=code),
        request.say,
        about=file.case.student,
        back=ask("case", code=code),
    )
    return Answer(card, looks=(Look(code, "things form"),))


@action("add_thing_save", WRITERS, form="add_thing")
def add_thing_save(request: CardRequest) -> Answer:
    """One more line in the cell."""
    file, thing = own_case(request), " ".join(request.asked.text("thing").split())
    if not thing:
        raise Unclear(request.say("cards.problem.no_thing"), "thing")
    if thing in file.case.random_things.splitlines():
        raise Unclear(request.say("cards.problem.thing_there"), "thing")
    cell = with_thing(file.case.random_things, thing)
    return _saved(request, file.case.code, cell, request.say("cards.saved.thing"))


@action("tick_thing", WRITERS)
def tick_thing(request: CardRequest) -> Answer:
    """The line stays, with a tick and the day."""
    file = own_case(request)
    thing = request.asked.given.get("thing", "")
    cell = ticked(file.case.random_things, thing, request.office.today, request.say)
    if cell is None:
        raise Unclear(request.say("cards.problem.changed_since"))
    return _saved(request, file.case.code, cell, request.say("cards.saved.ticked", thing=thing))


def _saved(request: CardRequest, code: str, cell: str, said: str) -> Answer:
    carried = save(request, CASELOAD, Change("caseload", code, {"random_things_to_do": cell}))
    answer = saved(request, said, carried, code)
    return Answer(answer.card, True, said, (Look(code, "things"),))
