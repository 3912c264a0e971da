"""What no API can set: printed by `init`, for a person to do once, with a link to where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from service.casework.settings import CrisisWords
from service.casework.wants import Say
from service.ports import FileSeen
from service.workbook.forms import FormTemplate, confirmation


@dataclass(frozen=True, slots=True)
class ByHand:
    """One thing to do: `what`, at `link`; `words` are to be pasted there, "" for none."""

    what: str
    link: str
    words: str = ""


def to_do(
    forms: Mapping[str, FormTemplate],
    files: Mapping[str, FileSeen],
    folder_id: str,
    crisis: CrisisWords,
    base: str,
    say: Say,
) -> Iterator[ByHand]:
    """Of each form that stands: its confirmation, editing after sending, and its place, where Drive
    says that it lies elsewhere. `files` are the forms by key; `base` is Google's web address."""
    for key, template in forms.items():
        file = files.get(key)
        if file is None:
            continue
        settings = f"{base}/forms/d/{file.file_id}/edit#settings"
        told = {"form": file.name or template.title}
        words = confirmation(template, crisis)
        yield ByHand(say("by_hand.confirmation", **told), settings, words)
        yield ByHand(say("by_hand.edit_after", **told), settings)
        if file.parents != (folder_id,):
            yield ByHand(say("by_hand.move", **told), file.link or settings)
