"""JSON web tokens: reading and checking assertions, making ID tokens, right and wrong ones."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from .store import Account, Key, OAuthStore

ISSUER = "https://accounts.google.com"
HOUR = 3600
SKEW = 300


class BadAssertion(ValueError):
    """An assertion that Google would refuse; the text is Google's error_description."""


def encode(part: Any) -> str:
    content = part if isinstance(part, bytes) else json.dumps(part, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def signed(header: dict[str, Any], claims: dict[str, Any], key: Key) -> str:
    """A compact RS256 token."""
    message = f"{encode(header)}.{encode(claims)}"
    return f"{message}.{encode(key.sign(message.encode()))}"


def read_assertion(store: OAuthStore, assertion: str) -> tuple[Account, dict[str, Any]]:
    """The account and claims of a JWT-bearer assertion. Raises BadAssertion."""
    try:
        head, body, signature = assertion.split(".")
        claims = json.loads(decode(body))
        header = json.loads(decode(head))
        seal = decode(signature)
        issued, ends = float(claims.get("iat", 0)), float(claims.get("exp", 0))
        issuer, algorithm = str(claims.get("iss")), header.get("alg")
    except (ValueError, TypeError, AttributeError):
        raise BadAssertion("Invalid JWT: Failed to parse") from None
    account = store.accounts.get(issuer)
    if account is None:
        raise BadAssertion("Invalid grant: account not found")
    if algorithm != "RS256":
        raise BadAssertion("Invalid JWT Signature.")
    try:
        account.key.private.public_key().verify(
            seal, f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256()
        )
    except InvalidSignature:
        raise BadAssertion("Invalid JWT Signature.") from None
    # A client stamps its assertion with the real time even if ours is simulated.
    moments = (time.time(), store.workspace.clock.now().timestamp())
    if ends - issued > HOUR + SKEW or not any(issued - SKEW <= t <= ends for t in moments):
        raise BadAssertion(
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable "
            "timeframe. Check your iat and exp values in the JWT claim."
        )
    return account, claims


def subject(email: str) -> str:
    """The 21 digits by which Google knows a person."""
    digest = int(hashlib.sha256(email.encode()).hexdigest(), 16)
    return f"1{digest % 10**20:020d}"


def id_token(store: OAuthStore, spec: dict[str, Any]) -> str:
    """An ID token as the control asks for it (see endpoints.py), perhaps deliberately wrong."""
    now = int(store.workspace.clock.now().timestamp())
    shift = -2 * HOUR if spec.get("expired") else HOUR if spec.get("not_yet_valid") else 0
    email = spec.get("email", "")
    claims: dict[str, Any] = {
        "iss": ISSUER,
        "azp": spec.get("aud"),
        "aud": spec.get("aud"),
        "sub": subject(email),
        "hd": email.rpartition("@")[2],
        "email": email,
        "email_verified": True,
        "iat": now + shift,
        "exp": now + shift + HOUR,
    }
    if store.workspace.variant("hd_claim") == "absent":
        del claims["hd"]
    claims |= spec.get("claims") or {}
    claims = {name: value for name, value in claims.items() if value is not None}
    key = store.foreign_key if spec.get("wrong_key") else store.signing_key()
    algorithm = spec.get("alg", "RS256")
    kid = spec.get("kid", store.signing_key().kid)
    header = {"alg": algorithm, "kid": kid, "typ": "JWT"}
    if kid is None:
        del header["kid"]
    message = f"{encode(header)}.{encode(claims)}"
    if algorithm == "none":
        return message + "."
    if algorithm.startswith("HS"):
        # The classic confusion: the public key taken for a shared secret.
        secret = key.certificate().encode() if spec.get("secret") == "pem" else key.public_pem()
        seal = hmac.new(secret, message.encode(), hashlib.sha256).digest()
        return f"{message}.{encode(seal)}"
    return f"{message}.{encode(key.sign(message.encode()))}"
