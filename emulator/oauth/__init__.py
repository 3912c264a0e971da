"""Google's sign-in: access tokens, ID tokens and the keys to check them."""

from emulator.oauth import endpoints

__all__ = ["endpoints"]
