"""Google Forms API v1, and the pages on which respondents fill a form in.

Reading order: store (what is kept) · items (checks; pure) · edit (batchUpdate on a copy;
pure) · methods (create, get, batchUpdate, publishing) · responses (get, list) · sections,
answers (from posted fields to answers; pure) · pages (viewform, formResponse) · view (what
the page's template shows) · reading (for the other browser pages).

The form id in a respondent's address (`/forms/d/e/<form id>/viewform`) is the form id of the
API; at Google the two differ, and `responderUri` is the only way from one to the other.

A form is answered by its responders, which are Drive permissions with the view "published", and by
who may edit it.

Known to differ from Google: no quizzes' grades, no watches, no linked sheet; every response can
be edited by its link (there a setting that the API does not show); an option may only lead to
a section that is there already; the words of most 400s for bad items are our own.
"""

from . import methods, pages, responses

__all__ = ["methods", "pages", "responses"]
