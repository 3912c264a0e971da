"""`python -m tests.faults`: every fault at every call of a busy day's sync."""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

import click
from rich.progress import track

from tests.crash.test_crash import prepared
from tests.crash.worlds import in_worlds

from .test_faults import judge, pairs, unlike
from .weather import FAULTS, rain, strike


@click.command(help=__doc__)
@click.option("--points", default=0, help="Only so many (fault, call) pairs (0 = all).")
@click.option("--rains", default=10, show_default=True, help="Runs under 10% random faults.")
@click.option("--seed", default=1, show_default=True)
def main(points: int, rains: int, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        live = prepared(Path(folder))
        (expected,) = in_worlds([partial(strike, live)])
        chosen = pairs(expected.calls, points or len(FAULTS) * len(expected.calls), seed)
        wrong = 0
        outcomes = in_worlds(partial(strike, live, *pair) for pair in chosen)
        for outcome in track(outcomes, "Faults", total=len(chosen)):
            lines = judge(expected, outcome)
            wrong += bool(lines)
            for line in lines:
                click.echo(f"{outcome.where}: {line}")
        wet = in_worlds(partial(rain, live, seed * 1000 + n, 0.10) for n in range(rains))
        for state, _turns, _struck in track(wet, "Rain", total=rains):
            lines = unlike(expected.healed, state)
            wrong += bool(lines)
            for line in lines[:5]:
                click.echo(f"after rain: {line}")
    click.echo(f"{len(chosen)} fault points, {rains} runs in rain, {wrong} with a difference.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
