"""The sentences of papers for families: sheets_templates/documents/<topic>/<language>.yaml.

A family's language needs no wording of its own: its file says what people call it, how its dates
read, and every sentence of the papers. A sentence that it lacks is said in English; so are dates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from service.casework.wants import Say

from .wording import ENGLISH, Wording, load_wording, read_wording, sentences_in

FOLDER = Path(__file__).resolve().parents[2] / "sheets_templates" / "documents"
_MOST_TYPED = 200  # characters of a language as a person wrote it


def texts_in(topic: str, as_written: str) -> Say | None:
    """The sentences of a topic's papers in a language as a person wrote it ("Español", "en-GB");
    None where nobody has written them. The first language named counts."""
    words = re.split(r"[^\w-]+", as_written[:_MOST_TYPED].casefold())
    called = _called(topic)
    found = next(
        (called[each] for word in words for each in _spellings(word) if each in called), ""
    )
    return _texts(topic, found).say if found else None


def languages_of(topic: str) -> Mapping[str, Path]:
    """The files of a topic by the code of their language."""
    return {path.stem.casefold(): path for path in sorted((FOLDER / topic).glob("*.yaml"))}


def _spellings(word: str) -> tuple[str, ...]:
    """A regional code is its language: "en-gb" is "en"."""
    return (word, word.partition("-")[0])


@cache
def _called(topic: str) -> Mapping[str, str]:
    """What people may write for each language, in lower case."""
    found: dict[str, str] = {}
    for code, path in languages_of(topic).items():
        names = _own(path).get("language.names", "").split(",")
        found |= {name.strip().casefold(): code for name in (code, *names) if name.strip()}
    return found


def _own(path: Path) -> Mapping[str, str]:
    return sentences_in(f"{path.parent.name}/{path.name}", path.read_text("utf-8"))


@cache
def _texts(topic: str, code: str) -> Wording:
    files = languages_of(topic)
    base = load_wording(code if _has_wording(code) else ENGLISH)
    own = files[code].read_text("utf-8")
    dates = base if _has_wording(code) else read_wording(code, own)
    sentences = {**base.sentences, **_own(files[ENGLISH]), **_own(files[code])}
    return Wording(code, sentences, dates.days, dates.months)


def _has_wording(code: str) -> bool:
    return (FOLDER.parent / "wording" / code).is_dir()
