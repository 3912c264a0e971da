"""Figures about few students: who must not learn them learns only that they are few.

A figure about few is a figure about somebody, for those who know the few. One hidden figure beside
others that are shown can be worked out from a sum; so never one alone is hidden.
"""

from __future__ import annotations

from collections.abc import Mapping


def hidden(counts: Mapping[str, int], least: int) -> frozenset[str]:
    """The keys of counts that are not shown: all below `least` (nought too), and where that is a
    single one, the smallest of the others with it."""
    few = {key for key, count in counts.items() if count < least}
    if len(few) == 1 and len(counts) > 1:
        few.add(min(counts.keys() - few, key=lambda key: (counts[key], key)))
    return frozenset(few)
