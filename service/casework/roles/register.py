"""Roles: the matrix that the code enforces, as a card and as a document."""

from __future__ import annotations

from ..register import Register
from .paper import DOCUMENT, PAPERS

ROLES = Register(name="roles", documents=(DOCUMENT,), papers=PAPERS)
