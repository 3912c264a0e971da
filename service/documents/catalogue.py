"""Which documents there are and what their first templates say: sheets_templates/documents/."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from service.yaml_text import read_yaml

from .block_template import BlockTexts
from .template_layout import PageTexts

FOLDER = Path(__file__).resolve().parents[2] / "sheets_templates" / "documents"
ENGLISH = "en"


class DocumentKind(BaseModel):
    """One entry of catalogue.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    order: int
    template: str
    name: str
    layout: Literal["plan", "blocks"] = "plan"


class TemplateTexts(PageTexts):
    """The words of a template that `init` makes; see action_plan.en.yaml."""

    heading: str
    facts: tuple[tuple[str, ...], ...]
    changes: str
    strengths: str
    needs: str
    not_written: str
    goals: str
    goal_columns: tuple[str, str, str, str, str]
    no_chart: str
    actions: str
    action_columns: tuple[str, str, str]
    no_actions: str
    accommodations: str
    accommodation_columns: tuple[str, str, str]
    no_accommodations: str
    contacts: str
    dates: str
    no_contacts: str
    no_dates: str
    own_words: str
    own_words_prompts: tuple[str, ...]
    signatures: str
    signers: tuple[str, ...]
    signature_date: str


@cache
def catalogue() -> dict[str, DocumentKind]:
    """Every kind of document, in order. Raises pydantic's ValidationError for a bad entry."""
    entries = [DocumentKind(kind=kind, **entry) for kind, entry in _read("catalogue.yaml").items()]
    return {entry.kind: entry for entry in sorted(entries, key=lambda entry: entry.order)}


@cache
def template_texts(kind: str, language: str = ENGLISH) -> TemplateTexts:
    """The texts of a kind's first template; English's for those that the file of `language` does
    not hold, and for all where there is no such file. Raises KeyError for a kind that is not in
    the catalogue."""
    template = catalogue()[kind].template
    return TemplateTexts(**_in_language(template, language))


@cache
def block_texts(kind: str, language: str = ENGLISH) -> BlockTexts:
    """The same for a kind whose first template is built from blocks."""
    return BlockTexts(**_in_language(catalogue()[kind].template, language))


def problem_sentence(key: str, language: str = ENGLISH, **values: str) -> str:
    """What is wrong with a template and how to mend it; `values` are put in as plain text."""
    return str(_problems(language)[key]).format_map(values)


@cache
def _problems(language: str) -> dict[str, str]:
    return _in_language("problems", language)


def _in_language(name: str, language: str) -> dict[str, Any]:
    english = _read(f"{name}.{ENGLISH}.yaml")
    files = {file.name.casefold(): file.name for file in FOLDER.glob(f"{name}.*.yaml")}
    own = files.get(f"{name}.{language}.yaml".casefold())
    return {**english, **_read(own)} if own else english


def _read(name: str) -> dict[str, Any]:
    content = read_yaml((FOLDER / name).read_text("utf-8"))
    if not isinstance(content, dict):
        raise ValueError(f"{name} holds no entries.")
    return content
