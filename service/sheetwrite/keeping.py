"""What is still to be put right, carried through the journal, and whether a look shows it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from service.workbook.look import TabSeen, WorkbookSeen

from .journal import OURS, TOKEN, unpacked
from .judging import Fix
from .protocol import Follow
from .replacement import holds
from .slots import OWN

Json = dict[str, Any]


def store(item: Fix | Follow) -> str:
    """A thing still to be put right, as text for the journal."""
    if isinstance(item, Follow):
        plain: Json = {"k": "follow", "t": item.tab, "u": item.find, "f": item.replacement}
    else:
        plain = {"k": "fix", "t": item.tab, "a": item.anchor, "c": item.column}
        plain |= {"d": item.expect, "b": item.want, "r": dict(item.others), "m": item.mark}
        plain |= {"n": item.nameless}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def restore(texts: Iterable[str]) -> Iterator[Fix | Follow]:
    """The reverse of `store`; what people typed into the journal is passed over."""
    for text in unpacked(texts):
        try:
            plain = json.loads(text)
            if plain["k"] == "follow":
                yield Follow(plain["t"], plain["u"], plain["f"])
            else:
                yield Fix(
                    plain["t"],
                    plain["a"],
                    plain["c"],
                    plain["d"],
                    plain["b"],
                    plain["r"],
                    plain["m"],
                    plain["n"],
                )
        except (ValueError, KeyError, TypeError):
            continue


def standing(seen: WorkbookSeen, items: Iterable[Fix | Follow]) -> list[Fix | Follow]:
    """Those whose row stands, as far as a look at the bound columns shows it. What is left rests:
    its row or column is gone, and only a person's undo brings it back."""
    items = list(items)
    if not items:
        return []
    texts = {
        (key, value)
        for key, tab in seen.tabs.items()
        for row in (*tab.rows, *tab.spent)
        for value in row.cells.values()
        if isinstance(value, str)
    }
    found = [item for item in items if isinstance(item, Fix) and _stands(seen, item, texts)]
    held = {(item.tab, item.mark) for item in items if isinstance(item, Fix) and item not in found}
    return [
        item
        for item in items
        if item in found
        or (
            isinstance(item, Follow)
            and (item.tab, item.find) in texts
            and (item.tab, item.find) not in held
        )
    ]


def orphans(
    seen: WorkbookSeen, items: Iterable[Fix | Follow]
) -> tuple[list[Follow], frozenset[tuple[str, str]]]:
    """Marks of ours of which nothing is known any more: `items` do not speak of them. What blanks
    them in grey cells, and the rows (tab, id) in which one stands in a cell of people's: what it
    covers there only they can say."""
    known = set()
    for item in items:
        told = (
            (item.find, item.replacement)
            if isinstance(item, Follow)
            else (item.anchor, item.mark, item.want)
        )
        known |= {(item.tab, text) for text in told}
    blank: list[Follow] = []
    asked = set()
    for key, tab in seen.tabs.items():
        grey = {column.key for column in seen.template.by_key[key].columns if column.service}
        for row in (*tab.rows, *tab.spent):
            for column, text in row.cells.items():
                if not isinstance(text, str) or not text.startswith(TOKEN):
                    continue
                if (key, text) in known or not OURS.fullmatch(text):
                    continue
                if column in grey:
                    blank.append(Follow(key, text, ""))
                else:
                    asked.add((key, tab.row_id(row)))
    return list(dict.fromkeys(blank)), frozenset(asked)


def _stands(seen: WorkbookSeen, fix: Fix, texts: set[tuple[str, str]]) -> bool:
    tab = seen.tabs.get(fix.tab)
    if tab is None or (fix.column not in ("", OWN) and fix.column not in tab.columns):
        return False
    if (fix.tab, fix.mark) in texts or (fix.tab, fix.anchor) in texts:
        return True
    return not fix.anchor and bool(fix.others) and _says(tab, fix)


def _says(tab: TabSeen, fix: Fix) -> bool:
    """Whether a row without any text of ours still says what people typed into it."""
    return any(
        all(holds(row.cells.get(column), said) for column, said in fix.others.items())
        and (fix.column == OWN or holds(row.cells.get(fix.column), fix.expect))
        for row in tab.rows
    )
