"""Workbooks that grow: what templates have and a standing workbook never had. Pure.

What a workbook was given is remembered per tab (`TabHad`), so that what never came is told apart
from what people took away: the first is added, about the second they are asked as ever. A school of
which nothing is remembered was founded by the first release.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from . import first_release
from .founding import (
    furnish,
    furnish_column,
    heading_requests,
    high_rows,
    offer,
    protect,
    sheet_properties,
)
from .look import WorkbookSeen
from .spelling import fold, spellings_of
from .templates import Column, Tab, WorkbookTemplate

Json = dict[str, Any]
HEIGHT = "row_height"
CHOICES = "choices."  # before a column's key: the marks under which its choices are remembered


@dataclass(frozen=True, slots=True)
class TabHad:
    """What a tab was given: column keys, by column the marks of the choices it offered, and how
    high its rows are in pixels (0 = as high as what they hold)."""

    columns: frozenset[str]
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    row_height: int = 0

    def as_marks(self) -> dict[str, str]:
        """For the ledger."""
        marks = {CHOICES + column: ".".join(sorted(had)) for column, had in self.choices.items()}
        high = {HEIGHT: str(self.row_height)} if self.row_height else {}
        return {"columns": ".".join(sorted(self.columns)), **high, **marks}

    @staticmethod
    def from_marks(marks: Mapping[str, str]) -> TabHad:
        choices = {
            name.removeprefix(CHOICES): frozenset(text.split("."))
            for name, text in marks.items()
            if name.startswith(CHOICES) and text
        }
        columns = frozenset(marks.get("columns", "").split("."))
        return TabHad(columns, choices, int(marks.get(HEIGHT, "0")))


Had = Mapping[str, TabHad]  # by tab key


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """A sheet as it stands: its id, title, place and size, and the drop-downs of its first row
    below the headings, by column index."""

    sheet_id: int
    title: str
    index: int
    columns: int
    offers: Mapping[int, tuple[str, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Addition:
    """One thing that a workbook gets: a whole tab, a column, `choices` that are added to a
    drop-down that stands, or `row_height`, the pixels that rows are high from now on."""

    tab: Tab
    column: Column | None = None
    choices: tuple[str, ...] = ()
    row_height: int = 0

    @property
    def is_tab(self) -> bool:
        return self.column is None and not self.row_height


def had_at_first(workbook: str) -> dict[str, TabHad]:
    """What the first release gave."""
    return {
        tab: TabHad(
            frozenset(first_release.columns(workbook, tab)),
            {
                column: _marks(offered)
                for column in first_release.columns(workbook, tab)
                if (offered := first_release.choices(workbook, tab, column))
            },
        )
        for tab in first_release.COLUMNS[workbook]
    }


def had_of(template: WorkbookTemplate) -> dict[str, TabHad]:
    """All that a template gives."""
    return {tab.key: _had_of_tab(tab) for tab in template.tabs}


def standing(template: WorkbookTemplate, had: Had) -> WorkbookTemplate:
    """The template as far as the workbook was given it: what is looked at and written."""
    return _standing(template, tuple(sorted((tab, each.columns) for tab, each in had.items())))


def missing(template: WorkbookTemplate, had: Had) -> tuple[Addition, ...]:
    """What the template has and the workbook never had, in the template's order."""
    found: list[Addition] = []
    for tab in template.tabs:
        given = had.get(tab.key)
        if given is None:
            found.append(Addition(tab))
            continue
        for column in tab.columns:
            if column.key not in given.columns:
                found.append(Addition(tab, column))
                continue
            known = given.choices.get(column.key, frozenset())
            new = tuple(choice for choice in column.choices if _mark(choice) not in known)
            if new and not column.service:
                found.append(Addition(tab, column, new))
        if tab.row_height and not given.row_height:
            found.append(Addition(tab, row_height=tab.row_height))
    return tuple(found)


def once_added(had: Had, additions: Iterable[Addition]) -> dict[str, TabHad]:
    """What the workbook has been given once these are there; only the tabs concerned."""
    after = dict(had)
    touched = set()
    for each in additions:
        key = each.tab.key
        touched.add(key)
        before = after.get(key, TabHad(frozenset()))
        if each.column is None:
            given = replace(before, row_height=each.row_height)
            after[key] = _had_of_tab(each.tab) if each.is_tab else given
            continue
        columns = before.columns | {each.column.key}
        offered = before.choices.get(each.column.key, frozenset()) | _marks(each.column.choices)
        choices = {**before.choices, each.column.key: offered} if offered else before.choices
        after[key] = replace(before, columns=columns, choices=choices)
    return {key: after[key] for key in touched}


def already_there(seen: WorkbookSeen, additions: Iterable[Addition]) -> tuple[Addition, ...]:
    """Those of the additions that a look at the whole template shows to stand: the answer to
    adding them was lost."""
    there = []
    for each in additions:
        tab = seen.tabs.get(each.tab.key)
        if tab is None or each.choices or each.row_height:
            continue
        if (each.column is None and tab.columns) or (
            each.column is not None and each.column.key in tab.columns
        ):
            there.append(each)
    return tuple(there)


