"""What may enter the ledger: text that says nothing about anybody.

The ledger's tables would hold a name as readily as a hash. So every text passes one guard on
its way in: printable ASCII, no blank (names, sentences and notes have blanks), no e-mail address
(our own Message-IDs apart), and not long. That does not prove that a value is opaque; it makes
the mistakes that matter fail loudly in the first test that makes them. The refused value itself
is never repeated: an error message may end in a log.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

LONGEST = 2000  # Google's sync and page tokens are long; nothing of ours comes near
PRINTABLE = re.compile(r"[\x21-\x7e]*")
ADDRESS = re.compile(r"@(?!holdfast>)")
WORDS = re.compile(r"[\x20-\x7e]{0,120}")


class NotOpaque(ValueError):
    """A value that could say something about a person was about to be stored."""


def opaque(text: str, what: str) -> str:
    """`text`, unless it could say something about a person: then NotOpaque, naming `what`."""
    if len(text) > LONGEST or not PRINTABLE.fullmatch(text) or ADDRESS.search(text):
        raise NotOpaque(
            f"The ledger refused {what}: it may hold only ids, keyed hashes and timestamps "
            "(no blanks, no e-mail addresses, no letters beyond ASCII)."
        )
    return text


def opaque_marks(marks: Mapping[str, str]) -> dict[str, str]:
    """The marks of an `Agreed`, each name and value checked."""
    return {
        opaque(name, "the name of a mark"): opaque(value, f"the mark {name}")
        for name, value in marks.items()
    }


def words(text: str, what: str) -> str:
    """A short fixed phrase of the program ("case card"), not a person's words."""
    if not WORDS.fullmatch(text) or ADDRESS.search(text):
        raise NotOpaque(f"The ledger refused {what}: it may hold a short fixed phrase only.")
    return text


def counts(report: object, what: str = "the run's report") -> object:
    """A report of counts: numbers, truth values, opaque words, in lists and mappings of those."""
    match report:
        case None | bool() | int() | float():
            return report
        case str():
            return opaque(report, what)
        case Mapping():
            return {opaque(str(key), what): counts(item, what) for key, item in report.items()}
        case list() | tuple():
            return [counts(item, what) for item in report]
    raise NotOpaque(f"The ledger refused {what}: a {type(report).__name__} is not a count.")
