"""A document as PDF: what stands in it can be read, and its pictures are there."""

import base64
import io

import pytest
from docx import Document
from docx.shared import Mm
from googleapiclient.http import MediaIoBaseUpload
from pypdf import PdfReader

from emulator.app import create_app
from tests.emulator.clients import drive

DOCUMENT = "application/vnd.google-apps.document"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


@pytest.fixture
def files():
    return drive(create_app(check=True, variants={})).files()


def exported(files, document):
    """The PDF of an uploaded document, as Google's client downloads it."""
    saved = io.BytesIO()
    document.save(saved)
    saved.seek(0)
    media = MediaIoBaseUpload(saved, mimetype=DOCX)
    body = {"name": "Plan", "mimeType": DOCUMENT}
    file_id = files.create(body=body, media_body=media).execute()["id"]
    content = files.export(fileId=file_id, mimeType=PDF).execute()
    assert content == files.export_media(fileId=file_id, mimeType=PDF).execute()
    return PdfReader(io.BytesIO(content))


def words(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_headings_lists_tables_and_pictures_are_there(files):
    document = Document()
    document.add_heading("Goals & <dates>", 1)
    document.add_paragraph("First", style="List Bullet")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "A wide head"
    table.cell(1, 0).text, table.cell(1, 1).text = "Zoë reads", "24 words"
    table.cell(1, 1).paragraphs[0].add_run().add_picture(io.BytesIO(DOT), width=Mm(5))
    document.sections[0].footer.paragraphs[0].text = "C-0000\tv2"
    reader = exported(files, document)
    text = words(reader)
    for part in ("Goals & <dates>", "• First", "A wide head", "Zoë reads", "24 words", "C-0000"):
        assert part in text
    assert len(reader.pages[0].images) == 1
    assert reader.metadata.title == "Plan"


def test_a_row_taller_than_a_page_goes_on_on_the_next(files):
    document = Document()
    table = document.add_table(2, 1)
    table.cell(0, 0).text, table.cell(1, 0).text = "word " * 4000, "the end"
    reader = exported(files, document)
    assert len(reader.pages) > 2
    assert words(reader).endswith("the end")


def test_an_empty_document_is_a_page(files):
    file_id = files.create(body={"name": "New", "mimeType": DOCUMENT}).execute()["id"]
    content = files.export(fileId=file_id, mimeType=PDF).execute()
    assert len(PdfReader(io.BytesIO(content)).pages) == 1
