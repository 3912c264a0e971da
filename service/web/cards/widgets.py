"""The pieces a card is made of: Google's card JSON (GoogleAppsCardV1 in the chat.v1 discovery
document), one small function for each.

What people wrote comes in as plain text and is escaped here, because Google reads a few HTML tags
in running text. Button labels, titles and the lines above and below are plain at Google's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time
from html import escape
from typing import Any

Json = dict[str, Any]
_PICTURE = re.compile(r"data:image/[^\"]*")
LONGEST = 1_500  # characters of a text; a card is for a glance
MOST_WIDGETS = 100  # in all sections of a card; Google shows no more (chat.v1)
MOST_BYTES = 30_000  # of a card's JSON beside its pictures; a message with cards holds 32,000
BOX = "look_for"  # the search box that stands below every card
NAVIGATION = 12  # widgets at most of a last section that is always kept


def card(title: str, *sections: Json | None, subtitle: str = "", name: str = "") -> Json:
    """A card; sections without widgets are left out."""
    header: Json = {"title": _short(title, 120)}
    if subtitle:
        header["subtitle"] = _short(subtitle, 200)
    made: Json = {"header": header, "sections": [each for each in sections if each]}
    if name:
        made["name"] = name
    return made


def section(
    header: str, *widgets: Json | None, open_first: int = 0, folded: bool = False
) -> Json | None:
    """A section, or None when it would be empty. With `open_first` only so many of its widgets
    are shown until it is opened; `folded`, only its header."""
    shown = [widget for widget in widgets if widget]
    if not shown:
        return None
    made: Json = {"widgets": shown}
    if header:
        made["header"] = _escaped(header, 200)
    if folded:
        made |= {"collapsible": True, "uncollapsibleWidgetsCount": 0}
    elif 0 < open_first < len(shown):
        made |= {"collapsible": True, "uncollapsibleWidgetsCount": open_first}
    return made


def search_box(label: str, find: str) -> Json | None:
    """The box below every card, in which anything is looked for."""
    return section("", write(BOX, label), buttons(button(find, ask("find"))))


def fitted(made: Json, say_more: Callable[[int], str], below: Json | None = None) -> Json:
    """A card that Google shows whole, with a section `below` it: what is beyond its measure is left
    out, and the card says of how many lines (`say_more`). The last section stays: it leads on from
    here."""
    if below is not None:
        widgets, size = _count(below), _bytes({"": below})
        shown = _fitted(made, say_more, MOST_WIDGETS - widgets, MOST_BYTES - size)
        return {**shown, "sections": [*shown["sections"], below]}
    return _fitted(made, say_more, MOST_WIDGETS, MOST_BYTES)


def _fitted(made: Json, say_more: Callable[[int], str], most: int, most_bytes: int) -> Json:
    sections = made["sections"]
    if sum(map(_count, sections)) <= most and _bytes(made) <= most_bytes:
        return made
    keeps = len(sections) > 1 and _count(sections[-1]) <= NAVIGATION
    body, last = (sections[:-1], sections[-1:]) if keeps else (sections, [])
    left_out = text(say_more(most))
    room = most - 1 - sum(map(_count, last))
    size = most_bytes - _bytes({**made, "sections": [*last, {"widgets": [left_out]}]})
    shown: list[Json] = []
    total, kept = sum(map(_count, body)), 0
    for each in body:
        some: list[Json] = []
        size -= _bytes({**each, "widgets": []})
        for widget in each["widgets"]:
            size -= _bytes(widget)
            if size < 0 or kept == room:
                room = kept  # what comes later is left out too, or the card would have gaps
                break
            some.append(widget)
            kept += 1
        if some:
            shown.append({**each, "widgets": some})
            if each.get("uncollapsibleWidgetsCount", 0) >= len(some):
                shown[-1] = {k: v for k, v in shown[-1].items() if "ollapsible" not in k}
    left_out = text(say_more(total - kept))
    return {**made, "sections": [*shown, {"widgets": [left_out]}, *last]}


def fit_together(sections: Sequence[Json]) -> int:
    """How many of these, from the first on, go on one card beside its other lines; at least one."""
    widgets = size = 0
    for number, each in enumerate(sections):
        widgets, size = widgets + _count(each), size + _bytes(each)
        if number and (widgets > MOST_WIDGETS - 2 * NAVIGATION or size > MOST_BYTES * 0.8):
            return number
    return len(sections)


def _count(section: Json) -> int:
    return len(section["widgets"])


def _bytes(made: Json) -> int:
    """As JSON, without pictures that stand in their own address."""
    return len(_PICTURE.sub("", json.dumps(made)))


def text(words: str, bold: bool = False) -> Json:
    """A paragraph."""
    shown = _escaped(words)
    return {"textParagraph": {"text": f"<b>{shown}</b>" if bold else shown}}


def line(
    words: str,
    above: str = "",
    below: str = "",
    click: Json | None = None,
    button: Json | None = None,
    icon: str = "",
) -> Json:
    """A line of its own, with a small one above and below; it may be clicked, or have a button.
    `icon` is one of Google's material icons."""
    made: Json = {"text": _escaped(words) or "\u00a0", "wrapText": True}
    if above:
        made["topLabel"] = _short(above, 200)
    if below:
        made["bottomLabel"] = _short(below, 500)
    if click:
        made["onClick"] = click
    if button:
        made["button"] = button
    if icon:
        made["startIcon"] = {"materialIcon": {"name": icon}, "altText": icon.replace("_", " ")}
    return {"decoratedText": made}


