"""Who is asking: ID tokens, as Apps Script's `ScriptApp.getIdentityToken()` hands them out.

A token counts only with all of: RS256 and nothing else, a signature by one of Google's present
keys, Google as issuer, one of our client ids as audience, a time in which it holds, a verified
e-mail address, and the school's own domain both in `hd` and in that address. google-auth takes
the token apart and checks the seal; it leaves issuer, algorithm, `nbf`, `hd` and verification of
the address to its caller, so they are checked here.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Final

from google.auth import crypt, exceptions, jwt

from service.logs import log

from .certs import Certs

ISSUERS: Final = ("accounts.google.com", "https://accounts.google.com")
LEEWAY_S: Final = 30  # clocks differ a little
LONGEST_LIFE_S: Final = 24 * 3600  # Google's own last an hour
LONGEST: Final = 8192  # characters of a token
SERVICE_ACCOUNTS: Final = ".gserviceaccount.com"


class Refused(Exception):
    """The token does not count. `reason` is a fixed word, fit for a log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Tokens:
    """Checks tokens for one school. Safe to share between threads."""

    def __init__(
        self,
        certs: Certs,
        audience: Collection[str],
        domain: str,
        clock: Callable[[], datetime],
        iam_admits_domain: bool = False,
    ) -> None:
        """`iam_admits_domain`: Cloud Run lets nobody in but the domain's own people, so a token
        that does not say `hd` at all may count; one that says another domain never does."""
        self._certs, self._clock = certs, clock
        self._hd_may_be_absent = iam_admits_domain
        self._audience = frozenset(each for each in audience if each)
        self._domain = domain.casefold()

    @property
    def admits(self) -> tuple[frozenset[str], str, bool]:
        """Schools for which this is the same take the same tokens for the same people."""
        return self._audience, self._domain, self._hd_may_be_absent

    def email(self, authorization: str) -> str:
        """The verified e-mail address (lower case) behind `Authorization: Bearer <ID token>`.

        Raises Refused when the token does not count, certs.NoKeys when that cannot be told.
        """
        return self.person(self.claims(authorization))

    def claims(self, authorization: str) -> Mapping[str, Any]:
        """What the token says, its seal checked and nothing else. Raises as `email` does."""
        scheme, _, token = authorization.partition(" ")
        if not authorization:
            raise Refused("missing")
        if scheme.casefold() != "bearer" or not token or len(token) > LONGEST:
            raise Refused("malformed")
        return self._sealed(token.strip())

    def person(self, claims: Mapping[str, Any]) -> str:
        """The address that sealed claims count for at this school. Raises Refused."""
        self._check_claims(claims)
        return self._check_person(claims)

    def is_account(self, claims: Mapping[str, Any], account: str) -> bool:
        """Whether sealed claims are of this very account, be it a service account's; never of "".
        Raises Refused for a token that does not count."""
        self._check_claims(claims)
        email = claims.get("email")
        if not account or not isinstance(email, str) or claims.get("email_verified") is not True:
            return False
        return email.isascii() and email.casefold() == account

    def _sealed(self, token: str) -> Mapping[str, Any]:
        """The claims of a token whose seal holds."""
        try:
            header, claims = jwt.decode_header(token), jwt.decode(token, verify=False)
            signed, _, seal = token.rpartition(".")
        except (exceptions.GoogleAuthError, ValueError, UnicodeError, RecursionError):
            raise Refused("malformed") from None
        if not isinstance(header, Mapping) or not isinstance(claims, Mapping):
            raise Refused("malformed")
        if header.get("alg") != "RS256" or "crit" in header:
            raise Refused("algorithm")
        key_id = header.get("kid")
        key = self._certs.key(key_id) if isinstance(key_id, str) and key_id else None
        if key is None:
            raise Refused("unknown_key")
        try:
            signature = base64.b64decode(seal + "=" * (-len(seal) % 4), b"-_", validate=True)
        except ValueError:
            raise Refused("malformed") from None
        if not crypt.RSAVerifier.from_string(key).verify(signed.encode(), signature):
            raise Refused("signature")
        return claims

    def _check_claims(self, claims: Mapping[str, Any]) -> None:
        if claims.get("iss") not in ISSUERS:
            raise Refused("issuer")
        audience = claims.get("aud")
        if not isinstance(audience, str) or audience not in self._audience:
            raise Refused("audience")
        now = self._clock().timestamp()
        issued, expires = _moment(claims, "iat"), _moment(claims, "exp")
        begins = _moment(claims, "nbf") if "nbf" in claims else issued
        if now > expires + LEEWAY_S:
            raise Refused("expired")
        if now < issued - LEEWAY_S or now < begins - LEEWAY_S:
            raise Refused("not_yet_valid")
        if not 0 < expires - issued <= LONGEST_LIFE_S:
            raise Refused("lifetime")

    def _check_person(self, claims: Mapping[str, Any]) -> str:
        email = claims.get("email")
        if not isinstance(email, str) or email.count("@") != 1:
            raise Refused("no_email")
        if not email.isascii():
            raise Refused("no_email")  # some letters fold to those of another address
        if claims.get("email_verified") is not True:
            raise Refused("unverified")
        email = email.casefold()
        domain = email.partition("@")[2]
        if domain.endswith(SERVICE_ACCOUNTS):
            raise Refused("service_account")
        # A consumer account may carry a school's address; only Workspace's own have `hd`.
        hosted = claims.get("hd")
        if self._hd_may_be_absent and "hd" not in claims and domain == self._domain:
            log("token_without_hd", reason="admitted_by_iam")
            return email
        if domain != self._domain or not isinstance(hosted, str) or not hosted.isascii():
            raise Refused("domain")
        if hosted.casefold() != self._domain:
            raise Refused("domain")
        return email


def _moment(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refused("malformed")
    return float(value)
