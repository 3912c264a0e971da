"""What the add-on sends: Google's event object and, from the relay, the selected row.

Nothing in it is believed: who asks comes from the token, and every id is looked up among what
that person may see. Google writes a form's inputs in two ways; both are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

LONGEST_VALUE = 20_000
MOST_VALUES = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the add-on. `given` are the parameters of the button that was pressed;
    `inputs` what was filled in, each a tuple of texts; `dates` and `times` what was picked."""

    action: str
    workbook_id: str = ""
    tab: str = ""
    row_id: str = ""
    given: Mapping[str, str] = field(default_factory=dict, hash=False)
    inputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    dates: Mapping[str, date] = field(default_factory=dict, hash=False)
    times: Mapping[str, time] = field(default_factory=dict, hash=False)

    def text(self, name: str) -> str:
        """What was typed or chosen under `name`, else the button's parameter of that name."""
        chosen = self.inputs.get(name)
        return (chosen[0] if chosen else self.given.get(name, "")).strip()

    @property
    def row(self) -> str:
        """The row meant: the one a button names, else the one selected in the sheet."""
        return self.given.get("row") or self.row_id


def read_event(action: str, body: Any) -> Asked:
    """The request in `body` (parsed JSON). What is missing or of another shape is left out."""
    event = body if isinstance(body, Mapping) else {}
    common = _mapping(event.get("commonEventObject"))
    selected = _mapping(event.get("holdfast"))
    inputs: dict[str, tuple[str, ...]] = {}
    dates: dict[str, date] = {}
    times: dict[str, time] = {}
    for name, value in list(_mapping(common.get("formInputs")).items())[:MOST_VALUES]:
        entered = _mapping(value)
        entered = _mapping(entered.get("")) if "" in entered else entered
        _read_input(str(name), entered, inputs, dates, times)
    return Asked(
        action=action,
        workbook_id=_text(selected.get("workbook_id")),
        tab=_text(selected.get("tab")),
        row_id=_text(selected.get("row_id")),
        given={
            str(k): _text(v)
            for k, v in list(_mapping(common.get("parameters")).items())[:MOST_VALUES]
        },
        inputs=inputs,
        dates=dates,
        times=times,
    )


def _read_input(
    name: str,
    entered: Mapping[str, Any],
    inputs: dict[str, tuple[str, ...]],
    dates: dict[str, date],
    times: dict[str, time],
) -> None:
    texts = _mapping(entered.get("stringInputs")).get("value")
    if isinstance(texts, list):
        inputs[name] = tuple(_text(each) for each in texts[:MOST_VALUES])
    for kind in ("dateInput", "dateTimeInput"):
        picked = _mapping(entered.get(kind)).get("msSinceEpoch")
        day = _day(picked)
        if day is not None:
            dates[name] = day
    clock = _mapping(entered.get("timeInput"))
    hours, minutes = clock.get("hours"), clock.get("minutes", 0)
    if isinstance(hours, int) and isinstance(minutes, int) and hours in range(24):
        times[name] = time(hours, minutes % 60)


def _day(picked: Any) -> date | None:
    """A day as Google's date picker sends it: midnight in UTC, in ms (perhaps as text)."""
    try:
        return datetime.fromtimestamp(int(picked) / 1000, UTC).date()
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)[:LONGEST_VALUE]
