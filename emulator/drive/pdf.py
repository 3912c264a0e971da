"""A document as PDF: its words, headings, lists, tables and pictures on letter paper, with what
stands in its header and footer. From .docx by way of HTML; not Google's own layout.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import mammoth
import matplotlib
from docx import Document
from docx.oxml.ns import qn
from lxml import html as markup
from PIL import Image as Picture
from reportlab.lib import colors
from reportlab.lib.fonts import addMapping
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer, Table

FAMILY = "DejaVu"
FACES = {"": (0, 0), "-Bold": (1, 0), "-Oblique": (0, 1), "-BoldOblique": (1, 1)}
MARGIN = 18 * mm
WIDTH = letter[0] - 2 * MARGIN
HEIGHT = letter[1] - 2 * MARGIN
SIZES = {"h1": 15, "h2": 13, "h3": 12, "h4": 11, "h5": 10, "h6": 10}
STRESSED = {"strong": "b", "b": "b", "em": "i", "i": "i", "u": "u", "s": "strike"}
BLOCKS = {"p", "table", "ul", "ol", *SIZES}
PADDING = 4
GRID = [
    ("GRID", (0, 0), (-1, -1), 0.5, colors.HexColor("#999999")),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    *((f"{side}PADDING", (0, 0), (-1, -1), PADDING) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
]
STYLE_MAP = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => h3:fresh"
PAGE, PAGES = "\x01", "\x02"
LINKS = ("http://", "https://", "mailto:")
DPI = 96  # of a picture that does not say


def as_pdf(docx: bytes, title: str) -> bytes:
    """The PDF of a .docx; the same bytes for the same document."""
    _fonts()
    body = mammoth.convert_to_html(io.BytesIO(docx), style_map=STYLE_MAP).value
    root = markup.fragment_fromstring(body or "<p></p>", create_parent="div")
    section = Document(io.BytesIO(docx)).sections[0]
    around = [(_line(section.header), letter[1] - MARGIN / 2), (_line(section.footer), MARGIN / 2)]
    _content, count = _built(root, title, around, 1)
    return _built(root, title, around, count)[0]


def _built(root: Any, title: str, around: list[tuple[str, float]], count: int) -> tuple[bytes, int]:
    """The file and how many pages it has; `count` is how many it says it has."""

    def draw(page: Any, document: Any) -> None:
        page.setFont(FAMILY, 8)
        for line, height in around:
            told = line.replace(PAGE, str(document.page)).replace(PAGES, str(count))
            left, _, right = told.partition("\t")
            page.drawString(MARGIN, height, left)
            page.drawRightString(MARGIN + WIDTH, height, right.replace("\t", " "))

    out = io.BytesIO()
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN)
    pages = SimpleDocTemplate(out, pagesize=letter, title=title, invariant=1, **margins)
    story = list(_blocks(root, WIDTH)) or [Spacer(1, 1)]
    pages.build(story, onFirstPage=draw, onLaterPages=draw)
    return out.getvalue(), pages.page


def _line(part: Any) -> str:
    """What stands in a header or footer, with marks where the numbers of pages go."""
    fields, said = {"PAGE": PAGE, "NUMPAGES": PAGES}, ""
    wanted = {qn(f"w:{name}"): name for name in ("p", "t", "tab", "instrText")}
    for element in part._element.iter(*wanted):
        kind = wanted[element.tag]
        if kind == "instrText":
            said += fields.get((element.text or "").strip(), "")
        elif kind == "t":
            said += element.text or ""
        elif kind == "p":
            said += " " if said else ""
        elif element.getparent().tag == qn("w:r"):
            said += "\t"
    return said.strip()


@cache
def _fonts() -> None:
    """The fonts that come with matplotlib: the same page on every machine."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    for face, (bold, slanted) in FACES.items():
        name = f"{FAMILY}{face}"
        pdfmetrics.registerFont(TTFont(name, folder / f"DejaVuSans{face}.ttf"))
        addMapping(FAMILY, bold, slanted, name)


@cache
def _style(name: str) -> ParagraphStyle:
    size = SIZES.get(name, 9)
    style = ParagraphStyle(name, fontName=FAMILY, fontSize=size, leading=size * 1.3, spaceAfter=3)
    if name in SIZES:
        style.fontName, style.spaceBefore, style.keepWithNext = f"{FAMILY}-Bold", 8, 1
    return style


