"""A .docx as bytes that depend on nothing but what is in it."""

from __future__ import annotations

import io
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
MOST_BYTES = 50_000_000  # what Drive converts
MOST_PARTS = 2_000


class NotADocument(ValueError):
    """The bytes are no .docx, or one that is too large to be a plan's template."""


def repacked(docx: bytes) -> bytes:
    """The same parts in the same order, with a fixed date: equal content, equal bytes."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as target,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            packed_already = name.endswith((".png", ".jpeg", ".jpg"))
            part.compress_type = zipfile.ZIP_STORED if packed_already else zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            target.writestr(part, source.read(name))
    return packed.getvalue()


def check_size(docx: bytes) -> None:
    """Raises NotADocument for what is not a .docx or would unpack to more than Drive converts."""
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            parts = package.infolist()
    except zipfile.BadZipFile:
        raise NotADocument("no zip") from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise NotADocument("too large")
    if "word/document.xml" not in {part.filename for part in parts}:
        raise NotADocument("no word document")
