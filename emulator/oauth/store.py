"""What the OAuth endpoints remember: signing keys, issued tokens, service accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from emulator.errors import ApiError
from emulator.workspace import HEX, Workspace

LIFETIME = timedelta(hours=1)
# A new signing key every week; the one before stays published for another.
ROTATION = timedelta(days=7)


@lru_cache(maxsize=64)
def _loaded(pem: bytes) -> rsa.RSAPrivateKey:
    """One of our own keys: to check its primes would take longer than all else in a request."""
    loaded = serialization.load_pem_private_key(pem, None, unsafe_skip_rsa_key_validation=True)
    assert isinstance(loaded, rsa.RSAPrivateKey)
    return loaded


@dataclass(slots=True)
class Key:
    """An RSA key pair with its id; `made` tells when it began to sign."""

    kid: str
    made: datetime
    pem: bytes

    @classmethod
    def make(cls, kid: str, made: datetime) -> Key:
        private = rsa.generate_private_key(65537, 2048)
        form = serialization.PrivateFormat.PKCS8
        none = serialization.NoEncryption()
        return cls(kid, made, private.private_bytes(serialization.Encoding.PEM, form, none))

    @property
    def private(self) -> rsa.RSAPrivateKey:
        return _loaded(self.pem)

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message, padding.PKCS1v15(), hashes.SHA256())

    def public_pem(self) -> bytes:
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return self.private.public_key().public_bytes(serialization.Encoding.PEM, form)

    def certificate(self) -> str:
        """A self-signed certificate, as Google publishes its keys in PEM."""
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "holdfast.example")])
        private = self.private
        built = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(private.public_key())
            .serial_number(int(self.kid[:16], 16) + 1)
            .not_valid_before(self.made - timedelta(days=1))
            .not_valid_after(self.made + timedelta(days=3650))
            .sign(private, hashes.SHA256())
        )
        return built.public_bytes(serialization.Encoding.PEM).decode()


@dataclass(slots=True)
class Account:
    """A service account; with `delegation` it may act as anybody of the domain."""

    email: str
    client_id: str
    key: Key
    delegation: bool = True


@dataclass(frozen=True, slots=True)
class Token:
    """An access token that was issued here."""

    person: str
    scopes: frozenset[str]
    expires: datetime
    account: str = field(default="")


class OAuthStore:
    """Signing keys, tokens, service accounts."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.keys: dict[str, Key] = workspace.shelf("oauth.keys")
        self.tokens: dict[str, Token] = workspace.shelf("oauth.tokens")
        self.accounts: dict[str, Account] = workspace.shelf("oauth.accounts")

    # Access tokens

    def issue(self, person: str, scopes: frozenset[str], account: str = "") -> str:
        """A new access token for an hour of the Workspace's clock."""
        token = "ya29.c." + self.workspace.new_id(120)
        expires = self.workspace.clock.now() + LIFETIME
        self.tokens[token] = Token(person, scopes, expires, account)
        return token

    def token(self, token: str) -> Token | None:
        """An issued token; None for one from elsewhere. Raises ApiError(401) if expired."""
        known = self.tokens.get(token)
        if known is not None and known.expires <= self.workspace.clock.now():
            raise ApiError(401, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
        return known

    # Service accounts

    def account(self, email: str) -> Account:
        """A service account, registered at first use."""
        if email not in self.accounts:
            client_id = "1" + self.workspace.new_id(20, "0123456789")
            self.accounts[email] = Account(email, client_id, self._new_key())
        return self.accounts[email]

    # Keys that sign ID tokens

    def _new_key(self) -> Key:
        return Key.make(self.workspace.new_id(40, HEX), self.workspace.clock.now())

    def rotate(self, retire: bool = False) -> Key:
        """A new signing key from now on; `retire` unpublishes all older ones at once."""
        if retire:
            for kid in list(self.keys):
                del self.keys[kid]
        key = self._new_key()
        self.keys[key.kid] = key
        return key

    def signing_key(self) -> Key:
        """The key that signs now."""
        now = self.workspace.clock.now()
        newest = max(self.keys.values(), key=lambda key: key.made, default=None)
        return self.rotate() if newest is None or now - newest.made > ROTATION else newest

    def published(self) -> list[Key]:
        """The keys that certificates are served for: the signing one and its predecessors."""
        signing = self.signing_key()
        now = self.workspace.clock.now()
        return [
            key for key in self.keys.values() if key is signing or now - key.made < 2 * ROTATION
        ]

    @cached_property
    def foreign_key(self) -> Key:
        """A key that is published nowhere, for tokens that are to be refused."""
        return self._new_key()
