"""The Climate report of a term: charts first, and no figure by which somebody could be found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..bar_chart import Bar, BarChart, bar_chart
from ..cards import CardPaper
from ..document_types import DocumentType
from ..school import PaperAsked, School
from ..terms import Term, term_of
from ..wants import WantedDocument, WantedShare
from .campaigns import change_words
from .counting import (
    ABOUT,
    NOT_SAID,
    by_about_and_grade,
    by_first_talk,
    by_goal,
    by_who,
    grades_in_order,
    group_shares,
    referrals_in,
)
from .records import Campaign
from .risk_ratio import Least, risk_ratio
from .suppression import suppressed
from .tables import OneWay, TwoWay, cell_key, chain

REPORT = "climate_report"
MASK = "–"
COLUMNS = (*ABOUT, NOT_SAID)


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One grade: what its referrals were about, every figure as it is printed."""

    grade: str
    cells: tuple[str, ...]  # in the order of COLUMNS
    all: str


@dataclass(frozen=True, slots=True)
class CampaignLine:
    name: str
    aim: str
    measure: str
    change: str
    learned: str


@dataclass(frozen=True, slots=True)
class ClimateContent:
    """Charts are BarCharts; `ratios` are sentences; all else is text as it is to be read."""

    case_code: str
    version: int
    term: str
    days: str
    referrals: str
    students_share: str
    about: BarChart
    who: BarChart
    talks: BarChart
    goals: BarChart
    grades: tuple[GradeRow, ...]
    ratios: tuple[str, ...]
    campaigns: tuple[CampaignLine, ...]
    note: str


def wanted_reports(school: School) -> Iterator[WantedDocument]:
    """Those that were asked for today: a report stays as it was then."""
    heads = [p.email for p in school.staff if p.role == "Head" and p.email]
    for person in school.staff:
        for asked in school.ask.papers(REPORT, person.email):
            if asked.day == school.today:
                yield _report(asked, person.email, heads, school)


def _report(asked: PaperAsked, email: str, heads: list[str], school: School) -> WantedDocument:
    term = term_of(asked.day, school)
    shares = [WantedShare(email, "writer")]
    shares += [WantedShare(head, "reader") for head in heads if head != email]
    return WantedDocument(
        code="",
        kind=REPORT,
        household=asked.key,
        title=school.say("climate.title", term=term.label),
        content=content_of(term, school),
        shares=tuple(shares),
        because=school.say("climate.asked_for"),
    )


def content_of(term: Term, school: School) -> ClimateContent:
    """All that stands in the report of a term, every table suppressed by audit."""
    say, least = school.say, school.settings.small_count_hidden_below
    referrals = referrals_in(term, school)
    counts = by_about_and_grade(referrals, school)
    grades = grades_in_order(grade for grade, _ in counts)
    about = TwoWay("about", grades, COLUMNS, counts)
    who = OneWay("who", by_who(referrals))
    talks = OneWay("talks", by_first_talk(referrals, school))
    goals = OneWay("goals", by_goal(term, school))
    hidden = suppressed(chain(about, who, talks), least) | suppressed(chain(goals), least)
    print_it = _Printed(hidden)
    columns = {column: about.column_total(column) for column in COLUMNS}
    return ClimateContent(
        case_code=term.label,
        version=1,
        term=term.label,
        days=say("climate.days_of", first=term.first, last=term.last),
        referrals=print_it(about.total, "about", ""),
        students_share=_students_share(who, hidden, school),
        about=_chart({c: (n, ("", c)) for c, n in columns.items()}, "about", print_it, school),
        who=_chart({w: (n, (w,)) for w, n in who.counts.items()}, "who", print_it, school),
        talks=_chart({t: (n, (t,)) for t, n in talks.counts.items()}, "talks", print_it, school),
        goals=_chart({g: (n, (g,)) for g, n in goals.counts.items()}, "goals", print_it, school),
        grades=tuple(_grade_row(grade, about, print_it, school) for grade in grades),
        ratios=tuple(_ratios(school)),
        campaigns=tuple(_campaigns(term, school)),
        note=say("climate.note", least=least, mask=MASK),
    )


