"""Case codes and referral ids: given once for ever, and remembered before anything names them."""

from __future__ import annotations

from collections.abc import Mapping

from service.casework.records import CASELOAD, OFFICE, RESTRICTED
from service.keys import Keys
from service.ports import Agreed
from service.workbook.look import RowSeen

from .observe import Observed
from .projection import Projection
from .rows.row_ids import case_numbers, referral_numbers


class Numbering:
    """One run's numbers. `opened` are codes that earlier runs meant for cases, by referral id;
    `numbered` the ids that this run gives to responses."""

    def __init__(self, observed: Observed, keys: Keys, projection: Projection) -> None:
        self.observed, self.keys, self.projection = observed, keys, projection
        known, books = observed.known, observed.workbooks
        self.opened: Mapping[str, str] = {
            key: agreed.object_id for (kind, key), agreed in known.items() if kind == "opens"
        }
        self.numbered: dict[str, str] = {}
        self._codes = dict(self.opened)
        self._coded: dict[str, str] = {}
        self._given = {key: a.object_id for (kind, key), a in known.items() if kind == "coded"}
        codes = [key for kind, key in known if kind == "case"]
        codes += [*self.opened.values(), *self._given.values()]
        self._cases = case_numbers(books.get(CASELOAD), codes)
        given = [agreed.object_id for (kind, _), agreed in known.items() if kind == "response"]
        self._referrals = referral_numbers(books.get(OFFICE), books.get(RESTRICTED), given)

    def referral(self, form: str, response_id: str) -> str:
        """The referral id of a response: given once, and remembered before anything is sent."""
        key = f"{form}:{response_id}"
        known = self.observed.known.get(("response", key))
        if known is not None:
            return known.object_id
        if key not in self.numbered:
            self.numbered[key] = self._referrals.next()
        return self.numbered[key]

    def case_code(self, referral_id: str) -> str:
        known = self.observed.known.get(("row", f"case:{referral_id}"))
        if known is not None:
            return known.object_id
        if referral_id not in self._codes:
            self._codes[referral_id] = self._cases.next()
        return self._codes[referral_id]

    def new_code(self, row: RowSeen) -> str:
        """A code that was never given; or the one this very student's row was to get by a run
        that was cut short: papers of that code may exist, and may be nobody else's."""
        whose = self.keys.fingerprint("coded", row.text("student"), row.text("student_id"))
        given = self._given.pop(whose, "")
        if given and not self.projection.stands(CASELOAD, "caseload", "case_code", given):
            return given
        code = self._coded[whose] = self._cases.next()
        return code

    def codes_given(self) -> list[Agreed]:
        """Codes that this run gives, to be remembered before anything is made under them."""
        opens = [
            Agreed("opens", referral_id, code)
            for referral_id, code in self._codes.items()
            if ("opens", referral_id) not in self.observed.known
        ]
        return [*opens, *(Agreed("coded", whose, code) for whose, code in self._coded.items())]
