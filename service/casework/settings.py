"""Every number and name that a school can change on Office > Settings, with its default.

A setting's key is its name on the tab in snake_case ("Stale after (weeks)" -> stale_after_weeks).
What each does, and where its default comes from, stands in sheets_templates/settings.yaml; a test
holds the two together. Sources of the defaults: docs/casework.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, Final

from .school_year import MonthDay, SchoolYear
from .setting_values import (
    FORMULAS,
    SCHOOL_YEAR,
    SHOWN,
    USUAL,
    WEEKDAYS,
    NotUsable,
    as_text,
    read_value,
    setting_key,
)
from .wants import Say

__all__ = ["FORMULAS", "WEEKDAYS", "SchoolSettings", "setting_key", "settings_from"]


@dataclass(frozen=True, slots=True)
class CrisisWords:
    """What a form and an acknowledgement say first, by country. `crisis_line` says itself at which
    hours somebody answers."""

    emergency_number: str
    crisis_line: str


UNITED_STATES: Final = CrisisWords("911", "call or text 988, at any hour")


@dataclass(frozen=True, slots=True)
class SchoolSettings:
    """One school's choices. Times are in `time_zone`, an IANA name; e-mails are lower case."""

    # the school
    school_name: str = "Our school"
    time_zone: str = "America/New_York"
    language: str = ""  # of those there is a wording for; "" = the one the service was set up with
    weekend: tuple[int, ...] = (5, 6)  # Monday = 0
    working_hours: str = "Mon-Fri 08:00-15:30"
    school_phone: str = ""

    # referrals
    country: str = "US"
    emergency_number: str = UNITED_STATES.emergency_number
    crisis_line: str = UNITED_STATES.crisis_line
    safeguarding_lead: str = ""  # e-mail; "" = who has that Role on Staff
    alternate_safeguarding_lead: str = ""  # reads when an adult at this school is part of it
    who_reads_referrals: str = "the student-support coordinator"
    when_referrals_are_read: str = "on school days, between 8:00 and 15:30"
    acknowledgements_a_day_to_one_address: int = 5
    acknowledgements_in_a_day: int = 200
    name_is_sure_from: float = 90.0  # of 100
    name_is_plausible_from: float = 80.0  # of 100

    # first talk and follow-ups
    first_talk_within_school_days: int = 5
    no_booking_within_hours: int = 2
    reminders_minutes: tuple[int, ...] = (1440, 30)
    stale_after_weeks: int = 4
    plan_length_weeks: int = 12

    # cracks
    referral_waits_after_school_days: int = 2
    plan_within_school_days: int = 10
    case_manager_first_school_days: int = 5

    # the school year: (month, day)
    school_year_begins: MonthDay = (8, 1)
    q1_ends: MonthDay = (10, 31)
    q2_ends: MonthDay = (1, 15)
    q3_ends: MonthDay = (3, 31)
    q4_ends: MonthDay = (7, 31)

    # who takes a case
    workload_formula: str = "Virginia"
    virginia_level_1: float = 1.0
    virginia_level_2: float = 2.5
    virginia_level_2_with_para: float = 2.0
    virginia_intensive: float = 3.3
    virginia_intensive_with_para: float = 2.5
    virginia_most: float = 20.0
    virginia_level_1_alone: float = 24.0
    virginia_level_2_alone: float = 8.0
    virginia_level_2_alone_with_para: float = 10.0
    virginia_intensive_alone: float = 6.0
    virginia_intensive_alone_with_para: float = 8.0
    virginia_speech_alone: float = 68.0
    new_mexico_a: float = 0.029
    new_mexico_b: float = 0.042
    new_mexico_c: float = 0.067
    new_mexico_d: float = 0.125
    new_mexico_most: float = 1.0
    wisconsin_most: float = 26.0
    california_most: float = 28.0
    california_waiver_most: float = 32.0
    head_count_most: float = 20.0
    asca_most: float = 250.0
    nasp_most: float = 500.0
    sswaa_most: float = 250.0
    fit_for_grade: float = 0.1
    fit_for_language: float = 0.2
    fit_for_prior_contact: float = 0.2

    # progress
    four_point_least_weeks: int = 6
    four_point_least_points: int = 6
    trend_least_points: int = 3
    trend_sure_points: int = 6

    # reviews (months, or days where it says so)
    evaluation_within_days: int = 60
    iep_first_within_days: int = 30
    iep_review_months: int = 12
    reevaluation_months: int = 36
    plan_504_review_months: int = 12
    monitor_months: int = 4

    # brakes
    gone_rows_percent: float = 20.0
    rebinds_at_once: int = 3
    small_count_hidden_below: int = 10

    # words and pages
    name_on_papers: str = "First name"  # First name, Full name, Code
    name_in_the_calendar: str = "Code"  # Code, First name, Initials
    paper: str = "Letter"  # Letter, A4
    keep_years_diary: int = 7
    keep_years_history: int = 7

    # modules: which are on (names of registers), and the settings that they bring
    modules: frozenset[str] = frozenset()
    more: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def crisis(self) -> CrisisWords:
        """What to call in danger and in a crisis: the school's own words, else the country's."""
        return CrisisWords(self.emergency_number, self.crisis_line)

    @property
    def school_year(self) -> SchoolYear:
        """When the school's year begins and its quarters end."""
        ends = (self.q1_ends, self.q2_ends, self.q3_ends, self.q4_ends)
        return SchoolYear(self.school_year_begins, ends)