@dataclass(frozen=True, slots=True)
class _Printed:
    """A figure as it is printed, or the sign that it is not told."""

    hidden: frozenset[str]

    def __call__(self, count: int, *names: str) -> str:
        return MASK if self.is_hidden(*names) else str(count)

    def is_hidden(self, *names: str) -> bool:
        return cell_key(names[0], *names[1:]) in self.hidden


def _chart(
    bars: Mapping[str, tuple[int, tuple[str, ...]]], table: str, printed: _Printed, school: School
) -> BarChart:
    made = []
    for name, (count, names) in bars.items():
        told = None if printed.is_hidden(table, *names) else count
        label = school.say(f"climate.{table}.{name.casefold()}")
        made.append(Bar(label, told, printed(count, table, *names)))
    return bar_chart(tuple(made))


def _grade_row(grade: str, about: TwoWay, printed: _Printed, school: School) -> GradeRow:
    cells = (printed(about.counts.get((grade, c), 0), "about", grade, c) for c in COLUMNS)
    name = school.say("climate.grade_not_known") if grade == NOT_SAID else grade
    return GradeRow(name, tuple(cells), printed(about.row_total(grade), "about", grade))


def _students_share(who: OneWay, hidden: frozenset[str], school: School) -> str:
    """Help-seeking: the share that students themselves and their peers brought; where one of its
    figures is not told, it is not either."""
    keys = [cell_key("who", "self"), cell_key("who", "peer"), cell_key("about", "")]
    if not who.total or any(key in hidden for key in keys):
        return school.say("climate.share_not_told")
    percent = round(100 * (who.counts["self"] + who.counts["peer"]) / who.total)
    return school.say("climate.share", percent=percent)


def _ratios(school: School) -> Iterator[str]:
    more = school.settings.more
    cell, members = more.get("risk_ratio_least_cell", 10), more.get("risk_ratio_least_group", 30)
    least = Least(int(cell), int(members))
    rate = float(more.get("state_rate_percent", 0)) / 100 or None
    for group, (inside, others) in group_shares(school).items():
        ratio = risk_ratio(inside, others, least, rate)
        if ratio is None:
            yield school.say("climate.ratio_none", group=group)
        else:
            beside = "others" if least.is_met(others) else "state"
            yield school.say(f"climate.ratio_{beside}", group=group, ratio=f"{ratio:.2f}")


def _campaigns(term: Term, school: School) -> Iterator[CampaignLine]:
    """Those that ran in the term."""
    for each in school.of(Campaign):
        begun = each.first is None or each.first <= term.last
        if each.name.strip() and begun and (each.until is None or each.until >= term.first):
            change = change_words(each, school)
            aim = school.say("climate.of_aim", aim=each.aim)
            yield CampaignLine(each.name, aim, each.measure, change, each.learned)


_BARS = bar_chart((Bar("Academic", 12, "12"), Bar("Health", None, MASK)))
_NONE = bar_chart(())
DOCUMENT = DocumentType(
    REPORT,
    wanted_reports,
    (
        ClimateContent(
            "2026-27 Q1", 2, "2026-27 Q1", "1 Aug to 31 Oct", "64", "30%", _BARS, _BARS, _BARS,
            _BARS, (GradeRow("7", ("12",) * len(COLUMNS), "40"),), ("Group: 1.20",),
            (CampaignLine("Kind week", "Bullying", "Reports", "24 → 15", "Go on"),), "Few",
        ),
        ClimateContent(
            "2026-27 Q1", 1, "", "", "", "", _NONE, _NONE, _NONE, _NONE, (), (), (), "",
        ),
    ),
)  # fmt: skip
PAPERS = (CardPaper("climate_report", REPORT, "office", frozenset({"Coordinator", "Deputy"})),)
