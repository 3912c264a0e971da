"""The forms say whom to call: in the words of the country that Settings names."""

from __future__ import annotations

from collections.abc import Mapping

from service.casework.settings import CrisisWords, SchoolSettings
from service.casework.wants import Say
from service.keys import Keys
from service.ports import Agreed, Forms
from service.workbook.form_notices import notice_requests
from service.workbook.forms import FormTemplate, crisis_for

from ..changes import RetellForm

FOUNDED_IN = "US"  # until Settings says otherwise; see Founding.crisis
KIND = "form_words"


def forms_to_retell(
    forms: Mapping[str, str],
    settings: SchoolSettings,
    known: Mapping[tuple[str, str], Agreed],
    keys: Keys,
    say: Say,
) -> list[RetellForm]:
    """The forms whose notices do not give the numbers of Settings yet. `forms`: key -> id."""
    wanted = _mark(settings.crisis, keys)
    found = _mark(crisis_for(FOUNDED_IN), keys)
    standing = {key: known.get((KIND, key)) for key in forms}
    return [
        RetellForm(key, forms[key], settings.crisis, say("changes.form_words"), wanted)
        for key, agreed in standing.items()
        if (agreed.marks.get("crisis") if agreed else found) != wanted
    ]


def retell(forms: Forms, template: FormTemplate, change: RetellForm) -> Agreed:
    """Put the words into a form; what to remember of it. Raises GatewayError."""
    requests = notice_requests(template, change.crisis, forms.get(change.form_id))
    if requests:
        forms.batch_update(change.form_id, {"requests": requests})
    return Agreed(KIND, change.form_key, change.form_id, {"crisis": change.mark})


def _mark(crisis: CrisisWords, keys: Keys) -> str:
    return keys.fingerprint("crisis", crisis.emergency_number, crisis.crisis_line)
