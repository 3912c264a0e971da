"""Workbooks of a school that is running take in what came since: remembered, decided, carried out.

What each tab was given is remembered under "furnished"; which modules a school has stands in the
token "modules" as of the last run, and on Settings as people want it from the next look on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from service.casework.records import OFFICE, RowRef
from service.casework.registry import MODULES, active
from service.casework.settings import setting_key
from service.casework.wants import Say, Value
from service.ports import Agreed, Ledger, Sheets
from service.sheetwrite.growing import grow
from service.workbook import first_release
from service.workbook.growing import (
    Addition,
    Had,
    TabHad,
    already_there,
    growing_requests,
    had_at_first,
    missing,
    once_added,
    standing,
)
from service.workbook.look import WorkbookSeen
from service.workbook.school_settings import SettingRow, module_rows, setting_rows, switch_rows
from service.workbook.templates import (
    EVERY_SCHOOL,
    OF_PERSONS,
    ON_DEMAND,
    PROGRESS,
    WorkbookTemplate,
    load_template,
    needed,
)

from .changes import AppendRow, Change, ChangeCells, GrowWorkbook, Remember, SwitchModules
from .layout import Layout

FURNISHED = "furnished"
SETTINGS_TAB = f"{OFFICE}/settings#rows"  # which rows of Settings the school was given
MODULES_ON = "modules"  # the token

Known = Mapping[tuple[str, str], Agreed]


# ---------------------------------------------------------------- memory


def modules_on(ledger: Ledger) -> frozenset[str]:
    """The modules (names of registers) whose tabs are looked at."""
    return frozenset(ledger.token(MODULES_ON).split(",")) & {each.name for each in MODULES}


def had_by(known: Iterable[Agreed], workbook: str) -> dict[str, TabHad]:
    """What the tabs of a workbook were given; of a school that knows nothing of it, what the first
    release gave."""
    had = {
        agreed.key.partition("/")[2]: TabHad.from_marks(agreed.marks)
        for agreed in known
        if agreed.key.startswith(f"{workbook}/") and agreed.key != SETTINGS_TAB
    }
    return had or ({} if workbook in (*ON_DEMAND, *OF_PERSONS) else had_at_first(workbook))


def is_upgraded_now(known: Known) -> bool:
    """Whether this release looks for the first time at a school that was running before it."""
    kinds = {kind for kind, _ in known}
    return "batch" in kinds and FURNISHED not in kinds


def furnished(workbook: str, had: Had) -> list[Agreed]:
    """What is remembered of tabs that a workbook was given."""
    return [
        Agreed(FURNISHED, f"{workbook}/{tab}", "", each.as_marks()) for tab, each in had.items()
    ]


def furnished_settings(keys: Iterable[str]) -> Agreed:
    """Which rows of Settings were given: by their first letter, for a mark holds only so much."""
    rows: dict[str, list[str]] = {}
    for key in sorted(keys):
        rows.setdefault(f"rows.{key[:1]}", []).append(key)
    return Agreed(FURNISHED, SETTINGS_TAB, "", {name: ".".join(of) for name, of in rows.items()})


def settings_had(agreed: Agreed | None) -> set[str]:
    """The rows that a school was given; of one that knows nothing of it, the first release's."""
    if agreed is None:
        return set(first_release.SETTINGS)
    return {key for rows in agreed.marks.values() for key in rows.split(".") if key}


def rows_as_they_are(ledger: Ledger) -> list[Agreed]:
    """After the ledger's loss: how high rows are is people's by now, so nothing is given anew."""
    on, known = modules_on(ledger), ledger.agreed_of(FURNISHED)
    found: list[Agreed] = []
    for book in EVERY_SCHOOL:
        tabs, had = load_template(book, on).by_key, had_by(known, book)
        high = {
            tab: replace(each, row_height=each.row_height or tabs[tab].row_height)
            for tab, each in had.items()
            if tab in tabs
        }
        found += furnished(book, {**had, **high})
    return found


def standing_templates(ledger: Ledger) -> dict[str, WorkbookTemplate]:
    """The templates as far as this school's workbooks were given them, by workbook."""
    on, known = modules_on(ledger), ledger.agreed_of(FURNISHED)
    return {book: found for book in needed(on) if (found := standing_of(known, book, on))}


def standing_of(
    known: Iterable[Agreed], workbook: str, modules: frozenset[str]
) -> WorkbookTemplate | None:
    """The template of one workbook as far as the school was given it; None where it was given
    nothing of it yet."""
    template, had = load_template(workbook, modules), had_by(known, workbook)
    if workbook in (PROGRESS, *OF_PERSONS):  # there are many of them
        return template
    return standing(template, had) if any(tab in had for tab in template.by_key) else None


# ---------------------------------------------------------------- deciding


def to_grow(
    known: Known, modules: frozenset[str], seen: Iterable[str]
) -> dict[str, list[Addition]]:
    """By workbook, what it never had. `modules` are those that are on."""
    memory = [agreed for (kind, _), agreed in known.items() if kind == FURNISHED]
    found = {
        workbook: list(missing(load_template(workbook, modules), had_by(memory, workbook)))
        for workbook in needed(modules)
        if workbook in set(seen) - {PROGRESS}
    }
    return {workbook: additions for workbook, additions in found.items() if additions}


