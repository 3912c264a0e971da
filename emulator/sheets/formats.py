"""Cell formats: Google's defaults, colours as Google stores them, effective formats.

Sheets keeps every colour twice (`backgroundColor` and `backgroundColorStyle`, `color` and
`colorStyle`, …) and in eight bits a channel. `settled` brings any JSON into that shape and
`with_twins` makes an update mask name both.
"""

from __future__ import annotations

from typing import Any

from emulator.fields import Mask

from .grid import ErrorValue, Json, Value

WHITE = {"red": 1, "green": 1, "blue": 1}
LINK_COLOUR = {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}

DEFAULT_FORMAT: Json = {
    "backgroundColor": WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": WHITE},
}

THEME_COLOURS: dict[str, Json] = {
    "TEXT": {},
    "BACKGROUND": WHITE,
    "ACCENT1": {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275},
    "ACCENT2": {"red": 0.91764706, "green": 0.2627451, "blue": 0.20784314},
    "ACCENT3": {"red": 0.9843137, "green": 0.7372549, "blue": 0.015686275},
    "ACCENT4": {"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902},
    "ACCENT5": {"red": 1, "green": 0.42745098, "blue": 0.003921569},
    "ACCENT6": {"red": 0.27450982, "green": 0.7411765, "blue": 0.7764706},
    "LINK": LINK_COLOUR,
}

CHANNELS = {"red", "green", "blue", "alpha"}


def spreadsheet_properties() -> Json:
    """The properties of a spreadsheet that was just made, without its title."""
    theme = [
        {"colorType": name, "color": {"rgbColor": colour}} for name, colour in THEME_COLOURS.items()
    ]
    return {
        "locale": "en_US",
        "autoRecalc": "ON_CHANGE",
        "timeZone": "Etc/GMT",
        "defaultFormat": DEFAULT_FORMAT,
        "spreadsheetTheme": {"primaryFontFamily": "Arial", "themeColors": theme},
    }


def colour(value: Json) -> Json:
    """A colour in eight bits a channel; black channels are left out."""
    kept = {}
    for channel in ("red", "green", "blue"):
        level = int(min(max(float(value.get(channel) or 0), 0.0), 1.0) * 255 + 1e-4)
        if level:
            kept[channel] = 1 if level == 255 else float(f"{level / 255:.8g}")
    return kept


def is_colour_name(name: str) -> bool:
    return (name == "color" or name.endswith("Color")) and name not in ("rgbColor", "themeColor")


def settled(value: Any) -> Any:
    """The same JSON with every colour rounded and kept under both of its names."""
    if isinstance(value, list):
        return [settled(item) for item in value]
    if not isinstance(value, dict):
        return value
    done: Json = {}
    for name, item in value.items():
        if is_colour_name(name) and isinstance(item, dict) and item.keys() <= CHANNELS:
            done[name] = colour(item)
            done.setdefault(name + "Style", {"rgbColor": done[name]})
        elif _is_style(name, item):
            if not item:
                continue  # a style of no colour takes the colour away
            rgb, theme = item.get("rgbColor"), item.get("themeColor")
            style = {"themeColor": theme} if theme else {"rgbColor": colour(rgb or {})}
            done[name] = style
            done[name[: -len("Style")]] = (
                THEME_COLOURS.get(theme, {}) if theme else style["rgbColor"]
            )
        elif name == "rgbColor" and isinstance(item, dict):
            done[name] = colour(item)
        else:
            done[name] = settled(item)
    return done


def _is_style(name: str, item: Any) -> bool:
    return (
        name.endswith("Style") and is_colour_name(name[: -len("Style")]) and isinstance(item, dict)
    )


def with_twins(mask: Mask) -> Mask:
    """The mask with every colour named both ways."""
    done = Mask()
    for name, below in mask.items():
        done[name] = with_twins(below)
        if is_colour_name(name):
            done[name] = Mask()
            done[name + "Style"] = Mask()
        elif name.endswith("Style") and is_colour_name(name[: -len("Style")]):
            done[name] = Mask()
            done[name[: -len("Style")]] = Mask()
    return done


def overlay(base: Json, top: Json) -> Json:
    """Format `top` over format `base`, member by member."""
    merged = dict(base)
    for name, item in top.items():
        old = merged.get(name)
        nested = name in ("textFormat", "padding", "borders")
        merged[name] = (
            overlay(old, item)
            if nested and isinstance(old, dict) and isinstance(item, dict)
            else item
        )
    return merged


def effective(default: Json, own: Json | None, number_format: Json | None, side: str) -> Json:
    """The effectiveFormat of a cell: the default, its own over it, what its value brings
    (`side` is the alignment by the kind of value, "" for none)."""
    text = {**default["textFormat"], "fontFamily": "Arial"}
    base = {**default, "textFormat": text, "hyperlinkDisplayType": "PLAIN_TEXT"}
    if side:
        base["horizontalAlignment"] = side
    if number_format:
        base["numberFormat"] = number_format
    own = own or {}
    link = own.get("textFormat", {}).get("link")
    if link:
        base["hyperlinkDisplayType"] = "LINKED"
        base["textFormat"] = {
            **text,
            "underline": True,
            "foregroundColor": LINK_COLOUR,
            "foregroundColorStyle": {"themeColor": "LINK"},
        }
    return overlay(base, own)


def alignment(value: Value) -> str:
    if isinstance(value, (bool, ErrorValue)):
        return "CENTER"
    return "RIGHT" if isinstance(value, (int, float)) else "LEFT"
