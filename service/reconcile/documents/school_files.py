"""Which files are this school's, where several schools keep theirs in one account.

A file says whose it is (`holdfast_school` in its appProperties), and is searched by that. Files of
earlier releases do not say so: they are this school's if its ledger knows them, or if they lie in
its folder. A school is called by an opaque id, made from its key once and kept from then on: the
ledger remembers it, and after the ledger's loss its folder tells it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from service.keys import Keys
from service.ports import (
    BadRequest,
    FileSeen,
    GatewayError,
    Ledger,
    Missing,
    TokenExpired,
    Workspace,
)

MARK = "holdfast_school"
EDITED = "holdfast_edited"  # a person had written into it before its mark was set
REMEMBERED, FOLDER = "school", "file:folder"  # tokens

NOT_THERE = (
    "The folder in HOLDFAST_FOLDER_ID is not there, or Holdfast did not make it. Leave "
    "the setting empty, and `init` makes a folder that you may then move and rename."
)
ANOTHER_S = (
    "This folder belongs to another school of this account, and nothing was changed. Set "
    "HOLDFAST_FOLDER_ID to this school's own folder (the last part of its web address)."
)
SEVERAL = (
    "Several folders of Holdfast's in this account could be this school's, and nothing was "
    "changed. Set HOLDFAST_FOLDER_ID to the one that is (the last part of its web address)."
)


class SchoolUnclear(GatewayError):
    """Which school's files these are cannot be told; the sentence says what to set."""


@dataclass(frozen=True, slots=True)
class SchoolFiles:
    """`given` is HOLDFAST_FOLDER_ID ("" = none). With `since`, a place in Drive's change log, what
    was made after it is found there too: it is not said how soon a search finds a new file."""

    workspace: Workspace
    ledger: Ledger
    keys: Keys
    given: str = ""
    since: str = ""

    # ------------------------------------------------ which school

    def folder(self) -> FileSeen | None:
        """The school's folder: the one that was given, else the one the ledger knows, else the
        one that the key tells; None where there is none yet. Raises SchoolUnclear."""
        if self.given:
            try:
                return self._not_another_s(self.workspace.files.get(self.given))
            except Missing as error:
                raise SchoolUnclear(NOT_THERE, error.status) from error
        known = self.ledger.token(FOLDER)
        if known:
            try:
                found = self.workspace.files.get(known)
            except Missing:
                found = FileSeen(known, removed=True)
            if not (found.trashed or found.removed):
                return self._not_another_s(found)
        folders = self.workspace.files.find(holdfast="folder")
        return self._told_by_key((*folders, *self._lately(folders, {"holdfast": "folder"})))

    def called(self, folder: FileSeen | None) -> str:
        """The school's id: as it is remembered, as its folder says, or made from the key."""
        told = folder.properties.get(MARK, "") if folder else ""
        return self.ledger.token(REMEMBERED) or told or self.keys.school_id(self.given)

    def remember(self, folder: FileSeen | None) -> str:
        school = self.called(folder)
        self.ledger.set_tokens({REMEMBERED: school})
        return school

    def school_id(self) -> str:
        """A school of an earlier release is given its id when that is first needed."""
        return self.ledger.token(REMEMBERED) or self.remember(self.folder())

    def _not_another_s(self, folder: FileSeen) -> FileSeen:
        told, known = folder.properties.get(MARK, ""), self.ledger.token(REMEMBERED)
        if told and known and told != known:
            raise SchoolUnclear(ANOTHER_S)
        return folder

    def _told_by_key(self, folders: tuple[FileSeen, ...]) -> FileSeen | None:
        """One that says nothing could be anybody's, unless it is the only one."""
        own = [folder for folder in folders if self._says_ours(folder)]
        silent = [folder for folder in folders if MARK not in folder.properties]
        if len(own) == 1:
            return own[0]
        if not own and len(folders) == 1 and silent:
            return silent[0]
        if own or silent:
            raise SchoolUnclear(SEVERAL)
        return None

    def _says_ours(self, folder: FileSeen) -> bool:
        told, known = folder.properties.get(MARK, ""), self.ledger.token(REMEMBERED)
        if known:
            return told == known
        keys = [self.keys, *([self.keys.earlier] if self.keys.earlier else [])]
        return any(told in (key.school_id(), key.school_id(folder.file_id)) for key in keys)

    # ------------------------------------------------ its files

    def find(self, folder_id: str, **properties: str) -> list[FileSeen]:
        """The school's files with these appProperties, the oldest first. Raises GatewayError."""
        return self.find_for(self.school_id(), folder_id, **properties)

    def find_for(self, school: str, folder_id: str, **properties: str) -> list[FileSeen]:
        """The same for a school that is not remembered yet."""
        search = self.workspace.files.find_in_school
        try:
            found = search(school, folder_id, **properties)
        except Missing:  # the folder is gone for good
            found = search(school, "", **properties)
        return [
            file
            for file in (*found, *self._lately(found, properties))
            if file.properties.get(MARK, "") == school
            or (MARK not in file.properties and folder_id in file.parents)
        ]

    def _lately(
        self, found: Iterable[FileSeen], properties: Mapping[str, str]
    ) -> Iterator[FileSeen]:
        """What the change log tells of and the search did not find; one Drive call. Where Drive no
        longer knows the place, the search alone counts."""
        there = {file.file_id for file in found}
        try:
            changed = self.workspace.files.changes(self.since)[0] if self.since else ()
        except (BadRequest, TokenExpired):
            changed = ()
        for file in changed:
            gone = file.trashed or file.removed or file.file_id in there
            if not gone and properties.items() <= file.properties.items():
                yield file

    def known_ones(self, file_ids: Iterable[str]) -> Iterator[FileSeen]:
        """Of files that the ledger knows and a search did not find, those that are still there: of
        an earlier release, or too new for the search."""
        school = self.ledger.token(REMEMBERED)
        for file_id in sorted(set(file_ids) - {""}):
            try:
                file = self.workspace.files.get(file_id)
            except Missing:
                continue
            ours = file.properties.get(MARK, school) == school
            if ours and not file.trashed and "holdfast" in file.properties:
                yield file

    def mark(self, file: FileSeen, edited: bool = False) -> FileSeen:
        """Let it say whose it is, if it does not. Drive may then name us as who wrote into it
        last, so a person's hand in it (`edited`) is told beside."""
        if MARK in file.properties:
            return file
        marks = {MARK: self.school_id()} | ({EDITED: "1"} if edited else {})
        return self.workspace.files.set_properties(file.file_id, marks)
