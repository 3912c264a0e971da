"""What several people wrote into one document at the same moment, in one document."""

from __future__ import annotations

import io
from collections.abc import Iterator

from docx import Document


def with_lines_of(document: bytes, other: bytes, ours: bytes) -> bytes:
    """`document`, with the paragraphs of `other` at its end that stand neither in it nor in
    `ours`, which `other` was written into. All are .docx; the added lines are plain."""
    known = {*_lines(document), *_lines(ours)}
    added = [line for line in _lines(other) if line.strip() and line not in known]
    if not added:
        return document
    opened = Document(io.BytesIO(document))
    for line in added:
        opened.add_paragraph(line)
    saved = io.BytesIO()
    opened.save(saved)
    return saved.getvalue()


def _lines(content: bytes) -> Iterator[str]:
    opened = Document(io.BytesIO(content))
    yield from (paragraph.text for paragraph in opened.paragraphs)
    for table in opened.tables:
        for row in table.rows:
            yield from (paragraph.text for cell in row.cells for paragraph in cell.paragraphs)