def ask(action: str, **parameters: str) -> Json:
    """What a click does: ask the service for `action`. Apps Script's `relay` passes it on."""
    given = {"action": action, **parameters}
    pairs = [{"key": key, "value": value} for key, value in given.items() if value != ""]
    return {"action": {"function": "relay", "parameters": pairs, "loadIndicator": "SPINNER"}}


def carrying(made: Any, name: str, value: str) -> Any:
    """The same, with one more parameter on all that can be pressed."""
    if isinstance(made, list):
        return [carrying(each, name, value) for each in made]
    if not isinstance(made, dict):
        return made
    same = {key: carrying(each, name, value) for key, each in made.items()}
    if "function" in same and "parameters" in same:
        same["parameters"] = [*same["parameters"], {"key": name, "value": value}]
    return same


def open_link(url: str) -> Json:
    """A click that opens a page."""
    return {"openLink": {"url": url, "openAs": "FULL_SIZE", "onClose": "NOTHING"}}


def button(label: str, click: Json, strong: bool = False, says: str = "") -> Json:
    """A button; `says` is for screen readers, where the label alone is not enough."""
    made: Json = {"text": _short(label, 60), "onClick": click}
    if strong:
        made["type"] = "FILLED"
    if says:
        made["altText"] = _short(says, 200)
    return made


def buttons(*each: Json | None) -> Json | None:
    """Buttons beside each other; None when there are none."""
    shown = [button for button in each if button]
    return {"buttonList": {"buttons": shown}} if shown else None


def write(name: str, label: str, value: str = "", hint: str = "", long: bool = False) -> Json:
    """A field to write in."""
    made: Json = {"name": name, "label": label, "type": "MULTIPLE_LINE" if long else "SINGLE_LINE"}
    if value:
        made["value"] = value
    if hint:
        made["hintText"] = hint
    return {"textInput": made}


def choose(
    name: str, label: str, choices: Iterable[tuple[str, str]], chosen: str = "", radio: bool = False
) -> Json:
    """One of several (words shown, value). Without `chosen` a drop-down starts with the first."""
    items = [
        {"text": _short(shown, 200), "value": value, "selected": value == chosen}
        for shown, value in choices
    ]
    kind = "RADIO_BUTTON" if radio else "DROPDOWN"
    return {"selectionInput": {"name": name, "label": label, "type": kind, "items": items}}


def tick_boxes(
    name: str, label: str, items: Iterable[tuple[str, str, str]], ticked: bool = False
) -> Json:
    """Boxes to tick: (words shown, small words below, value) of each."""
    boxes = [
        {"text": _short(shown, 200), "value": value, "selected": ticked}
        | ({"bottomText": _short(below, 200)} if below else {})
        for shown, below, value in items
    ]
    made: Json = {"name": name, "label": _short(label, 200), "type": "CHECK_BOX", "items": boxes}
    return {"selectionInput": made}


def pick_day(name: str, label: str, day: date | None = None) -> Json:
    made: Json = {"name": name, "label": label, "type": "DATE_ONLY"}
    if day is not None:
        midnight = datetime.combine(day, time(), UTC)
        made["valueMsEpoch"] = str(int(midnight.timestamp() * 1000))
    return {"dateTimePicker": made}


def pick_time(name: str, label: str, at: time | None = None) -> Json:
    made: Json = {"name": name, "label": label, "type": "TIME_ONLY"}
    if at is not None:
        moment = datetime(1970, 1, 1, at.hour, at.minute, tzinfo=UTC)
        made["valueMsEpoch"] = str(int(moment.timestamp() * 1000))
    return {"dateTimePicker": made}


def picture(url: str, says: str) -> Json:
    """An image with the words for those who do not see it."""
    return {"image": {"imageUrl": url, "altText": says}}


def rule() -> Json:
    """A thin line between two things."""
    return {"divider": {}}


def _escaped(words: str, longest: int = LONGEST) -> str:
    return escape(_short(words, longest), quote=False).replace("\n", "<br>")


def _short(words: str, longest: int) -> str:
    plain = "".join(each for each in words if each == "\n" or ord(each) >= 32)
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"
