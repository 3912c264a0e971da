"""Which question of a form is which, where Google gives ids of its own.

Holdfast derives the ids of items and questions from their keys, and forms.v1 says that they can be
provided. Where Google puts others in their place, those are read back once, when the form is made:
the ledger remembers which of ours each stands for, and so does the form itself (appProperties),
for the day on which the ledger is lost. From then on people may rename, move or delete as usual.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

KIND = "form_ids"  # in the ledger: the form's key, its id, {Google's id: ours}
PROPERTY = "holdfast_ids"
PROPERTY_BYTES = 124  # a name and its value together (drive.v3)

Requests = Sequence[Mapping[str, Any]]


def in_two(requests: Requests) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """The requests that fill a form as two batches: the second leads to sections of the first, as
    it is not said whether a batch may lead to a section of its own."""
    first = next((n for n, each in enumerate(requests) if any(_ways(each))), len(requests))
    return list(requests[:first]), list(requests[first:])


def items_of(requests: Requests) -> list[Mapping[str, Any]]:
    """The items that stand in a form once these requests have filled it, in order."""
    items: list[Mapping[str, Any]] = []
    for request in requests:
        if "createItem" in request:
            made = request["createItem"]
            items.insert(made["location"]["index"], made["item"])
    return items


def google_ids(wanted: Requests, standing: Requests) -> dict[str, str]:
    """{Google's id: ours} where they differ, of items and questions alike. Empty where the form
    does not hold what it was given, item for item."""
    if len(wanted) != len(standing):
        return {}
    pairs = zip(wanted, standing, strict=True)
    found = {_ids(theirs)[n]: ours for own, theirs in pairs for n, ours in enumerate(_ids(own))}
    return {theirs: ours for theirs, ours in found.items() if theirs != ours}


def led(requests: Requests, ids: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """The same requests, leading to sections by the ids that Google gave them."""
    theirs = {ours: id_ for id_, ours in ids.items()}
    led_there: list[Mapping[str, Any]] = []
    for request in requests:
        item = request["createItem"]["item"]
        asked = item.get("questionItem", {}).get("question", {})
        if any(_ways(request)):
            choice = asked["choiceQuestion"]
            options = [
                {**each, "goToSectionId": theirs.get(each["goToSectionId"], each["goToSectionId"])}
                if "goToSectionId" in each
                else each
                for each in choice["options"]
            ]
            asked = {**asked, "choiceQuestion": {**choice, "options": options}}
            item = {**item, "questionItem": {"question": asked}}
        led_there.append({"createItem": {**request["createItem"], "item": item}})
    return led_there


def in_our_ids(raw: Mapping[str, Any], ids: Mapping[str, str]) -> Mapping[str, Any]:
    """A raw `forms.responses` resource, its answers under our own ids."""
    given = raw.get("answers")
    if not ids or not isinstance(given, dict):
        return raw
    return {**raw, "answers": {ids.get(name, name): answer for name, answer in given.items()}}


def packed(ids: Mapping[str, str]) -> dict[str, str]:
    """As appProperties of the form's file; none where Google kept our ids."""
    pairs = [f"{theirs}:{ours}" for theirs, ours in sorted(ids.items())]
    properties: dict[str, str] = {}
    for pair in pairs:
        name = f"{PROPERTY}{max(len(properties) - 1, 0)}"
        held = properties.get(name, "")
        if held and len(f"{name}{held},{pair}") <= PROPERTY_BYTES:
            properties[name] = f"{held},{pair}"
        else:
            properties[f"{PROPERTY}{len(properties)}"] = pair
    return properties


def unpacked(properties: Mapping[str, str]) -> dict[str, str]:
    """{Google's id: ours}, as the appProperties of a form's file tell it."""
    pairs = [
        pair.partition(":")
        for name, value in properties.items()
        if name.startswith(PROPERTY)
        for pair in value.split(",")
    ]
    return {theirs: ours for theirs, _, ours in pairs if ours}


def _ways(request: Mapping[str, Any]) -> Iterator[str]:
    """The sections that a request's item leads to."""
    item = request.get("createItem", {}).get("item", {})
    asked = item.get("questionItem", {}).get("question", {})
    for option in asked.get("choiceQuestion", {}).get("options", ()):
        if "goToSectionId" in option:
            yield option["goToSectionId"]


def _ids(item: Mapping[str, Any]) -> list[str]:
    asked = item.get("questionItem", {}).get("question", {})
    return [item.get("itemId", ""), *([asked["questionId"]] if "questionId" in asked else [])]
