"""A first template built from blocks: headings, facts, paragraphs, lines to write on, signatures;
a piece of the page for each of a list, that does not break, or a page for each.

What a kind of document says is in sheets_templates/documents/<template>.<language>.yaml; this
module knows no kind. Staff go on from it in Google Docs.
"""

from __future__ import annotations

from typing import Literal

from docx.document import Document as DocxDocument
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from pydantic import BaseModel, ConfigDict

from .template_layout import (
    PageTexts,
    add_heading_row,
    add_row,
    add_tag_row,
    add_to,
    letter_style,
    new_document,
    running_lines,
    table,
    text_width,
    write,
)

LINE_MM = 11  # a line that somebody writes on by hand


class Line(BaseModel):
    """One paragraph: only `when` something is there, or for `each` of a list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    style: Literal["name", "heading", "strong", "normal", "small"] = "normal"
    when: str = ""
    each: str = ""


class Tasks(BaseModel):
    """A table, to read or to tick and fill in by hand: a row for `each`, and `blank` ones below.
    `columns` are (heading, what stands there, share of the width)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    each: str
    columns: tuple[tuple[str, str, float], ...]
    blank: int = 0


class Block(BaseModel):
    """A stretch of the page; what it does not name it does not have, in this order. With `each` it
    comes for every one of a list: in a piece of `height` mm at least that never breaks, one below
    the other where it `flows`, or else on a page of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    new_page: bool = False  # it begins the next side
    when: str = ""  # only when something is there
    heading: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    text: tuple[str, ...] = ()
    style: Literal["normal", "small", "letter"] = "normal"
    write_in: int = 0
    signatures: tuple[str, ...] = ()
    each: str = ""
    height: int = 0
    flows: bool = False
    lines: tuple[Line, ...] = ()
    tasks: Tasks | None = None


class BlockTexts(PageTexts):
    """The words of a template made of blocks, and `name`, what it is called in the folder."""

    name: str
    titled: bool = True  # whether the title stands on the page
    blocks: tuple[Block, ...]


def block_template(texts: BlockTexts) -> DocxDocument:
    """The template as python-docx holds it."""
    document = new_document(texts.page, texts.language)
    width = text_width(texts.page)
    running_lines(document, texts, width)
    if any(block.style == "letter" for block in texts.blocks):
        letter_style(document)
    if texts.titled:
        document.add_paragraph(texts.title, style="Title")
    for block in texts.blocks:
        _block(document, block, width)
    document.add_paragraph(style="Small").paragraph_format.line_spacing = Pt(1)
    return document


def _block(document: DocxDocument, block: Block, width: float) -> None:
    if block.when:
        document.add_paragraph(f"{{%p if {block.when} %}}", style="Small")
        _block(document, block.model_copy(update={"when": ""}), width)
        document.add_paragraph("{%p endif %}", style="Small")
        return
    if block.each and block.height:
        _pieces(document, block, width)
        return
    if block.each:
        document.add_paragraph(f"{{%p for {block.each} %}}", style="Small")
        if block.flows:
            for each in block.lines:
                _line(each, document)
        else:
            _whole_page(document, block, width)
        document.add_paragraph("{%p endfor %}", style="Small")
        return
    if block.heading:
        heading = document.add_paragraph(block.heading, style="Heading 1")
        heading.paragraph_format.page_break_before = block.new_page
    if block.facts:
        made = table(document, [width / len(block.facts)] * len(block.facts))
        row = add_row(made, [label for label, _ in block.facts], "Label")
        for cell, (_, value) in zip(row.cells, block.facts, strict=True):
            write(cell.add_paragraph(), value, "Cell", bold=True)
    for each in block.lines:
        _line(each, document)
    for line in block.text:
        document.add_paragraph(line, style=block.style.capitalize())
    if block.tasks is not None:
        _tasks(document, block.tasks, width)
    if block.write_in:
        made = table(document, [width])
        for _ in range(block.write_in):
            add_row(made, [""], "Label").height = Mm(LINE_MM)
    if block.signatures:
        made = table(document, [width / len(block.signatures)] * len(block.signatures))
        add_row(made, block.signatures, "Label").height = Mm(LINE_MM)


def _pieces(document: DocxDocument, block: Block, width: float) -> None:
    """A row for each, so high that as many as are meant fit on a page."""
    made = table(document, [width])
    add_tag_row(made, f"{{%tr for {block.each} %}}")
    row = add_row(made, [""])
    row.height, row.height_rule = Mm(block.height), WD_ROW_HEIGHT_RULE.AT_LEAST
    for line in block.lines:
        _line(line, row.cells[0])
    add_tag_row(made, "{%tr endfor %}")


def _whole_page(document: DocxDocument, block: Block, width: float) -> None:
    """The first line begins a page; then what is to be ticked, and lines to write on."""
    before, after = block.lines[:1], block.lines[1:]
    for line in before:
        _line(line, document).paragraph_format.page_break_before = True
    for line in after:
        _line(line, document)
    if block.tasks is not None:
        _tasks(document, block.tasks, width)
    if block.signatures:
        made = table(document, [width / len(block.signatures)] * len(block.signatures))
        add_row(made, block.signatures, "Label").height = Mm(LINE_MM)


def _tasks(document: DocxDocument, tasks: Tasks, width: float) -> None:
    widths = [width * share for _, _, share in tasks.columns]
    made = table(document, widths)
    add_heading_row(made, [heading for heading, _, _ in tasks.columns])
    add_tag_row(made, f"{{%tr for {tasks.each} %}}")
    add_row(made, [value for _, value, _ in tasks.columns])
    add_tag_row(made, "{%tr endfor %}")
    for _ in range(tasks.blank):
        add_row(made, ["☐", *[""] * (len(widths) - 1)]).height = Mm(LINE_MM)


STYLES = {
    "name": "Title",
    "heading": "Heading 1",
    "strong": "Normal",
    "normal": "Normal",
    "small": "Small",
}


def _line(line: Line, holder: DocxDocument | _Cell) -> Paragraph:
    """The paragraph, between the tags that say when it is there."""
    opening = f"{{%p if {line.when} %}}" if line.when else ""
    closing = "{%p endif %}" if line.when else ""
    if line.each:
        opening, closing = f"{{%p for {line.each} %}}", "{%p endfor %}"
    if opening:
        _add(holder, opening, "Small")
    made = _add(holder, line.text, STYLES[line.style])
    if line.style == "strong":
        made.paragraph_format.keep_with_next = True
        made.paragraph_format.space_before = Pt(5)
        for run in made.runs:
            run.bold = True
    if closing:
        _add(holder, closing, "Small")
    return made


def _add(holder: DocxDocument | _Cell, text: str, style: str) -> Paragraph:
    if isinstance(holder, _Cell):
        return add_to(holder, text, style)
    return holder.add_paragraph(text, style=style)
