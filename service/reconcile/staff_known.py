"""Who is on Staff, as keyed hashes: so that a service with several schools can tell in which of
them somebody works without reading the workbooks of all. It decides no rights: whoever may see what
is looked up in Staff itself, each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from service.casework.records import StaffMember
from service.keys import Keys
from service.ports import Agreed

from .changes import Forget, Remember

STAFF = "staff"


def staff_key(email: str, keys: Keys) -> str:
    """Under which a school's ledger knows a colleague; of each school another."""
    return keys.fingerprint(STAFF, email.strip().casefold())


def staff_changes(
    staff: Iterable[StaffMember], known: Mapping[tuple[str, str], Agreed], keys: Keys
) -> Iterator[Remember | Forget]:
    """What brings the ledger in step with the Staff tab."""
    now = {(STAFF, staff_key(each.email, keys)) for each in staff if each.email}
    before = {each for each in known if each[0] == STAFF}
    if new := sorted(now - before):
        yield Remember(tuple(Agreed(STAFF, key) for _, key in new))
    if gone := sorted(before - now):
        yield Forget(tuple(gone))
