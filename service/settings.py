"""Holdfast's settings: read from the environment, checked once at start, all problems at once.

Two ways to run. With `HOLDFAST_WORKSPACE_URL` set, Holdfast talks to a local Workspace and
everything else has a default. Without it, Holdfast talks to Google, and what identifies the
school and keeps its secrets must be given. docs/deploy.md describes each setting.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

LOCAL_KEY = "the key of every local Workspace: it keeps nothing secret"
LOCAL_DOMAIN = "holdfast.example"
SHORTEST_KEY = 32  # characters; `openssl rand -hex 32` gives 64

EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
# What docs/deploy.md writes where a value of the school's own belongs.
GUIDE_WORD = re.compile(
    r"(?<![A-Z0-9_])(PROJECT|REGION|SCHOOL_DOMAIN|SCHOOL_FOLDER|SCRIPT_CLIENT_ID|SERVICE_URL)"
    r"(?![A-Z0-9_])"
)


class SettingsProblem(Exception):
    """Settings that cannot work; `problems` are sentences that say what to do about each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseModel):
    """What Holdfast was told. Every name is the environment variable's, without HOLDFAST_."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, extra="forbid")

    workspace_url: str = Field("", alias="HOLDFAST_WORKSPACE_URL")
    database_url: SecretStr = Field(
        SecretStr("sqlite:///holdfast.db"), alias="HOLDFAST_DATABASE_URL"
    )
    folder_id: str = Field("", alias="HOLDFAST_FOLDER_ID")
    key: SecretStr = Field(alias="HOLDFAST_KEY")
    key_previous: SecretStr | None = Field(None, alias="HOLDFAST_KEY_PREVIOUS")
    admin: str = Field(alias="HOLDFAST_ADMIN")
    domain: str = Field(alias="HOLDFAST_DOMAIN")
    audience: tuple[str, ...] = Field((), alias="HOLDFAST_AUDIENCE")
    service_account: str = Field("", alias="HOLDFAST_SERVICE_ACCOUNT")
    service_account_file: Path | None = Field(None, alias="HOLDFAST_SERVICE_ACCOUNT_FILE")
    language: str = Field("en", alias="HOLDFAST_LANGUAGE")
    time_zone: str = Field("America/New_York", alias="HOLDFAST_TIME_ZONE")
    iam_admits_domain: bool = Field(False, alias="HOLDFAST_IAM_ADMITS_DOMAIN")
    mail_from: str = Field(alias="HOLDFAST_MAIL_FROM")
    district: str = Field("", alias="HOLDFAST_DISTRICT")
    metrics_for: str = Field("", alias="HOLDFAST_METRICS_FOR")
    port: int = Field(8080, alias="PORT", ge=1, le=65535)
    cloud_run: str = Field("", alias="K_SERVICE")

    @property
    def local(self) -> bool:
        """True when a local Workspace stands in for Google."""
        return bool(self.workspace_url)

    @property
    def answered_by(self) -> str:
        """The domain whose people may answer the inside form; "" on a local Workspace that was
        told none: then whoever is signed in there is of the school."""
        return "" if self.local and self.domain == LOCAL_DOMAIN else self.domain

    @property
    def secret(self) -> bytes:
        """What `Keys` is made with."""
        return self.key.get_secret_value().encode()

    @property
    def previous_secret(self) -> bytes | None:
        """The key before the last rotation, while it is still needed."""
        return next(iter(self.previous_secrets), None)

    @property
    def previous_secrets(self) -> tuple[bytes, ...]:
        """All keys before, the last rotation's first: with commas between, where each of the
        parts is long enough to be a key."""
        written = self.key_previous.get_secret_value() if self.key_previous else ""
        parts = [part.strip() for part in written.split(",")]
        keys = parts if all(len(part) >= SHORTEST_KEY for part in parts) else [written]
        return tuple(each.encode() for each in keys if each)

    def under(self, secret: bytes) -> Settings:
        """The same, with this key."""
        return self.model_copy(update={"key": SecretStr(secret.decode())})

    @field_validator("workspace_url")
    @classmethod
    def _is_url(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.netloc):
            raise ValueError("must be a web address, like http://localhost:9000")
        return value.rstrip("/")

    @field_validator("admin", "mail_from", "service_account", "district", "metrics_for")
    @classmethod
    def _is_email(cls, value: str) -> str:
        if value and not EMAIL.fullmatch(value):
            raise ValueError("must be one e-mail address, like admin@school.example")
        return value.lower()

    @field_validator("domain")
    @classmethod
    def _is_domain(cls, value: str) -> str:
        if not DOMAIN.fullmatch(value.lower()):
            raise ValueError("must be the school's domain, like school.example")
        return value.lower()

    @field_validator("audience", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("service_account_file")
    @classmethod
    def _is_file(cls, value: Path | None) -> Path | None:
        if value and not value.is_file():
            raise ValueError("must be the path of a service account's key file; none is there")
        return value

    @field_validator("language")
    @classmethod
    def _is_language(cls, value: str) -> str:
        if not re.fullmatch(r"[^\W\d_]+([ -][^\W\d_]+)?", value):
            raise ValueError("must be a language or its code, like en or Spanish")
        return value

    @field_validator("time_zone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError("must be a time zone's IANA name, like America/New_York") from None
        return value

    @field_validator("key", "key_previous")
    @classmethod
    def _is_long(cls, value: SecretStr | None) -> SecretStr | None:
        if value and len(value.get_secret_value()) < SHORTEST_KEY:
            raise ValueError(
                f"is too short to keep a secret; make one of {SHORTEST_KEY} characters or more "
                "with `openssl rand -hex 32`"
            )
        return value


NAMES = {field.alias: name for name, field in Settings.model_fields.items() if field.alias}


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in `environ` (default: this process's environment).

    Raises SettingsProblem with every problem at once. An empty variable counts as unset.
    """
    environ = os.environ if environ is None else environ
    given = {name: environ[name].strip() for name in NAMES if environ.get(name, "").strip()}
    problems = [*_misspelt(environ), *_missing(given), *_left_over(given), *_unfit(given)]
    try:
        settings = Settings.model_validate(_with_defaults(given))
    except ValidationError as error:
        problems += sentences_of(error)
    if problems:
        raise SettingsProblem(tuple(problems))
    return settings


