"""The q language of files.list, as documented: text → a predicate on files.

    query  := and_ ("or" and_)*        and_ := not_ ("and" not_)*        not_ := "not"* term
    term   := "(" query ")" | name operator value | value "in" collection
            | properties "has" "{" key='…' and value='…' "}"

`and` and `or` have the same strength at Google and are read from left to right; anything
else is refused with 400 "Invalid Value", location q.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NoReturn

from emulator.errors import ApiError

from . import contents
from .store import DOCUMENT, RANK, DriveStore, File

Test = Callable[[DriveStore, str, File], bool]
TOKEN = re.compile(
    r"""\s*(?:
        '(?P<single>(?:\\.|[^'\\])*)' | "(?P<double>(?:\\.|[^"\\])*)"
      | (?P<word>[A-Za-z][A-Za-z.]*) | (?P<sign><=|>=|!=|[=<>(){}])
    )""",
    re.X | re.S,
)
TIMES: dict[str, Callable[[File, str], datetime | None]] = {
    "modifiedTime": lambda file, person: file.modified,
    "createdTime": lambda file, person: file.created,
    "viewedByMeTime": lambda file, person: file.seen_by.get(person),
    "sharedWithMeTime": lambda file, person: file.created if file.owner != person else None,
}
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
WORD = re.compile(r"\w+")


def _refuse() -> NoReturn:
    raise ApiError(400, "Invalid Value", reason="invalid", location="q")


@lru_cache(maxsize=1024)
def predicate(text: str) -> Test:
    """The test that a q text stands for. Raises ApiError(400)."""
    reader = _Reader(_tokens(text))
    try:
        test = reader.query()
    except RecursionError:
        _refuse()
    if reader.at != len(reader.tokens):
        _refuse()
    return test


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at, text = 0, text.strip()
    while at < len(text):
        hit = TOKEN.match(text, at)
        if not hit:
            _refuse()
        kind = str(hit.lastgroup)
        value = hit[kind]
        if kind in ("single", "double"):
            kind, value = "text", re.sub(r"\\(.)", r"\1", value, flags=re.S)
        found.append((kind, value))
        at = hit.end()
    return found


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.at = tokens, 0

    def next(self, kind: str | None = None, value: str | None = None) -> str:
        if self.at >= len(self.tokens):
            _refuse()
        found_kind, found = self.tokens[self.at]
        if (kind and found_kind != kind) or (value and found.lower() != value.lower()):
            _refuse()
        self.at += 1
        return found

    def sees(self, kind: str, *values: str) -> bool:
        if self.at >= len(self.tokens):
            return False
        found_kind, found = self.tokens[self.at]
        return found_kind == kind and (not values or found.lower() in values)

    def query(self) -> Test:
        left = self.term()
        while self.sees("word", "and", "or"):
            joint, right = self.next().lower(), self.term()
            left = _both(left, right) if joint == "and" else _either(left, right)
        return left

    def term(self) -> Test:
        if self.sees("word", "not"):
            self.next()
            test = self.term()
            return lambda store, person, file: not test(store, person, file)
        if self.sees("sign", "("):
            self.next()
            test = self.query()
            self.next("sign", ")")
            return test
        if self.sees("text"):
            value = self.next()
            self.next("word", "in")
            return _membership(value, self.next("word"))
        name = self.next("word")
        if name in ("properties", "appProperties"):
            return self.has(name)
        operator = self.next()
        kind = self.tokens[self.at][0] if self.at < len(self.tokens) else ""
        return _comparison(name, operator, kind, self.next())

    def has(self, name: str) -> Test:
        self.next("word", "has")
        self.next("sign", "{")
        pair = {}
        for number, part in enumerate(("key", "value")):
            if number:
                self.next("word", "and")
            self.next("word", part)
            self.next("sign", "=")
            pair[part] = self.next("text")
        self.next("sign", "}")
        attribute = "properties" if name == "properties" else "app_properties"
        key, value = pair["key"], pair["value"]
        return lambda store, person, file: getattr(file, attribute).get(key) == value


def _both(left: Test, right: Test) -> Test:
    return lambda store, person, file: left(store, person, file) and right(store, person, file)


def _either(left: Test, right: Test) -> Test:
    return lambda store, person, file: left(store, person, file) or right(store, person, file)


def _membership(value: str, collection: str) -> Test:
    if collection == "parents":
        if value == "root":
            return lambda store, person, file: store.root(person).id in file.parents
        return lambda store, person, file: value in file.parents
    roles = {"owners": "owner", "writers": "writer", "readers": "reader"}
    if collection not in roles:
        _refuse()
    wanted, who = RANK[roles[collection]], value.lower()

    def test(store: DriveStore, person: str, file: File) -> bool:
        email = person if who == "me" else who
        if collection == "owners":
            return file.owner == email and not file.drive_id
        return any(
            one.who == email and RANK[one.role] >= wanted for one in store.all_permissions(file)
        )

    return test


def _comparison(name: str, operator: str, kind: str, value: str) -> Test:
    if name in TIMES and kind == "text" and operator in COMPARE:
        return _time(name, operator, value)
    if name in ("trashed", "starred", "sharedWithMe") and operator in ("=", "!="):
        return _flag(name, operator, kind, value)
    if kind != "text":
        _refuse()
    if name == "name":
        return _name(operator, value)
    if name == "fullText" and operator == "contains":
        return _full_text(value)
    if name == "mimeType":
        if operator == "contains":
            return lambda store, person, file: file.mime_type.startswith(value)
        if operator in ("=", "!="):
            return lambda store, person, file: COMPARE[operator](file.mime_type, value)
    if name == "visibility" and operator in ("=", "!="):
        return lambda store, person, file: COMPARE[operator](_visibility(store, file), value)
    _refuse()


def _time(name: str, operator: str, value: str) -> Test:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        _refuse()
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    read, compare = TIMES[name], COMPARE[operator]

    def test(store: DriveStore, person: str, file: File) -> bool:
        at = read(file, person)
        # Drive keeps milliseconds: what it answered as a time is equal to that time.
        return at is not None and compare(
            at.replace(microsecond=at.microsecond // 1000 * 1000), moment
        )

    return test


def _flag(name: str, operator: str, kind: str, value: str) -> Test:
    if kind != "word" or value.lower() not in ("true", "false"):
        _refuse()
    wanted = (value.lower() == "true") == (operator == "=")
    if name == "trashed":
        return lambda store, person, file: store.in_trash(file) == wanted
    if name == "starred":
        return lambda store, person, file: (person in file.starred_by) == wanted
    return lambda store, person, file: store.shared_with(person, file) == wanted


def _name(operator: str, value: str) -> Test:
    lowered = value.lower()
    if operator == "contains":
        # Drive matches the beginnings of words only: "Hello" finds "Hello World", "llo" not.
        start = re.compile(r"(?<!\w)" + re.escape(lowered))
        return lambda store, person, file: bool(start.search(file.name.lower()))
    if operator in ("=", "!="):
        return lambda store, person, file: (file.name.lower() == lowered) == (operator == "=")
    _refuse()


def asks_for_text(query: str) -> bool:
    """Whether a q text looks into files: then Drive orders what it finds itself."""
    return ("word", "fullText") in _tokens(query)


def _full_text(value: str) -> Test:
    """Drive compares whole words ("HelloWorld" is found by itself alone), all of them in any order;
    in double quotes, one behind the other."""
    lowered = value.lower().strip()
    words = WORD.findall(lowered)
    phrase = len(lowered) > 1 and lowered[0] == lowered[-1] == '"'

    def test(store: DriveStore, person: str, file: File) -> bool:
        said = WORD.findall(full_text(file))
        if phrase:
            return any(said[at : at + len(words)] == words for at in range(len(said)))
        return set(words) <= set(said)

    return test


def full_text(file: File) -> str:
    """What a full-text search looks through: name, description, the text of a document."""
    text = ""
    if file.mime_type == DOCUMENT:
        text = "\n".join(contents.paragraphs(file))
    elif file.mime_type.startswith("text/"):
        text = (file.content or b"").decode("utf-8", "replace")
    return f"{file.name}\n{file.description}\n{text}".lower()


def _visibility(store: DriveStore, file: File) -> str:
    for one in store.all_permissions(file):
        if one.kind == "anyone":
            return "anyoneCanFind" if one.discoverable else "anyoneWithLink"
    for one in store.all_permissions(file):
        if one.kind == "domain":
            return "domainCanFind" if one.discoverable else "domainWithLink"
    return "limited"
