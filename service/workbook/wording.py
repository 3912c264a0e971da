"""What Holdfast says, in the school's words: sheets_templates/wording/<language>/<topic>.yaml.

A sentence is found by "section.key" and may hold `{placeholders}`. Values are put in as they
are and never read as placeholders themselves, so nothing a person typed can pull in anything
else. A date reads "Wed 14 Oct" (`{due:year}`: "14 Oct 2026", `{due:short}`: "14 Oct"), a time of
day "08:30", a number without needless zeros; how they read is part of the wording file too.
`{kind:word}` is a word of a drop-down, in this language (spelling.yaml).

A language is a folder with a file for each topic; together they are one, so a section may go on
in another file, but a sentence stands in one alone. Another language is another folder beside en/.
A sentence it does not have is said in English, so en-GB holds only what differs.
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

from service.yaml_text import SafeLoader

from .spelling import in_language

FOLDER = Path(__file__).resolve().parents[2] / "sheets_templates" / "wording"
ENGLISH = "en"
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)(:year|:word|:short)?\}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")
_DATES = {":year": "dates.day_year", ":short": "dates.day_short"}
_LISTS = {"weekdays": 7, "months": 12}  # Monday and January first


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
            name, how = match.groups()
            if name not in values:
                raise WordingError(f"The sentence '{key}' needs a value for {{{name}}}.")
            said = self._read_out(values[name], how)
            return in_language(said, self.language) if how == ":word" else said

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

    def _read_out(self, value: object, how: str | None) -> str:
        if isinstance(value, date):
            said = self._dated(_DATES.get(how or "", "dates.day"), value)
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
    """The wording of `language` (the name of its folder, in any case: "en", "es", "en-gb").

    Raises WordingError when there is no such folder or a file in it cannot be used; the sentence
    says which, and where.
    """
    folder = language_folders().get(language.casefold())
    if folder is None:
        raise WordingError(f"There is no wording for the language '{language}'.")
    files = {
        f"{folder.name}/{file.name}": file.read_text("utf-8")
        for file in sorted(folder.glob("*.yaml"))
    }
    return read_wording(folder.name, files)


def read_wording(language: str, files: str | Mapping[str, str]) -> Wording:
    """The wording that the texts of a language's files hold, by name ("en/diary.yaml"), or the
    text of its only file; for errors see `load_wording`."""
    if isinstance(files, str):
        files = {f"{language}.yaml": files}
    sentences: dict[str, str] = {}
    stands_in: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for file, text in files.items():
        tree = _tree(file, text)
        lists |= _names(file, tree)
        for key, sentence in _sentences(file, tree):
            if key in stands_in:
                raise WordingError(f"'{key}' stands in {stands_in[key]} and again in {file}.")
            sentences[key], stands_in[key] = sentence, file
    if language == ENGLISH:
        missing = [name for name in _LISTS if name not in lists]
        if missing:
            raise WordingError(f"{language}: dates.{missing[0]} must list all names in order.")
    else:
        english = load_wording(ENGLISH)
        lists = {"weekdays": english.days, "months": english.months, **lists}
        _same_values(sentences, stands_in, english)
        sentences = {**english.sentences, **sentences}
    return Wording(language, sentences, lists["weekdays"], lists["months"])


def sentences_in(file: str, text: str) -> Mapping[str, str]:
    """The sentences of one file of a language, by key, without English's for what it lacks."""
    tree = _tree(file, text)
    _names(file, tree)
    return dict(_sentences(file, tree))


@cache
def language_folders() -> Mapping[str, Path]:
    """The folder of each language there is a wording for, by its code in lower case."""
    return {
        folder.name.casefold(): folder
        for folder in sorted(FOLDER.iterdir())
        if folder.is_dir() and _LANGUAGE.fullmatch(folder.name.casefold())
    }


@cache
def known_languages() -> Mapping[str, str]:
    """What people may write for each language there is a wording for, in lower case, e.g.
    {"en": "en", "english": "en", "british english": "en-GB"}."""
    found: dict[str, str] = {}
    for code, folder in language_folders().items():
        # Only what it is called: a fault elsewhere in a language is nothing to those who do not
        # speak it.
        file = folder / "dates.yaml"
        said = sentences_in(f"{folder.name}/{file.name}", file.read_text("utf-8"))
        names = said.get("language.names", "").split(",")
        found |= {name.strip().casefold(): folder.name for name in (code, *names)}
    return found


def language_called(as_written: str) -> str:
    """The code of the language that a person calls so ("es", "Español", "British English"). Raises
    WordingError when there is no wording for it."""
    found = known_languages().get(" ".join(as_written.casefold().split()))
    if found is None:
        there_are = ", ".join(folder.name for folder in language_folders().values())
        raise WordingError(
            f"There is no wording for the language '{as_written[:40]}'. There are {there_are}."
        )
    return found


def wording_for(as_written: str, otherwise: str = ENGLISH) -> Wording:
    """The wording for a language as a person wrote it ("Español", "en"); that of `otherwise` when
    there is none. The first language named counts: "Spanish or English" is Spanish where we have
    it."""
    known = known_languages()
    words = re.split(r"[^\w-]+", as_written[:200].casefold())
    return load_wording(next((known[word] for word in words if word in known), otherwise))


def _tree(file: str, text: str) -> dict[str, Any]:
    try:
        tree = yaml.load(text, _NoDoubles)
    except yaml.YAMLError as problem:
        raise WordingError(f"{file} cannot be read: {problem}") from None
    if not isinstance(tree, dict):
        raise WordingError(f"{file} holds no sections.")
    return tree


def _names(file: str, tree: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The names of the weekdays and of the months, where the section `dates` lists them; they are
    taken out of it, for they are no sentences."""
    section = tree.get("dates")
    found: dict[str, tuple[str, ...]] = {}
    for name, count in _LISTS.items():
        if not isinstance(section, dict) or name not in section:
            continue
        names = section.pop(name)
        if not isinstance(names, list) or len(names) != count:
            raise WordingError(f"{file}: dates.{name} must list all names in order.")
        found[name] = tuple(str(each) for each in names)
    return found


def _sentences(
    file: str, tree: dict[Any, Any], above: tuple[str, ...] = ()
) -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        where = ".".join((*above, str(key)))
        if not isinstance(key, str):
            raise WordingError(f"{file}: put the key '{where}' in quotes.")
        if isinstance(value, dict):
            yield from _sentences(file, value, (*above, key))
        elif isinstance(value, str):
            rest = _PLACEHOLDER.sub("", value)
            if "{" in rest or "}" in rest:
                raise WordingError(f"{file}: '{where}' has a brace that is no {{placeholder}}.")
            yield where, value.rstrip("\n")
        else:
            raise WordingError(f"{file}: '{where}' must be text; put it in quotes.")


def _same_values(
    sentences: Mapping[str, str], stands_in: Mapping[str, str], english: Wording
) -> None:
    """A translation may not ask for other values than English does."""
    for key, sentence in sentences.items():
        theirs = english.sentences.get(key)
        if theirs is None or key.startswith("dates."):
            continue
        extra = placeholders(sentence) - placeholders(theirs)
        if extra:
            raise WordingError(f"{stands_in[key]}: '{key}' does not know {{{min(extra)}}}.")


class _NoDoubles(SafeLoader):
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
