"""What is inside a file: conversion at upload, export, download.

A Google Doc is held as .docx and given back as held. A spreadsheet's cells belong to the
Sheets store, which reads and writes CSV.
"""

from __future__ import annotations

import html
import io
import re

import mammoth
from docx import Document

from emulator.call import Media
from emulator.errors import ApiError
from emulator.workspace import Workspace

from .pdf import as_pdf
from .store import DOCUMENT, FORM, GOOGLE, SHEET, File
from .views import DOCX, EXPORTS

EXPORT_LIMIT = 10 * 1024 * 1024
DOCX_LIMIT = 50 * 1024 * 1024
# Google exports these too; the local Workspace cannot make them.
NOT_HERE = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text",
    "application/x-vnd.oasis.opendocument.spreadsheet",
    "application/rtf",
    "application/epub+zip",
    "application/zip",
    "text/tab-separated-values",
}
BLOCK = re.compile(r"<(h[1-6]|p|li)\b[^>]*>(.*?)</\1>", re.S | re.I)
TAG = re.compile(r"<[^>]+>")


def fill(workspace: Workspace, file: File, media: Media | None, person: str) -> None:
    """Give a new or changed file its content, converting to its Google kind if it has one."""
    if file.mime_type == DOCUMENT:
        if media is not None or file.content is None:
            file.content = to_docx(media)
    elif file.mime_type == SHEET:
        _fill_sheet(workspace, file, media, person)
    elif file.mime_type == FORM:
        if media is not None:
            raise unsupported()
        workspace.forms.born(file.id, file.name, person)
    elif not file.native:
        file.content = media.content if media else file.content or b""


def _fill_sheet(workspace: Workspace, file: File, media: Media | None, person: str) -> None:
    if media is None:
        workspace.sheets.born(file.id, file.name, person)
        return
    if media.mime_type.partition(";")[0] not in ("text/csv", "text/plain"):
        raise unsupported()
    workspace.sheets.imported(file.id, file.name, media.content, person)


def to_docx(media: Media | None) -> bytes:
    """An uploaded document as .docx: Word as it is, HTML and plain text by paragraphs."""
    kind = media.mime_type.partition(";")[0] if media else "text/plain"
    content = media.content if media else b""
    if kind == DOCX:
        if len(content) > DOCX_LIMIT:
            raise ApiError(400, "Upload Too Large", reason="uploadTooLarge")
        try:
            Document(io.BytesIO(content))
        except Exception as broken:
            raise ApiError(400, "Bad Request", reason="badRequest") from broken
        return content
    document = Document()
    if kind == "text/html":
        for tag, inner in BLOCK.findall(content.decode("utf-8", "replace")):
            text = html.unescape(TAG.sub("", inner)).strip()
            style = f"Heading {tag[1]}" if tag[0] in "hH" else None
            document.add_paragraph(text, style)
    elif kind == "text/plain":
        for line in content.decode("utf-8-sig", "replace").splitlines():
            document.add_paragraph(line)
    else:
        raise unsupported()
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def unsupported() -> ApiError:
    """Drive's refusal of a conversion."""
    text = "The requested conversion is not supported."
    return ApiError(400, text, reason="badRequest", location="convertTo")


def export(workspace: Workspace, file: File, mime_type: str) -> Media:
    """A Google document in another format."""
    if not file.native or file.mime_type not in EXPORTS:
        text = "Export only supports Docs Editors files."
        raise ApiError(403, text, reason="fileNotExportable")
    kind = mime_type.partition(";")[0].strip()
    if kind not in EXPORTS[file.mime_type]:
        if kind in NOT_HERE:
            raise ApiError(501, f"The local Workspace cannot export {kind}.")
        raise unsupported()
    if file.mime_type == SHEET:
        content = workspace.sheets.exported(file.id, kind)
    elif kind == DOCX:
        content = file.content or b""
    elif kind == "application/pdf":
        content = as_pdf(file.content or to_docx(None), file.name)
    elif kind == "text/html":
        content = _html(file).encode()
    else:
        # Google's plain text starts with a byte order mark and ends its lines with CRLF.
        content = "\ufeff".encode() + "\r\n".join(paragraphs(file)).encode()
    if len(content) > EXPORT_LIMIT:
        text = "This file is too large to be exported."
        raise ApiError(403, text, reason="exportSizeLimitExceeded")
    return Media(content, kind)


def _html(file: File) -> str:
    body = mammoth.convert_to_html(io.BytesIO(file.content or b"")).value
    title = html.escape(file.name)
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>"
    )


def paragraphs(file: File) -> list[str]:
    """The text of a document, one paragraph each; table cells in reading order."""
    if not file.content:
        return []
    found: list[str] = []
    for block in Document(io.BytesIO(file.content)).iter_inner_content():
        if hasattr(block, "rows"):
            found += [cell.text for row in block.rows for cell in row.cells]
        else:
            found.append(block.text)
    return found


def download(file: File) -> Media:
    """The bytes of a file that has bytes."""
    if file.mime_type.startswith(GOOGLE):
        text = (
            "Only files with binary content can be directly downloaded. Use Export with Docs "
            "Editors files."
        )
        raise ApiError(403, text, reason="fileNotDownloadable", location="alt")
    return Media(file.content or b"", file.mime_type)
