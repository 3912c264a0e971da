"""What Google's side of the add-on takes from the relay, and what it makes of the rest.

    GET, POST  /_emulator/addon_host    {"answers": "render" | "action" | "cards"}

`answers` is the relay's script property HOLDFAST_ANSWERS (apps_script/src/Answers.js): `render`
answers a button with {renderActions: {action}}, `action` with {action} as the service does, `cards`
with what CardService has built. Whether Google takes that is the variant addon_callback; a button
is told from a homepage by the parameter `action` that comes with it. A card's `data:` pictures are
the variant data_images. How JSON becomes CardService's objects is not played here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .errors import ApiError
from .variants import Value

Json = dict[str, Any]
ANSWERS = ("render", "action", "cards")
ADDRESSES = ("imageUrl", "imageUri", "iconUrl")
REFUSED = "Cannot find field: {} in message. What the add-on has answered was not shown."


def taken(answer: Json, way: str, button: bool, variants: Mapping[str, Value]) -> Json:
    """What the panel shows of a service's `{"action": …}`: itself, or Google's refusal."""
    shown = pictured(answer, variants["data_images"] == "shown")
    callback = variants["addon_callback"]
    wrapped = button and way == "render"
    if callback == "cards_only" and way != "cards":
        return refusal("renderActions" if wrapped else "action")
    if callback == "render_actions" and button and way == "action":
        return refusal("action")
    return {"renderActions": shown} if wrapped else shown


def refusal(field: str) -> Json:
    """The card in place of one that Google could not read."""
    words = [{"textParagraph": {"text": REFUSED.format(field)}}]
    card = {"header": {"title": "The add-on made an error"}, "sections": [{"widgets": words}]}
    return {"action": {"navigations": [{"pushCard": card}]}}


def pictured(part: Any, shown: bool) -> Any:
    """The same JSON, unless data pictures are shown without them: an image leaves its words."""
    if shown or not isinstance(part, dict | list):
        return part
    if isinstance(part, list):
        return [pictured(one, shown) for one in part]
    image = part.get("image")
    if isinstance(image, dict) and _is_data(image.get("imageUrl")):
        return {"textParagraph": {"text": str(image.get("altText") or "")}}
    return {
        name: pictured(value, shown)
        for name, value in part.items()
        if not (name in ADDRESSES and _is_data(value))
    }


def _is_data(address: object) -> bool:
    return isinstance(address, str) and address.startswith("data:")


def read_answers(spec: Mapping[str, Any]) -> str:
    """The script property as posted. Raises ApiError(400) in plain words."""
    way = spec.get("answers")
    if set(spec) != {"answers"} or way not in ANSWERS:
        raise ApiError(400, f"The relay answers in one of these ways: {', '.join(ANSWERS)}.")
    return str(way)
