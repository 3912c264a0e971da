"""Google Forms API v1, and the pages on which respondents fill a form in.

Reading order: store (what is kept) · items (checks; pure) · edit (batchUpdate on a copy;
pure) · methods (create, get, batchUpdate, publishing) · responses (get, list) · sections,
answers (from posted fields to answers; pure) · pages (viewform, formResponse) · view (what
the page's template shows) · reading (for the other browser pages).

The form id in a respondent's address (`/forms/d/e/<form id>/viewform`) is the form id of the
API; at Google the two differ, and `responderUri` is the only way from one to the other.
"""

from emulator.forms import methods, pages, responses

__all__ = ["methods", "pages", "responses"]
