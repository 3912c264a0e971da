"""What a spreadsheet's locale changes about reading and showing values.

Only what Holdfast's schools meet: the order of day and month, the decimal sign and the
currency. Names of months and days are English throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

EPOCH = datetime(1899, 12, 30)

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

MONTH_FIRST = {"en_US", "en_PH"}
YEAR_FIRST = {"ja", "zh", "ko", "sv", "hu", "lt"}
COMMA_DECIMAL = {
    "bg", "ca", "cs", "da", "de", "el", "es", "fi", "fr", "hr", "hu", "id", "is", "it", "lt",
    "lv", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk", "vi",
}  # fmt: skip
POINT_COUNTRIES = {"es_MX", "de_CH", "it_CH"}
CURRENCY = {"US": "$", "GB": "£", "IN": "₹", "JP": "¥", "CN": "¥", "CA": "$", "AU": "$"}


@dataclass(frozen=True, slots=True)
class Locale:
    """How one locale writes numbers and dates."""

    name: str
    order: str  # "mdy", "dmy" or "ymd"
    decimal: str
    group: str
    currency: str

    @property
    def date_pattern(self) -> str:
        return {"mdy": "m/d/yyyy", "dmy": "dd/mm/yyyy", "ymd": "yyyy-mm-dd"}[self.order]


@lru_cache(maxsize=64)
def locale(name: str) -> Locale:
    """The locale of that name ("en_US", "fr_FR", "de")."""
    language, _, country = name.partition("_")
    order = "dmy"
    if name in MONTH_FIRST or name == "en":
        order = "mdy"
    elif language in YEAR_FIRST:
        order = "ymd"
    comma = language in COMMA_DECIMAL and name not in POINT_COUNTRIES
    group = "," if not comma else " " if language in {"fr", "ru", "pl", "cs", "sv"} else "."
    euro = "€" if comma else "$"
    return Locale(name, order, "," if comma else ".", group, CURRENCY.get(country, euro))


def serial(moment: datetime | date) -> float:
    """Days since 1899-12-30, as Sheets counts dates."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    passed = moment - EPOCH
    return passed.days + (passed.seconds + passed.microseconds / 1e6) / 86400


def moment(serial_number: float) -> datetime:
    """The date and time of a serial, rounded to the nearest millisecond."""
    return EPOCH + timedelta(milliseconds=round(serial_number * 86_400_000))


def local_now(now: datetime, time_zone: str) -> datetime:
    """An aware moment as a wall clock in the spreadsheet's zone shows it."""
    try:
        zone = ZoneInfo(time_zone)
    except (KeyError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    return now.astimezone(zone).replace(tzinfo=None)
