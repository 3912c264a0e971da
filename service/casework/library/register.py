"""The library: arguments, presentations, handouts and guides, shared by all staff."""

from __future__ import annotations

from ..records import SHELF
from ..register import Register
from .forms import FORMS
from .pages import PAGES
from .records import LibraryEntry
from .rules import names_no_student

LIBRARY = Register(
    name="library",
    module="Library",
    tabs=((SHELF, "library"),),
    records={"library": LibraryEntry},
    figures=(names_no_student,),
    forms=FORMS,
    pages=PAGES,
)
