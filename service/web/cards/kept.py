"""A form that could not be saved, with all that was filled in, and the sentence that says why."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from service.casework.wants import Say

from ..event import Asked
from .widgets import (
    Json,
    ask,
    button,
    buttons,
    card,
    line,
    pick_day,
    pick_time,
    section,
    text,
    write,
)

_INPUTS = ("textInput", "selectionInput", "dateTimePicker")


def filled_again(made: Json, asked: Asked, sentence: str, field: str, say: Say) -> Json:
    """The form `made`, drawn anew, as it was filled in: `sentence` stands below the input `field`,
    or above everything where there is no such input. It goes on under the same `form` id, so that
    saving it once more adds nothing twice. What was written and has no place on it any more (the
    row was decided meanwhile) is shown as it was written."""
    again = copy.deepcopy(made)
    for part in again["sections"]:  # what was filled in is not hidden, nor is what is said of it
        part.pop("collapsible", None)
        part.pop("uncollapsibleWidgetsCount", None)
    names = set()
    for each in _inputs(again):
        names.add(each["name"])
        _fill(each, asked)
    _keep_form(again, asked.given.get("form", ""))
    first = again["sections"][0]["widgets"]
    homeless = "\n".join(
        value
        for name, values in asked.inputs.items()
        if name not in names and (value := values[0].strip() if values else "")
    )
    if homeless:
        first.insert(0, line(homeless, say("cards.kept.wrote")))
    said = line(sentence, icon="error")
    for part in again["sections"]:
        for place, widget in enumerate(part["widgets"], 1):
            if any(widget.get(kind, {}).get("name") == field for kind in _INPUTS):
                part["widgets"].insert(place, said)
                return again
    first.insert(0, said)
    return again


def kept_card(asked: Asked, sentence: str, say: Say) -> Json:
    """Where nothing can be read to draw the form from: what was filled in, as it was sent, and the
    button to save it once more."""
    fields: list[Json] = [
        write(name, say("cards.kept.wrote"), values[0], long=True)
        for name, values in asked.inputs.items()
        if values and values[0].strip()
    ]
    fields += [pick_day(name, say("cards.entry.day"), day) for name, day in asked.dates.items()]
    fields += [pick_time(name, say("cards.entry.start"), at) for name, at in asked.times.items()]
    given = {key: value for key, value in asked.given.items() if key != "action"}
    again = button(say("cards.kept.again"), ask(asked.action, **given), strong=True)
    back = button(say("cards.do.back"), ask("home"))
    return card(
        say("cards.refused.title"),
        section("", text(sentence), *fields, buttons(again, back)),
        name="form",
    )


def _inputs(made: Json) -> Iterator[Json]:
    for part in made["sections"]:
        for widget in part["widgets"]:
            yield from (widget[kind] for kind in _INPUTS if kind in widget)


def _fill(each: Json, asked: Asked) -> None:
    name = each["name"]
    if "items" in each:
        chosen = asked.inputs.get(name, ())
        if any(item["value"] in chosen for item in each["items"]):
            for item in each["items"]:
                item["selected"] = item["value"] in chosen
    elif each.get("type") in ("DATE_ONLY", "TIME_ONLY"):
        picked = (
            pick_day(name, "", asked.dates.get(name))
            if each["type"] == "DATE_ONLY"
            else pick_time(name, "", asked.times.get(name))
        )["dateTimePicker"]
        if "valueMsEpoch" in picked:
            each["valueMsEpoch"] = picked["valueMsEpoch"]
    elif name in asked.inputs:
        each.pop("value", None)
        if value := "".join(asked.inputs[name][:1]):
            each["value"] = value


def _keep_form(made: Any, form: str) -> None:
    if isinstance(made, Mapping):
        if form and made.get("key") == "form" and "value" in made:
            made["value"] = form  # type: ignore[index]
        for value in made.values():
            _keep_form(value, form)
    elif isinstance(made, list):
        for value in made:
            _keep_form(value, form)
