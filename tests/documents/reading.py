"""Reading a .docx as a person would, and making templates as staff would."""

import io
import zipfile

from docx import Document
from docx.oxml.ns import qn

from service.documents.template_check import EMPTY, FULL

__all__ = ["EMPTY", "FULL", "parts", "template", "text_of"]


def text_of(docx):
    """All that can be read on the page: paragraphs and cells, header and footer, in order."""
    document = Document(io.BytesIO(docx))
    section = document.sections[0]
    elements = [section.header._element, document.element.body, section.footer._element]
    lines = []
    for paragraph in (p for element in elements for p in element.iter(qn("w:p"))):
        line = ""
        for piece in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab")):
            line += piece.text or "" if piece.tag == qn("w:t") else "\n"
        lines.append(line)
    return "\n".join(lines)


def parts(docx):
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def template(*paragraphs, header=""):
    """A template of plain paragraphs; a list stands for one paragraph in several runs."""
    document = Document()
    for each in paragraphs:
        paragraph = document.add_paragraph()
        for run in [each] if isinstance(each, str) else each:
            paragraph.add_run(run)
    document.sections[0].header.paragraphs[0].text = header
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()
