"""The forms say whom to call: in the words of the country that Settings names."""

from __future__ import annotations

from collections.abc import Mapping

from service.casework.settings import CrisisWords, SchoolSettings
from service.casework.wants import Say
from service.keys import Keys
from service.ports import Agreed, Forms
from service.workbook import form_ids
from service.workbook.form_notices import notice_requests, notices
from service.workbook.forms import FormTemplate, load_form

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
    """The forms whose notices do not say what they should, or of which that is not known: one
    that an earlier release made says what that release said. `forms`: key -> id."""
    wanted = {key: words_mark(load_form(key), settings.crisis, keys) for key in forms}
    standing = {key: known.get((KIND, key)) for key in forms}
    ids = {key: agreed.marks for (kind, key), agreed in known.items() if kind == form_ids.KIND}
    because = say("changes.form_words")
    return [
        RetellForm(key, forms[key], settings.crisis, because, wanted[key], ids.get(key, {}))
        for key, agreed in standing.items()
        if agreed is None or agreed.marks.get("crisis") != wanted[key]
    ]


def retell(forms: Forms, template: FormTemplate, change: RetellForm) -> Agreed:
    """Put the words into a form; what to remember of it. Raises GatewayError."""
    standing = forms.get(change.form_id)
    requests = notice_requests(template, change.crisis, standing, change.ids)
    if requests:
        forms.batch_update(change.form_id, {"requests": requests})
    return told(change)


def told(change: RetellForm) -> Agreed:
    """What is remembered of a form that says the words of `change`."""
    return Agreed(KIND, change.form_key, change.form_id, {"crisis": change.mark})


def says_so(forms: Forms, change: RetellForm) -> bool:
    """Whether the form says them already. Raises GatewayError."""
    standing = forms.get(change.form_id)
    return not notice_requests(load_form(change.form_key), change.crisis, standing, change.ids)


def words_mark(template: FormTemplate, crisis: CrisisWords, keys: Keys) -> str:
    """A keyed hash of all that a form says about whom to call: other numbers change it, and so
    do other sentences around them."""
    return keys.fingerprint("crisis", notices(template, crisis))
