"""Giving a file to somebody, and taking it back."""

from __future__ import annotations

from dataclasses import replace

from service.ports import Agreed, Files
from service.workbook.templates import OF_PERSONS

from ..changes import PutShare


def is_own(file_key: str) -> bool:
    """Whether a file of this key is somebody's own: about no student, and so in no access log."""
    return file_key.partition(":")[0] in OF_PERSONS


def case_of(file_key: str) -> str:
    """The case that a shared file is about; "" where it is about none."""
    return "" if is_own(file_key) else file_key.split(":")[-2:][0]


def grant_share(files: Files, change: PutShare, file_id: str, known: Agreed | None) -> list[Agreed]:
    """Share a file; what to remember of it. A share of an earlier version stays, and is kept
    under a key of its own so that it can be taken back too. Raises GatewayError."""
    given = files.share(file_id, change.email, change.role)
    marks = {"role": change.role, "file": file_id}
    items = [Agreed("share", change.agreed_key, given.permission_id, marks)]
    if known is not None and known.marks.get("file") != file_id:
        items.append(replace(known, key=f"{change.agreed_key}|{known.marks['file']}"))
    return items


def revoke_share(files: Files, known: Agreed | None) -> None:
    """Stop sharing, where that has not been done by hand already. Raises GatewayError."""
    if known is not None:
        files.unshare(known.marks["file"], known.object_id)
