"""The two referral forms: sheets_templates/forms/<form>[.<language>].yaml <-> the Forms API.

A template is read and checked once, and becomes the requests of one `forms.batchUpdate`. Ids of
questions are derived from their keys, so an answer finds its question whatever people rename,
move or delete. `forms.create` itself takes nothing but a title; the confirmation message cannot
be set through the API at all, so `confirmation` is for whoever shows or pastes it.

The API has no "after this page, submit": a page's end is steered only by the answer to a choice
question. So the page "danger", which must end in submitting, is the last page, and every option
of a required question on the page before it submits too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from service.casework.settings import CrisisWords
from service.yaml_text import read_yaml

FOLDER = Path(__file__).resolve().parents[2] / "sheets_templates"
FORMS = ("inside", "outside")
ENGLISH = "en"
SUBMIT = "submit"
REQUIRED_KEYS = ("danger", "adult_here", "student_name", "grade", "concern", "relationship")
SAFETY_KEYS = ("danger", "adult_here")
_CHOICES = {"one_of": "RADIO", "drop_down": "DROP_DOWN", "several": "CHECKBOX"}
_EMAIL = {"verified": "VERIFIED", "none": "DO_NOT_COLLECT"}


class FormError(ValueError):
    """A form template or a response cannot be used; the sentence says which and why."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Option(_Part):
    say: str
    means: str = ""  # what casework rules make of it; by default the words themselves
    go_to: str = ""  # a page's key, or "submit"
    also: tuple[str, ...] = ()  # how forms of earlier releases say it

    @field_validator("also", mode="before")
    @classmethod
    def _as_tuple(cls, also: Any) -> Any:
        return tuple(also) if isinstance(also, list) else also

    @property
    def value(self) -> str:
        return self.means or self.say


class Question(_Part):
    key: str
    ask: str
    help: str = ""
    kind: Literal["line", "paragraph", "one_of", "drop_down", "several"]
    required: bool = False
    options: tuple[Option, ...] = ()
    first_on: str = ""  # the page on which it was first asked: its id comes from there, for ever

    @field_validator("options", mode="before")
    @classmethod
    def _plain_options(cls, options: Any) -> Any:
        """An option may be written as its words alone."""
        if not isinstance(options, list):
            return options
        return tuple({"say": each} if isinstance(each, str) else each for each in options)

    @model_validator(mode="after")
    def _options_fit(self) -> Question:
        if bool(self.options) != (self.kind in _CHOICES):
            raise ValueError(f"'{self.key}': a choice needs options, and nothing else has any")
        steering = [bool(option.go_to) for option in self.options]
        if any(steering) and (not all(steering) or self.kind == "several"):
            raise ValueError(f"'{self.key}': either every option says go_to, or none does")
        said = [option.say for option in self.options]
        if len(set(said)) != len(said):
            raise ValueError(f"'{self.key}': two options read the same")
        if self.key == "student_name" and self.kind != "line":
            raise ValueError("'student_name' must be a line to write in: never a list of students")
        return self

    @property
    def steers(self) -> bool:
        return any(option.go_to for option in self.options)


class Page(_Part):
    key: str
    title: str = ""
    text: str = ""
    questions: tuple[Question, ...]

    @field_validator("questions", mode="before")
    @classmethod
    def _as_tuple(cls, questions: Any) -> Any:
        return tuple(questions) if isinstance(questions, list) else questions


class EarlierPage(_Part):
    """A page that forms of earlier releases have, and new ones have no more."""

    key: str
    text: str = ""


class FormTemplate(_Part):
    """One form as its file says it. `pages[0]` opens with the notice. There are as few pages as
    its branches allow: everybody who is in no danger fills in one."""

    key: str
    title: str
    email: Literal["verified", "none"]
    notice: str
    confirmation: str
    pages: tuple[Page, ...]
    earlier_pages: tuple[EarlierPage, ...] = ()

    @field_validator("pages", "earlier_pages", mode="before")
    @classmethod
    def _as_tuple(cls, pages: Any) -> Any:
        return tuple(pages) if isinstance(pages, list) else pages

    @model_validator(mode="after")
    def _hangs_together(self) -> FormTemplate:
        pages = [page.key for page in self.pages]
        places = [(page.key, question.key) for page, question in self.questions()]
        ids = [self.question_id(*place) for place in places]
        if len(set(pages)) != len(pages) or len(set(ids)) != len(ids):
            raise ValueError("two pages, or two questions of one page, have the same key")
        missing = set(REQUIRED_KEYS) - {question for _, question in places}
        if missing:
            raise ValueError(f"no question has the key {', '.join(sorted(missing))}")
        for _, question in self.questions():
            for option in question.options:
                if option.go_to not in ("", SUBMIT, *pages[1:]):
                    raise ValueError(f"'{question.key}': there is no page '{option.go_to}'")
        if not all("{emergency}" in text for text in (self.notice, self.confirmation)):
            raise ValueError("the notice and the confirmation must give {emergency}")
        return self

    def questions(self) -> Iterator[tuple[Page, Question]]:
        return ((page, question) for page in self.pages for question in page.questions)

    def page_texts(self) -> Iterator[tuple[str, str]]:
        """(key, text) of its pages, and of those that earlier releases gave it."""
        yield from ((page.key, page.text) for page in self.pages)
        yield from ((page.key, page.text) for page in self.earlier_pages)

    def question_id(self, page: str, question: str) -> str:
        """8 hex digits, the same for ever; below 2^31 because `entry.<number>` is signed."""
        return _id("question", self.key, self._first_on(page, question), question)

    def item_id(self, page: str, question: str = "") -> str:
        """The id of a question's item; of the page's own where no question is named."""
        parts = (self._first_on(page, question), question) if question else (page,)
        return _id("item", self.key, *parts)

    def _first_on(self, page: str, question: str) -> str:
        places = ((p.key, q) for p, q in self.questions() if q.key == question)
        return next((q.first_on for key, q in places if key == page and q.first_on), page)


