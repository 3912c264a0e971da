"""A form given its questions: in two batches, and resumed after a crash between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from service.ports import Forms
from service.workbook.form_ids import google_ids, in_two, items_of, led


def fill_form(forms: Forms, form_id: str, requests: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Fill a form that is empty, or was left between the batches; which of our ids each of Google's
    stands for, where Google gave its own. A form that people have changed meanwhile is left as it
    is. Raises GatewayError."""
    plain, steering = in_two(requests)

    def standing() -> list[dict[str, Any]]:
        return list(forms.get(form_id).get("items", ()))

    there = standing()
    if not there:
        forms.batch_update(form_id, {"requests": plain})
        there = standing()
    first = items_of(plain)
    if steering and len(there) == len(first):
        forms.batch_update(form_id, {"requests": led(steering, google_ids(first, there))})
        there = standing()
    return google_ids(items_of(requests), there)
