"""Google's sign-in: access tokens, ID tokens and the keys to check them.

Known to differ from Google: nobody is asked for consent, and no password is ever typed; a
service account made here may act for everybody it is allowed to, whatever its scopes; the token
`as:<email>` is taken at its word.
"""

from . import endpoints

__all__ = ["endpoints"]
