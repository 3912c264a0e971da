"""Whom to call, on a form that stands: when the school changes its country or its numbers, or a
release says it otherwise, the notices follow. Sentences that somebody has reworded are left as they
are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from service.casework.settings import CrisisWords

from .forms import FormTemplate

_WORDS = re.compile(r"\{(emergency|crisis)\}")


def notice_requests(
    template: FormTemplate, crisis: CrisisWords, standing: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The requests of one `forms.batchUpdate` that put `crisis` into the notices of a form as
    `forms.get` answered it; none where it says so already."""
    requests: list[dict[str, Any]] = []
    said = standing.get("info", {}).get("description", "")
    told = _retold(template.notice, said, crisis)
    if told is not None:
        info = {"info": {"description": told}, "updateMask": "description"}
        requests.append({"updateFormInfo": info})
    requests.extend(_pages(template, crisis, standing))
    return requests


def notices(template: FormTemplate, crisis: CrisisWords) -> tuple[str, ...]:
    """Every text of the form that says whom to call, in the words of `crisis`."""
    texts = (template.notice, *(page.text for page in template.pages))
    return tuple(_told(text, crisis) for text in texts if _WORDS.search(text))


def _pages(
    template: FormTemplate, crisis: CrisisWords, standing: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    texts = {template.item_id(page.key): page.text for page in template.pages}
    for index, item in enumerate(standing.get("items", ())):
        text = texts.get(item.get("itemId", ""), "")
        told = _retold(text, item.get("description", ""), crisis) if text else None
        if told is not None:
            yield {
                "updateItem": {
                    "item": {**item, "description": told},
                    "location": {"index": index},
                    "updateMask": "description",
                }
            }


def _retold(text: str, said: str, crisis: CrisisWords) -> str | None:
    """`text` with the words of `crisis`, if `said` is that text with any other words in it."""
    if not _WORDS.search(text):
        return None
    parts = _WORDS.split(text)
    pattern = "".join(".+?" if number % 2 else re.escape(part) for number, part in enumerate(parts))
    told = _told(text, crisis)
    return told if said != told and re.fullmatch(pattern, said, re.DOTALL) else None


def _told(text: str, crisis: CrisisWords) -> str:
    told = text.replace("{emergency}", crisis.emergency_number)
    return told.replace("{crisis}", crisis.crisis_line)
