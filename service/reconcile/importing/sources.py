"""Files and archives, as what can be read: a table each, and why one cannot be read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

from service.casework.signals.files.reading import SourceFile

MOST_BYTES = 200_000_000  # of one table, unpacked
_TABLES = (".csv", ".txt", ".tsv", ".tab")


class NotAFile(ValueError):
    """A file cannot be read at all; `why` is a key of the wording."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.name, self.why = name, why


def sources_of(files: Iterable[tuple[str, bytes]]) -> Iterator[SourceFile]:
    """A source for each table. `files` are (name, content); an archive's tables belong together.
    Raises NotAFile with what is wrong."""
    for name, content in files:
        if content[:4] == b"PK\x03\x04" and not name.casefold().endswith(_TABLES):
            yield from _of_archive(name, content)
        elif len(content) > MOST_BYTES:
            raise NotAFile(name, "too_large")
        else:
            yield SourceFile(name, content)


def _of_archive(name: str, content: bytes) -> Iterator[SourceFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                base = member.filename.rpartition("/")[2]
                is_table = base.casefold().endswith(_TABLES) and not base.startswith(".")
                if member.is_dir() or not is_table or "__MACOSX" in member.filename:
                    continue
                if member.file_size > MOST_BYTES:
                    raise NotAFile(name, "too_large")
                yield SourceFile(f"{name}/{base}", archive.read(member), group=name)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        raise NotAFile(name, "bad_archive") from None
