"""`python -m tests.crash`: kill the sync of a busy day at every single moment."""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

import click
from rich.progress import track

from .test_crash import die_and_recover, judge, prepared, sample, undisturbed
from .worlds import in_worlds


@click.command(help=__doc__)
@click.option("--points", default=0, help="Only so many moments (0 = all).")
@click.option("--seed", default=1, show_default=True)
@click.option("--at", default=0, help="Only moment number N.")
def main(points: int, seed: int, at: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        live = prepared(Path(folder))
        expected = undisturbed(live)
        moments = expected.death.moments
        numbers = sample(moments, points or len(moments), seed)
        numbers = [at] if at else numbers
        worlds = in_worlds(partial(die_and_recover, live, number) for number in numbers)
        wrong = 0
        for outcome in track(worlds, "Crashes", total=len(numbers)):
            lines = judge(expected, outcome)
            wrong += bool(lines)
            for line in lines:
                click.echo(f"killed at {outcome.number}, {outcome.death.last}: {line}")
    click.echo(f"{len(numbers)} crash points of {len(moments)}, {wrong} with a difference.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
