"""After the ledger's loss: which files of a document stand, and in whose place another does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from service.keys import Keys
from service.ports import Agreed, FileSeen

from ..documents.earlier_versions import EARLIER, EARLIER_FOLDER, MOVED, take_of
from ..documents.school_files import SchoolFiles
from ..documents.stamps import stamp


@dataclass(frozen=True, slots=True)
class Versions:
    """`folder`: where files lie in whose place another stands, "" = there is none; `today` as
    2026-10-05; `by_a_person(file)`: whether somebody has written into it."""

    keys: Keys
    folder: str
    today: str
    by_a_person: Callable[[FileSeen], bool]

    def earlier(self, files: Iterable[FileSeen], latest: FileSeen) -> list[FileSeen]:
        """Those in whose place another stands. One of an earlier version stays linked, unless it
        lies where such files do."""
        return [
            file
            for file in files
            if not self.by_a_person(file)
            and (version_of(file) == version_of(latest) or self._lies_away(file))
        ]

    def agreed(self, files: Iterable[FileSeen], key: str) -> Iterator[Agreed]:
        for file in files:
            moved = {MOVED: self.today} if self._lies_away(file) else {}
            marks = {"modified": stamp(file, self.keys), **moved}
            yield Agreed(EARLIER, file.file_id, key, marks)

    def _lies_away(self, file: FileSeen) -> bool:
        return self.folder != "" and self.folder in file.parents


def folder_of_earlier(own: SchoolFiles, folder_id: str) -> str:
    found = own.find(folder_id, holdfast=EARLIER_FOLDER)
    return found[0].file_id if found else ""


def version_of(file: FileSeen) -> int:
    number = file.properties.get("holdfast_version", "1")
    return int(number) if number.isdigit() else 1


def in_order(files: list[FileSeen]) -> list[FileSeen]:
    """The latest last."""
    return sorted(files, key=lambda file: (version_of(file), take_of(file)))
