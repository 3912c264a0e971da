"""What people wrote, made fit to stand in a document: as text, and as nothing else."""

from __future__ import annotations

import re

# What XML cannot hold (control characters, lone surrogates, the two non-characters), and the
# marks that turn the direction of everything after them. Joiners and variation selectors stay:
# emoji and several scripts are spelled with them. Arabic and Hebrew need none of the marks.
_UNFIT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069]"
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def fit_text(text: str) -> str:
    """`text` without what a document cannot hold; every way of ending a line becomes `\\n`."""
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", text))


def shortened(text: str, longest: int) -> str:
    """`text` on one line, of at most so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