def _with_defaults(given: Mapping[str, str]) -> dict[str, str]:
    """A local Workspace needs nothing; against Google only the sender follows from the admin."""
    filled = dict(given)
    if "HOLDFAST_WORKSPACE_URL" in given:
        domain = filled.setdefault("HOLDFAST_DOMAIN", LOCAL_DOMAIN)
        filled.setdefault("HOLDFAST_ADMIN", f"admin@{domain}")
        filled.setdefault("HOLDFAST_KEY", LOCAL_KEY)
    if EMAIL.fullmatch(filled.get("HOLDFAST_ADMIN", "")):  # else one complaint is enough
        filled.setdefault("HOLDFAST_MAIL_FROM", filled["HOLDFAST_ADMIN"])
    return filled


NEEDED_AT_GOOGLE = {
    "HOLDFAST_KEY": "a secret of the school's own; make one with `openssl rand -hex 32`",
    "HOLDFAST_ADMIN": "the e-mail of the person as whom Holdfast keeps its files",
    "HOLDFAST_DOMAIN": "the school's Workspace domain, like school.example",
}


def _missing(given: Mapping[str, str]) -> Iterator[str]:
    if "HOLDFAST_WORKSPACE_URL" in given:
        return
    for name, what in NEEDED_AT_GOOGLE.items():
        if name not in given:
            yield f"{name} is missing: set it to {what}."
    if not {"HOLDFAST_SERVICE_ACCOUNT", "HOLDFAST_SERVICE_ACCOUNT_FILE"} & set(given):
        yield (
            "HOLDFAST_SERVICE_ACCOUNT is missing: set it to the service account's e-mail "
            "(on Cloud Run), or set HOLDFAST_SERVICE_ACCOUNT_FILE to its key file."
        )


def _left_over(given: Mapping[str, str]) -> Iterator[str]:
    """A word of the guide that nobody has replaced: it would be taken for a value."""
    for name, value in given.items():
        word = GUIDE_WORD.search(value)
        if word and "HOLDFAST_WORKSPACE_URL" not in given:
            yield (
                f"{name} still has the guide's word {word[0]} in it: put your own value there, or "
                "leave the setting out until you have one (docs/deploy.md)."
            )


def _unfit(given: Mapping[str, str]) -> Iterator[str]:
    """What works elsewhere, but not on Cloud Run, or not at Google."""
    if given.get("HOLDFAST_KEY") == LOCAL_KEY and "HOLDFAST_WORKSPACE_URL" not in given:
        yield "HOLDFAST_KEY is the local Workspace's, which everybody knows: make your own."
    if "K_SERVICE" not in given:
        return
    if given.get("HOLDFAST_DATABASE_URL", "sqlite").startswith("sqlite"):
        yield (
            "HOLDFAST_DATABASE_URL must be a PostgreSQL address on Cloud Run: an SQLite file "
            "there would be forgotten whenever the service restarts."
        )
    if "HOLDFAST_WORKSPACE_URL" in given:
        yield "HOLDFAST_WORKSPACE_URL is for trying Holdfast out: unset it on Cloud Run."


def _misspelt(environ: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(environ):
        if name.startswith("HOLDFAST_") and name not in NAMES:
            for meant in get_close_matches(name, list(NAMES), 1, 0.88):
                yield f"{name} is not a setting. Did you mean {meant}?"


def sentences_of(error: ValidationError) -> Iterator[str]:
    """Never the value itself: it may be a secret."""
    for found in error.errors(include_input=False, include_url=False):
        name = str(found["loc"][0])
        if found["type"] == "missing":
            continue  # said already, with what to set it to
        reason = str(found.get("ctx", {}).get("error", "")) or _plain(found["type"])
        yield f"{name} {reason}."


def _plain(kind: str) -> str:
    if kind in ("greater_than_equal", "less_than_equal", "int_parsing"):
        return "must be a number from 1 to 65535"
    return "must be yes or no" if kind == "bool_parsing" else "cannot be read"
