"""Servers that tests start beside themselves."""

from typing import Final

# How soon one hears that it shall end, in seconds. By itself every half second: longer than what
# most tests ask of it.
HEARS_S: Final = 0.02
