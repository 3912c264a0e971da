"""`LedgerStore`: the reconciler's `Ledger`, on SQLite or PostgreSQL.

Every method is one short transaction, and none is open across a network call. What is written
passes `opaque` first. Time comes from the `clock` that is handed in; everything that two
processes may do at once (numbers, leases) is a single statement, decided by the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Table, case, delete, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from service.ports import Agreed

from .engine import transaction
from .opaque import counts, opaque, opaque_marks, words
from .tables import ACCESSES, AGREED, COUNTERS, FACTS, INTENTS, LEASES, RUNS, TOKENS

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
KEY_ID, FIRST_AGREED = "key_id", "first_agreed"


def utc_now() -> datetime:
    return datetime.now(UTC)


class LedgerStore:
    """See `service.ports.Ledger` for what each method promises.

    `hash_person` turns an e-mail address into its keyed hash (`Keys.fingerprint`), and
    `hash_key_id` says which key that is. Raises LedgerError when the database does not answer
    and NotOpaque when something personal was about to be stored.
    """

    def __init__(
        self,
        engine: Engine,
        hash_person: Callable[[str], str],
        hash_key_id: str = "",
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._engine = engine
        self._hash_person = hash_person
        self._hash_key_id = hash_key_id
        self._clock = clock

    # ------------------------------------------------ what was agreed

    def agreed(self) -> dict[tuple[str, str], Agreed]:
        with transaction(self._engine) as connection:
            rows = connection.execute(select(AGREED)).all()
        return {
            (row.kind, row.key): Agreed(row.kind, row.key, row.object_id, row.marks, row.at)
            for row in rows
        }

    def agreed_of(self, kind: str) -> tuple[Agreed, ...]:
        with transaction(self._engine) as connection:
            rows = connection.execute(select(AGREED).where(AGREED.c.kind == kind)).all()
        return tuple(Agreed(row.kind, row.key, row.object_id, row.marks, row.at) for row in rows)

    def agree(self, items: Iterable[Agreed]) -> None:
        now = self._clock()
        values = {
            (item.kind, item.key): {
                "kind": opaque(item.kind, "a kind"),
                "key": opaque(item.key, f"the key of a {item.kind}"),
                "object_id": opaque(item.object_id, f"the object of a {item.kind}"),
                "marks": opaque_marks(item.marks),
                "at": item.at or now,
            }
            for item in items
        }
        if not values:
            return
        in_order = [values[key] for key in sorted(values)]  # one order: two writers never deadlock
        with transaction(self._engine) as connection:
            connection.execute(self._replace(AGREED), in_order)
            first = self._insert(FACTS).on_conflict_do_nothing()
            connection.execute(first, {"name": FIRST_AGREED, "value": now.isoformat()})

    def forget(self, keys: Iterable[tuple[str, str]]) -> None:
        with transaction(self._engine) as connection:
            for kind, key in sorted(set(keys)):
                connection.execute(delete(AGREED).where(AGREED.c.kind == kind, AGREED.c.key == key))

    def is_empty(self) -> bool:
        return self._fact(FIRST_AGREED) == ""

    # ------------------------------------------------ tokens and the key

    def token(self, name: str) -> str:
        with transaction(self._engine) as connection:
            found = connection.scalar(select(TOKENS.c.value).where(TOKENS.c.name == name))
        return found or ""

    def set_tokens(self, tokens: Mapping[str, str]) -> None:
        rows = [
            {"name": opaque(name, "a token's name"), "value": opaque(value, "a token")}
            for name, value in sorted(tokens.items())
        ]
        if rows:
            with transaction(self._engine) as connection:
                connection.execute(self._replace(TOKENS), rows)

    def key_id(self) -> str:
        return self._fact(KEY_ID)

    def set_key_id(self, key_id: str) -> None:
        row = {"name": KEY_ID, "value": opaque(key_id, "a key's id")}
        with transaction(self._engine) as connection:
            connection.execute(self._replace(FACTS), row)

    # ------------------------------------------------ intents

    def intend(self, kind: str, key: str, detail: str = "") -> None:
        row = {
            "kind": opaque(kind, "a kind of intent"),
            "key": opaque(key, f"the key of a {kind}"),
            "detail": opaque(detail, f"the detail of a {kind}"),
            "at": self._clock(),
        }
        with transaction(self._engine) as connection:
            connection.execute(self._replace(INTENTS), row)

    def settle(self, kind: str, key: str) -> None:
        with transaction(self._engine) as connection:
            connection.execute(delete(INTENTS).where(INTENTS.c.kind == kind, INTENTS.c.key == key))

    def unsettled(self) -> dict[tuple[str, str], str]:
        with transaction(self._engine) as connection:
            rows = connection.execute(select(INTENTS).order_by(INTENTS.c.at)).all()
        return {(row.kind, row.key): row.detail for row in rows}

    # ------------------------------------------------ numbers and leases

    def next_number(self, counter: str, at_least: int) -> int:
        next_one = COUNTERS.c.value + 1
        statement = (
            self._insert(COUNTERS)
            .values(name=opaque(counter, "a counter"), value=at_least)
            .on_conflict_do_update(
                index_elements=["name"],
                set_={"value": case((next_one > at_least, next_one), else_=literal(at_least))},
            )
            .returning(COUNTERS.c.value)
        )
        with transaction(self._engine) as connection:
            return int(connection.execute(statement).scalar_one())

    def take_lease(self, name: str, holder: str, seconds: int) -> int:
        now = self._clock()
        statement = (
            self._insert(LEASES)
            .values(
                name=opaque(name, "a lease"),
                holder=opaque(holder, "a lease's holder"),
                fence=1,
                expires=now + timedelta(seconds=seconds),
            )
            .on_conflict_do_update(
                index_elements=["name"],
                set_={
                    "holder": holder,
                    "fence": LEASES.c.fence + 1,
                    "expires": now + timedelta(seconds=seconds),
                },
                where=or_(LEASES.c.expires <= now, LEASES.c.holder == holder),
            )
            .returning(LEASES.c.fence)
        )
        with transaction(self._engine) as connection:
            return int(connection.execute(statement).scalar_one_or_none() or 0)

    def keep_lease(self, name: str, holder: str, fence: int, seconds: int) -> bool:
        return self._move_lease(name, holder, fence, self._clock() + timedelta(seconds=seconds))

    def release_lease(self, name: str, holder: str, fence: int) -> None:
        self._move_lease(name, holder, fence, LONG_AGO)

    def _move_lease(self, name: str, holder: str, fence: int, expires: datetime) -> bool:
        """An expired lease that nobody took since is still ours: its fence has not risen."""
        mine = (LEASES.c.name == name, LEASES.c.holder == holder, LEASES.c.fence == fence)
        statement = update(LEASES).where(*mine).values(expires=expires)
        with transaction(self._engine) as connection:
            return bool(connection.execute(statement).rowcount == 1)

    # ------------------------------------------------ runs and looks

    def record_run(
        self, run_id: str, started: datetime, ended: datetime, report: Mapping[str, Any]
    ) -> None:
        row = {
            "run_id": opaque(run_id, "a run's id"),
            "started": started,
            "ended": ended,
            "report": counts(report),
        }
        with transaction(self._engine) as connection:
            connection.execute(self._replace(RUNS), row)

    def last_run(self) -> Mapping[str, Any] | None:
        """{"run_id", "started", "ended", "report"} of the run that ended last."""
        latest = select(RUNS).order_by(RUNS.c.ended.desc(), RUNS.c.run_id).limit(1)
        with transaction(self._engine) as connection:
            row = connection.execute(latest).mappings().first()
        return dict(row) if row else None

    def record_access(self, when: datetime, who: str, case_code: str, what: str, why: str) -> None:
        self.record_accesses(when, who, [(case_code, what, why)])

    def record_accesses(
        self, when: datetime, who: str, looks: Iterable[tuple[str, str, str]]
    ) -> None:
        """Several looks of one person, (case code, what, why) each: all of them or none."""
        rows = [
            {
                "at": when,
                "who": self.hash_of(who),
                "case_code": opaque(case_code, "a case code"),
                "what": words(what, "what was looked at"),
                "why": words(why, "why it was looked at"),
                "key_id": self._hash_key_id,
            }
            for case_code, what, why in looks
        ]
        if rows:
            with transaction(self._engine) as connection:
                connection.execute(ACCESSES.insert(), rows)

    def accesses(self, case_code: str) -> tuple[Mapping[str, Any], ...]:
        """Oldest first: {"at", "who" (see `hash_of`), "case_code", "what", "why", "key_id"}."""
        columns = [column for column in ACCESSES.c if column is not ACCESSES.c.id]
        looks = (
            select(*columns)
            .where(ACCESSES.c.case_code == case_code)
            .order_by(ACCESSES.c.at, ACCESSES.c.id)
        )
        with transaction(self._engine) as connection:
            return tuple(dict(row) for row in connection.execute(looks).mappings())

    def hash_of(self, who: str) -> str:
        """How a person appears in the access log: compare it with each staff member's."""
        return self._hash_person(who.strip().lower())

    # ------------------------------------------------ how it is said in SQL

    def _insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """Both databases know INSERT ... ON CONFLICT; SQLAlchemy has one class for each."""
        if self._engine.dialect.name == "sqlite":
            return sqlite.insert(table)
        return postgresql.insert(table)

    def _replace(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        statement = self._insert(table)
        keys = [column.name for column in table.primary_key]
        rest = {c.name: statement.excluded[c.name] for c in table.c if c.name not in keys}
        return statement.on_conflict_do_update(index_elements=keys, set_=rest)

    def _fact(self, name: str) -> str:
        with transaction(self._engine) as connection:
            found = connection.scalar(select(FACTS.c.value).where(FACTS.c.name == name))
        return found or ""
