"""Google's public keys, with which ID tokens are signed: fetched once, kept, and fetched anew
when Google has turned to another key.

The keys say how long they may be kept (Cache-Control). A token that names a key we do not have
makes us look again, but at most once a minute: forged tokens cannot make us hammer Google, and
nobody whose key is known waits for that look.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Lock

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

GOOGLE_CERTS = "https://www.googleapis.com/oauth2/v3/certs"
USUAL_AGE = timedelta(hours=1)
LONGEST_AGE = timedelta(hours=24)
LOOK_AGAIN_AFTER = timedelta(minutes=1)
NEW_KEY_WAIT_S = 2.0

Fetch = Callable[[str], tuple[int, Mapping[str, str], bytes]]


class NoKeys(Exception):
    """Google's keys cannot be had at present: nobody can be told from anybody else."""


class Certs:
    """The keys by key id, as PEM. Safe to share between threads."""

    def __init__(self, url: str, fetch: Fetch, clock: Callable[[], datetime]) -> None:
        self._url, self._fetch, self._clock = url, fetch, clock
        self._keys: dict[str, bytes] = {}
        self._until: datetime | None = None
        self._tried: datetime | None = None
        self._lock = Lock()

    def key(self, key_id: str) -> bytes | None:
        """The public key of this id; None when Google has no such key. Raises NoKeys."""
        now = self._clock()
        if self._is_stale(now) or key_id not in self._keys:
            self._look_again(now, NEW_KEY_WAIT_S if key_id not in self._keys else 0.0)
        if not self._at_hand(now):
            raise NoKeys("The keys are not at hand.")
        return self._keys.get(key_id)

    def _look_again(self, now: datetime, patience: float) -> None:
        """One asks Google; the others wait only where without an answer nobody can be told, and a
        moment for a key that is new to us."""
        if not self._lock.acquire(timeout=patience if self._at_hand(now) else -1):
            return
        try:
            if self._may_try(now):
                self._tried = now
                self._renew(now)
        finally:
            self._lock.release()

    def _is_stale(self, now: datetime) -> bool:
        return self._until is None or now >= self._until

    def _at_hand(self, now: datetime) -> bool:
        return self._until is not None and now < self._until + LONGEST_AGE

    def _may_try(self, now: datetime) -> bool:
        return self._tried is None or not self._tried <= now < self._tried + LOOK_AGAIN_AFTER

    def _renew(self, now: datetime) -> None:
        """Take the keys of today; what cannot be read leaves the old ones standing."""
        try:
            status, headers, content = self._fetch(self._url)
            if status != 200:
                return
            keys = read_keys(content)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return
        if keys:
            self._keys, self._until = keys, now + _age(headers)


def read_keys(content: bytes) -> dict[str, bytes]:
    """RSA signing keys of a JWK set as PEM by key id. Raises ValueError, KeyError, TypeError."""
    return {
        str(key["kid"]): _pem(key["n"], key["e"])
        for key in json.loads(content)["keys"]
        if key.get("kty") == "RSA" and key.get("use", "sig") == "sig"
    }


def _pem(modulus: str, exponent: str) -> bytes:
    numbers = RSAPublicNumbers(_number(exponent), _number(modulus))
    return numbers.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")


def _age(headers: Mapping[str, str]) -> timedelta:
    said = re.search(r"max-age=(\d{1,9})", headers.get("cache-control", ""))
    return min(timedelta(seconds=int(said[1])), LONGEST_AGE) if said else USUAL_AGE
