"""Bytes of a table of text, as lines of cells.

Exports come in every encoding, with commas, semicolons, tabs or bars between their cells, with
quotation marks that are doubled, escaped by a backslash, or forgotten. A line that cannot be read
stays one line: it is told, and the next one is read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

SEPARATORS: Final = (",", ";", "\t", "|")
_QUOTE: Final = '"'
_BREAKS: Final = re.compile(r"\r\n|\n|\r")
_SAYS_SEPARATOR: Final = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_NOTHING: Final = frozenset({"null", "\\n", "(null)", "#n/a"})
_AS_TEXT: Final = re.compile(r'="(.*)"')  # how Excel is told to leave "0142" alone
_MOST_LINES: Final = 40  # that a cell in quotation marks may go over
_LONGEST: Final = 20_000  # letters of one record
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `line` is where it begins, counted from 1 as an editor does. `cells` is None
    where it cannot be read, and `why` a key of the wording then."""

    line: int
    cells: tuple[str, ...] | None
    why: str = ""


def decoded(data: bytes) -> list[str]:
    """The lines of a text, whatever it was saved as: with or without a byte order mark, UTF-8,
    UTF-16, or what Windows writes in western Europe and America, even from line to line."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            if encoding == "utf-8":
                return _line_by_line(data[len(mark) :])
            return _BREAKS.split(data[len(mark) :].decode(encoding, "replace"))
    head = data[:2_000]
    if head.count(0) > len(head) // 4:
        encoding = "utf-16-le" if head[1:2] == b"\x00" else "utf-16-be"
        return _BREAKS.split(data.decode(encoding, "replace"))
    return _line_by_line(data)


def _line_by_line(data: bytes) -> list[str]:
    try:
        return _BREAKS.split(data.decode("utf-8").replace("\x00", ""))
    except UnicodeDecodeError:
        plain = data.replace(b"\x00", b"").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return [_one_line(line) for line in plain.split(b"\n")]


def _one_line(line: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def said_separator(lines: Sequence[str]) -> str:
    """What a first line "sep=;" says, else ""."""
    found = _SAYS_SEPARATOR.fullmatch(lines[0].strip()) if lines else None
    return found[1] if found else ""


def head_records(lines: Sequence[str], separator: str, most: int) -> list[Record]:
    """The first records, for finding out what they are."""
    found: list[Record] = []
    for record in records(lines, separator, 0):
        found.append(record)
        if len(found) >= most:
            break
    return found


def records(lines: Sequence[str], separator: str, width: int, first: int = 0) -> Iterator[Record]:
    """The records from line `first` (counted from 0) on; blank ones are left out. `width` is how
    many cells there should be, 0 while that is not known."""
    at = first
    while at < len(lines):
        line = lines[at]
        if not line.strip(" \t,;|\"'\xa0"):
            at += 1
            continue
        if _QUOTE not in line:
            cells = line.split(separator)
            if width and len(cells) != width and "'" in line:
                cells = _split(line, separator, "'", escapes=False) or cells
            yield Record(at + 1, _cleaned(cells))
            at += 1
            continue
        taken, cells_or_none = _quoted(lines, at, separator, width)
        if cells_or_none is None:
            yield Record(at + 1, None, "open_quote")
        else:
            yield Record(at + 1, _cleaned(cells_or_none))
        at += taken


def _quoted(
    lines: Sequence[str], at: int, separator: str, width: int
) -> tuple[int, list[str] | None]:
    """(how many lines, the cells) of a record with quotation marks in it. One that is never closed
    takes its own line alone: where it has the right width without them, that is what was meant."""
    text, closed = "", None
    for taken in range(1, _MOST_LINES + 1):
        if at + taken > len(lines) or len(text) > _LONGEST:
            break
        text = f"{text}\n{lines[at + taken - 1]}" if text else lines[at + taken - 1]
        for escapes in (True, False):
            cells = _split(text, separator, _QUOTE, escapes)
            if cells is not None and len(cells) == (width or len(cells)):
                return taken, cells
            closed = closed or ((taken, cells) if cells is not None and taken == 1 else None)
        if closed:
            return closed
    alone = lines[at].split(separator)
    return (1, [cell.replace(_QUOTE, "") for cell in alone]) if len(alone) == width else (1, None)


def _split(text: str, separator: str, quote: str, escapes: bool) -> list[str] | None:
    """The cells of one record, None where a quotation mark is still open. A mark counts at
    the beginning of a cell; in it, a doubled one and (`escapes`) one behind a backslash are
    letters."""
    cells: list[str] = []
    at, end = 0, len(text)
    while True:
        start = at
        while at < end and text[at] in " \xa0":
            at += 1
        if at < end and text[at] == quote:
            found = _inside(text, at + 1, quote, escapes)
            if found is None:
                return None
            inside, at = found
            until = text.find(separator, at)
            until = end if until < 0 else until
            cells.append(inside + text[at:until].strip())
            at = until
        else:
            until = text.find(separator, start)
            at = end if until < 0 else until
            cells.append(text[start:at])
        if at >= end:
            return cells
        at += 1


def _inside(text: str, at: int, quote: str, escapes: bool) -> tuple[str, int] | None:
    """What stands between two quotation marks, and where it goes on behind them."""
    parts: list[str] = []
    end = len(text)
    start = at
    while at < end:
        each = text[at]
        if escapes and each == "\\" and text[at + 1 : at + 2] in ("\\", quote):
            parts.append(text[start:at] + text[at + 1])
            at += 2
            start = at
        elif each == quote:
            parts.append(text[start:at])
            if text[at + 1 : at + 2] != quote:
                return "".join(parts), at + 1
            parts.append(quote)
            at += 2
            start = at
        else:
            at += 1
    return None


def _cleaned(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(clean(cell) for cell in cells)


def clean(cell: str) -> str:
    """A cell's text: without blanks around it, without what only keeps Excel off; "" for NULL."""
    text = cell.strip(" \t\r\n\xa0\u200b\ufeff")
    if not text:
        return ""
    if text[0] == "'" and text[-1] == "'" and len(text) > 1:
        text = text[1:-1].strip()
    if text[:2] == '="' and (found := _AS_TEXT.fullmatch(text)):
        text = found[1].strip()
    return "" if text[:6].casefold() in _NOTHING and text.casefold() in _NOTHING else text
