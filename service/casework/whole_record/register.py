"""The whole record: a document about everything that is known of one student."""

from __future__ import annotations

from ..register import Register
from .content import WHOLE_RECORD

RECORD = Register(name="whole_record", documents=(WHOLE_RECORD,))
