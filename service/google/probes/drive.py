"""What Drive does: parents, visibility, revisions, search."""

from __future__ import annotations

from io import BytesIO

from googleapiclient.http import MediaIoBaseUpload

from service.ports import NotAllowed

from .scratch import DOCUMENT, Scratch

LONGEST_WAIT = 30  # seconds for a search


def parents(scratch: Scratch) -> str:
    """Whether a file in My Drive's root may be given a folder without leaving the root."""
    files = scratch.collection("drive", "files")
    request = files.update(fileId=scratch.form, addParents=scratch.folder, body={}, fields="id")
    try:
        scratch.ask("drive", request)
    except NotAllowed:
        return "hidden"
    return "shown"


def default_visibility(scratch: Scratch) -> str:
    """Who may see a file that its maker gave to nobody."""
    file_id = scratch.new_file(DOCUMENT)
    request = scratch.collection("drive", "permissions").list(
        fileId=file_id, fields="permissions(type)", supportsAllDrives=True
    )
    seen = scratch.ask("drive", request, changes=False)["permissions"]
    return "domain" if any(each["type"] in ("domain", "anyone") for each in seen) else "private"


def revisions(scratch: Scratch) -> str:
    """Whether two writes, one right after the other, are two revisions."""
    file_id = scratch.new_file(DOCUMENT, media_body=_text("one"))
    files, found = scratch.collection("drive", "files"), []
    listed = scratch.collection("drive", "revisions")
    for words in ("two", "three"):
        scratch.ask("drive", files.update(fileId=file_id, media_body=_text(words), fields="id"))
        request = listed.list(fileId=file_id, fields="revisions(id)")
        answer = scratch.ask("drive", request, changes=False)
        found.append(len(answer.get("revisions", ())))
    return "apart" if found[1] > found[0] else "merged"


def search_delay(scratch: Scratch) -> str:
    """After how many seconds a search finds a new file: "0" to "30", or "over 30"."""
    file_id = scratch.new_file(DOCUMENT)
    query = f"'{scratch.folder}' in parents and trashed = false"
    for seconds in range(LONGEST_WAIT + 1):
        request = scratch.collection("drive", "files").list(q=query, fields="files(id)")
        found = scratch.ask("drive", request, changes=False).get("files", ())
        if any(each["id"] == file_id for each in found):
            return str(seconds)
        scratch.wait(1.0)
    return f"over {LONGEST_WAIT}"


def _text(words: str) -> MediaIoBaseUpload:
    return MediaIoBaseUpload(BytesIO(words.encode()), mimetype="text/plain")
