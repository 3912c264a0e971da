"""What Forms does: ids that were given, and sections of the same batch."""

from __future__ import annotations

from typing import Any

from service.ports import BadRequest

from .scratch import CannotTell, Scratch

SECTION, OTHER, ASKED = "0a1b2c3d", "0a1b2c3e", "0a1b2c3f"


def ids(scratch: Scratch) -> str:
    """Whether an item keeps the id that it was given."""
    _fill(scratch, _create({"itemId": SECTION, "title": "One", "pageBreakItem": {}}))
    request = scratch.collection("forms", "forms").get(formId=scratch.form)
    items = scratch.ask("forms", request, changes=False).get("items", ())
    return "kept" if any(item["itemId"] == SECTION for item in items) else "own"


def goto_same_batch(scratch: Scratch) -> str:
    if _ids_are_googles(scratch):
        raise CannotTell("Ids are Google's own, so nothing can lead to a section of its batch.")
    options = [
        {"value": "Yes", "goToSectionId": OTHER},
        {"value": "No", "goToAction": "SUBMIT_FORM"},
    ]
    question = {"questionId": ASKED, "choiceQuestion": {"type": "RADIO", "options": options}}
    try:
        _fill(
            scratch,
            _create({"itemId": OTHER, "title": "Two", "pageBreakItem": {}}),
            _create({"title": "Which?", "questionItem": {"question": question}}),
        )
    except BadRequest:
        return "refused"
    return "accepted"


def _ids_are_googles(scratch: Scratch) -> bool:
    """Whether the section that `ids` made goes by another id."""
    request = scratch.collection("forms", "forms").get(formId=scratch.form)
    items = scratch.ask("forms", request, changes=False).get("items", ())
    return all(item["itemId"] != SECTION for item in items)


def _create(item: dict[str, Any]) -> dict[str, Any]:
    return {"createItem": {"item": item, "location": {"index": 0}}}


def _fill(scratch: Scratch, *requests: dict[str, Any]) -> None:
    forms = scratch.collection("forms", "forms")
    body = {"requests": list(requests)}
    scratch.ask("forms", forms.batchUpdate(formId=scratch.form, body=body))
