"""Page, styles and tables of a template, in a calm hand: what python-docx leaves to the author.

Real heading styles, header rows that repeat, rows that do not break, a language: so that a
screen reader and Google Docs see a document and not a picture of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from pydantic import BaseModel, ConfigDict

FONT = "Arial"  # on every machine, and in Google Docs
INK, QUIET, ACCENT = (
    RGBColor(0x1F, 0x2A, 0x37),
    RGBColor(0x4F, 0x5B, 0x69),
    RGBColor(0x1D, 0x5A, 0x63),
)
RULE, TINT = "C4CED3", "EDF3F3"
SIZES = {"letter": (Mm(215.9), Mm(279.4)), "a4": (Mm(210), Mm(297))}
MARGIN = 17  # mm
KEPT_STYLES = (
    *("Normal", "Title", "Heading 1", "Heading 2", "Header", "Footer"),
    *("Label", "Cell", "Small"),
)
BALLAST = ("/thumbnail", "/customXml", "/stylesWithEffects", "/webSettings", "/numbering")


class PageTexts(BaseModel):
    """What the words of every first template say of its pages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    page: Literal["letter", "a4"]
    language: str
    title: str
    running_head: str
    running_foot: str
    page_word: str
    of_word: str


def new_document(page: str, language: str) -> DocxDocument:
    """An empty page with the styles: Title, Heading 1, Normal, Small, Label, Cell."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = SIZES[page]
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin = Mm(14), Mm(13)
    section.header_distance, section.footer_distance = Mm(7), Mm(7)
    _style(document, "Normal", 10, after=2)
    _style(document, "Title", 20, bold=True, colour=ACCENT, after=2)
    _style(document, "Heading 1", 12, bold=True, colour=ACCENT, before=7, after=2)
    _style(document, "Label", 8, colour=QUIET, after=0)
    _style(document, "Cell", 10, after=0)
    _style(document, "Small", 8.5, colour=QUIET, after=0)
    for style in ("Header", "Footer"):
        _style(document, style, 7.5, colour=QUIET, after=0)
        for tabs in document.styles[style].element.get_or_add_pPr().findall(qn("w:tabs")):
            tabs.getparent().remove(tabs)
    _without_ballast(document)
    _language(document, language)
    return document


def letter_style(document: DocxDocument) -> None:
    """The style Letter: larger, with air between the paragraphs, as one reads a letter."""
    _style(document, "Letter", 11, after=8)


def set_paper(document: DocxDocument, paper: str) -> None:
    """Pages of this size ("Letter", "A4"; anything else: as they are), upright or on their side as
    before, with the same width of text: what is narrower on one side of the page is shared out."""
    size = SIZES.get(paper.casefold())
    for section in document.sections if size else ():
        width, height = size or (0, 0)
        if (section.page_width or 0) > (section.page_height or 0):
            width, height = height, width
        shift = (Emu(width) - Emu(section.page_width or width)) // 2
        section.page_width, section.page_height = Emu(width), Emu(height)
        section.left_margin = Emu((section.left_margin or 0) + shift)
        section.right_margin = Emu((section.right_margin or 0) + shift)


def _without_ballast(document: DocxDocument) -> None:
    """python-docx begins with a preview picture, an empty data store and some 160 styles that
    nobody needs, which cost more time in each plan than the plan itself."""
    for holder in (document.part.package, document.part):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.endswith(BALLAST):
                del holder.rels[key]
    for style in list(document.styles):
        if style.name not in KEPT_STYLES and not style.element.get(qn("w:default")):
            style.delete()
    for latent in document.styles.element.findall(qn("w:latentStyles")):
        document.styles.element.remove(latent)
    for element in document.styles.element.iter():
        element.tail = None  # nor the indentation of the rest


def text_width(page: str) -> float:
    """Millimetres between the margins."""
    return float(SIZES[page][0].mm) - 2 * MARGIN


def _style(
    document: DocxDocument,
    name: str,
    size: float,
    bold: bool = False,
    colour: RGBColor = INK,
    before: float = 0,
    after: float = 0,
) -> None:
    styles = document.styles
    known = name in [style.name for style in styles]
    style: Any = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]  # theme fonts would win over the name
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.08
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        border.getparent().remove(border)
    if name == "Heading 1":
        style.paragraph_format.keep_with_next = True


def _language(document: DocxDocument, language: str) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), language)
    properties.append(lang)


# ---------------------------------------------------------------- tables


def table(document: DocxDocument, widths: Sequence[float], rules: bool = True) -> Table:
    """A table without rows, `widths` in mm; thin rules between rows, none between columns."""
    made = document.add_table(rows=0, cols=len(widths))
    made.alignment = WD_TABLE_ALIGNMENT.LEFT
    made.autofit = False
    properties = made._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH") if rules else ():
        borders.append(_edge(side))
    properties.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", 30), ("left", 70), ("bottom", 30), ("right", 70)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(twips))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties.append(margins)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    return made


def add_row(made: Table, texts: Sequence[str], style: str = "Cell") -> _Row:
    """One row; it does not break over pages."""
    row = made.add_row()
    _mark(row, "w:cantSplit")
    for cell, text, column in zip(row.cells, texts, made.columns, strict=True):
        cell.width = column.width
        write(cell.paragraphs[0], text, style)
    return row


def add_heading_row(made: Table, texts: Sequence[str], style: str = "Label") -> _Row:
    """The row of headings: repeated on the next page, and known as such; tinted, where the
    headings are those of columns and not of the document itself."""
    row = add_row(made, texts, style)
    _mark(row, "w:tblHeader")
    for cell in row.cells:
        if style == "Label":
            shade(cell, TINT)
        for run in cell.paragraphs[0].runs:
            run.bold = True
    return row


def add_tag_row(made: Table, tag: str) -> None:
    """A row that holds nothing but a `{%tr … %}` tag; it is gone once the plan is written."""
    row = made.add_row()
    merged = row.cells[0].merge(row.cells[-1]) if len(row.cells) > 1 else row.cells[0]
    write(merged.paragraphs[0], tag, "Small")


def write(paragraph: Paragraph, text: str, style: str, bold: bool = False) -> Paragraph:
    paragraph.style = style
    run = paragraph.add_run(text)
    if bold:
        run.bold = True
    return paragraph


def add_to(cell: _Cell, text: str, style: str = "Cell") -> Paragraph:
    """A further paragraph in a cell; the first goes into the empty one that is there."""
    first = cell.paragraphs[0]
    empty = len(cell.paragraphs) == 1 and not first.text
    return write(first if empty else cell.add_paragraph(), text, style)


def shade(cell: _Cell, fill: str) -> None:
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:color"), "auto")
    shading.set(qn("w:fill"), fill)
    cell._tc.get_or_add_tcPr().append(shading)


def _mark(row: _Row, what: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(what))


def _edge(side: str) -> Any:
    edge = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", RULE)):
        edge.set(qn(f"w:{name}"), value)
    return edge


def running_lines(document: DocxDocument, texts: PageTexts, width: float) -> None:
    """What stands above and below on every page; `width` in mm."""
    section = document.sections[0]
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    head.add_run(texts.running_head)
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{texts.running_foot}\t{texts.page_word} ")
    page_number(foot, "PAGE")
    foot.add_run(f" {texts.of_word} ")
    page_number(foot, "NUMPAGES")


def page_number(paragraph: Paragraph, field: str) -> None:
    """A field that Word and Docs fill in: PAGE or NUMPAGES."""
    for kind, text in (("begin", ""), ("", field), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