@cache
def load_form(key: str, language: str = ENGLISH) -> FormTemplate:
    """The template of "inside" or "outside" in `language`; in English where there is no file for
    it. Raises FormError with every fault of the file."""
    if key not in FORMS:
        raise FormError(f"There is no form '{key}'; the forms are {', '.join(FORMS)}.")
    file = _files(key).get(language.casefold(), FOLDER / "forms" / f"{key}.yaml")
    return read_form(file.read_text("utf-8"), file.name)


def in_every_language(template: FormTemplate) -> tuple[FormTemplate, ...]:
    """The form as `template` has it, then as the files of each language have it."""
    languages = (ENGLISH, *_files(template.key)) if template.key in FORMS else ()
    others = (load_form(template.key, language) for language in languages)
    return tuple(dict.fromkeys((template, *others)))


@cache
def _files(key: str) -> Mapping[str, Path]:
    """The files of a form in other languages, by language: inside.es.yaml is "es"."""
    found = (FOLDER / "forms").glob(f"{key}.*.yaml")
    return {file.stem.removeprefix(f"{key}.").casefold(): file for file in sorted(found)}


def read_form(text: str, name: str = "form") -> FormTemplate:
    """The template that the text of a form's file holds. Raises FormError."""
    try:
        return FormTemplate.model_validate(read_yaml(text))
    except yaml.YAMLError as fault:
        raise FormError(f"{name} cannot be read: {fault}") from None
    except ValidationError as faults:
        said = [
            f"{'.'.join(map(str, fault['loc'])) or 'form'}: {fault['msg']}"
            for fault in faults.errors()
        ]
        raise FormError(f"{name}: {'; '.join(said)}") from None


def form_requests(template: FormTemplate, crisis: CrisisWords) -> list[dict[str, Any]]:
    """The requests of one `forms.batchUpdate` that fill a form that is still empty.

    Items that steer to a page are made last, because a page must exist before anything can lead
    to it; each is inserted where it belongs.
    """
    info = {"title": template.title, "description": _say(template.notice, crisis)}
    requests: list[dict[str, Any]] = [
        {"updateFormInfo": {"info": info, "updateMask": "title,description"}},
        {
            "updateSettings": {
                "settings": {"emailCollectionType": _EMAIL[template.email]},
                "updateMask": "emailCollectionType",
            }
        },
    ]
    items = list(_items(template, crisis))
    plain = [item for item, steers in items if not steers]
    steering = [(index, item) for index, (item, steers) in enumerate(items) if steers]
    for index, item in [*enumerate(plain), *steering]:
        requests.append({"createItem": {"item": item, "location": {"index": index}}})
    return requests


def confirmation(template: FormTemplate, crisis: CrisisWords) -> str:
    """What a respondent reads after sending; see the note on top about who sets it."""
    return _say(template.confirmation, crisis)


def _say(text: str, crisis: CrisisWords) -> str:
    said = text.replace("{emergency}", crisis.emergency_number)
    return said.replace("{crisis}", crisis.crisis_line)


def _items(template: FormTemplate, crisis: CrisisWords) -> Iterator[tuple[dict[str, Any], bool]]:
    """Every item in order, and whether it steers to another page."""
    for number, page in enumerate(template.pages):
        if number:
            yield (
                {
                    "itemId": template.item_id(page.key),
                    "title": page.title,
                    "description": _say(page.text, crisis),
                    "pageBreakItem": {},
                },
                False,
            )
        for question in page.questions:
            yield _question_item(template, page, question), question.steers


def _question_item(template: FormTemplate, page: Page, question: Question) -> dict[str, Any]:
    body: dict[str, Any] = {
        "questionId": template.question_id(page.key, question.key),
        "required": question.required,
    }
    if question.kind in _CHOICES:
        options = [_option(template, option) for option in question.options]
        body["choiceQuestion"] = {"type": _CHOICES[question.kind], "options": options}
    else:
        body["textQuestion"] = {"paragraph": question.kind == "paragraph"}
    return {
        "itemId": template.item_id(page.key, question.key),
        "title": question.ask,
        "description": question.help,
        "questionItem": {"question": body},
    }


def _option(template: FormTemplate, option: Option) -> dict[str, str]:
    if option.go_to == SUBMIT:
        return {"value": option.say, "goToAction": "SUBMIT_FORM"}
    if option.go_to:
        return {"value": option.say, "goToSectionId": template.item_id(option.go_to)}
    return {"value": option.say}


def _id(*parts: str) -> str:
    digest = hashlib.sha256("/".join(parts).encode()).digest()
    return f"{int.from_bytes(digest[:4]) & 0x7FFFFFFF or 1:08x}"
