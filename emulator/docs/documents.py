"""docs.documents: a read-only view of a held .docx, its text with Google's indexes.

Indexes count UTF-16 units. The body opens with a section break that ends at 1; a paragraph
takes its text and one newline; a table one unit for itself, one for each row and each
cell, and one at its end.
"""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from emulator.call import Call, method
from emulator.drive import contents, revisions
from emulator.drive.store import DOCUMENT, File
from emulator.errors import ApiError

HEADINGS = {"Title": "TITLE", "Subtitle": "SUBTITLE"} | {
    f"Heading {level}": f"HEADING_{level}" for level in range(1, 7)
}
Element = dict[str, Any]


@method("docs.documents.get")
def get(call: Call) -> dict[str, Any]:
    """A document's title and text."""
    file = call.workspace.drive.require(call.person, call.params["documentId"], "reader")
    if file.mime_type != DOCUMENT:
        text = "This operation is not supported for this document"
        raise ApiError(400, text, status_name="FAILED_PRECONDITION")
    return view(file, bool(call.params.get("includeTabsContent")))


@method("docs.documents.create")
def create(call: Call) -> dict[str, Any]:
    """An empty document."""
    title = call.body.get("title") or "Untitled document"
    file = call.workspace.drive.create(call.person, title, DOCUMENT)
    contents.fill(call.workspace, file, None, call.person)
    revisions.note(call.workspace, file)
    return view(file, tabs=False)


def view(file: File, tabs: bool) -> dict[str, Any]:
    """The document as documents.get answers it."""
    document = Document(io.BytesIO(file.content or b""))
    content: list[Element] = [
        {
            "endIndex": 1,
            "sectionBreak": {
                "sectionStyle": {
                    "columnSeparatorStyle": "NONE",
                    "contentDirection": "LEFT_TO_RIGHT",
                    "sectionType": "CONTINUOUS",
                }
            },
        }
    ]
    more, _ = _blocks(document.iter_inner_content(), 1)
    content += more or _blocks([document.add_paragraph()], 1)[0]
    answer: dict[str, Any] = {
        "documentId": file.id,
        "title": file.name,
        "revisionId": f"ALm37B{file.version:08d}",
        "suggestionsViewMode": "SUGGESTIONS_INLINE",
    }
    body = {"content": content}
    if not tabs:
        return answer | {"body": body}
    properties = {"tabId": "t.0", "title": "Tab 1", "index": 0}
    return answer | {"tabs": [{"tabProperties": properties, "documentTab": {"body": body}}]}


def _blocks(blocks: Any, at: int) -> tuple[list[Element], int]:
    """Paragraphs and tables from index `at` on, and the index after them."""
    found: list[Element] = []
    for block in blocks:
        element, at = _table(block, at) if isinstance(block, Table) else _paragraph(block, at)
        found.append(element)
    return found, at


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _paragraph(paragraph: Paragraph, at: int) -> tuple[Element, int]:
    start, elements = at, []
    runs = [(run.text, run) for run in paragraph.runs if run.text]
    for number, (text, run) in enumerate(runs):
        text = text.replace("\n", "\v") + ("\n" if number == len(runs) - 1 else "")
        style = {
            name: True
            for name, on in (
                ("bold", run.bold),
                ("italic", run.italic),
                ("underline", run.underline),
            )
            if on
        }
        elements.append(_run(text, at, style))
        at += _length(text)
    if not runs:
        elements.append(_run("\n", at, {}))
        at += 1
    named = HEADINGS.get(paragraph.style.name if paragraph.style else "", "NORMAL_TEXT")
    content: Element = {
        "elements": elements,
        "paragraphStyle": {"namedStyleType": named, "direction": "LEFT_TO_RIGHT"},
    }
    if paragraph.style is not None and str(paragraph.style.name).startswith("List"):
        content["bullet"] = {"listId": "kix.list", "textStyle": {}}
    return {"startIndex": start, "endIndex": at, "paragraph": content}, at


def _run(text: str, at: int, style: dict[str, bool]) -> Element:
    return {
        "startIndex": at,
        "endIndex": at + _length(text),
        "textRun": {"content": text, "textStyle": style},
    }


def _table(table: Table, at: int) -> tuple[Element, int]:
    start, at, rows = at, at + 1, []
    for row in table.rows:
        row_start, at, cells = at, at + 1, []
        for cell in row.cells:
            cell_start, at = at, at + 1
            content, at = _blocks(cell.iter_inner_content(), at)
            cells.append({"startIndex": cell_start, "endIndex": at, "content": content})
        rows.append({"startIndex": row_start, "endIndex": at, "tableCells": cells})
    at += 1
    shape = {"rows": len(table.rows), "columns": len(table.columns), "tableRows": rows}
    return {"startIndex": start, "endIndex": at, "table": shape}, at
