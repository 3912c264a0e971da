"""The first template of each kind of document; the action plan's is laid out here.

Nothing in it but paragraphs, tables and tags that a person can read, so that staff can go on from
it in Google Docs.
"""

from __future__ import annotations

import io
from datetime import datetime
from functools import cache

from docx.document import Document as DocxDocument
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

from .block_template import block_template
from .catalogue import ENGLISH, TemplateTexts, block_texts, catalogue, template_texts
from .packing import repacked
from .template_layout import (
    TINT,
    add_heading_row,
    add_row,
    add_tag_row,
    add_to,
    new_document,
    running_lines,
    shade,
    table,
    text_width,
    write,
)


@cache
def default_template(kind: str, language: str = ENGLISH) -> bytes:
    """The .docx of a kind's first template, the same bytes each time. Raises KeyError for a kind
    that is not in the catalogue."""
    if catalogue()[kind].layout == "blocks":
        blocks = block_texts(kind, language)
        return _packed(block_template(blocks), blocks.title)
    texts = template_texts(kind, language)
    document = new_document(texts.page, texts.language)
    width = text_width(texts.page)
    running_lines(document, texts, width)
    document.add_paragraph(texts.heading, style="Title")
    document.add_paragraph("{{ school }}", style="Normal")
    _facts(document, texts, width)
    _changes(document, texts, width)
    _strengths_and_needs(document, texts, width)
    _goals(document, texts, width)
    _actions(document, texts, width)
    _accommodations(document, texts, width)
    _contacts_and_dates(document, texts, width)
    _own_words(document, texts, width)
    _signatures(document, texts, width)
    return _packed(document, texts.title)


def first_template(kind: str, language: str = ENGLISH) -> tuple[str, bytes]:
    """What a template that is made when it is first needed is called, and its .docx."""
    return block_texts(kind, language).name, default_template(kind, language)


def template_name(kind: str, language: str = ENGLISH) -> str:
    """What a kind's template is called in the school's folder."""
    blocks = catalogue()[kind].layout == "blocks"
    return block_texts(kind, language).name if blocks else catalogue()[kind].name


def _packed(document: DocxDocument, title: str) -> bytes:
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "Holdfast", title, ""
    properties.created = properties.modified = datetime(1980, 1, 1)
    packed = io.BytesIO()
    document.save(packed)
    return repacked(packed.getvalue())


def _facts(document: DocxDocument, texts: TemplateTexts, width: float) -> None:
    made = table(document, [width / len(texts.facts)] * len(texts.facts))
    row = add_row(made, [fact[0] for fact in texts.facts], "Label")
    for cell, (_, value, *more) in zip(row.cells, texts.facts, strict=True):
        write(cell.add_paragraph(), value, "Cell", bold=True).runs[0].font.size = Pt(11.5)
        for name in more:
            add_to(cell, f"{{%p if {name} %}}", "Small")
            add_to(cell, f"{{{{ {name} }}}}", "Small")
            add_to(cell, "{%p endif %}", "Small")


def _changes(document: DocxDocument, texts: TemplateTexts, width: float) -> None:
    document.add_paragraph(texts.changes, style="Heading 1")
    made = table(document, [width], rules=False)
    cell = add_row(made, [""]).cells[0]
    shade(cell, TINT)
    # In one paragraph: what changed is a line or two, not a list that takes up the page.
    add_to(cell, "{% for change in changes %}{{ change }} {% endfor %}")


def _strengths_and_needs(document: DocxDocument, texts: TemplateTexts, width: float) -> None:
    made = table(document, [width / 2, width / 2], rules=False)
    add_heading_row(made, [texts.strengths, texts.needs], "Heading 1")
    left, right = add_row(made, ["", ""]).cells
    _list(left, "strength in strengths", "{{ strength }}", texts.not_written)
    _list(right, "need in needs", "{{ need }}", texts.not_written)


