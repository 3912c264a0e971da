"""Many seeded histories, on all cores: python -m tests.adversary --histories 5000"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor

import click
from rich.console import Console
from rich.progress import track

from .history import History, Outcome


def play(seed: int) -> Outcome:
    return History(seed).play()


@click.command()
@click.option("--histories", default=1000, show_default=True, help="How many to play.")
@click.option("--first", default=0, show_default=True, help="The first seed.")
@click.option("--show", type=int, default=None, help="Replay one seed and print its history.")
@click.option("--workers", default=os.cpu_count() or 1, show_default=True)
def main(histories: int, first: int, show: int | None, workers: int) -> None:
    """Play people against the way Holdfast writes into a sheet; exit 1 if anything is lost."""
    console = Console()
    if show is not None:
        outcome = play(show)
        console.print("\n".join(outcome.story), markup=False, highlight=False)
        console.print("\n".join(outcome.wrong) or "nothing lost, nothing twice", markup=False)
        sys.exit(bool(outcome.wrong))
    failed, repairs, asked = [], 0, 0
    with ProcessPoolExecutor(workers) as pool:
        seeds = range(first, first + histories)
        played = pool.map(play, seeds, chunksize=4)
        for outcome in track(played, "histories", total=histories, console=console):
            repairs += outcome.repairs
            asked += outcome.asked
            if outcome.wrong:
                failed.append(outcome)
                console.print(f"seed {outcome.seed}: {outcome.wrong}", markup=False)
    console.print(
        f"{histories} histories, {repairs} cells put right, {asked} rows asked about, "
        f"{len(failed)} with something lost or twice"
    )
    if failed:
        console.print(f"replay: python -m tests.adversary --show {failed[0].seed}")
        sys.exit(1)


if __name__ == "__main__":
    main()
