"""What the page's template shows of a form: sections, items, fields with their values."""

from __future__ import annotations

from dataclasses import dataclass, field

from .answers import OTHER, entry_names
from .items import questions
from .sections import Answers, jump_of, split
from .store import Fields, Form


@dataclass(frozen=True, slots=True)
class OptionView:
    """One choice: what is sent, whether it is chosen, where it leads."""

    value: str
    label: str
    chosen: bool
    goal: str = ""
    other: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question's field. `kind` picks the control in the template."""

    id: str
    name: str
    kind: str
    label: str
    required: bool
    problem: str
    value: str = ""
    options: tuple[OptionView, ...] = ()
    low_label: str = ""
    high_label: str = ""


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item: a notice (no fields), a question, or a grid (several fields)."""

    title: str
    description: str
    fields: tuple[FieldView, ...] = ()
    image: str = ""
    image_text: str = ""


@dataclass(frozen=True, slots=True)
class SectionView:
    id: str
    title: str
    description: str
    items: tuple[ItemView, ...] = field(default=())


def sections(form: Form, values: Answers, problems: dict[str, str]) -> list[SectionView]:
    """The form's sections with the values typed so far and what is wrong with them."""
    return [
        SectionView(
            section.id,
            section.title,
            section.description,
            tuple(_item(item, values, problems) for item in section.items),
        )
        for section in split(form.items)
    ]


def titles(form: Form) -> dict[str, str]:
    """Question id → the title a respondent reads."""
    found = {}
    for item in form.items:
        for question in questions(item):
            row = question.get("rowQuestion", {}).get("title")
            title = item.get("title", "")
            found[question["questionId"]] = f"{title}: {row}" if row and title else row or title
    return found


def _item(item: Fields, values: Answers, problems: dict[str, str]) -> ItemView:
    columns = item.get("questionGroupItem", {}).get("grid", {}).get("columns")
    image = item.get("imageItem", {}).get("image", {})
    return ItemView(
        item.get("title", ""),
        item.get("description", ""),
        tuple(
            _field(item, question, columns, values.get(question["questionId"], []), problems)
            for question in questions(item)
        ),
        image.get("sourceUri", ""),
        image.get("altText", ""),
    )


def _field(
    item: Fields,
    question: Fields,
    columns: Fields | None,
    values: list[str],
    problems: dict[str, str],
) -> FieldView:
    question_id = question["questionId"]
    choice = question.get("choiceQuestion") or columns
    scale = question.get("scaleQuestion", {})
    return FieldView(
        question_id,
        entry_names(question_id)[1],
        _kind(question, choice),
        question.get("rowQuestion", {}).get("title") or item.get("title", ""),
        bool(question.get("required")),
        problems.get(question_id, ""),
        _value(question, values),
        _options(question, choice, values),
        scale.get("lowLabel", ""),
        scale.get("highLabel", ""),
    )


def _kind(question: Fields, choice: Fields | None) -> str:
    if choice is not None:
        return str(choice["type"]).lower()
    if "scaleQuestion" in question or "ratingQuestion" in question:
        return "scale"
    if "dateQuestion" in question:
        date = question["dateQuestion"]
        if not date.get("includeYear"):
            return "month_day_time" if date.get("includeTime") else "month_day"
        return "datetime" if date.get("includeTime") else "date"
    if "timeQuestion" in question:
        return "duration" if question["timeQuestion"].get("duration") else "time"
    return "paragraph" if question.get("textQuestion", {}).get("paragraph") else "text"


def _value(question: Fields, values: list[str]) -> str:
    value = values[0] if values else ""
    if question.get("dateQuestion", {}).get("includeYear"):
        return value.replace(" ", "T")
    return value


def _options(question: Fields, choice: Fields | None, values: list[str]) -> tuple[OptionView, ...]:
    if choice is None:
        return tuple(OptionView(str(n), str(n), str(n) in values) for n in _numbers(question))
    offered = {option.get("value") for option in choice["options"]}
    written = next((value for value in values if value not in offered), "")
    return tuple(
        OptionView(OTHER, "Other:", bool(written), jump_of(option), True, written)
        if option.get("isOther")
        else OptionView(
            option["value"], option["value"], option["value"] in values, jump_of(option)
        )
        for option in choice["options"]
    )


def _numbers(question: Fields) -> range:
    if "scaleQuestion" in question:
        scale = question["scaleQuestion"]
        return range(scale.get("low", 0), scale["high"] + 1)
    if "ratingQuestion" in question:
        return range(1, question["ratingQuestion"]["ratingScaleLevel"] + 1)
    return range(0)
