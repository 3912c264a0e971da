"""Drive's files, who may do what with them, and what changed.

Access is a permission on the file or on a folder above it. A folder's owner is a writer of
what others put into it. Whoever has no access gets the same answer as for an unknown id.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from emulator.errors import ApiError
from emulator.workspace import BASE62, Workspace

GOOGLE = "application/vnd.google-apps."
FOLDER, SHEET = GOOGLE + "folder", GOOGLE + "spreadsheet"
DOCUMENT, FORM, SHORTCUT = GOOGLE + "document", GOOGLE + "form", GOOGLE + "shortcut"
ROLES = ("none", "reader", "commenter", "writer", "fileOrganizer", "organizer", "owner")
RANK = {role: rank for rank, role in enumerate(ROLES)}


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may do what: `kind` user, group, domain or anyone; `who` an e-mail or a domain.

    With the view "published" it is about answering a form, and gives no access to the file.
    """

    id: str
    kind: str
    role: str
    who: str = ""
    discoverable: bool = False
    expires: str | None = None
    view: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """What somebody's upload left in a file."""

    number: int
    at: datetime
    who: str
    content: bytes


@dataclass(slots=True)
class File:
    """One file, folder or Google document as Drive sees it."""

    id: str
    name: str
    mime_type: str
    owner: str
    created: datetime
    modified: datetime
    modified_by: str
    parents: list[str] = field(default_factory=list)
    permissions: dict[str, Permission] = field(default_factory=dict)
    trashed: bool = False
    version: int = 1
    description: str = ""
    properties: dict[str, str] = field(default_factory=dict)
    app_properties: dict[str, str] = field(default_factory=dict)
    starred_by: set[str] = field(default_factory=set)
    seen_by: dict[str, datetime] = field(default_factory=dict)
    content: bytes | None = None
    drive_id: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    revisions: list[Revision] = field(default_factory=list)

    @property
    def native(self) -> bool:
        """Whether it is one of Google's own kinds, which have no bytes to download."""
        return self.mime_type.startswith(GOOGLE)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the change log: a file changed, or was lost to `lost_to`."""

    number: int
    file_id: str
    at: datetime
    removed: bool = False
    lost_to: frozenset[str] = frozenset()


class DriveStore:
    """Every file, and the log of changes."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.files: dict[str, File] = workspace.shelf("drive")
        self.changes: dict[str, Change] = workspace.shelf("drive.changes")
        self.drives: dict[str, dict[str, Any]] = workspace.shelf("drive.drives")
        self.last_change = max((one.number for one in self.changes.values()), default=100)

    # Access

    def role(self, person: str, file: File) -> str:
        """The strongest role of a person on a file, "none" if there is none."""
        best = self._own_role(person, file)
        for folder_id in self.above(file):
            role = self._own_role(person, self.files[folder_id])
            best = max(best, "writer" if role == "owner" else role, key=RANK.__getitem__)
        return best

    def _own_role(self, person: str, file: File) -> str:
        best = "none"
        for one in file.permissions.values():
            if fits(person, one) and RANK[one.role] > RANK[best] and not self._expired(one):
                best = one.role
        return best

    def _expired(self, one: Permission) -> bool:
        if not one.expires:
            return False
        return datetime.fromisoformat(one.expires) <= self.workspace.clock.now()

    def can(self, person: str, file: File, role: str) -> bool:
        """Whether a person has at least this role."""
        return RANK[self.role(person, file)] >= RANK[role]

    def require(self, person: str, file_id: str, role: str = "reader") -> File:
        """The file, if this person has at least this role.

        Raises ApiError in the words of Sheets, Docs and Forms: 404 for an unknown id, 403
        without access. Drive itself uses `find`.
        """
        file = self.files.get(file_id)
        if file is None:
            raise ApiError(404, "Requested entity was not found.")
        if not self.can(person, file, role):
            raise ApiError(403, "The caller does not have permission")
        return file

    def find(self, person: str, file_id: str, role: str = "reader") -> File:
        """The same in Drive's words: who may not see a file is told that there is none."""
        file = self.files.get(self.root(person).id if file_id == "root" else file_id)
        if file is None or not self.can(person, file, "reader"):
            raise missing(file_id)
        if not self.can(person, file, role):
            text = "The user does not have sufficient permissions for this file."
            raise ApiError(403, text, reason="insufficientFilePermissions")
        return file

    def all_permissions(self, file: File) -> list[Permission]:
        """A file's permissions, with those that it has from the folders above it."""
        found = {one.id: one for one in file.permissions.values() if not one.view}
        for folder_id in self.above(file):
            for one in self.files[folder_id].permissions.values():
                role = "writer" if one.role == "owner" else one.role
                known = found.get(one.id)
                if known is None or RANK[role] > RANK[known.role]:
                    found[one.id] = replace(one, role=role)
        return list(found.values())

    def listed(self, person: str, file: File) -> bool:
        """Whether a file is in this person's lists: theirs, shared by name, or once opened."""
        if person in file.seen_by:
            return self.can(person, file, "reader")
        return any(
            fits(person, one) and (one.kind in ("user", "group") or one.discoverable)
            for one in self.all_permissions(file)
        )

    def shared_with(self, person: str, file: File) -> bool:
        """Whether somebody else's file is shared with this person by name."""
        own = file.permissions.values()
        return file.owner != person and any(one.who == person for one in own)

    # Making and changing

    def root(self, person: str) -> File:
        """A person's My Drive, made at first use; its id is the same after a restart."""
        root_id = "0A" + permission_id("root", person)[:17]
        if root_id not in self.files:
            now = self.workspace.clock.now()
            root = File(root_id, "My Drive", FOLDER, person, now, now, person)
            root.settings["root"] = True
            owner = self.permission("user", "owner", person)
            root.permissions[owner.id] = owner
            self.files[root_id] = root
        return self.files[root_id]

    def permission(self, kind: str, role: str, who: str = "", **more: Any) -> Permission:
        """A permission with the id that Google would derive: one per person, domain or link."""
        own_id = permission_id(kind, who, more.get("discoverable")) + (more.get("view") or "")[:1]
        return Permission(own_id, kind, role, who, **more)

    def create(
        self,
        person: str,
        name: str,
        mime_type: str,
        parents: list[str] | None = None,
        file_id: str | None = None,
        private: bool = False,
    ) -> File:
        """A new file, owned by this person, in their My Drive unless a folder is named.

        `private`: the domain's default visibility (variant default_visibility) is ignored.
        """
        parent = self.find(person, parents[0], "writer") if parents else self.root(person)
        now = self.workspace.clock.now()
        file_id = file_id or "1" + self.workspace.new_id(43, BASE62 + "-_")
        file = File(file_id, name, mime_type, person, now, now, person, parents=[parent.id])
        file.drive_id = parent.drive_id
        if not file.drive_id:
            owner = self.permission("user", "owner", person)
            file.permissions[owner.id] = owner
            if not private and self.workspace.variant("default_visibility") == "domain":
                seen = self.permission("domain", "reader", person.partition("@")[2])
                file.permissions[seen.id] = seen
        file.seen_by[person] = now
        self.files[file_id] = file
        self.log(file)
        return file

    def touch(self, file_id: str, person: str) -> None:
        """A person changed what is in a file."""
        file = self.files[file_id]
        file.modified, file.modified_by = self.workspace.clock.now(), person
        file.seen_by[person] = file.modified
        file.version += 1
        self.log(file)

    def touch_record(self, file: File, person: str, modified: bool) -> None:
        """A person changed a file's record; a star or the trash leaves its time alone."""
        if modified:
            self.touch(file.id, person)
        else:
            file.version += 1
            self.log(file)

    def rename(self, file_id: str, name: str, person: str) -> None:
        """A title was changed from inside the file."""
        self.files[file_id].name = name
        self.touch(file_id, person)

    def log(self, file: File, removed: bool = False, lost_to: frozenset[str] = frozenset()) -> None:
        """Add to the change log; an older line about the same file is superseded."""
        self.last_change += 1
        change = Change(self.last_change, file.id, self.workspace.clock.now(), removed, lost_to)
        older = self.changes.pop(file.id, None)
        if older and older.lost_to:
            change = replace(change, lost_to=change.lost_to | older.lost_to)
        self.changes[file.id] = change

    def forget(self, file: File) -> None:
        """A file is gone: whoever saw it hears so from the change log."""
        people = self.people(file)
        self.files.pop(file.id, None)
        self.log(file, removed=True, lost_to=people)

    # The tree

    def above(self, file: File) -> list[str]:
        """The ids of the folders above, nearest first."""
        found: list[str] = []
        while file.parents and file.parents[0] not in found and file.parents[0] in self.files:
            found.append(file.parents[0])
            file = self.files[file.parents[0]]
        return found

    def people(self, file: File) -> frozenset[str]:
        """Everybody with whom a file is shared by name."""
        return frozenset(one.who for one in self.all_permissions(file) if one.who)

    def move(self, file: File, folder: File) -> None:
        """Into another folder; whoever loses sight of something hears so."""
        moved = [file, *self.below(file)]
        before = [self.people(one) for one in moved]
        file.parents = [folder.id]
        for one, people in zip(moved, before, strict=True):
            one.drive_id = folder.drive_id
            self.log(one, lost_to=people - self.people(one))

    def may_add(self, person: str, folder_id: str) -> bool:
        """Whether a person may put a file into this folder."""
        folder = self.files.get(folder_id)
        return folder is not None and self.can(person, folder, "writer")

    def children(self, folder_id: str) -> list[File]:
        """What lies directly in a folder."""
        return [file for file in self.files.values() if folder_id in file.parents]

    def below(self, file: File) -> list[File]:
        """Everything below a folder, itself not included."""
        found: list[File] = []
        waiting = [file]
        while waiting:
            for child in self.children(waiting.pop().id):
                found.append(child)
                waiting.append(child)
        return found

    def in_trash(self, file: File) -> bool:
        """Whether it, or a folder above it, is in the trash."""
        at: File | None = file
        while at is not None and not at.trashed:
            at = self.files.get(at.parents[0]) if at.parents else None
        return at is not None


def fits(person: str, one: Permission) -> bool:
    """Whether a permission is for this person."""
    if one.view:
        return False
    if one.kind in ("user", "group"):
        return one.who == person
    return one.kind == "anyone" or person.endswith("@" + one.who)


def permission_id(kind: str, who: str, discoverable: bool | None = False) -> str:
    """The id of a permission: the same for a person everywhere."""
    if kind == "anyone":
        return "anyone" if discoverable else "anyoneWithLink"
    number = 0
    for letter in f"{kind}:{who}":
        number = (number * 131 + ord(letter)) % 10**19
    return f"{number + 10**19:020d}" + ("k" if kind == "domain" else "")


def missing(file_id: str) -> ApiError:
    """Drive's answer for a file that is not there, or not for this person."""
    return ApiError(404, f"File not found: {file_id}.", reason="notFound", location="fileId")
