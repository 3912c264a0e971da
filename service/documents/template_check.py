"""Is a template fit for use? Asked when staff changed it, before a plan is written with it."""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from docx import Document

from service.casework.chart_facts import ChartFacts
from service.casework.plans.content import (
    PlanAccommodation,
    PlanAction,
    PlanContact,
    PlanContent,
    PlanDate,
    PlanGoal,
)
from service.casework.wants import PaperNames

from .catalogue import ENGLISH, problem_sentence
from .packing import NotADocument, check_size
from .render import DocumentContent, render_document

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OPENS = re.compile(r"\{[{%#]")
_ENDS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OTHER_TOOL = re.compile(r"<<[^<>\n]{1,60}>>")
LONGEST = 20_000  # characters of a paragraph in which another tool's tags are looked for
_HALF = re.compile(r"(\{[{%#][^{}]{0,40}|[^{}]{0,40}[}%#]\})")

_NAMES = PaperNames("Sam", "A school")
_CHART = ChartFacts(
    points=((date(2026, 9, 1), 20.0), (date(2026, 9, 8), 24.0)),
    baseline=20.0,
    aim=((date(2026, 9, 1), 20.0), (date(2026, 12, 1), 60.0)),
    alt="chart",
)
# A plan in which nothing is missing and one in which everything is: between them, every part of
# a template is read.
FULL = PlanContent(
    case_code="C-0000",
    version=2,
    household="A",
    home="A",
    target_end="1 Dec 2026",
    next_review="1 Nov 2026",
    changes=("Goals: 1 new.",),
    strengths=("Draws",),
    needs=("Reading aloud",),
    goals=(PlanGoal("1", "Read", "24 words", "60 words", "1 Dec 2026", "on track", chart=_CHART),),
    actions=(PlanAction("1", "Teacher", "Reads along", "1 Oct 2026"),),
    accommodations=(PlanAccommodation("1", "More time", "Tests", "May I?"),),
    contacts=(
        PlanContact(
            "Sam Doe", "Case manager", "555-0100", "s@example.org", "A", "Sam Doe, 555-0100"
        ),
    ),
    dates=(PlanDate("1", "1 Oct 2026", "Meeting"),),
    review_why="after the target end",
)
EMPTY = PlanContent("C-0000", 1, "", "", "", "", (), (), (), (), (), (), (), ())


def check_template(
    docx: bytes,
    language: str = ENGLISH,
    kind: str = "action_plan",
    samples: Sequence[DocumentContent] = (FULL, EMPTY),
) -> tuple[str, ...]:
    """What is wrong with a template, each with its mend; empty when it is fit for use."""
    try:
        check_size(docx)
        cut = list(_cut_tags(docx))
    except (NotADocument, KeyError, ValueError):
        return (problem_sentence("not_docx", language),)
    if cut:
        return tuple(
            problem_sentence("half_tag", language, name=text) for text in dict.fromkeys(cut)
        )
    if not _has_tags(docx):
        return (problem_sentence("no_plan", language),)
    found = [problem_sentence("other_tool", language, name=tag) for tag in _other_tags(docx)]
    found += [
        problem
        for content in samples
        for problem in render_document(docx, content, language, kind, _NAMES).problems
    ]
    return tuple(dict.fromkeys(found))


def _cut_tags(docx: bytes) -> Iterator[str]:
    """Tags that begin and end in different paragraphs, or partly inside a link."""
    for paragraph in _paragraphs(docx):
        text, edges = _text_and_edges(paragraph)
        edges.sort()
        whole = list(_whole_tags(text))
        for first, last in whole:
            inside = bisect_right(edges, first)
            if inside < len(edges) and edges[inside] < last:
                yield text[first:last]
        ends = [0, *(last for _, last in whole)]
        between = zip(ends, [*(first for first, _ in whole), len(text)], strict=True)
        half = _HALF.search(" ".join(text[first:last] for first, last in between))
        if half:
            yield half[0].strip()


def _whole_tags(text: str) -> Iterator[tuple[int, int]]:
    """Where the tags stand that have an end. Each kind of end is looked for in vain once only."""
    place, missing = 0, set[str]()
    while opens := _OPENS.search(text, place):
        end = _ENDS[opens[0]]
        last = -1 if end in missing else text.find(end, opens.end())
        if last < 0:
            missing.add(end)
            place = opens.start() + 1
        else:
            yield opens.start(), last + 2
            place = last + 2


def _text_and_edges(paragraph: Any) -> tuple[str, list[int]]:
    """A paragraph's own text, and where links begin and end in it."""
    text, edges = "", []
    for element in paragraph.iter(f"{_WORD}t", f"{_WORD}hyperlink"):
        if element.tag == f"{_WORD}hyperlink":
            length = sum(len(piece.text or "") for piece in element.iter(f"{_WORD}t"))
            edges += [len(text), len(text) + length]
        else:
            text += element.text or ""
    return text, edges


def _paragraphs(docx: bytes) -> Iterator[Any]:
    document = Document(io.BytesIO(docx))
    yield from document.element.body.iter(f"{_WORD}p")
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer")):
            yield from relation.target_part.element.iter(f"{_WORD}p")


def _other_tags(docx: bytes) -> Iterator[str]:
    """What other tools merge: <<Name>>."""
    for paragraph in _paragraphs(docx):
        yield from _OTHER_TOOL.findall(_text_and_edges(paragraph)[0][:LONGEST])


def _has_tags(docx: bytes) -> bool:
    return any("{{" in _text_and_edges(paragraph)[0] for paragraph in _paragraphs(docx))
