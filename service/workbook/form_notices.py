"""Whom to call, on a form that stands: when the school changes its country or its numbers, or a
release says it otherwise, the notices follow, in whatever language the form was founded. Sentences
that somebody has reworded are left as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service.casework.settings import CrisisWords

from .forms import FormTemplate, in_every_language

NO_IDS: Mapping[str, str] = {}
_WORDS = re.compile(r"\{(emergency|crisis)\}")


def notice_requests(
    template: FormTemplate,
    crisis: CrisisWords,
    standing: Mapping[str, Any],
    ids: Mapping[str, str] = NO_IDS,
) -> list[dict[str, Any]]:
    """The requests of one `forms.batchUpdate` that put `crisis` into the notices of a form as
    `forms.get` answered it; none where it says so already. `ids`: see `form_ids`."""
    requests: list[dict[str, Any]] = []
    forms = in_every_language(template)
    said = standing.get("info", {}).get("description", "")
    told = _retold([form.notice for form in forms], said, crisis)
    if told is not None:
        info = {"info": {"description": told}, "updateMask": "description"}
        requests.append({"updateFormInfo": info})
    requests.extend(_pages(forms, crisis, standing, ids))
    return requests


def notices(template: FormTemplate, crisis: CrisisWords) -> tuple[str, ...]:
    """Every text of the form that says whom to call, in every language, in the words of
    `crisis`."""
    texts = [
        text
        for form in in_every_language(template)
        for text in (form.notice, *(text for _, text in form.page_texts()))
    ]
    return tuple(_told(text, crisis) for text in texts if _WORDS.search(text))


def _pages(
    forms: Sequence[FormTemplate],
    crisis: CrisisWords,
    standing: Mapping[str, Any],
    ids: Mapping[str, str],
) -> Iterator[dict[str, Any]]:
    texts: dict[str, list[str]] = {}
    for form in forms:
        for page, text in form.page_texts():
            texts.setdefault(form.item_id(page), []).append(text)
    for index, item in enumerate(standing.get("items", ())):
        item_id = item.get("itemId", "")
        known = texts.get(ids.get(item_id, item_id), ())
        told = _retold(known, item.get("description", ""), crisis)
        if told is not None:
            yield {
                "updateItem": {
                    "item": {**item, "description": told},
                    "location": {"index": index},
                    "updateMask": "description",
                }
            }


def _retold(texts: Sequence[str], said: str, crisis: CrisisWords) -> str | None:
    """One of `texts` (the same in several languages) with the words of `crisis`, if `said` is that
    text with any other words in it."""
    for text in texts:
        if not _WORDS.search(text):
            continue
        told = _told(text, crisis)
        if said == told:
            return None
        parts = _WORDS.split(text)
        pattern = "".join(
            ".+?" if number % 2 else re.escape(part) for number, part in enumerate(parts)
        )
        if re.fullmatch(pattern, said, re.DOTALL):
            return told
    return None


def _told(text: str, crisis: CrisisWords) -> str:
    told = text.replace("{emergency}", crisis.emergency_number)
    return told.replace("{crisis}", crisis.crisis_line)
