"""What the OAuth endpoints remember."""

from __future__ import annotations

from emulator.workspace import Workspace


class OAuthStore:
    """Issued tokens and registered service accounts."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def person_of(self, token: str) -> str | None:
        """Who a token stands for; None for a token that was not issued here."""
        return None
