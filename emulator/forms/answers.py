"""From the fields a browser posts to answers, or to kind words about what is missing.

A question's field is `entry.<question id>`, with the id in hexadecimal as in the API or in
decimal as on Google's own pages. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .items import questions
from .sections import Answers, Section, each_question, split, way
from .store import Fields, Form

OTHER = "__other_option__"
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+$")

MISSING = "Please answer this question."
NOT_OFFERED = "Please choose one of the answers offered."
BAD_DATE = "Please give a day that exists, such as 2026-03-09."
BAD_TIME = "Please give a time, such as 14:30."
BAD_EMAIL = "Please give an e-mail address, such as name@example.org."
RESTARTS = "This answer leads back to the beginning. Choose another one to send the form."

Posted = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was read.

    answers    question id → its values, for the sections on the respondent's way
    problems   question id → what is wrong; "email" for the address
    email      the address typed, if the form asks for one
    seen       the sections on the way, as indexes
    """

    answers: Answers
    problems: dict[str, str]
    email: str | None
    seen: tuple[int, ...]


def read(form: Form, posted: Posted) -> Outcome:
    """Read everything that was posted, and check what lies on the respondent's way."""
    typed = typed_answers(form, posted)
    sections = split(form.items)
    route = way(sections, typed)
    answers: Answers = {}
    problems: dict[str, str] = {}
    for index in route.seen:
        _check_section(sections[index], typed, answers, problems)
    if route.restarts:
        problems[route.restarts] = RESTARTS
    email = _first(posted, "emailAddress").strip() or None
    if form.collects != "RESPONDER_INPUT":
        email = None
    elif email is None or not EMAIL.match(email):
        problems["email"] = BAD_EMAIL
    return Outcome(answers, problems, email, route.seen)


def typed_answers(form: Form, posted: Posted) -> Answers:
    """The values typed for every question, unchecked; unanswered questions are left out."""
    found: Answers = {}
    for item in form.items:
        columns = item.get("questionGroupItem", {}).get("grid", {}).get("columns")
        for question in questions(item):
            values = _typed(question, columns, posted)
            if values:
                found[question["questionId"]] = values
    return found


def _check_section(
    section: Section, typed: Answers, answers: Answers, problems: dict[str, str]
) -> None:
    for item, question in each_question(section):
        question_id = question["questionId"]
        values = typed.get(question_id, [])
        if not values:
            if question.get("required"):
                problems[question_id] = MISSING
            continue
        columns = item.get("questionGroupItem", {}).get("grid", {}).get("columns")
        wrong = _wrong(question, columns, values)
        if wrong:
            problems[question_id] = wrong
        else:
            answers[question_id] = values


def entry_names(question_id: str) -> tuple[str, str]:
    """The field names of a question: with its id in hexadecimal, and in decimal."""
    return f"entry.{question_id}", f"entry.{int(question_id, 16)}"


def _first(posted: Posted, name: str) -> str:
    return next(iter(posted.get(name, [])), "")


def _field(posted: Posted, question_id: str, suffix: str = "") -> list[str]:
    for name in entry_names(question_id):
        values = [value for value in posted.get(name + suffix, []) if value.strip()]
        if values:
            return values
    return []


def _typed(question: Fields, columns: Fields | None, posted: Posted) -> list[str]:
    question_id = question["questionId"]
    choice = question.get("choiceQuestion") or columns
    if choice is not None:
        return _chosen(choice, question_id, posted)
    if "dateQuestion" in question:
        return _date_parts(question["dateQuestion"], question_id, posted)
    if "timeQuestion" in question:
        return _time_parts(question_id, posted)
    values = _field(posted, question_id)[:1]
    return [value.replace("\r\n", "\n").strip("\n") for value in values]


def _chosen(choice: Fields, question_id: str, posted: Posted) -> list[str]:
    values = []
    for value in _field(posted, question_id):
        if value == OTHER:
            written = _field(posted, question_id, ".other_option_response")
            value = written[0].strip() if written else ""
        if value and value not in values:
            values.append(value)
    return values if choice["type"] == "CHECKBOX" else values[:1]


def _date_parts(kind: Fields, question_id: str, posted: Posted) -> list[str]:
    """One ISO text, or Google's `_year`, `_month`, `_day`, `_hour`, `_minute` put together."""
    whole = _field(posted, question_id)
    if whole:
        return [whole[0].strip().replace("T", " ")[:16]]
    parts = {
        name: next(iter(_field(posted, question_id, f"_{name}")), "").strip()
        for name in ("year", "month", "day", "hour", "minute")
    }
    if not any(parts.values()):
        return []
    day = f"{parts['month'].zfill(2)}-{parts['day'].zfill(2)}"
    text = f"{parts['year'].zfill(4)}-{day}" if kind.get("includeYear") else day
    if kind.get("includeTime"):
        text += f" {parts['hour'].zfill(2)}:{parts['minute'].zfill(2)}"
    return [text]


def _time_parts(question_id: str, posted: Posted) -> list[str]:
    whole = _field(posted, question_id)
    if whole:
        return [whole[0].strip()]
    hour, minute = (
        next(iter(_field(posted, question_id, suffix)), "").strip()
        for suffix in ("_hour", "_minute")
    )
    return [f"{hour.zfill(2)}:{minute.zfill(2)}"] if hour or minute else []


def _wrong(question: Fields, columns: Fields | None, values: list[str]) -> str | None:
    """What is wrong with an answer, None if nothing is."""
    choice = question.get("choiceQuestion") or columns
    if choice is not None:
        offered = {option.get("value") for option in choice["options"]}
        free = any(option.get("isOther") for option in choice["options"])
        return None if free or offered.issuperset(values) else NOT_OFFERED
    if "scaleQuestion" in question or "ratingQuestion" in question:
        scale = question.get("scaleQuestion", {})
        low = scale.get("low", 0) if scale else 1
        high = scale.get("high") or question.get("ratingQuestion", {}).get("ratingScaleLevel")
        fits = values[0].isascii() and values[0].isdigit() and low <= int(values[0]) <= high
        return None if fits else f"Please choose a number from {low} to {high}."
    if "dateQuestion" in question:
        return None if _date_fits(question["dateQuestion"], values[0]) else BAD_DATE
    if "timeQuestion" in question:
        hours = r"\d{1,3}" if question["timeQuestion"].get("duration") else r"([01]\d|2[0-3])"
        return None if re.match(hours + r":[0-5]\d(:[0-5]\d)?$", values[0]) else BAD_TIME
    return None


def _date_fits(kind: Fields, text: str) -> bool:
    # 29 February exists without a year, so a leap year is put in front.
    whole = text if kind.get("includeYear") else "2024-" + text
    pattern = "%Y-%m-%d" + (" %H:%M" if kind.get("includeTime") else "")
    try:
        return datetime.strptime(whole, pattern) is not None
    except ValueError:
        return False
