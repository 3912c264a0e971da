"""forms.batchUpdate on a copy of a form: all of it or nothing. Pure functions."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace

from emulator import fields
from emulator.errors import ApiError

from .items import BadItem, Ways, check_item, invalid, one_line, questions, sections, without_ids
from .store import Fields, Form, compact

INFO_FIELDS = ("title", "description")
SETTINGS_FIELDS = ("quizSettings", "emailCollectionType")


def apply_requests(form: Form, requests: list[Fields], ways: Ways) -> tuple[Form, list[Fields]]:
    """The changed form and one reply per request. Raises ApiError(400), changing nothing."""
    ways = replace(ways, standing=sections(form.items))
    if not requests:
        raise ApiError(400, "Must specify at least one request.")
    changed, replies = deepcopy(form), []
    for number, request in enumerate(requests):
        kinds = [kind for kind in REQUESTS if request.get(kind) is not None]
        if len(kinds) != 1:
            raise invalid(f"requests[{number}]", "No request set.")
        where = f"requests[{number}].{kinds[0]}"
        try:
            replies.append(REQUESTS[kinds[0]](changed, request[kinds[0]], where, ways))
        except BadItem as wrong:
            raise invalid(where, str(wrong)) from None
    return changed, replies


def _place(form: Form, location: Fields | None, where: str, *, after_last: bool = False) -> int:
    """An index into the form's items; with `after_last` the end is a place too."""
    if location is None:
        raise invalid(where, "location was not provided")
    index = int(location.get("index") or 0)
    if not 0 <= index < len(form.items) + after_last:
        raise invalid(where, f"index {index} is outside the form's {len(form.items)} items")
    return index


def _create_item(form: Form, body: Fields, where: str, ways: Ways) -> Fields:
    index = _place(form, body.get("location"), where, after_last=True)
    given = deepcopy(body.get("item") or {})
    item = check_item(without_ids(given) if ways.own_ids else given, form.items, ways)
    form.items.insert(index, item)
    reply: Fields = {"itemId": item["itemId"]}
    asked = [question["questionId"] for question in questions(item)]
    if asked:
        reply["questionId"] = asked
    return {"createItem": reply}


def _update_item(form: Form, body: Fields, where: str, ways: Ways) -> Fields:
    index = _place(form, body.get("location"), where)
    mask = _mask(body, where, None)
    old, new = form.items[index], compact(body.get("item") or {})
    changed = deepcopy(old)
    fields.update(mask, changed, new)
    _keep_ids(old, changed, mask)
    others = form.items[:index] + form.items[index + 1 :]
    form.items[index] = check_item(changed, others, ways)
    return {}


def _keep_ids(old: Fields, changed: Fields, mask: fields.Mask) -> None:
    """An id that the mask does not name stays; one that it names, and is blank, is made anew."""
    if not mask.selects("itemId") or not mask:
        changed.setdefault("itemId", old["itemId"])
    before, after = list(questions(old)), list(questions(changed))
    if len(before) == len(after) == 1 and not mask.selects(
        "questionItem", "question", "questionId"
    ):
        after[0].setdefault("questionId", before[0]["questionId"])


def _move_item(form: Form, body: Fields, where: str, ways: Ways) -> Fields:
    origin = _place(form, body.get("originalLocation"), where)
    target = _place(form, body.get("newLocation"), where)
    form.items.insert(target, form.items.pop(origin))
    return {}


def _delete_item(form: Form, body: Fields, where: str, ways: Ways) -> Fields:
    gone = form.items.pop(_place(form, body.get("location"), where))
    if "pageBreakItem" in gone:
        for item in form.items:
            for question in questions(item):
                for option in question.get("choiceQuestion", {}).get("options", []):
                    if option.get("goToSectionId") == gone["itemId"]:
                        del option["goToSectionId"]
    return {}


def _update_info(form: Form, body: Fields, where: str, ways: Ways) -> Fields:
    mask = _mask(body, where, (*INFO_FIELDS, "documentTitle"))
    if mask.selects("documentTitle") and "*" not in mask:
        raise invalid(where, "info.document_title can only be changed with the Drive API")
    info = {"title": form.title, "description": form.description}
    fields.update(mask, info, {k: v for k, v in (body.get("info") or {}).items() if v})
    one_line(info.get("title"))
    if not info.get("title"):
        raise BadItem("info.title was not provided")
    form.title, form.description = info["title"], info.get("description") or ""
    return {}


def _update_settings(form: Form, body: Fields, where: str, ways: Ways) -> Fields:
    mask = _mask(body, where, SETTINGS_FIELDS)
    given = compact(body.get("settings") or {})
    if given.get("emailCollectionType") == "EMAIL_COLLECTION_TYPE_UNSPECIFIED":
        del given["emailCollectionType"]
    fields.update(mask, form.settings, given)
    form.settings.setdefault("emailCollectionType", "DO_NOT_COLLECT")
    return {}


def _mask(body: Fields, where: str, known: tuple[str, ...] | None) -> fields.Mask:
    text = body.get("updateMask") or ""
    if not text:
        raise invalid(where, "update_mask was not provided")
    try:
        mask = fields.parse(text)
    except fields.MaskSyntaxError:
        raise invalid(where, f"update_mask {text} cannot be read") from None
    for name in mask:
        if known is not None and name not in (*known, "*"):
            raise invalid(where, f"update_mask names the unknown field {name}")
    return mask


Edit = Callable[[Form, Fields, str, Ways], Fields]
REQUESTS: dict[str, Edit] = {
    "createItem": _create_item,
    "updateItem": _update_item,
    "moveItem": _move_item,
    "deleteItem": _delete_item,
    "updateFormInfo": _update_info,
    "updateSettings": _update_settings,
}
