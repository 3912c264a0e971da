"""What documents are written from: how a kind's template begins, and whether one is fit for use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from service.ports import Agreed, Files, GatewayError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEMPLATE = "template"  # why a document was not written


@dataclass(frozen=True, slots=True)
class DocumentTemplates:
    """`first(kind)`: what a template that is made when it is needed is called, and its .docx;
    `check(kind, docx)`: what is wrong with one, in sentences; `name(kind)`: what it is called."""

    first: Callable[[str], tuple[str, bytes]]
    check: Callable[[str, bytes], tuple[str, ...]]
    name: Callable[[str], str]


def faults(
    templates: DocumentTemplates,
    files: Files,
    file_ids: Mapping[str, str],
    failures: Iterable[Agreed],
) -> Iterator[tuple[str, str]]:
    """(what the template is called, what is wrong with it), for the kinds of which a document
    could not be written. One Drive call for each of these kinds, and none where all is well."""
    kinds = {a.marks.get(TEMPLATE, "") for a in failures if a.marks.get("why") == TEMPLATE}
    for kind in sorted(kinds & file_ids.keys()):
        try:
            docx = files.export(file_ids[kind], DOCX)
        except GatewayError as error:
            yield templates.name(kind), error.sentence
            continue
        for sentence in templates.check(kind, docx)[:1]:
            yield templates.name(kind), sentence
