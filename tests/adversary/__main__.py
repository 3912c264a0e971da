"""Many seeded histories, on all cores: python -m tests.adversary --histories 5000

A history of the whole school by default; `--small` plays the many quick ones of a small sync,
`--rearranging` those of a first sync whose rows and columns are moved all the while,
`--every-module` those of a school where every module is on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor

import click
from rich.console import Console
from rich.progress import track

from . import history, rearranging, school_history
from .school_sheets import EVERY_MODULE

Outcome = history.Outcome | school_history.Outcome


def play(seed: int) -> history.Outcome:
    """A history of the small sync."""
    return history.History(seed).play()


def play_school(seed: int) -> school_history.Outcome:
    """A history of the whole school."""
    return school_history.SchoolHistory(seed).play()


def play_every_module(seed: int) -> school_history.Outcome:
    """A history of the whole school with every module on."""
    return school_history.SchoolHistory(seed, modules=EVERY_MODULE).play()


def play_rearranging(seed: int) -> school_history.Outcome:
    """A history of a school's first syncs, in which people only rearrange."""
    return rearranging.Rearranging(seed).play()


KINDS: Mapping[str, Callable[[int], Outcome]] = {
    "school": play_school,
    "small": play,
    "rearranging": play_rearranging,
    "every-module": play_every_module,
}


@click.command()
@click.option("--histories", default=1000, show_default=True, help="How many to play.")
@click.option("--first", default=0, show_default=True, help="The first seed.")
@click.option("--show", type=int, default=None, help="Replay one seed and print its history.")
@click.option("--workers", default=os.cpu_count() or 1, show_default=True)
@click.option("--small/--school", default=False, help="A small sync, or the whole school's.")
@click.option("--rearranging", "kind", flag_value="rearranging", help="Rows and columns moved.")
@click.option("--every-module", "kind", flag_value="every-module", help="With every module on.")
def main(
    histories: int, first: int, show: int | None, workers: int, small: bool, kind: str | None
) -> None:
    """Play people against Holdfast; exit 1 if anything is lost, misplaced or there twice."""
    console = Console()
    kind = kind or ("small" if small else "school")
    one: Callable[[int], Outcome] = KINDS[kind]
    if show is not None:
        outcome = one(show)
        console.print("\n".join(outcome.story), markup=False, highlight=False)
        console.print("\n".join(outcome.wrong) or "nothing lost, nothing twice", markup=False)
        sys.exit(bool(outcome.wrong))
    failed, repairs, asked = [], 0, 0
    with ProcessPoolExecutor(workers) as pool:
        seeds = range(first, first + histories)
        played: Iterable[Outcome] = pool.map(one, seeds, chunksize=4)
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
        console.print(f"replay: python -m tests.adversary --{kind} --show {failed[0].seed}")
        sys.exit(1)


if __name__ == "__main__":
    main()
