"""How the schools that share this database stand: what their ledgers say of runs, in numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine, func, select

from .engine import transaction
from .tables import RUNS, TOKENS


@dataclass(frozen=True, slots=True)
class RunCalls:
    """What one run asked of Google: calls by API, as Google's quotas count them."""

    school_id: str
    ended: datetime
    calls: Mapping[str, int] = field(hash=False)


@dataclass(frozen=True, slots=True)
class SchoolStanding:
    """One school, without a word about anybody. `synced`: when its last run ended, None = never;
    `problems`: the questions that stood then; `tokens`: those that were asked for."""

    school_id: str
    synced: datetime | None
    problems: int
    tokens: Mapping[str, str] = field(hash=False)


class Standings:
    """Every method is one short transaction, whatever the number of schools; raises LedgerError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def schools(
        self, school_ids: Collection[str], tokens: Collection[str]
    ) -> tuple[SchoolStanding, ...]:
        """In the order in which they are asked for."""
        last = (
            select(RUNS.c.school_id, func.max(RUNS.c.ended).label("ended"))
            .where(RUNS.c.school_id.in_(school_ids))
            .group_by(RUNS.c.school_id)
            .subquery()
        )
        same = (RUNS.c.school_id == last.c.school_id) & (RUNS.c.ended == last.c.ended)
        named = select(TOKENS.c.school_id, TOKENS.c.name, TOKENS.c.value).where(
            TOKENS.c.school_id.in_(school_ids), TOKENS.c.name.in_(tokens)
        )
        told: defaultdict[str, dict[str, str]] = defaultdict(dict)
        with transaction(self._engine) as connection:
            ended = select(RUNS.c.school_id, RUNS.c.ended, RUNS.c.report).join(last, same)
            runs = {row.school_id: row for row in connection.execute(ended)}
            for row in connection.execute(named):
                told[row.school_id][row.name] = row.value
        return tuple(
            SchoolStanding(each, runs[each].ended, _problems(runs[each].report), told[each])
            if each in runs
            else SchoolStanding(each, None, 0, told[each])
            for each in school_ids
        )

    def runs(self, school_ids: Collection[str], since: datetime) -> tuple[RunCalls, ...]:
        """Those that ended at `since` or later."""
        ended = select(RUNS.c.school_id, RUNS.c.ended, RUNS.c.report).where(
            RUNS.c.school_id.in_(school_ids), RUNS.c.ended >= since
        )
        with transaction(self._engine) as connection:
            rows = connection.execute(ended).all()
        return tuple(RunCalls(row.school_id, row.ended, _calls(row.report)) for row in rows)


def _problems(report: Mapping[str, object]) -> int:
    found = report.get("problems", 0)
    return found if isinstance(found, int) else 0


def _calls(report: Mapping[str, object]) -> dict[str, int]:
    found = report.get("calls")
    calls = found if isinstance(found, Mapping) else {}
    return {str(api): count for api, count in calls.items() if isinstance(count, int)}
