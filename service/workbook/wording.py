"""What Holdfast says, in the school's words: sheets_templates/wording/<language>.yaml.

A sentence is found by "section.key" and may hold `{placeholders}`. Values are put in as they
are and never read as placeholders themselves, so nothing a person typed can pull in anything
else. A date reads "Wed 14 Oct" (`{due:year}`: "14 Oct 2026"), a time of day "08:30", a number
without needless zeros; how they read is part of the wording file too.

Another language is another file beside en.yaml. A sentence it does not have yet is said in
English.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[2] / "sheets_templates" / "wording"
ENGLISH = "en"
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)(:year)?\}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")


class WordingError(LookupError):
    """A sentence or one of its values is missing, or a wording file cannot be used."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


@dataclass(frozen=True, slots=True)
class Wording:
    """All sentences of one language."""

    language: str
    sentences: Mapping[str, str]
    days: tuple[str, ...]  # Monday first
    months: tuple[str, ...]

    def say(self, key: str, /, **values: object) -> str:
        """The sentence `key` with `values` put in. Raises WordingError when the sentence is
        unknown or one of its placeholders has no value; values it does not use are ignored."""
        if key not in self.sentences:
            raise WordingError(f"There is no sentence '{key}' in the wording ({self.language}).")

        def put_in(match: re.Match[str]) -> str:
            name, with_year = match.groups()
            if name not in values:
                raise WordingError(f"The sentence '{key}' needs a value for {{{name}}}.")
            return self._read_out(values[name], with_year is not None)

        return _PLACEHOLDER.sub(put_in, self.sentences[key])

    def day(self, day: date) -> str:
        """ "Wed 14 Oct" """
        return self._dated("dates.day", day)

    def day_year(self, day: date) -> str:
        """ "14 Oct 2026" """
        return self._dated("dates.day_year", day)

    def clock(self, at: time) -> str:
        """ "08:30", as the wording file writes it."""
        return self._fill(
            "dates.clock",
            hour=f"{at.hour:02}",
            minute=f"{at.minute:02}",
            hour12=str(at.hour % 12 or 12),
            half="am" if at.hour < 12 else "pm",
        )

    def _dated(self, key: str, day: date) -> str:
        return self._fill(
            key,
            weekday=self.days[day.weekday()],
            day=str(day.day),
            month=self.months[day.month - 1],
            year=str(day.year),
        )

    def _fill(self, key: str, **parts: str) -> str:
        return _PLACEHOLDER.sub(lambda match: parts[match[1]], self.sentences[key])

    def _read_out(self, value: object, with_year: bool) -> str:
        if isinstance(value, date):
            said = self.day_year(value) if with_year else self.day(value)
            return f"{said} {self.clock(value.time())}" if isinstance(value, datetime) else said
        if isinstance(value, time):
            return self.clock(value)
        if isinstance(value, float):
            return f"{value:.2f}".rstrip("0").rstrip(".")
        return "" if value is None else str(value)


def placeholders(sentence: str) -> frozenset[str]:
    """The names of the values that `sentence` needs."""
    return frozenset(match[1] for match in _PLACEHOLDER.finditer(sentence))


@cache
def load_wording(language: str = ENGLISH) -> Wording:
    """The wording of `language` (a file name without .yaml: "en", "es", "pt-br").

    Raises WordingError when there is no such file or it cannot be used; the sentence says where.
    """
    if not _LANGUAGE.fullmatch(language) or not (FOLDER / f"{language}.yaml").is_file():
        raise WordingError(f"There is no wording file for the language '{language}'.")
    return read_wording(language, (FOLDER / f"{language}.yaml").read_text("utf-8"))


def read_wording(language: str, text: str) -> Wording:
    """The wording that the text of a wording file holds; for errors see `load_wording`."""
    try:
        tree = yaml.load(text, _NoDoubles)
    except yaml.YAMLError as problem:
        raise WordingError(f"{language}.yaml cannot be read: {problem}") from None
    if not isinstance(tree, dict):
        raise WordingError(f"{language}.yaml holds no sections.")
    lists = {name: _names(language, tree, name) for name in ("weekdays", "months")}
    sentences = dict(_sentences(language, tree))
    if language != ENGLISH:
        sentences = _over_english(language, sentences)
    return Wording(language, sentences, lists["weekdays"], lists["months"])


@cache
def known_languages() -> Mapping[str, str]:
    """What people may write for each language there is a wording for, in lower case, e.g.
    {"en": "en", "english": "en"}."""
    found: dict[str, str] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        wording = load_wording(file.stem)
        names = wording.sentences.get("language.names", "").split(",")
        found |= {name.strip().casefold(): file.stem for name in (file.stem, *names)}
    return found


def wording_for(as_written: str) -> Wording:
    """The wording for a language as a person wrote it ("Español", "en"); English when there is
    none. The first language named counts: "Spanish or English" is Spanish where we have it."""
    known = known_languages()
    words = re.split(r"[^\w-]+", as_written[:200].casefold())
    return load_wording(next((known[word] for word in words if word in known), ENGLISH))


def _names(language: str, tree: dict[str, Any], name: str) -> tuple[str, ...]:
    """The names of the weekdays or months, from the section `dates`."""
    section = tree.get("dates")
    names = section.pop(name, None) if isinstance(section, dict) else None
    if names is None and language != ENGLISH:
        english = load_wording(ENGLISH)
        return english.days if name == "weekdays" else english.months
    if not isinstance(names, list) or len(names) != (7 if name == "weekdays" else 12):
        raise WordingError(f"{language}.yaml: dates.{name} must list all names in order.")
    return tuple(str(each) for each in names)


def _sentences(
    language: str, tree: dict[Any, Any], above: tuple[str, ...] = ()
) -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        where = ".".join((*above, str(key)))
        if not isinstance(key, str):
            raise WordingError(f"{language}.yaml: put the key '{where}' in quotes.")
        if isinstance(value, dict):
            yield from _sentences(language, value, (*above, key))
        elif isinstance(value, str):
            rest = _PLACEHOLDER.sub("", value)
            if "{" in rest or "}" in rest:
                raise WordingError(
                    f"{language}.yaml: '{where}' has a brace that is no {{placeholder}}."
                )
            yield where, value.rstrip("\n")
        else:
            raise WordingError(f"{language}.yaml: '{where}' must be text; put it in quotes.")


def _over_english(language: str, sentences: dict[str, str]) -> dict[str, str]:
    """English with these sentences instead; a translation may not ask for other values."""
    english = load_wording(ENGLISH).sentences
    for key, sentence in sentences.items():
        extra = placeholders(sentence) - placeholders(english.get(key, ""))
        if key in english and not key.startswith("dates.") and extra:
            raise WordingError(f"{language}.yaml: '{key}' does not know {{{min(extra)}}}.")
    return {**english, **sentences}


class _NoDoubles(yaml.SafeLoader):
    """YAML in which a key that stands twice is an error instead of a lost sentence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"'{key.value}' stands there twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)
