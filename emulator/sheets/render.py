"""How a value is shown: formatted, unformatted, as a formula.

The one renderer for `values.get`, `spreadsheets.get` and CSV.
"""

from __future__ import annotations

from . import patterns
from .grid import ErrorValue, Json, Value
from .locales import Locale

FORMATTED, UNFORMATTED, FORMULA = "FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"

# The pattern of a number format that names only its type.
DEFAULT_PATTERNS = {
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "CURRENCY": '"$"#,##0.00',
    "TIME": "h:mm:ss AM/PM",
    "SCIENTIFIC": "0.00E+00",
}


def pattern_of(number_format: Json | None, locale: Locale) -> str:
    """The pattern of a NumberFormat; "" for automatic."""
    if not number_format:
        return ""
    pattern = number_format.get("pattern", "")
    if pattern:
        return "" if pattern.lower() == "general" else str(pattern)
    kind = number_format.get("type", "")
    if kind == "DATE":
        return locale.date_pattern
    if kind == "DATE_TIME":
        return f"{locale.date_pattern} h:mm:ss"
    return DEFAULT_PATTERNS.get(kind, "")


def formatted(value: Value, number_format: Json | None, locale: Locale) -> str:
    """The text a person sees in the cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, ErrorValue):
        return value.text
    if isinstance(value, str):
        if number_format and "@" in number_format.get("pattern", ""):
            return patterns.show_text(value, number_format["pattern"])
        return value
    pattern = pattern_of(number_format, locale)
    if number_format and number_format.get("type") == "TEXT" and not pattern:
        pattern = "@"
    return patterns.show(value, pattern, locale) if pattern else patterns.general(value, locale)


def unformatted(
    value: Value, number_format: Json | None, locale: Locale, dates_as_text: bool
) -> str | float | bool:
    """The bare value: numbers as numbers, dates as serials or, if asked for, as shown."""
    if value is None:
        return ""
    if isinstance(value, ErrorValue):
        return value.text
    if isinstance(value, (bool, str)):
        return value
    if dates_as_text and number_format:
        pattern = pattern_of(number_format, locale)
        if pattern and patterns.is_date(pattern):
            return patterns.show(value, pattern, locale)
    return whole(value)


def whole(number: float) -> float:
    """1.0 as 1, the way JSON numbers come from Google."""
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
        return int(number)
    return number