def _goals(document: DocxDocument, texts: TemplateTexts, width: float) -> None:
    document.add_paragraph(texts.goals, style="Heading 1")
    rest = width - 62
    made = table(document, [rest * 0.31, rest * 0.31, rest * 0.19, rest * 0.19, 62])
    add_heading_row(made, texts.goal_columns)
    add_tag_row(made, "{%tr for goal in goals %}")
    row = add_row(
        made,
        [
            "{{ goal.goal }}",
            "{{ goal.now }}",
            "{{ goal.target }}",
            "{{ goal.by }}",
            f"{{% if goal.chart %}}{{{{ goal.chart }}}}{{% else %}}{texts.no_chart}{{% endif %}}",
        ],
    )
    row.cells[4].paragraphs[0].style = "Small"
    add_to(row.cells[1], "{%p if goal.verdict %}", "Small")
    add_to(row.cells[1], "{{ goal.verdict }}", "Small")
    add_to(row.cells[1], "{%p endif %}", "Small")
    add_tag_row(made, "{%tr endfor %}")


def _actions(document: DocxDocument, texts: TemplateTexts, width: float) -> None:
    document.add_paragraph(texts.actions, style="Heading 1")
    made = table(document, [width * 0.24, width * 0.54, width * 0.22])
    add_heading_row(made, texts.action_columns)
    add_tag_row(made, "{%tr for action in actions %}")
    add_row(made, ["{{ action.who }}", "{{ action.what }}", "{{ action.by }}"])
    add_tag_row(made, "{%tr endfor %}")
    _when_none(made, "actions", texts.no_actions)


def _accommodations(document: DocxDocument, texts: TemplateTexts, width: float) -> None:
    document.add_paragraph(texts.accommodations, style="Heading 1")
    made = table(document, [width * 0.34, width * 0.22, width * 0.44])
    add_heading_row(made, texts.accommodation_columns)
    add_tag_row(made, "{%tr for accommodation in accommodations %}")
    add_row(
        made,
        [
            "{{ accommodation.what }}",
            "{{ accommodation.where }}",
            "{{ accommodation.how_i_ask }}",
        ],
    )
    add_tag_row(made, "{%tr endfor %}")
    _when_none(made, "accommodations", texts.no_accommodations)


def _contacts_and_dates(document: DocxDocument, texts: TemplateTexts, width: float) -> None:
    made = table(document, [width * 0.66, width * 0.34], rules=False)
    add_heading_row(made, [texts.contacts, texts.dates], "Heading 1")
    left, right = add_row(made, ["", ""]).cells
    _list(left, "contact in contacts", "{{ contact.line }}", texts.no_contacts, bullet=False)
    _list(right, "date in dates", "{{ date.when }} · {{ date.what }}", texts.no_dates, bullet=False)


def _own_words(document: DocxDocument, texts: TemplateTexts, width: float) -> None:
    document.add_paragraph(texts.own_words, style="Heading 1")
    made = table(document, [width])
    for prompt in texts.own_words_prompts:
        add_row(made, [prompt], "Label").height = Mm(18)


def _signatures(document: DocxDocument, texts: TemplateTexts, width: float) -> None:
    document.add_paragraph(texts.signatures, style="Heading 1")
    made = table(document, [width / len(texts.signers)] * len(texts.signers))
    labels = [f"{signer} · {texts.signature_date}" for signer in texts.signers]
    add_row(made, labels, "Label").height = Mm(12)
    document.add_paragraph(style="Small").paragraph_format.line_spacing = Pt(1)


def _list(cell: _Cell, each: str, line: str, none: str = "", bullet: bool = True) -> None:
    """One paragraph for each of a list; the sentence `none` when there are none."""
    add_to(cell, f"{{%p for {each} %}}", "Small")
    add_to(cell, f"{'• ' if bullet else ''}{line}")
    add_to(cell, "{%p endfor %}", "Small")
    if none:
        add_to(cell, f"{{%p if not {each.rpartition(' ')[2]} %}}", "Small")
        add_to(cell, none, "Small")
        add_to(cell, "{%p endif %}", "Small")


def _when_none(made: Table, rows: str, none: str) -> None:
    """A row with the sentence `none`, for a table that would be empty."""
    add_tag_row(made, f"{{%tr if not {rows} %}}")
    cells = add_row(made, [none] + [""] * (len(made.columns) - 1), "Small").cells
    for empty in cells[0].merge(cells[-1]).paragraphs[1:]:
        empty._p.getparent().remove(empty._p)
    add_tag_row(made, "{%tr endif %}")
