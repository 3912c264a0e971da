"""Workload per case manager, with the formula said in words, and a what-if for one more case."""

from __future__ import annotations

from dataclasses import dataclass

from service.casework.wants import Say

from .widgets import Json, ask, button, buttons, card, line, section, text, write


@dataclass(frozen=True, slots=True)
class Load:
    """One case manager; amounts in `unit`. `capacity` None where the formula names no number."""

    name: str
    load: float
    capacity: float | None
    unit: str
    cases: int
    away: str = ""
    after: str = ""  # with the student of the what-if
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ahead:
    """What the next ones like the student of the what-if would come to, a line each; `full` says
    from which on nobody has room, "" where somebody has."""

    lines: tuple[str, ...] = ()
    full: str = ""


@dataclass(frozen=True, slots=True)
class Workload:
    """`suggestion` is the what-if's answer with its sum, "" where nothing was asked."""

    formula: str
    explained: str
    loads: tuple[Load, ...]
    level: str = ""
    grade: str = ""
    language: str = ""
    suggestion: str = ""
    ahead: Ahead = Ahead()


@dataclass(frozen=True, slots=True)
class HeadCount:
    """One case manager as a head sees them: no points, nothing that comes of them."""

    name: str
    students: str  # in words


def head_count_card(counts: tuple[HeadCount, ...], say: Say) -> Json:
    return card(
        say("cards.workload.title"),
        section("", *(line(each.students, each.name) for each in counts)),
        section("", text(say("cards.workload.for_heads"))),
        name="workload",
    )


def workload_card(work: Workload, say: Say) -> Json:
    return card(
        say("cards.workload.title"),
        section("", *(_load(load, say) for load in work.loads)),
        section(say("cards.workload.formula", formula=work.formula), text(work.explained)),
        section(
            say("cards.workload.what_if"),
            text(work.suggestion) if work.suggestion else None,
            write(
                "level", say("cards.workload.level"), work.level, say("cards.workload.level_hint")
            ),
            write("grade", say("cards.workload.grade"), work.grade),
            write("language", say("cards.workload.language"), work.language),
            buttons(button(say("cards.workload.try"), ask("what_if"), strong=True)),
            text(say("cards.workload.next_ten"), bold=True) if work.ahead.lines else None,
            text("\n".join(work.ahead.lines)) if work.ahead.lines else None,
            text(work.ahead.full) if work.ahead.full else None,
        ),
        name="workload",
    )


def _load(load: Load, say: Say) -> Json:
    if load.capacity is None:
        words = say("cards.workload.line_alone", load=load.load, unit=load.unit)
        below = say("cards.workload.no_bar", cases=load.cases)
    else:
        words = say("cards.workload.line", load=load.load, capacity=load.capacity, unit=load.unit)
        below = say("cards.workload.bar", bar=_bar(load.load, load.capacity), cases=load.cases)
    return line(
        words,
        load.name,
        " · ".join(each for each in (below, load.away, load.after, *load.notes) if each),
    )


def _bar(load: float, capacity: float) -> str:
    """Ten little blocks: how full."""
    full = round(10 * load / capacity) if capacity > 0 else 10
    return "▰" * min(full, 10) + "▱" * max(0, 10 - full)
