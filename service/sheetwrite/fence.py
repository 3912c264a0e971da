"""The fence: no two batches that were built on the same look are both carried out.

Every batch puts up the mark of the next epoch, under an id that follows from the epoch's number. To
add what is there already is an error by Google's own document, and a batch is carried out as a
whole or not at all. So whoever looked at an epoch that is over, and whatever arrives twice, is
refused. Marks of the last epochs stay for that; only older ones are taken down.

A mark is a named range. Where Google lets no named range have an id of ours, it is developer
metadata of the journal, whose ids may be given by document as well; the workbook's journal says
which (see look.JournalSeen).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from service.workbook.templates import JOURNAL, WorkbookTemplate, stable_id

Json = dict[str, Any]
KEPT: Final = 100  # epochs whose marks stay
EVERY: Final = 50  # epochs after which older marks are looked for
FIELDS: Final = "namedRanges.namedRangeId,sheets.developerMetadata(metadataKey,metadataValue)"
KEY: Final = "holdfast_fence"


def fence_id(template: WorkbookTemplate, epoch: int) -> str:
    return f"holdfast_{template.workbook}_{epoch}"


def metadata_id(template: WorkbookTemplate, epoch: int) -> int:
    return stable_id(f"{template.workbook}/{KEY}/{epoch}")


def put_up(template: WorkbookTemplate, epoch: int, *, ranged: bool = True) -> Json:
    """The request that marks an epoch; Google refuses it where the mark stands already."""
    sheet_id = template.sheet_id(JOURNAL)
    if not ranged:
        metadata = {
            "metadataId": metadata_id(template, epoch),
            "metadataKey": KEY,
            "metadataValue": str(epoch),
            "visibility": "DOCUMENT",
            "location": {"sheetId": sheet_id},
        }
        return {"createDeveloperMetadata": {"developerMetadata": metadata}}
    corner = {
        "sheetId": sheet_id,
        "startRowIndex": 0,
        "endRowIndex": 1,
        "startColumnIndex": 0,
        "endColumnIndex": 1,
    }
    named = {"namedRangeId": fence_id(template, epoch), "name": f"Holdfast_{epoch}"}
    return {"addNamedRange": {"namedRange": {**named, "range": corner}}}


def standing(template: WorkbookTemplate, answer: Mapping[str, Any]) -> dict[int, Json]:
    """By epoch, the marks that stand, each with the request that takes it down. `answer` is that
    of spreadsheets.get for FIELDS."""
    found: dict[int, Json] = {}
    for each in answer.get("namedRanges", ()):
        before, _, number = str(each.get("namedRangeId", "")).rpartition("_")
        if number.isdigit() and fence_id(template, int(number)) == f"{before}_{number}":
            taken = {"namedRangeId": each["namedRangeId"]}
            found[int(number)] = {"deleteNamedRange": taken}
    for sheet in answer.get("sheets", ()):
        for each in sheet.get("developerMetadata", ()):
            number = str(each.get("metadataValue", ""))
            if each.get("metadataKey") == KEY and number.isdigit():
                lookup = {"metadataId": metadata_id(template, int(number))}
                asked = {"dataFilter": {"developerMetadataLookup": lookup}}
                found[int(number)] = {"deleteDeveloperMetadata": asked}
    return found


def outdated(template: WorkbookTemplate, answer: Mapping[str, Any], epoch: int) -> list[Json]:
    """What takes down the marks of epochs that ended long before `epoch`."""
    found = standing(template, answer)
    return [request for number, request in sorted(found.items()) if number <= epoch - KEPT]
