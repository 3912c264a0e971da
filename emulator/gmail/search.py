"""Gmail's search language, the part of it that a program needs. Pure functions.

Terms are joined by AND; `OR` between two terms joins them, `-` in front denies a term, quotes
and round brackets keep words together: `from:ana subject:"we received" -is:unread`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

TERM = re.compile(r'(-?)(?:([A-Za-z_0-9]+):)?("[^"]*"|\([^)]*\)|\{[^}]*\}|[^\s"(){}]+)')
AGE = re.compile(r"(\d+)([hdmy])$")
DAYS = {"h": 1 / 24, "d": 1, "m": 30, "y": 365}


class Mail(Protocol):
    """What a search looks at; `store.Message` is one. `received` is aware."""

    message_id: str
    labels: list[str]
    received: datetime

    def header(self, name: str) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def has_attachment(self) -> bool: ...


Test = Callable[[Mail], bool]


@dataclass(frozen=True, slots=True)
class Search:
    """A search understood; `everywhere` if it reaches into trash and spam."""

    groups: tuple[tuple[Test, ...], ...]
    everywhere: bool

    def finds(self, mail: Mail) -> bool:
        return all(any(test(mail) for test in group) for group in self.groups)


def read(query: str, now: datetime) -> Search:
    """Understand a query; an unknown operator is taken as words, as Gmail does."""
    groups: list[list[Test]] = []
    joined = False
    for minus, operator, value in TERM.findall(query):
        if value in ("OR", "AND") and not operator:
            joined = value == "OR"
            continue
        test = _test(operator.lower(), value.strip('"(){}'), now)
        if minus:
            test = _not(test)
        if joined and groups:
            groups[-1].append(test)
        else:
            groups.append([test])
        joined = False
    everywhere = bool(re.search(r"\bin:(trash|spam|anywhere)\b", query, re.IGNORECASE))
    return Search(tuple(tuple(group) for group in groups), everywhere)


def _not(test: Test) -> Test:
    return lambda mail: not test(mail)


def _test(operator: str, value: str, now: datetime) -> Test:
    if operator in TESTS:
        return TESTS[operator](value)
    if operator in DATES:
        return DATES[operator](value, now)
    words = f"{operator} {value}" if operator else value
    return lambda mail: _has_words(
        "\n".join((*map(mail.header, ("Subject", "From", "To", "Cc")), mail.text)), words
    )


def _message_id(value: str) -> Test:
    wanted = value.strip("<>")
    return lambda mail: mail.message_id.strip("<> ") == wanted


def _address(*names: str) -> Callable[[str], Test]:
    def make(value: str) -> Test:
        wanted = value.lower().strip("<>")
        return lambda mail: any(wanted in mail.header(name).lower() for name in names)

    return make


def _subject(value: str) -> Test:
    return lambda mail: _has_words(mail.header("Subject"), value)


def _label(value: str) -> Test:
    wanted = value.upper()
    return lambda mail: wanted in mail.labels


def _in(value: str) -> Test:
    return (lambda mail: True) if value.lower() == "anywhere" else _label(value)


def _is(value: str) -> Test:
    if value.lower() == "read":
        return lambda mail: "UNREAD" not in mail.labels
    return _label(value)


def _has(value: str) -> Test:
    return lambda mail: value.lower() == "attachment" and mail.has_attachment


def _moment(value: str) -> datetime:
    """A day (2026/03/06, 2026-03-06, 3/6/2026) or seconds since 1970; UTC."""
    if value.isdigit() and len(value) > 8:
        return datetime.fromtimestamp(int(value), UTC)
    for pattern in ("%Y/%m/%d", "%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(value, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
    return datetime.max.replace(tzinfo=UTC)


def _after(value: str, now: datetime) -> Test:
    return lambda mail: mail.received >= _moment(value)


def _before(value: str, now: datetime) -> Test:
    return lambda mail: mail.received < _moment(value)


def _age(value: str) -> timedelta:
    match = AGE.match(value.lower())
    return timedelta(days=int(match[1]) * DAYS[match[2]]) if match else timedelta(0)


def _newer(value: str, now: datetime) -> Test:
    return lambda mail: mail.received > now - _age(value)


def _older(value: str, now: datetime) -> Test:
    return lambda mail: mail.received <= now - _age(value)


TESTS: dict[str, Callable[[str], Test]] = {
    "rfc822msgid": _message_id,
    "from": _address("From"),
    "to": _address("To", "Cc", "Bcc"),
    "cc": _address("Cc"),
    "bcc": _address("Bcc"),
    "deliveredto": _address("To", "Cc", "Bcc"),
    "subject": _subject,
    "label": _label,
    "in": _in,
    "is": _is,
    "has": _has,
}
DATES: dict[str, Callable[[str, datetime], Test]] = {
    "after": _after,
    "newer": _after,
    "before": _before,
    "older": _before,
    "newer_than": _newer,
    "older_than": _older,
}


def _has_words(text: str, words: str) -> bool:
    """Do the words stand in the text, one after the other, whole and whatever their case?"""
    wanted, found = _words(words), _words(text)
    if not wanted:
        return True
    length = len(wanted)
    return any(found[i : i + length] == wanted for i in range(len(found) - length + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
