"""A first template built from blocks: headings, facts, paragraphs, lines to write on, signatures.

What a kind of document says is in sheets_templates/documents/<template>.<language>.yaml; this
module knows no kind. Staff go on from it in Google Docs.
"""

from __future__ import annotations

from typing import Literal

from docx.document import Document as DocxDocument
from docx.shared import Mm, Pt
from pydantic import BaseModel, ConfigDict

from .template_layout import (
    PageTexts,
    add_row,
    new_document,
    running_lines,
    table,
    text_width,
    write,
)

LINE_MM = 11  # a line that somebody writes on by hand


class Block(BaseModel):
    """A stretch of the page; what it does not name it does not have, in this order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    heading: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    text: tuple[str, ...] = ()
    style: Literal["normal", "small"] = "normal"
    write_in: int = 0
    signatures: tuple[str, ...] = ()


class BlockTexts(PageTexts):
    """The words of a template made of blocks, and `name`, what it is called in the folder."""

    name: str
    blocks: tuple[Block, ...]


def block_template(texts: BlockTexts) -> DocxDocument:
    """The template as python-docx holds it."""
    document = new_document(texts.page, texts.language)
    width = text_width(texts.page)
    running_lines(document, texts, width)
    document.add_paragraph(texts.title, style="Title")
    for block in texts.blocks:
        _block(document, block, width)
    document.add_paragraph(style="Small").paragraph_format.line_spacing = Pt(1)
    return document


def _block(document: DocxDocument, block: Block, width: float) -> None:
    if block.heading:
        document.add_paragraph(block.heading, style="Heading 1")
    if block.facts:
        made = table(document, [width / len(block.facts)] * len(block.facts))
        row = add_row(made, [label for label, _ in block.facts], "Label")
        for cell, (_, value) in zip(row.cells, block.facts, strict=True):
            write(cell.add_paragraph(), value, "Cell", bold=True)
    for line in block.text:
        document.add_paragraph(line, style="Small" if block.style == "small" else "Normal")
    if block.write_in:
        made = table(document, [width])
        for _ in range(block.write_in):
            add_row(made, [""], "Label").height = Mm(LINE_MM)
    if block.signatures:
        made = table(document, [width / len(block.signatures)] * len(block.signatures))
        add_row(made, block.signatures, "Label").height = Mm(LINE_MM)
