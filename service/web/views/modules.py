"""What Holdfast can do: every module in one sentence, on or off, with a button."""

from __future__ import annotations

from service.casework.registry import MODULES, switch
from service.casework.settings import setting_key
from service.reconcile.setup.module_list import module_lines

from ..answering import (
    COORDINATOR,
    OFFICE,
    OFFICE_STAFF,
    Answer,
    CardRequest,
    NotForYou,
    Unclear,
    action,
)
from ..cards.widgets import Json, ask, button, buttons, card, line, section, text
from ..writing import Change, save
from .saved import saved


@action("modules", OFFICE_STAFF, OFFICE)
def modules(request: CardRequest) -> Answer:
    """The list. What each brings comes and goes at the next sync."""
    say = request.say
    shown = []
    for each in module_lines(request.office.settings, say):
        key = "off" if each.on else "on"
        switch_it = ask("switch_module", module=each.name, to=key)
        label = say(f"cards.modules.switch_{key}")
        says = say(f"cards.modules.switch_{key}_says", name=each.called)
        state = say("cards.modules.is_on" if each.on else "cards.modules.is_off")
        shown.append(
            line(
                each.what,
                above=f"{each.called} · {state}",
                button=button(label, switch_it, says=says),
            )
        )
    made = card(
        say("cards.modules.title"),
        section("", text(say("cards.modules.hint")), *shown),
        section("", buttons(*_new_year(request), button(say("cards.do.back"), ask("home")))),
        name="modules",
    )
    return Answer(made)


def _new_year(request: CardRequest) -> list[Json]:
    """The coordinator's way to what is done once a year."""
    is_theirs = request.person.role == COORDINATOR
    return [button(request.say("cards.do.new_year"), ask("new_year"))] if is_theirs else []


@action("switch_module", OFFICE_STAFF, OFFICE)
def switch_module(request: CardRequest) -> Answer:
    """Yes or no in its row of Settings; the next sync does the rest."""
    name, to = request.asked.text("module"), request.asked.text("to")
    register = next((each for each in MODULES if each.name == name), None)
    if register is None or to not in ("on", "off"):
        raise NotForYou
    say, key = request.say, setting_key(switch(register))
    rows = request.office.seen.tabs["settings"].rows
    row = next((row for row in rows if setting_key(row.text("setting")) == key), None)
    if row is None:
        raise Unclear(say("cards.modules.no_row", setting=switch(register)))
    value = "yes" if to == "on" else "no"
    carried = save(request, OFFICE, Change("settings", row.text("setting"), {"value": value}))
    said = say(f"cards.modules.switched_{to}", name=register.module)
    return saved(request, said, carried, back="modules")
