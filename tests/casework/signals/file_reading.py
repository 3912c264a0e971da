"""Files read by themselves, for tables of tests: no workbook, no school."""

from __future__ import annotations

from service.casework.records import RosterStudent, RowRef
from service.casework.signals.files.merging import Standing, TabRows
from service.casework.signals.files.reading import FileRead, SourceFile, read_files
from service.casework.signals.files.who import Students
from service.workbook.data_words import our_words

ROSTER = (
    ("0142", "Ana Silva"),
    ("10", "Ben Okoro"),
    ("333", "Zoë Brown"),
    ("114001", "Jack Craig"),
)


def students() -> Students:
    rows = [RosterStudent(RowRef("office", "students", own), own, name) for own, name in ROSTER]
    return Students(rows)


def read(*files: tuple[str, str | bytes], country: str = "US", group: str = "") -> list[FileRead]:
    """Files by (name, content), read together."""
    sources = [
        SourceFile(name, content if isinstance(content, bytes) else content.encode(), group)
        for name, content in files
    ]
    return read_files(sources, students(), our_words(), country)


def read_one(content: str | bytes, name: str = "a.csv", country: str = "US") -> FileRead:
    (file,) = read((name, content), country=country)
    accounted = sum(len(row.lines) for row in file.rows) + file.only_count + len(file.unreadable)
    assert accounted == file.lines, "a line was lost"
    return file


def taken_in(tab: TabRows, content: str, name: str = "a.csv") -> tuple[int, int, int]:
    """(new, there already, replaced) of a file that comes to a tab."""
    merged = tab.take(read_one(content, name))
    return merged.taken, merged.already, merged.replaced


def stands(tab: TabRows) -> TabRows:
    """The tab as it stands once what it wants has been written."""
    kept = [row for row in tab.rows if row.position not in tab.gone]
    rows = [*kept, *tab.adds]
    return TabRows(
        tab.kind,
        [Standing(row.cells, row.mark, place) for place, row in enumerate(rows, 1)],
        students().same,
    )
