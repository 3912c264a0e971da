"""Number patterns: `#,##0.00`, `0%`, `"$"#,##0`, `yyyy-mm-dd`, `[h]:mm:ss`, `@`.

A pattern is cut into tokens once and kept; `show` writes a number with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from .locales import DAYS, EPOCH, MONTHS, Locale

TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|\[(h+|m+|s+)\]|\[[^\]]*\]'
    r"|(am/pm|a/p)|(y+|m+|d+|h+|s+)(?:(?<=s)\.(0+))?|(general)|(.)",
    re.IGNORECASE | re.DOTALL,
)
DIGIT = re.compile(r"[0#?]")
# Every digit of the largest number that a cell can hold.
WIDE = Context(prec=400)
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Token:
    """kind: "text", "date" (runs of y, m, d, h, s), "elapsed" ([h]), "half" (AM/PM) or "sign"
    (one of 0 # ? . , % E @)."""

    kind: str
    text: str
    decimals: int = 0


@lru_cache(maxsize=1024)
def sections(pattern: str) -> tuple[tuple[Token, ...], ...]:
    """The tokens of each `;` section of a pattern."""
    parts: list[tuple[Token, ...]] = []
    current: list[Token] = []
    for match in TOKEN.finditer(pattern):
        quoted, escaped, elapsed, half, letters, fraction, _general, other = match.groups()
        if other == ";":
            parts.append(tuple(current))
            current = []
        elif quoted is not None or escaped is not None:
            current.append(Token("text", quoted if quoted is not None else escaped))
        elif elapsed:
            current.append(Token("elapsed", elapsed.lower()))
        elif half:
            current.append(Token("half", half))
        elif letters:
            current.append(Token("date", letters.lower(), len(fraction or "")))
        elif other is not None:
            current.append(Token("sign" if other in "0#?.,%@Ee*_" else "text", other))
    parts.append(tuple(current))
    return tuple(parts)


def is_date(pattern: str) -> bool:
    """Whether a pattern shows a date or a time."""
    first = sections(pattern)[0]
    number = any(t.kind == "sign" and t.text in "0#?" for t in first)
    return not number and any(t.kind in ("date", "elapsed") for t in first)


def show(number: float, pattern: str, locale: Locale) -> str:
    """A number (or the serial of a date) written with a pattern."""
    parts = sections(pattern)
    if is_date(pattern):
        return _show_date(number, parts[0], locale)
    if number < 0 and len(parts) > 1:
        return _show_number(-number, parts[1], locale)
    if number == 0 and len(parts) > 2:
        return _show_number(0, parts[2], locale)
    return _show_number(number, parts[0], locale)


def show_text(text: str, pattern: str) -> str:
    """A text written with a pattern: only an `@` section says anything about it."""
    parts = sections(pattern)
    part = parts[3] if len(parts) > 3 else parts[0]
    if not any(t.kind == "sign" and t.text == "@" for t in part):
        return text
    return "".join(text if t.text == "@" and t.kind == "sign" else t.text for t in part)


def _show_number(number: float, tokens: tuple[Token, ...], locale: Locale) -> str:
    signs = [t for t in tokens if t.kind == "sign" and t.text in "0#?.,%Ee"]
    body = "".join(t.text for t in signs)
    if not DIGIT.search(body):
        if any(t.kind == "sign" and t.text == "@" for t in tokens):
            plain = general(number, locale)
            return "".join(plain if t.text == "@" else t.text for t in tokens)
        sign = "-" if number < 0 and body else ""
        return sign + "".join(t.text for t in tokens if t.kind == "text")
    value = Decimal(repr(float(number))) * (Decimal(100) ** body.count("%"))
    exponent = None
    mantissa = body.replace("%", "")
    match = re.match(r"([^Ee]*)[Ee]([0#?]*)", mantissa)
    if match:
        mantissa = match[1]
        exponent = value.adjusted() if value else 0
        value = value.scaleb(-exponent)
    # commas after the last digit divide by a thousand each
    value = value.scaleb(-3 * (len(mantissa) - len(mantissa.rstrip(","))))
    whole, _, fraction = mantissa.rstrip(",").partition(".")
    text = _digits(abs(value), whole, fraction, locale)
    if match and exponent is not None:
        text += f"E{'-' if exponent < 0 else '+'}{abs(exponent):0{len(match[2]) or 1}d}"
    negative = number < 0 and any(character in "123456789" for character in text)
    return ("-" if negative else "") + _placed(text, tokens)


def _digits(value: Decimal, whole: str, fraction: str, locale: Locale) -> str:
    places = len(DIGIT.findall(fraction))
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, WIDE)
    digits, _, decimals = f"{rounded:f}".partition(".")
    keep = len(re.findall("0", fraction))
    while len(decimals) > keep and decimals.endswith("0"):
        decimals = decimals[:-1]
    least = whole.count("0")
    digits = digits.lstrip("0").rjust(least, "0")
    if "," in whole.rstrip(","):
        digits = re.sub(r"(?<=\d)(?=(\d{3})+$)", locale.group, digits)
    point = locale.decimal if decimals or (fraction == "" and "." in whole) else ""
    return digits + point + decimals


