"""The register of batchUpdate requests."""

from __future__ import annotations

from collections.abc import Callable

from emulator.sheets.edit import Edit
from emulator.sheets.grid import Json

Carry = Callable[[Edit, Json], Json | None]
KINDS: dict[str, Carry] = {}


def request(kind: str) -> Callable[[Carry], Carry]:
    """Register the function that carries out one kind of request."""

    def register(carry: Carry) -> Carry:
        KINDS[kind] = carry
        return carry

    return register
