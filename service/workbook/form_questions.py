"""What has become of a form's questions: people may change a form as they like, and answers find
their question by its id. Here is what that does not survive, and what it does all the same.

A question that was deleted is lost. One that was made anew, or that somebody duplicated, has an id
of its own: where it stands in the place of ours, or asks in the very words of ours (in any language
that the forms are in), it is another version of that question, and is read as that question is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from .forms import REQUIRED_KEYS, SAFETY_KEYS, FormTemplate, Question, in_every_language

KIND: Final = "form_questions"  # in the ledger: the form's key, its id, the marks below
LOST, ANEW, DOUBLED, UNREAD = "lost", "anew", "doubled", "unread"
PAGE, UNLED = "page", "unled"
_ASKED, _WRONG, _MEANT, _NOBODYS = "asked.", "wrong.", "meant.", "-"

Place = tuple[str, str]  # the keys of a page and of a question; of a page alone: ""


@dataclass(frozen=True, slots=True)
class FormQuestions:
    """`wrong`: what is the matter, by place: LOST, ANEW, DOUBLED, UNREAD (it cannot be answered
    with a no), PAGE (its page is gone) or UNLED (no answer leads to its page). `asked`: by question
    id, of which question one that is not ours is another version; None for one that the school
    added. `meant`: what of `wrong` somebody said is as it should be, by place."""

    wrong: Mapping[Place, str] = field(default_factory=dict)
    asked: Mapping[str, Place | None] = field(default_factory=dict)
    meant: Mapping[Place, str] = field(default_factory=dict)

    @property
    def versions(self) -> dict[str, Place]:
        return {id_: place for id_, place in self.asked.items() if place is not None}

    @property
    def open(self) -> dict[Place, str]:
        """What is wrong, and nobody has said that it is meant so."""
        return {at: what for at, what in self.wrong.items() if self.meant.get(at) != what}

    @property
    def marks(self) -> dict[str, str]:
        """As the ledger keeps them: keys and ids, no words."""
        marks = {
            f"{_ASKED}{id_}": "/".join(place) if place else _NOBODYS
            for id_, place in self.asked.items()
        }
        for name, by_place in ((_WRONG, self.wrong), (_MEANT, self.meant)):
            marks |= {f"{name}{'/'.join(place)}": what for place, what in by_place.items()}
        return marks


def from_marks(marks: Mapping[str, str]) -> FormQuestions:
    wrong, meant = dict[Place, str](), dict[Place, str]()
    asked = dict[str, Place | None]()
    for name, value in marks.items():
        kind, _, of = name.partition(".")
        if f"{kind}." == _ASKED:
            asked[of] = None if value == _NOBODYS else _place(value)
        elif f"{kind}." in (_WRONG, _MEANT):
            (wrong if f"{kind}." == _WRONG else meant)[_place(of)] = value
    return FormQuestions(wrong, asked, meant)


def questions_of(
    template: FormTemplate, standing: Mapping[str, Any], ids: Mapping[str, str]
) -> FormQuestions:
    """Of a form as `forms.get` answered it. `ids`: see `form_ids`."""
    own = {template.question_id(p.key, q.key): (p.key, q.key) for p, q in template.questions()}
    items = list(_items(template, standing, ids))
    there = {own[id_]: question for _, _, id_, question in items if id_ in own}
    asked = {
        id_: _version_of(template, page, item, there)
        for page, item, id_, _ in items
        if id_ not in own
    }
    others = {id_: question for _, _, id_, question in items if id_ not in own}
    wrong: dict[Place, str] = {}
    for page, question in template.questions():
        place = (page.key, question.key)
        if question.key not in REQUIRED_KEYS:
            continue
        versions = [others[id_] for id_, of in asked.items() if of == place]
        standing_ones = [*([there[place]] if place in there else []), *versions]
        takes_no = all(_takes_no(template, place, each) for each in standing_ones)
        if not standing_ones:
            wrong[place] = LOST
        elif question.key in SAFETY_KEYS and not takes_no:
            wrong[place] = UNREAD
        elif versions:
            wrong[place] = DOUBLED if place in there else ANEW
    pages = _pages(template, standing, ids)
    if any(wrong.get((p.key, q.key)) == LOST for p, q in template.questions() if q.steers):
        pages = {at: what for at, what in pages.items() if what != UNLED}  # said with the question
    return FormQuestions(wrong | pages, asked)


def unknown(
    template: FormTemplate, responses: Iterable[Mapping[str, Any]], known: FormQuestions
) -> bool:
    """Whether there are answers to a question that nothing is known of. Under our own ids."""
    own = {template.question_id(page.key, q.key) for page, q in template.questions()}
    return any(
        id_ not in own and id_ not in known.asked
        for raw in responses
        for id_ in (raw.get("answers") or {})
    )


def _place(text: str) -> Place:
    page, _, question = text.partition("/")
    return page, question


def _items(
    template: FormTemplate, standing: Mapping[str, Any], ids: Mapping[str, str]
) -> Iterator[tuple[str, Mapping[str, Any], str, Mapping[str, Any]]]:
    """(page's key, item, question id, question) of every question; ids are ours where they are."""
    page = template.pages[0].key
    for item in standing.get("items", ()):
        item_id = ids.get(item.get("itemId", ""), item.get("itemId", ""))
        page = _page_of(template, item, ids) or page
        question = item.get("questionItem", {}).get("question")
        if question:
            question_id = question.get("questionId", "")
            own = {**item, "itemId": item_id}
            yield page, own, ids.get(question_id, question_id), question


def _version_of(
    template: FormTemplate, page: str, item: Mapping[str, Any], there: Mapping[Place, Any]
) -> Place | None:
    """Of which question an item that is not ours is another version: the one whose item it is,
    or whose words it has; on its own page, then where ours is lost, then anywhere."""
    words = _plain(item.get("title", ""))
    alike = []
    for form in in_every_language(template):
        for own_page, question in form.questions():
            place = (own_page.key, question.key)
            if item.get("itemId") == template.item_id(*place):
                return place
            if words and words == _plain(question.ask):
                alike.append(place)
    return min(alike, key=lambda place: (place[0] != page, place in there), default=None)


def _takes_no(template: FormTemplate, place: Place, question: Mapping[str, Any]) -> bool:
    """Whether a question of safety can be answered with a no that Holdfast understands."""
    noes = {
        _plain(said)
        for form in in_every_language(template)
        for page, ours in form.questions()
        if (page.key, ours.key) == place
        for said in _noes(ours)
    }
    options = question.get("choiceQuestion", {}).get("options", ())
    return any(_plain(option.get("value", "")) in noes for option in options)


def _noes(question: Question) -> Iterator[str]:
    for option in question.options:
        if option.value == "no":
            yield from (option.say, *option.also)


def _pages(
    template: FormTemplate, standing: Mapping[str, Any], ids: Mapping[str, str]
) -> dict[Place, str]:
    """Pages to which an answer leads, and that are not there any more, or that none leads to."""
    items = standing.get("items", ())
    breaks = {
        item.get("itemId", ""): page for item in items if (page := _page_of(template, item, ids))
    }
    led_to = {
        breaks.get(option.get("goToSectionId", ""))
        for item in items
        for option in item.get("questionItem", {})
        .get("question", {})
        .get("choiceQuestion", {})
        .get("options", ())
    }
    wanted = {option.go_to for _, q in template.questions() for option in q.options}
    return {
        (page.key, ""): UNLED if page.key in breaks.values() else PAGE
        for page in template.pages
        if page.key in wanted and page.key not in led_to
    }


def _page_of(template: FormTemplate, item: Mapping[str, Any], ids: Mapping[str, str]) -> str:
    """The key of the page that an item begins, by its id or by its title; "" for any other."""
    if "pageBreakItem" not in item:
        return ""
    item_id, title = ids.get(item.get("itemId", ""), item.get("itemId", "")), item.get("title", "")
    forms = in_every_language(template)
    by_id = (page.key for page in template.pages if template.item_id(page.key) == item_id)
    alike = (p.key for form in forms for p in form.pages if p.title and p.title == title.strip())
    return next(by_id, "") or next(alike, "")


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))