def _blocks(element: Any, width: float) -> Iterator[Any]:
    """What stands in an element, one below the other."""
    loose = _words(element, BLOCKS)
    if loose.strip():
        yield Paragraph(loose, _style("p"))
    for child in element:
        if child.tag == "table":
            yield from (_table(child, width), Spacer(1, 6))
        elif child.tag in ("ul", "ol"):
            for number, item in enumerate(child, 1):
                mark = "•" if child.tag == "ul" else f"{number}."
                yield Paragraph(f"{mark} {_words(item, BLOCKS)}", _style("p"))
                yield from _blocks_inside(item, width)
        elif child.tag in BLOCKS:
            words = _words(child, set())
            if words.strip():
                yield Paragraph(words, _style(child.tag))
            yield from (_picture(image, width) for image in child.iter("img"))
        elif child.tag == "img":
            yield _picture(child, width)


def _blocks_inside(item: Any, width: float) -> Iterator[Any]:
    """Lists and tables below the words of a list's line."""
    inner = markup.Element("div")
    inner.extend([child for child in item if child.tag in BLOCKS])
    yield from _blocks(inner, width)


def _words(element: Any, without: set[str]) -> str:
    """The text inside an element as reportlab's own markup, without elements of these kinds."""
    said = escape(element.text or "")
    for child in element:
        if child.tag == "br":
            said += "<br/>"
        elif child.tag == "a" and child.get("href", "").startswith(LINKS):
            said += f"<a href={quoteattr(child.get('href'))}>{_words(child, without)}</a>"
        elif child.tag in STRESSED:
            mark = STRESSED[child.tag]
            said += f"<{mark}>{_words(child, without)}</{mark}>"
        elif child.tag not in without:
            said += _words(child, without)
        said += escape(child.tail or "")
    return said


def _picture(image: Any, width: float) -> Any:
    """A picture at its own size, or as wide as there is room; its words where it cannot be read."""
    data = image.get("src", "").partition(";base64,")[2]
    try:
        content = base64.b64decode(data)
        with Picture.open(io.BytesIO(content)) as seen:
            wide, high = seen.size
            dpi = float(seen.info.get("dpi", (DPI, DPI))[0]) or DPI
    except (OSError, ValueError):
        return Paragraph(escape(image.get("alt") or "(picture)"), _style("p"))
    shrunk = min(1.0, width / (wide * 72 / dpi), HEIGHT / 2 / (high * 72 / dpi))
    size = wide * 72 / dpi * shrunk, high * 72 / dpi * shrunk
    return Image(io.BytesIO(content), *size, hAlign="LEFT")


def _table(table: Any, width: float) -> Table:
    """A table whose columns are as wide as what stands in them asks for."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    placed, spans = _placed(rows)
    columns = max((at + _span(cell, "colspan") for _, at, cell in placed), default=1)
    wants = [6.0] * columns
    for _, at, cell in placed:
        if _span(cell, "colspan") == 1:
            wants[at] = max(wants[at], _wanted(cell))
    widths = [width * want / sum(wants) for want in wants]
    grid: list[list[Any]] = [[""] * columns for _ in rows]
    heads = 0
    for row, at, cell in placed:
        room = sum(widths[at : at + _span(cell, "colspan")]) - 2 * PADDING
        grid[row][at] = list(_blocks(cell, room)) or ""
        heads = max(heads, row + 1) if cell.tag == "th" else heads
    shade = [("BACKGROUND", (0, 0), (-1, heads - 1), colors.HexColor("#eeeeee"))] if heads else []
    return Table(
        grid or [[""]], widths, style=[*GRID, *shade, *spans], repeatRows=min(heads, 1),
        splitInRow=1, hAlign="LEFT",
    )  # fmt: skip


def _placed(rows: list[list[Any]]) -> tuple[list[tuple[int, int, Any]], list[Any]]:
    """(row, column, cell) for every cell, and reportlab's words for those that span several."""
    taken: set[tuple[int, int]] = set()
    placed, spans = [], []
    for row, cells in enumerate(rows):
        at = 0
        for cell in cells:
            while (row, at) in taken:
                at += 1
            wide = _span(cell, "colspan")
            high = min(_span(cell, "rowspan"), len(rows) - row)
            taken |= {(row + down, at + right) for down in range(high) for right in range(wide)}
            placed.append((row, at, cell))
            if wide > 1 or high > 1:
                spans.append(("SPAN", (at, row), (at + wide - 1, row + high - 1)))
            at += wide
    return placed, spans


def _span(cell: Any, name: str) -> int:
    given = cell.get(name) or "1"
    return max(1, int(given)) if re.fullmatch(r"\d{1,3}", given) else 1


def _wanted(cell: Any) -> float:
    """How wide a cell would be, in letters: some words in a line, or a picture."""
    if next(cell.iter("img"), None) is not None:
        return 36.0
    text = cell.text_content()
    longest = max((len(word) for word in text.split()), default=0)
    return float(max(min(len(text), 30), min(longest, 20) + 2))
