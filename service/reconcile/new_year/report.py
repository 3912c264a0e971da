"""What a new school year comes to, in sentences and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from service.casework.wants import Say

from .copying import NewYearReport


def as_told(report: NewYearReport, say: Say) -> Iterator[str]:
    """One sentence for each thing that one should know."""
    yield say("new_year.now", year=report.now)
    if not report.years:
        yield say("new_year.nothing")
    for year in report.years:
        for tab in year.tabs:
            if not report.written:
                yield say("new_year.would", year=year.year, tab=tab.title, rows=tab.rows)
                continue
            yield say(
                "new_year.done",
                year=year.year,
                tab=tab.title,
                rows=tab.rows,
                copied=tab.copied,
                verified=tab.verified,
            )
            if tab.changed:
                yield say("new_year.changed", year=year.year, tab=tab.title, count=tab.changed)
    for past in report.past_keep:
        yield say(
            "new_year.past_keep",
            tab=past.tab,
            rows=past.rows,
            before=past.before,
            years=past.years,
        )
    words = "new_year.left_tab" if report.written else "new_year.would_leave"
    yield from (say(words, tab=tab, rows=rows) for tab, rows in report.left)
    if report.years and not report.leaves:
        yield say("new_year.stays")
    yield from _of_grades(report, say)


def _of_grades(report: NewYearReport, say: Say) -> Iterator[str]:
    told = report.grades
    if report.stepped:
        yield say("new_year.stepped", count=report.stepped)
    elif told.in_time and told.steps:
        yield say("new_year.would_step", count=told.steps)
    if told.in_time and told.left:
        yield say("new_year.left", count=told.left)


def as_json(report: NewYearReport) -> Mapping[str, object]:
    """{"now", "written", "rows_leave", "left": [{"tab",
    "rows"}], "years": [{"year", "link", "verified", "tabs":
    [{"tab", "rows", "copied", "verified", "changed"}]}], "past_keep": [{"tab", "rows", "before",
    "years"}], "grades": {"steps", "done", "left", "in_time", "stepped"}}"""
    return {
        "now": report.now,
        "written": report.written,
        "rows_leave": report.leaves,
        "left": [{"tab": tab, "rows": rows} for tab, rows in report.left],
        "years": [
            {
                "year": year.year,
                "link": year.link,
                "verified": year.is_verified and report.written,
                "tabs": [
                    {
                        "tab": tab.title,
                        "rows": tab.rows,
                        "copied": tab.copied,
                        "verified": tab.verified,
                        "changed": tab.changed,
                    }
                    for tab in year.tabs
                ],
            }
            for year in report.years
        ],
        "past_keep": [
            {"tab": p.tab, "rows": p.rows, "before": p.before.isoformat(), "years": p.years}
            for p in report.past_keep
        ],
        "grades": {
            "steps": report.grades.steps,
            "done": report.grades.done,
            "left": report.grades.left,
            "in_time": report.grades.in_time,
            "stepped": report.stepped,
        },
    }
