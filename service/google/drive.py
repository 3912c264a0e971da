"""Drive: the school's folder, found by what Holdfast wrote on its own files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from googleapiclient.http import MediaIoBaseUpload

from service.ports import BadRequest, FileSeen, Missing, NotAllowed, Permission, RevisionSeen

from .session import Session

FILE = (
    "id,name,mimeType,trashed,createdTime,modifiedTime,appProperties,webViewLink,parents,"
    "writersCanShare,lastModifyingUser(emailAddress)"
)
SHARED = {"supportsAllDrives": True}
SEARCHED = {**SHARED, "includeItemsFromAllDrives": True}
MULTIPART_UP_TO = 5 * 1024 * 1024  # bytes; larger uploads go in resumable pieces
PAGE = 1000
MOST_WITH_TEXT = 50  # documents that a search in texts answers
DOCUMENT = "application/vnd.google-apps.document"
GIVEN_ON_BY_NOBODY = {"writersCanShare": False}


class GoogleFiles:
    """Fills `ports.Files`, as one person. It sees the files that Holdfast made."""

    def __init__(self, session: Session, person: str) -> None:
        self._session = session
        self._person = person

    # ------------------------------------------------ looking

    def start_token(self) -> str:
        answer = self._read(self._changes.getStartPageToken(**SHARED))
        return str(answer["startPageToken"])

    def changes(self, token: str) -> tuple[tuple[FileSeen, ...], str]:
        """The last word on each file that changed."""
        seen: dict[str, FileSeen] = {}
        fields = f"nextPageToken,newStartPageToken,changes(fileId,removed,file({FILE}))"
        while True:
            request = self._changes.list(
                pageToken=token, includeRemoved=True, pageSize=PAGE, fields=fields, **SEARCHED
            )
            answer = self._read(request)
            for change in answer.get("changes", ()):
                file_id = change.get("fileId", "")
                if change.get("removed") or "file" not in change:
                    seen[file_id] = FileSeen(file_id, removed=True)
                else:
                    seen[file_id] = file_seen(change["file"])
            token = answer.get("nextPageToken", "")
            if not token:
                return tuple(seen.values()), str(answer["newStartPageToken"])

    def find(self, **properties: str) -> tuple[FileSeen, ...]:
        return self._search(has(properties))

    def find_in_school(
        self, school: str, folder_id: str, **properties: str
    ) -> tuple[FileSeen, ...]:
        (whose,) = has({"holdfast_school": school})
        if folder_id:
            whose = f"({whose} or {quoted(folder_id)} in parents)"
        return self._search([whose, *has(properties)])

    def open_to_others(self, school: str) -> tuple[FileSeen, ...]:
        return self._search([*has({"holdfast_school": school}), "visibility != 'limited'"])

    def with_text(self, school: str, words: str) -> tuple[FileSeen, ...]:
        """Drive puts what it finds in texts in an order of its own, and refuses to be given one."""
        whose = has({"holdfast_school": school})
        terms = [f"fullText contains {quoted(words)}", f"mimeType = {quoted(DOCUMENT)}", *whose]
        request = self._files.list(
            q=" and ".join([*terms, "trashed = false"]),
            pageSize=MOST_WITH_TEXT,
            fields=f"files({FILE})",
            **SEARCHED,
        )
        return tuple(map(file_seen, self._read(request).get("files", ())))

    def _search(self, terms: list[str]) -> tuple[FileSeen, ...]:
        found: list[FileSeen] = []
        token = None
        while True:
            request = self._files.list(
                q=" and ".join([*terms, "trashed = false"]),
                pageSize=PAGE,
                pageToken=token,
                fields=f"nextPageToken,files({FILE})",
                orderBy="createdTime",
                **SEARCHED,
            )
            answer = self._read(request)
            found += [file_seen(file) for file in answer.get("files", ())]
            token = answer.get("nextPageToken")
            if not token:
                return tuple(found)

    def get(self, file_id: str) -> FileSeen:
        return file_seen(self._read(self._files.get(fileId=file_id, fields=FILE, **SHARED)))

    def export(self, file_id: str, mime_type: str) -> bytes:
        content: bytes = self._read(self._files.export_media(fileId=file_id, mimeType=mime_type))
        return content

    def revisions(self, file_id: str) -> tuple[RevisionSeen, ...]:
        found: list[RevisionSeen] = []
        token = None
        while True:
            request = self._revisions.list(
                fileId=file_id,
                pageSize=PAGE,
                pageToken=token,
                fields="nextPageToken,revisions(id,lastModifyingUser(me))",
            )
            answer = self._read(request)
            for item in answer.get("revisions", ()):
                # Where Google does not say who it was, it was not us.
                ours = bool(item.get("lastModifyingUser", {}).get("me", False))
                found.append(RevisionSeen(item["id"], ours))
            token = answer.get("nextPageToken")
            if not token:
                return tuple(found)

    def is_commented(self, file_id: str) -> bool:
        """Whether somebody else has said something beside what is written in it."""
        token = None
        while True:
            request = self._session.collection("drive", "comments").list(
                fileId=file_id,
                pageSize=100,
                pageToken=token,
                fields="nextPageToken,comments(author(me),replies(author(me)))",
            )
            answer = self._read(request)
            for comment in answer.get("comments", ()):
                said = [comment, *comment.get("replies", ())]
                if not all(each.get("author", {}).get("me", False) for each in said):
                    return True
            token = answer.get("nextPageToken")
            if not token:
                return False

    # ------------------------------------------------ making and changing

    def create(
        self,
        name: str,
        mime_type: str,
        parent: str = "",
        properties: Mapping[str, str] | None = None,
        content: bytes | None = None,
        content_type: str = "",
    ) -> FileSeen:
        """Not repeated when the answer was lost: look with `find` before making another. A domain
        may show what is new to everybody in it; what is made here, only to those it is given, and
        nobody who may write in it may give it on."""
        body: dict[str, Any] = {"name": name, "mimeType": mime_type, **GIVEN_ON_BY_NOBODY}
        if properties:
            body["appProperties"] = dict(properties)
        if parent:
            body["parents"] = [parent]
        media = None if content is None else upload(content, content_type)
        request = self._files.create(
            body=body, media_body=media, fields=FILE, ignoreDefaultVisibility=True, **SHARED
        )
        return file_seen(self._write(request, safe=False))

    def replace(self, file_id: str, content: bytes, content_type: str) -> FileSeen:
        media, body = upload(content, content_type), dict(GIVEN_ON_BY_NOBODY)
        request = self._files.update(
            fileId=file_id, body=body, media_body=media, fields=FILE, **SHARED
        )
        return file_seen(self._write(request))

    def move(self, file_id: str, parent: str) -> FileSeen:
        """Into `parent`, and out of every other folder. Where Drive does not tell of any, it lies
        in My Drive, whose root an app may not see."""
        now = self._read(self._files.get(fileId=file_id, fields="parents", **SHARED))
        return self.move_from(file_id, tuple(now.get("parents", ())), parent)

    def move_from(self, file_id: str, above: tuple[str, ...], parent: str) -> FileSeen:
        elsewhere = [folder for folder in above or ("root",) if folder != parent]
        request = self._files.update(
            fileId=file_id,
            body={},
            addParents=parent,
            removeParents=",".join(elsewhere) or None,
            fields=FILE,
            **SHARED,
        )
        return file_seen(self._write(request))

    def set_properties(
        self, file_id: str, properties: Mapping[str, str], name: str = ""
    ) -> FileSeen:
        body: dict[str, Any] = {"appProperties": dict(properties), **GIVEN_ON_BY_NOBODY}
        if name:
            body["name"] = name
        request = self._files.update(fileId=file_id, body=body, fields=FILE, **SHARED)
        return file_seen(self._write(request))

    def put_in_bin(self, file_id: str) -> None:
        body = {"trashed": True}
        self._write(self._files.update(fileId=file_id, body=body, fields="id", **SHARED))

    # ------------------------------------------------ who may see it

    def permissions(self, file_id: str) -> tuple[Permission, ...]:
        found: list[Permission] = []
        token = None
        while True:
            request = self._permissions.list(
                fileId=file_id,
                pageSize=100,
                pageToken=token,
                fields="nextPageToken,permissions(id,type,role,emailAddress,domain)",
                **SHARED,
            )
            answer = self._read(request)
            found += [permission(item) for item in answer.get("permissions", ())]
            token = answer.get("nextPageToken")
            if not token:
                return tuple(found)

    def share(self, file_id: str, email: str, role: str) -> Permission:
        """Without a mail from Google, unless the person has no Google account: then Google
        insists on one, and it names the file by its title only."""
        try:
            return self._share(file_id, email, role, notify=False)
        except (BadRequest, NotAllowed) as refused:
            if "invalidSharingRequest" not in refused.reason:
                raise
            return self._share(file_id, email, role, notify=True)

    def _share(self, file_id: str, email: str, role: str, notify: bool) -> Permission:
        request = self._permissions.create(
            fileId=file_id,
            body={"type": "user", "role": role, "emailAddress": email},
            sendNotificationEmail=notify,
            fields="id,type,role,emailAddress,domain",
            **SHARED,
        )
        return permission(self._write(request))

    def unshare(self, file_id: str, permission_id: str) -> None:
        """Nothing to take away counts as done, once it is known to be nothing: a right that was
        withdrawn must be gone."""
        request = self._permissions.delete(fileId=file_id, permissionId=permission_id, **SHARED)
        try:
            self._write(request)
        except Missing:
            if any(each.permission_id == permission_id for each in self._permissions_left(file_id)):
                raise

    def _permissions_left(self, file_id: str) -> tuple[Permission, ...]:
        try:
            return self.permissions(file_id)
        except Missing:
            return ()

    # ------------------------------------------------ plumbing

    @property
    def _files(self) -> Any:
        return self._session.collection("drive", "files")

    @property
    def _changes(self) -> Any:
        return self._session.collection("drive", "changes")

    @property
    def _revisions(self) -> Any:
        return self._session.collection("drive", "revisions")

    @property
    def _permissions(self) -> Any:
        return self._session.collection("drive", "permissions")

    def _read(self, request: Any) -> Any:
        return self._session.execute("drive", self._person, request)

    def _write(self, request: Any, safe: bool = True) -> Any:
        return self._session.execute("drive", self._person, request, changes=True, safe=safe)


def upload(content: bytes, content_type: str) -> MediaIoBaseUpload:
    return MediaIoBaseUpload(
        BytesIO(content), mimetype=content_type, resumable=len(content) > MULTIPART_UP_TO
    )


def has(properties: Mapping[str, str]) -> list[str]:
    """A search's terms, one for each of these appProperties."""
    return [
        f"appProperties has {{ key={quoted(key)} and value={quoted(value)} }}"
        for key, value in sorted(properties.items())
    ]


def quoted(text: str) -> str:
    """A string in Drive's query language."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def file_seen(file: Mapping[str, Any]) -> FileSeen:
    created, modified = file.get("createdTime"), file.get("modifiedTime")
    return FileSeen(
        file_id=file.get("id", ""),
        name=file.get("name", ""),
        mime_type=file.get("mimeType", ""),
        trashed=bool(file.get("trashed")),
        created=datetime.fromisoformat(created) if created else None,
        modified=datetime.fromisoformat(modified) if modified else None,
        modified_by=file.get("lastModifyingUser", {}).get("emailAddress", "").lower(),
        properties=dict(file.get("appProperties", {})),
        link=file.get("webViewLink", ""),
        parents=tuple(file.get("parents", ())),
        given_on=bool(file.get("writersCanShare", False)),
    )


def permission(item: Mapping[str, Any]) -> Permission:
    return Permission(
        permission_id=item.get("id", ""),
        email=item.get("emailAddress", "").lower(),
        role=item.get("role", ""),
        kind=item.get("type", ""),
    )
