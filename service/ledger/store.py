"""`LedgerStore`: the reconciler's `Ledger`, on SQLite or PostgreSQL.

Every method is one short transaction, and none is open across a network call. What is written
passes `opaque` first. Time comes from the `clock` that is handed in; everything that two
processes may do at once (numbers, leases) is a single statement, decided by the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, case, delete, literal, or_, select

from service.ports import Agreed

from .engine import transaction
from .leases import Leases
from .opaque import counts, opaque, opaque_marks, words
from .rows import utc_now
from .tables import ACCESSES, AGREED, COUNTERS, FACTS, FIRST_SCHOOL, INTENTS, RUNS, TOKENS

KEY_ID, FIRST_AGREED = "key_id", "first_agreed"
REVISION = "revision"  # the counter of changes
RUNS_KEPT = timedelta(days=90)


class LedgerStore(Leases):
    """One school's ledger; see `service.ports.Ledger` for what each method promises.

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
        school_id: str = FIRST_SCHOOL,
    ) -> None:
        super().__init__(engine, clock, school_id)
        self._hash_person = hash_person
        self._hash_key_id = hash_key_id

    # ------------------------------------------------ what was agreed

    def agreed(self) -> dict[tuple[str, str], Agreed]:
        with transaction(self._engine) as connection:
            rows = connection.execute(self._own(select(AGREED), AGREED)).all()
        return {
            (row.kind, row.key): Agreed(row.kind, row.key, row.object_id, row.marks, row.at)
            for row in rows
        }

    def agreed_of(self, kind: str) -> tuple[Agreed, ...]:
        with transaction(self._engine) as connection:
            of_kind = self._own(select(AGREED).where(AGREED.c.kind == kind), AGREED)
            rows = connection.execute(of_kind).all()
        return tuple(Agreed(row.kind, row.key, row.object_id, row.marks, row.at) for row in rows)

    def agreed_about(self, kind: str, code: str) -> tuple[Agreed, ...]:
        """What was agreed of one kind about one case: its key is the code, or names it between
        colons."""
        named = or_(AGREED.c.key == code, AGREED.c.key.contains(f":{code}:", autoescape=True))
        with transaction(self._engine) as connection:
            of_case = self._own(select(AGREED).where(AGREED.c.kind == kind, named), AGREED)
            rows = connection.execute(of_case).all()
        return tuple(Agreed(row.kind, row.key, row.object_id, row.marks, row.at) for row in rows)

    def agree(self, items: Iterable[Agreed]) -> None:
        now = self._clock()
        values = {
            (item.kind, item.key): {
                "school_id": self._school,
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
        with self._change() as connection:
            connection.execute(self._replace(AGREED), in_order)
            first = self._insert(FACTS).on_conflict_do_nothing()
            fact = {"school_id": self._school, "name": FIRST_AGREED, "value": now.isoformat()}
            connection.execute(first, fact)

    def forget(self, keys: Iterable[tuple[str, str]]) -> None:
        with self._change() as connection:
            for kind, key in sorted(set(keys)):
                this = delete(AGREED).where(AGREED.c.kind == kind, AGREED.c.key == key)
                connection.execute(self._own(this, AGREED))

    def is_empty(self) -> bool:
        return self._fact(FIRST_AGREED) == ""

    # ------------------------------------------------ tokens and the key

    def token(self, name: str) -> str:
        with transaction(self._engine) as connection:
            named = select(TOKENS.c.value).where(TOKENS.c.name == name)
            found = connection.scalar(self._own(named, TOKENS))
        return found or ""

    def tokens(self, names: Iterable[str]) -> dict[str, str]:
        wanted = list(names)
        with transaction(self._engine) as connection:
            named = select(TOKENS.c.name, TOKENS.c.value).where(TOKENS.c.name.in_(wanted))
            found = {row.name: row.value for row in connection.execute(self._own(named, TOKENS))}
        return {name: found.get(name, "") for name in wanted}

    def set_tokens(self, tokens: Mapping[str, str], news: bool = True) -> None:
        checked = {
            opaque(name, "a token's name"): opaque(value, "a token")
            for name, value in sorted(tokens.items())
        }
        if rows := [{"school_id": self._school, "name": n, "value": v} for n, v in checked.items()]:
            with self._change() if news else self._writing() as connection:
                connection.execute(self._replace(TOKENS), rows)

    def revision(self) -> int:
        with transaction(self._engine) as connection:
            counted = select(COUNTERS.c.value).where(COUNTERS.c.name == REVISION)
            return int(connection.scalar(self._own(counted, COUNTERS)) or 0)

    def key_id(self) -> str:
        return self._fact(KEY_ID)

    def set_key_id(self, key_id: str) -> None:
        value = opaque(key_id, "a key's id")
        row = {"school_id": self._school, "name": KEY_ID, "value": value}
        with self._writing() as connection:
            connection.execute(self._replace(FACTS), row)

    # ------------------------------------------------ intents

    def intend(self, kind: str, key: str, detail: str = "") -> None:
        row = {
            "school_id": self._school,
            "kind": opaque(kind, "a kind of intent"),
            "key": opaque(key, f"the key of a {kind}"),
            "detail": opaque(detail, f"the detail of a {kind}"),
            "at": self._clock(),
        }
        with self._change() as connection:
            connection.execute(self._replace(INTENTS), row)

    def settle(self, kind: str, key: str) -> None:
        with self._change() as connection:
            this = delete(INTENTS).where(INTENTS.c.kind == kind, INTENTS.c.key == key)
            connection.execute(self._own(this, INTENTS))

    def unsettled(self) -> dict[tuple[str, str], str]:
        with transaction(self._engine) as connection:
            open_ones = self._own(select(INTENTS), INTENTS).order_by(INTENTS.c.at)
            rows = connection.execute(open_ones).all()
        return {(row.kind, row.key): row.detail for row in rows}

    # ------------------------------------------------ numbers

    def next_number(self, counter: str, at_least: int) -> int:
        next_one = COUNTERS.c.value + 1
        statement = (
            self._insert(COUNTERS)
            .values(school_id=self._school, name=opaque(counter, "a counter"), value=at_least)
            .on_conflict_do_update(
                index_elements=["school_id", "name"],
                set_={"value": case((next_one > at_least, next_one), else_=literal(at_least))},
            )
            .returning(COUNTERS.c.value)
        )
        with self._writing() as connection:
            return int(connection.execute(statement).scalar_one())

    # ------------------------------------------------ runs and looks

    def record_run(
        self, run_id: str, started: datetime, ended: datetime, report: Mapping[str, Any]
    ) -> None:
        row = {
            "school_id": self._school,
            "run_id": opaque(run_id, "a run's id"),
            "started": started,
            "ended": ended,
            "report": counts(report),
        }
        old = delete(RUNS).where(RUNS.c.ended < self._clock() - RUNS_KEPT)
        with transaction(self._engine) as connection:
            connection.execute(self._replace(RUNS), row)
            connection.execute(self._own(old, RUNS))

    def last_run(self) -> Mapping[str, Any] | None:
        """{"run_id", "started", "ended", "report"} of the run that ended last."""
        columns = [column for column in RUNS.c if column is not RUNS.c.school_id]
        latest = self._own(select(*columns), RUNS).order_by(RUNS.c.ended.desc(), RUNS.c.run_id)
        with transaction(self._engine) as connection:
            row = connection.execute(latest.limit(1)).mappings().first()
        return dict(row) if row else None

    def record_access(self, when: datetime, who: str, case_code: str, what: str, why: str) -> None:
        self.record_accesses(when, who, [(case_code, what, why)])

    def record_accesses(
        self, when: datetime, who: str, looks: Iterable[tuple[str, str, str]]
    ) -> None:
        """Several looks of one person, (case code, what, why) each: all of them or none."""
        rows = [
            {
                "school_id": self._school,
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
            with self._writing() as connection:
                connection.execute(ACCESSES.insert(), rows)

    def accesses(self, case_code: str) -> tuple[Mapping[str, Any], ...]:
        """Oldest first: {"at", "who" (see `hash_of`), "case_code", "what", "why", "key_id"}."""
        columns = [c for c in ACCESSES.c if c.name not in ("id", "school_id")]
        looks = self._own(
            select(*columns).where(ACCESSES.c.case_code == case_code), ACCESSES
        ).order_by(ACCESSES.c.at, ACCESSES.c.id)
        with transaction(self._engine) as connection:
            return tuple(dict(row) for row in connection.execute(looks).mappings())

    def hash_of(self, who: str) -> str:
        """How a person appears in the access log: compare it with each staff member's."""
        return self._hash_person(who.strip().lower())

    # ------------------------------------------------ how it is said in SQL

    @contextmanager
    def _change(self) -> Iterator[Connection]:
        """A transaction that changes what runs decide by: it raises the revision, first of all, so
        that two writers meet there and never deadlock."""
        counter = {"school_id": self._school, "name": REVISION, "value": 1}
        raised = self._insert(COUNTERS).values(**counter)
        keys, next_one = ["school_id", "name"], {"value": COUNTERS.c.value + 1}
        with self._writing() as connection:
            connection.execute(raised.on_conflict_do_update(index_elements=keys, set_=next_one))
            yield connection

    def _fact(self, name: str) -> str:
        with transaction(self._engine) as connection:
            named = select(FACTS.c.value).where(FACTS.c.name == name)
            found = connection.scalar(self._own(named, FACTS))
        return found or ""
