"""Where nobody could tell how Google behaves, the local Workspace can behave either way.

    GET, POST  /_emulator/variants     {"gmail_message_id": "kept", …}; the answer is all of them
    python -m emulator --variants gmail_message_id=kept,search_delay=5
    HOLDFAST_EMULATOR_VARIANTS         the same text, for whatever makes a Workspace

A handler asks `workspace.variant("form_ids") == "own"`. Variants are how this Google is made, not
what it holds: they are in no snapshot and in no data folder, and a reset puts back those that the
Workspace began with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .errors import ApiError

Value = str | float
SECONDS = "seconds"  # stands for any number from 0 on
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Variant:
    """One question about Google. `values` are its possible answers, the usual one first; `what`
    says what changes here, `evidence` what is known (docs/emulator.md prints both)."""

    name: str
    values: tuple[str, ...]
    what: str
    evidence: str
    begins: str = ""  # the default, where it is not the first value

    @property
    def default(self) -> Value:
        first = self.begins or self.values[0]
        return 0 if first == "0" else first

    def read(self, value: object) -> Value:
        """A value as posted or typed. Raises ApiError(400) in plain words."""
        if SECONDS in self.values:
            try:
                number = float(str(value))
            except ValueError:
                number = -1.0
            if isinstance(value, bool) or not 0 <= number <= DAY:
                raise ApiError(400, f"{self.name} is a number of seconds from 0 to {DAY}.")
            return int(number) if number == int(number) else number
        if value not in self.values:
            known = " or ".join(self.values)
            raise ApiError(400, f"{self.name} can be {known}, not {value!r}.")
        return str(value)


VARIANTS = (
    Variant(
        "gmail_message_id",
        ("kept", "replaced"),
        "`replaced`: `messages.send` gives a mail a Message-ID of its own; the client's is found "
        "nowhere, and `rfc822msgid:` with it finds nothing",
        "reported again and again: lieer#198, FlowCrypt#4273",
        begins="replaced",
    ),
    Variant(
        "named_range_ids",
        ("any", "refused"),
        "`refused`: `addNamedRange` with an id of the client's own is a 400",
        "sheets.v4 speaks of specifying an id; which ids are accepted is not said",
    ),
    Variant(
        "missing_named_range",
        ("refused", "tolerated"),
        "`tolerated`: `deleteNamedRange` of an id that is not there does nothing, and the batch "
        "goes on; else it is a 400",
        "not said",
    ),
    Variant(
        "missing_metadata",
        ("omitted", "error"),
        "`error`: a data filter whose developer metadata is nowhere is a 400 in every method by "
        "data filter; else it is left out. `developerMetadata.search` finds nothing either way",
        "not said",
    ),
    Variant(
        "append_below",
        ("data", "formats"),
        "`formats`: `appendCells` writes below the last row with a value, a format or a "
        "drop-down; so below a column that is formatted to its end it makes new rows",
        "sheets.v4: after the last row with data; whether formats count is not said",
    ),
    Variant(
        "find_replace",
        ("text", "typed"),
        "`typed`: what `findReplace` puts in is read as if typed, so `2026-10-05` becomes a date; "
        "else it stays text",
        "not said",
    ),
    Variant(
        "drive_parents",
        ("shown", "hidden"),
        "`hidden`: `parents` does not tell of My Drive's root, and `addParents` without "
        "`removeParents` is a 403 cannotAddParent; `removeParents=root` is understood",
        "googledrive#386, for the scope drive.file",
    ),
    Variant(
        "default_visibility",
        ("private", "domain"),
        "`domain`: a new or copied file may be read by everybody in its owner's domain, unless it "
        "was made with `ignoreDefaultVisibility`; what Sheets, Docs and Forms create always",
        "drive.v3: an administrator can make it so",
    ),
    Variant(
        "form_ids",
        ("kept", "own"),
        "`own`: Forms gives items and questions ids of its own, whatever the client gave",
        "forms.v1: on creation an id can be provided",
    ),
    Variant(
        "form_goto_same_batch",
        ("accepted", "refused"),
        "`refused`: an option may lead only to a section that stood there before the batch",
        "not said",
    ),
    Variant(
        "doc_revisions",
        ("apart", "merged"),
        "`merged`: what is written into a document within an hour of its latest revision, by "
        "whomever, takes that revision's place",
        "drive.v3: revisions might be incomplete; google-api-python-client#725, #1744",
    ),
    Variant(
        "search_delay",
        ("0", SECONDS),
        "`files.list` finds a new file only so many seconds after it was made, by the Workspace's "
        "clock; `files.get` and the change log know it at once",
        "not said",
    ),
    Variant(
        "addon_callback",
        ("action", "render_actions", "cards_only"),
        "what the add-on's host takes from a button's callback: `action` plain `{action}` or "
        "`{renderActions}`; `render_actions` only `{renderActions: {action}}`; `cards_only` no "
        "JSON at all, there and on the homepage, only what CardService has built",
        "add-ons-samples/3p-resources; gws-genai-addon-sample#22",
    ),
    Variant(
        "hd_claim",
        ("present", "absent"),
        "`absent`: ID tokens and userinfo do not say `hd`",
        "likely to be there; not said",
    ),
    Variant(
        "data_images",
        ("shown", "refused"),
        "`refused`: a card's picture with a `data:` address is not shown, only its words",
        'the CardService reference says "URL or data string", chat.v1 says HTTPS',
    ),
)
BY_NAME = {one.name: one for one in VARIANTS}


def defaults() -> dict[str, Value]:
    """Every variant with the value it begins with."""
    return {one.name: one.default for one in VARIANTS}


def checked(given: Mapping[str, object]) -> dict[str, Value]:
    """Variants as posted. Raises ApiError(400), in plain words, for a name or value unknown."""
    unknown = sorted(set(given) - set(BY_NAME))
    if unknown:
        known = ", ".join(BY_NAME)
        raise ApiError(400, f"There is no variant {', '.join(unknown)}; there are: {known}.")
    return {name: BY_NAME[name].read(value) for name, value in given.items()}


def parse(text: str) -> dict[str, Value]:
    """Variants as typed: `name=value,name=value`. Raises ApiError(400) in plain words."""
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    return checked({name.strip(): value.strip() for name, _, value in pairs})