def growth_changes(
    wanted: Mapping[str, Sequence[Addition]],
    layouts: Mapping[str, Layout],
    known: Known,
    frozen: frozenset[str],
    say: Say,
) -> list[Change]:
    """A change for each workbook that was looked at for it; what stands already is remembered. A
    tab that a guard holds waits."""
    memory = [agreed for (kind, _), agreed in known.items() if kind == FURNISHED]
    changes: list[Change] = []
    for workbook, additions in wanted.items():
        layout = layouts.get(workbook)
        if layout is None:
            continue
        there = already_there(layout.seen, additions)
        had = had_by(memory, workbook)
        had |= once_added(had, there)
        if there:
            changes.append(Remember(tuple(furnished(workbook, had))))
        left = [
            each
            for each in additions
            if each not in there and f"{workbook}/{each.tab.key}" not in frozen
        ]
        if left:
            # All of it: once something is remembered, nothing is taken for granted any more.
            agree = furnished(workbook, {**had, **once_added(had, left)})
            told = say("changes.grow", what=_told(left, say))
            changes.append(GrowWorkbook(workbook, tuple(left), told, tuple(agree)))
    return changes


def _told(additions: Sequence[Addition], say: Say) -> str:
    """ "tab Decisions; Team: Until, Letters by; Goals, Actions: Case manager; Diary: Kind offers
    Annual review": the columns of a tab together, and tabs that get the same columns."""
    parts = [say("changes.grow_tab", tab=a.tab.heading) for a in additions if a.is_tab]
    tabs: dict[str, list[str]] = {}
    for each in additions:
        if each.column is not None and not each.choices:
            tabs.setdefault(each.tab.heading, []).append(each.column.heading)
    alike: dict[tuple[str, ...], list[str]] = {}
    for tab, columns in tabs.items():
        alike.setdefault(tuple(columns), []).append(tab)
    parts += [
        say("changes.grow_column", tab=", ".join(of), column=", ".join(columns))
        for columns, of in alike.items()
    ]
    high = [each.tab.heading for each in additions if each.row_height]
    parts += [say("changes.grow_rows", tabs=", ".join(high))] if high else []
    for each in additions:
        if each.column is not None and each.choices:
            words = {"tab": each.tab.heading, "column": each.column.heading}
            parts.append(say("changes.grow_choices", choices=", ".join(each.choices), **words))
    return "; ".join(parts)


def setting_changes(
    office: WorkbookSeen | None,
    known: Known,
    modules: frozenset[str],
    before: frozenset[str],
    today: date,
    say: Say,
) -> list[Change]:
    """Rows of Settings that the school never had: a setting's name is its identity. A module that
    was not on `before` counts from today, whether it ever was on or not."""
    if office is None or "settings" not in office.tabs or office.tabs["settings"].gone:
        return []
    agreed = known.get((FURNISHED, SETTINGS_TAB))
    had = settings_had(agreed)
    there = {setting_key(row.text("setting")): row for row in office.tabs["settings"].rows}
    running = switch_rows((), say)  # a module that arrives in a running school is off
    brought = [row for register in active(modules) for row in module_rows(register.name)]
    wanted = [*setting_rows(), *running, *brought, *_counting_from(modules, today, say)]
    new = [row for row in wanted if row.key not in had]
    begun = [row for row in _counting_from(modules - before, today, say) if row.key in had]
    changes: list[Change] = [_setting(row, say) for row in (*new, *begun) if row.key not in there]
    for row in begun:
        if row.key in there:
            place = RowRef(OFFICE, "settings", "", there[row.key].position, office.file_id)
            changes.append(ChangeCells(place, {"value": row.value}, row.what))
    if new:
        changes.append(Remember((furnished_settings(had | {row.key for row in new}),)))
    return changes


def counting_rows() -> list[SettingRow]:
    """The rows that a school gets once a module is switched on."""
    every = frozenset(each.name for each in MODULES)
    return _counting_from(every, date.min, lambda key, **values: "")


def _counting_from(modules: frozenset[str], today: date, say: Say) -> list[SettingRow]:
    """From which day a module counts: what lies before is never late, stale or asked about."""
    return [
        SettingRow(
            setting=f"{each.module} counts from",
            key=setting_key(f"{each.module} counts from"),
            value=today.isoformat(),
            what=say("modules.counts_from", module=each.module),
            source=say("modules.source"),
        )
        for each in MODULES
        if each.name in modules
    ]


def _setting(row: SettingRow, say: Say) -> AppendRow:
    cells: dict[str, Value] = {"setting": row.setting, "value": row.value}
    cells |= {"what_it_does": row.what, "source": row.source}
    because = say("changes.new_setting", setting=row.setting)
    return AppendRow(row.setting, OFFICE, "settings", cells, because, "new_setting")


def module_changes(before: frozenset[str], now: frozenset[str], say: Say) -> list[Change]:
    """Modules that were switched on or off since the last run."""
    if before == now:
        return []
    names = {each.name: each.module for each in MODULES}
    on = ", ".join(names[name] for name in sorted(now - before))
    off = ", ".join(names[name] for name in sorted(before - now))
    told = [say("changes.modules_on", names=on)] if on else []
    told += [say("changes.modules_off", names=off)] if off else []
    return [SwitchModules(now, " ".join(told))]


# ---------------------------------------------------------------- doing


def grow_workbook(
    sheets: Sheets,
    ledger: Ledger,
    change: GrowWorkbook,
    modules: frozenset[str],
    layout: Layout,
    nonce: str,
) -> bool:
    """Carry it out, and remember it. False when somebody was quicker. Raises GatewayError."""
    template = load_template(change.workbook, modules)
    requests = growing_requests(template, layout.seen, change.additions, layout.places)
    if not grow(sheets, ledger, layout.seen, requests, nonce):
        return False
    ledger.agree(change.agree)
    return True