def growing_requests(
    template: WorkbookTemplate,
    seen: WorkbookSeen,
    additions: Sequence[Addition],
    places: Mapping[int, SheetPlace],
) -> list[Json]:
    """The requests of one batch that add all of this. `places` is by sheet id."""
    requests: list[Json] = []
    titles = {fold(place.title) for place in places.values()}
    last = max((place.index for place in places.values()), default=0)
    tabs = [each for each in additions if each.is_tab]
    for number, each in enumerate(tabs):
        index = min(_index_of(template, each.tab, places) + number, last + number)
        sheet = sheet_properties(template, each.tab, index)
        title = _free_title(each.tab.heading, titles)
        titles.add(fold(title))
        sheet["properties"]["title"] = title
        requests.append({"addSheet": sheet})
        requests.extend(furnish(template, each.tab))
    by_tab: dict[str, list[Addition]] = {}
    for each in additions:
        sheet_id = template.sheet_id(each.tab.key)
        if each.row_height and sheet_id in places:
            requests.append(high_rows(sheet_id, each.row_height))
        if each.column is not None:
            by_tab.setdefault(each.tab.key, []).append(each)
    for key, of_tab in by_tab.items():
        place = places.get(template.sheet_id(key))
        if place is not None:
            requests.extend(_columns(template, seen, of_tab, place))
    return requests


def _columns(
    template: WorkbookTemplate, seen: WorkbookSeen, additions: Sequence[Addition], place: SheetPlace
) -> Iterator[Json]:
    tab, sheet_id = additions[0].tab, place.sheet_id
    at = dict(seen.tabs[tab.key].columns)
    offers, width = dict(place.offers), place.columns
    for each in (each for each in additions if not each.choices):
        assert each.column is not None
        index = _place_for(tab, each.column, at)
        if index >= width:
            more = index - width + 1
            yield {"appendDimension": {"sheetId": sheet_id, "dimension": "COLUMNS", "length": more}}
            width += more
        else:
            span = {"sheetId": sheet_id, "dimension": "COLUMNS"}
            span |= {"startIndex": index, "endIndex": index + 1}
            yield {"insertDimension": {"range": span, "inheritFromBefore": False}}
            width += 1
            at = {key: i + 1 if i >= index else i for key, i in at.items()}
            offers = {i + 1 if i >= index else i: each for i, each in offers.items()}
        at[each.column.key] = index
        yield heading_requests(template, tab, each.column, index)
        yield from furnish_column(template, tab, each.column, index)
        if each.column.service:
            yield protect(sheet_id, index, index + 1)
    for each in (each for each in additions if each.choices):
        assert each.column is not None
        if each.column.key in at:
            index = at[each.column.key]
            offered = _together(offers.get(index, ()), each)
            yield offer(sheet_id, index, offered, each.column.kind == "choice")


def _together(offered: Sequence[str], each: Addition) -> tuple[str, ...]:
    """What people have in their drop-down stays, in their words; what is new comes behind it."""
    assert each.column is not None
    if not offered:
        return each.column.choices
    known = {fold(spelling) for word in offered for spelling in spellings_of(word)}
    return (*offered, *(choice for choice in each.choices if fold(choice) not in known))


def _place_for(tab: Tab, column: Column, at: Mapping[str, int]) -> int:
    """Behind the column it stands behind in the template, wherever people have moved that."""
    keys = [each.key for each in tab.columns]
    mine = keys.index(column.key)
    for before in reversed(keys[:mine]):
        if before in at:
            return at[before] + 1
    return min((at[after] for after in keys[mine:] if after in at), default=0)


def _index_of(template: WorkbookTemplate, tab: Tab, places: Mapping[int, SheetPlace]) -> int:
    keys = [each.key for each in template.tabs]
    for before in reversed(keys[: keys.index(tab.key)]):
        place = places.get(template.sheet_id(before))
        if place is not None:
            return place.index + 1
    return 0


def _free_title(heading: str, taken: set[str]) -> str:
    """Somebody may have a tab of their own that is called so."""
    title, number = heading, 1
    while fold(title) in taken:
        title = f"{heading} (Holdfast)" if number == 1 else f"{heading} (Holdfast {number})"
        number += 1
    return title


def _had_of_tab(tab: Tab) -> TabHad:
    choices = {c.key: _marks(c.choices) for c in tab.columns if c.choices}
    return TabHad(frozenset(c.key for c in tab.columns), choices, tab.row_height)


def _marks(choices: Iterable[str]) -> frozenset[str]:
    return frozenset(_mark(choice) for choice in choices)


def _mark(choice: str) -> str:
    """The same for every spelling of a choice, in every language."""
    word = min(fold(spelling) for spelling in spellings_of(choice))
    return hashlib.sha256(word.encode()).hexdigest()[:8]


@cache
def _standing(
    template: WorkbookTemplate, had: tuple[tuple[str, frozenset[str]], ...]
) -> WorkbookTemplate:
    given = dict(had)
    tabs = [
        tab.model_copy(
            update={
                "columns": tuple(c for c in tab.columns if c.key in given[tab.key]),
                "identity": tab.identity if tab.identity in given[tab.key] else "",
            }
        ).model_dump()
        for tab in template.tabs
        if tab.key in given
    ]
    whole = template.model_dump()
    return WorkbookTemplate.model_validate({**whole, "tabs": [_fresh(tab) for tab in tabs]})


def _fresh(tab: Json) -> Json:
    return {name: value for name, value in tab.items() if name != "by_key"}
