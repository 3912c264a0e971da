"""The gray cells of Award, the newest points on Caseload, and what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import OFFICE, Problem, RowRef
from ..school import School
from ..wants import WantedCells
from .gates import Gate, closed, gate_texts, read_gate, setting_of
from .points import weighed
from .proposals import proposed
from .records import MOST, SCORES, AwardRow


def standings(school: School) -> Iterator[WantedCells]:
    """Points and Standing of every row of a settled case, and Award points of every case."""
    because = school.say("award.because")
    newest: dict[str, AwardRow] = {}
    for row in sorted(school.of(AwardRow), key=lambda row: row.row.position):
        if not row.code:
            continue
        newest[row.code] = row
        words = standing_words(row, school)
        points = weighed(row, school).points
        yield WantedCells(row.row, {"points": points, "standing": words or None}, because)
    for case in school.cases:
        if case.row.row_id:
            last = newest.get(case.code)
            points = weighed(last, school).points if last else None
            yield WantedCells(case.row, {"award_points": points}, because)


def standing_words(row: AwardRow, school: School) -> str:
    """Closed gates first, then the sum, then what is known elsewhere and not filled in."""
    say = school.say
    parts = [gate_words(gate, row, short, school) for gate, short in closed(row, school)]
    total = weighed(row, school)
    if total.points is not None:
        terms = " + ".join(f"{_plain(weight)} × {_plain(score)}" for weight, score in total.parts)
        parts.append(
            say("award.sum", terms=terms, weight=_plain(total.weight), points=_plain(total.points))
        )
    return "; ".join([*parts, *proposed(row, school)])


def gate_words(gate: Gate, row: AwardRow, short: float, school: School) -> str:
    """ "Respect 4, at least 5: one to go"; "Late 7, at most 6: one over"."""
    say = school.say
    how = "least" if gate.least else "most"
    number = say("award.one") if short == 1 else _plain(short)
    return say(
        f"award.gate_{how}",
        heading=say(f"award.heading.{gate.heading}"),
        value=_plain(row.given(gate.heading) or 0.0),
        limit=_plain(gate.limit),
        short=number,
    )


def unreadable(school: School) -> Iterator[Problem]:
    """Scores that cannot be one, and gates that read as none."""
    say = school.say
    for row in school.of(AwardRow):
        for heading in SCORES:
            value = row.given(heading)
            if value is not None and not row.is_score(heading):
                yield Problem(
                    key=f"award:{row.row.row_id}:{heading}",
                    row=row.row,
                    column=heading,
                    what=say("award.problem.score.what"),
                    why=say("award.problem.score.why", value=_plain(value), most=_plain(MOST)),
                    student=row.student,
                    code=row.code,
                )
    for heading, text in gate_texts(school):
        if read_gate(heading, text) is None:
            setting = f"Award gate: {heading.replace('_', ' ').capitalize()}"
            yield Problem(
                key=f"office/settings/{setting_of('gate', heading)}",
                row=RowRef(OFFICE, "settings", setting),
                column="value",
                what=say("problems.setting.what", setting=setting),
                why=say("award.problem.gate.why", value=text[:40]),
            )


def _plain(value: float) -> str:
    return f"{value:g}"
