"""Actions: who does what, until when."""

from __future__ import annotations

from ..records import CASELOAD, Action
from ..register import Register

ACTIONS = Register(name="actions", tabs=((CASELOAD, "actions"),), records={"actions": Action})