# The least and the most a number may be, where that is not simply "at least 0".
_BOUNDS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "acknowledgements_a_day_to_one_address": (1, 1_000),
        "acknowledgements_in_a_day": (1, 1_000),
        "first_talk_within_school_days": (1, 60),
        "no_booking_within_hours": (0, 72),
        "stale_after_weeks": (1, 52),
        "plan_length_weeks": (1, 60),
        "referral_waits_after_school_days": (1, 60),
        "plan_within_school_days": (1, 60),
        "case_manager_first_school_days": (0, 60),
        "name_is_sure_from": (50, 100),
        "name_is_plausible_from": (50, 100),
        "four_point_least_weeks": (0, 52),
        "four_point_least_points": (4, 100),
        "trend_least_points": (3, 100),
        "trend_sure_points": (3, 100),
        "gone_rows_percent": (1, 100),
        "rebinds_at_once": (2, 1000),
        "small_count_hidden_below": (10, 100),
        **{
            each.name: (0.01, 10_000)
            for each in fields(SchoolSettings)
            if each.name.endswith("_most") or "_alone" in each.name
        },
    }
)


@dataclass(frozen=True, slots=True)
class SettingRule:
    """A setting that a module brings: its default (whose kind its value has) and its bounds."""

    default: Any
    least: float = 0
    most: float = 100_000


@dataclass(frozen=True, slots=True)
class ModuleSettings:
    """What modules add: `switches` by setting key ("module_decisions": "decisions"), `rules` by
    setting key."""

    switches: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, SettingRule] = field(default_factory=dict)


YES: Final = frozenset({"yes", "y", "true", "on", "1", "si", "sí", "ja", "oui"})
NO: Final = frozenset({"no", "n", "false", "off", "0", "nein", "non"})


def settings_from(
    rows: Mapping[str, Any],
    say: Say,
    countries: Mapping[str, CrisisWords] = MappingProxyType({"US": UNITED_STATES}),
    modules: ModuleSettings = ModuleSettings(),
    languages: Mapping[str, str] = MappingProxyType({"english": "en"}),
) -> tuple[SchoolSettings, tuple[tuple[str, str], ...]]:
    """The school's settings from the rows of the tab: Setting as written -> Value as read.

    `countries` says whom to call, by ISO code (sheets_templates/crisis.yaml); a number or line
    that the school gives itself goes before it. `languages`: the code of each language, by what
    people may write for it, in small letters.

    A value that cannot be used leaves the default in force and is reported as (Setting as
    written, a kind sentence). An empty value means the default; a name that is none of ours is
    the school's own note and is left alone. Never raises.
    """
    chosen: dict[str, Any] = {}
    problems: list[tuple[str, str]] = []
    of_modules = {"modules", "more"}
    defaults = {
        each.name: each.default for each in fields(SchoolSettings) if each.name not in of_modules
    }
    for written, value in rows.items():
        key = setting_key(written)
        if key not in defaults or value is None or not str(value).strip():
            continue
        try:
            chosen[key] = read_value(key, value, defaults[key], _BOUNDS.get(key, USUAL))
            if key == "country" and chosen[key] not in countries:
                raise NotUsable("unknown_country", known=", ".join(sorted(countries)))
            if key == "language":
                chosen[key] = _language(chosen[key], languages)
        except NotUsable as problem:
            chosen.pop(key, None)
            shown = value[:SHOWN] if isinstance(value, str) else value
            problems.append((written, say(f"settings.{problem.key}", value=shown, **problem.more)))
    crisis = countries.get(chosen.get("country", "US"), UNITED_STATES)
    chosen.setdefault("emergency_number", crisis.emergency_number)
    chosen.setdefault("crisis_line", crisis.crisis_line)
    settings = SchoolSettings(**chosen)
    if settings.name_is_plausible_from > settings.name_is_sure_from:
        problems.append((_written(rows, "name_is_sure_from"), say("settings.sure_below_plausible")))
        chosen["name_is_sure_from"] = settings.name_is_plausible_from
        settings = SchoolSettings(**chosen)
    if not settings.school_year.is_in_order:
        begins = _written(rows, "school_year_begins")
        problems.append((begins, say("settings.quarters_out_of_order")))
        for key in SCHOOL_YEAR:
            chosen.pop(key, None)
        settings = SchoolSettings(**chosen)
    more, unusable = _of_modules(rows, say, modules)
    return replace(settings, **more), (*problems, *unusable)


def _of_modules(
    rows: Mapping[str, Any], say: Say, modules: ModuleSettings
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Which modules are on, and what their settings say. A module is off until somebody says
    yes; a word that is neither leaves it off, and is asked about."""
    on: set[str] = set()
    more = {key: rule.default for key, rule in modules.rules.items()}
    problems: list[tuple[str, str]] = []
    for written, value in rows.items():
        key, text = setting_key(written), as_text(value)[:SHOWN] if value is not None else ""
        if key in modules.switches and text:
            if text.casefold() in YES:
                on.add(modules.switches[key])
            elif text.casefold() not in NO:
                problems.append((written, say("settings.not_yes_or_no", value=text)))
        elif key in modules.rules and text:
            rule = modules.rules[key]
            try:
                more[key] = read_value(key, value, rule.default, (rule.least, rule.most))
            except NotUsable as problem:
                problems.append(
                    (written, say(f"settings.{problem.key}", value=text, **problem.more))
                )
    return {"modules": frozenset(on), "more": MappingProxyType(more)}, problems


def _language(text: str, languages: Mapping[str, str]) -> str:
    """Every school began with "en" in the cell, whatever the service was set up with: it is no
    choice. Somebody who wants English where all else is Spanish writes English."""
    said = text.casefold()
    if said == "en":
        return ""
    if said not in languages:
        raise NotUsable("unknown_language", known=", ".join(sorted(set(languages.values()))))
    return languages[said]


def _written(rows: Mapping[str, Any], key: str) -> str:
    return next((name for name in rows if setting_key(name) == key), key)