def _placed(digits: str, tokens: tuple[Token, ...]) -> str:
    """The digits where the pattern has its placeholders, the rest around them."""
    out, placed, skip = [], False, False
    for token in tokens:
        if skip:
            skip = False
            continue
        if token.kind == "sign" and token.text in "*_":
            skip = True
            if token.text == "_":
                out.append(" ")
            continue
        if token.kind == "sign" and token.text in "0#?.,Ee":
            if not placed:
                out.append(digits)
                placed = True
            continue
        if token.kind == "text" and token.text in "+-" and placed and "E" in digits:
            continue
        out.append(token.text)
    return "".join(out)


def _show_date(number: float, tokens: tuple[Token, ...], locale: Locale) -> str:
    finest = max((t.decimals for t in tokens if t.kind == "date"), default=0)
    # Sheets rounds to the second on display: 23:59:59.999 shows the next day.
    seconds = round(number * DAY_SECONDS, finest)
    try:
        moment = EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return general(number, locale)
    half = any(t.kind == "half" for t in tokens)
    out = []
    for place, token in enumerate(tokens):
        if token.kind == "date":
            minute = token.text[0] == "m" and _is_minute(tokens, place)
            out.append(_date_part(moment, token, half, minute))
        elif token.kind == "elapsed":
            size = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
            out.append(f"{int(seconds // size):0{len(token.text)}d}")
        elif token.kind == "half":
            name = "AM" if moment.hour < 12 else "PM"
            out.append(name if len(token.text) > 3 else name[0])
        else:
            out.append(token.text)
    return "".join(out)


def _is_minute(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether an m-run means minutes: after hours, or before seconds."""
    clock = [t for t in tokens[:place] if t.kind in ("date", "elapsed")]
    if clock and clock[-1].text[0] == "h":
        return True
    after = [t for t in tokens[place + 1 :] if t.kind in ("date", "elapsed")]
    return bool(after) and after[0].text[0] == "s"


def _date_part(moment: datetime, token: Token, half: bool, minute: bool) -> str:
    letter, size = token.text[0], len(token.text)
    if letter == "y":
        return f"{moment.year:04d}" if size > 2 else f"{moment.year % 100:02d}"
    if letter == "m" and not minute:
        if size > 2:
            name = MONTHS[moment.month - 1]
            return name[:3] if size == 3 else name[0] if size == 5 else name
        return f"{moment.month:0{size}d}"
    if letter == "d":
        if size > 2:
            return DAYS[moment.weekday()][:3] if size == 3 else DAYS[moment.weekday()]
        return f"{moment.day:0{size}d}"
    if letter == "h":
        hour = (moment.hour % 12 or 12) if half else moment.hour
        return f"{hour:0{min(size, 2)}d}"
    if letter == "m":
        return f"{moment.minute:0{min(size, 2)}d}"
    fraction = f".{moment.microsecond:06d}"[: token.decimals + 1] if token.decimals else ""
    return f"{moment.second:0{min(size, 2)}d}{fraction}"


def general(number: float, locale: Locale) -> str:
    """A number without a format: ten significant digits, no trailing zeros."""
    if float(number).is_integer() and abs(number) < 1e15:
        return str(int(number))
    text = f"{number:.10g}" if abs(number) < 1e15 else f"{number:.6g}"
    if "e" in text:
        mantissa, _, power = text.partition("e")
        if -10 <= int(power) < 0:
            text = f"{Decimal(text):f}"
        else:
            text = f"{mantissa}E{power[0]}{int(power[1:]):02d}"
    return text.replace(".", locale.decimal)
