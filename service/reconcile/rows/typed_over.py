"""Grey cells: Holdfast fills them in, and never types over what a person wrote there.

Keyed hashes of what Holdfast wrote under each grey heading of a row are remembered just before
it is written; whatever else stands there is somebody's own text. It stays, and Attention says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from service.casework.records import CASELOAD, RESTRICTED, Problem, RowRef
from service.keys import Keys
from service.ports import Agreed
from service.workbook import edits
from service.workbook.look import GIVEN, Raw, WorkbookSeen

from ..context import SchoolContext
from ..projection import Projection

Standing = tuple[RowRef, str, Raw]  # a cell: its row, its column, what stands there
GREY = "grey"  # the ledger's kind for what Holdfast wrote into a row
# Attention and History are Holdfast's own; ids and owners of rows have rules of their own.
_OWN_TABS = ("attention", "history")
_OWN_COLUMNS = frozenset({*GIVEN, "response_id"})
# What comes from a progress sheet is worked out only when that was read.
_MEASURED = {"goals": ("latest", "on_track", "recommendation"), "caseload": ("goals_on_track",)}
_CUT = 10  # characters of a mark: enough to compare, too few to be anything else


def keep_typed(
    projection: Projection,
    known: Mapping[tuple[str, str], Agreed],
    context: SchoolContext,
    measured: Collection[str],
) -> list[Problem]:
    """Leave every grey cell alone in which a person's text stands, and ask about it. Where the
    row has just got its id (a new one, a copy), anything Holdfast ever wrote under that heading
    is Holdfast's. `measured` are the cases whose progress sheet was read."""
    typed = list(_typed(projection.overwritten(), projection, known, context.keys))
    for ref, column, _ in typed:
        projection.leave(ref, column)
    not_measured = _not_measured(projection.read.get(CASELOAD), measured)
    typed += _typed(not_measured, projection, known, context.keys)
    return [_typed_over(projection, ref, column, raw, context) for ref, column, raw in typed]


def _not_measured(seen: WorkbookSeen | None, measured: Collection[str]) -> list[Standing]:
    """What stands where a progress sheet that was not read this time has its say."""
    if seen is None:
        return []
    tabs = [tab for key in _MEASURED if (tab := seen.tabs.get(key)) is not None]
    return [
        (RowRef(CASELOAD, tab.key, tab.row_id(row), row.position, seen.file_id), column, raw)
        for tab in tabs
        for row in tab.rows
        if row.text("case_code") not in measured
        for column in _MEASURED[tab.key]
        if (raw := row.cells.get(column)) is not None
    ]


def _typed(
    standing: Iterable[Standing],
    projection: Projection,
    known: Mapping[tuple[str, str], Agreed],
    keys: Keys,
) -> Iterator[Standing]:
    """Those of these cells that are grey and hold somebody's own text."""
    ever: dict[tuple[str, str], set[str]] = {}
    for ref, column, raw in standing:
        if not _is_grey(projection.read[ref.workbook], ref.tab, column):
            continue
        mark = _mark(keys, ref.tab, column, raw)
        own = known.get((GREY, _key(keys, ref.workbook, ref.tab, ref.row_id)))
        if own is not None and mark in own.marks.get(column, "").split("."):
            continue
        if own is None:
            ever = ever or _ever_written(known)
            if mark in ever.get((ref.tab, column), ()):
                continue
        yield ref, column, raw


def about_to_write(
    seen: WorkbookSeen,
    wanted: Iterable[edits.Edit],
    known: Mapping[tuple[str, str], Agreed],
    zone: ZoneInfo,
    keys: Keys,
) -> list[Agreed]:
    """What is to be remembered before these edits are written: the grey cells as they stand and
    as they will, so that neither is taken for a person's, however the writing ends. What is
    `known` of the row's other grey cells stays known."""
    agreed = []
    ever: dict[tuple[str, str], set[str]] = {}
    for edit in wanted:
        if isinstance(edit, edits.SettleRow) or edit.tab in _OWN_TABS:
            continue
        identity = seen.tabs[edit.tab].identity
        before = edit.row if isinstance(edit, edits.SetCells) else None
        row_id = str(edit.cells.get(identity) or (before.text(identity) if before else ""))
        if not row_id and before is not None:
            row_id = f"at {before.position}"  # its id was just taken away: known by its place then
        marks = {}
        for column, value in edit.cells.items():
            if row_id and _is_grey(seen, edit.tab, column):
                both = (before.cells.get(column) if before else None, edits.raw_of(value, zone))
                marks[column] = ".".join(
                    dict.fromkeys(_mark(keys, edit.tab, column, r) for r in both if r is not None)
                )
        if marks:
            key = _key(keys, seen.key, edit.tab, row_id)
            kept = known[GREY, key].marks if (GREY, key) in known else {}
            if not kept and before is not None:
                # What an attempt that went astray has left there, or a copy brought along.
                ever = ever or _ever_written(known)
                kept = {
                    column: mark
                    for column, raw in before.cells.items()
                    if raw is not None
                    and (written := ever.get((edit.tab, column)))
                    and (mark := _mark(keys, edit.tab, column, raw)) in written
                }
            agreed.append(Agreed(GREY, key, edit.tab, {**kept, **marks}))
    return agreed


def as_it_stands(books: Mapping[str, WorkbookSeen], keys: Keys) -> list[Agreed]:
    """All grey cells as Holdfast's own: what is taken for granted when the ledger is made anew."""
    return [
        Agreed(GREY, _key(keys, seen.key, tab.key, tab.row_id(row)), tab.key, marks)
        for seen in books.values()
        for tab in seen.tabs.values()
        if tab.key not in _OWN_TABS and tab.identity
        for row in tab.rows
        if tab.row_id(row)
        and (
            marks := {
                column: _mark(keys, tab.key, column, raw)
                for column, raw in row.cells.items()
                if raw is not None and _is_grey(seen, tab.key, column)
            }
        )
    ]


def _is_grey(seen: WorkbookSeen, tab: str, column: str) -> bool:
    if tab in _OWN_TABS or column in _OWN_COLUMNS:
        return False
    return any(c.key == column and c.service for c in seen.template.by_key[tab].columns)


def _ever_written(known: Mapping[tuple[str, str], Agreed]) -> dict[tuple[str, str], set[str]]:
    ever: dict[tuple[str, str], set[str]] = {}
    for (kind, _), agreed in known.items():
        for column, marks in agreed.marks.items() if kind == GREY else ():
            ever.setdefault((agreed.object_id, column), set()).update(marks.split("."))
    return ever


def _key(keys: Keys, workbook: str, tab: str, row_id: str) -> str:
    """Opaque: on some tabs rows are known by the school's own number of a student."""
    return keys.fingerprint(GREY, workbook, tab, row_id)


def _mark(keys: Keys, tab: str, column: str, raw: Raw) -> str:
    plain = round(float(raw), 5) if isinstance(raw, int | float) else raw
    return keys.fingerprint(GREY, tab, column, plain)[:_CUT]


def _typed_over(
    projection: Projection, ref: RowRef, column: str, raw: Raw, context: SchoolContext
) -> Problem:
    held = ref.workbook == RESTRICTED
    which = projection.id_to_be(ref) or ref.position
    headings = projection.read[ref.workbook].tabs[ref.tab].headings
    return Problem(
        key=f"typed_over:{ref.workbook}/{ref.tab}/{which}/{column}",
        row=ref,
        column=column,
        what=context.say("problems.typed_over.what"),
        why=context.say(
            "problems.typed_over.why",
            value="…" if held else str(raw)[:80],
            column=headings.get(column, column),
        ),
    )
