"""Independent acts side by side: most of a long run's time is spent waiting for Google's answers.

Each thread has its own connection (google/session.py). With one at a time everything happens in
its order in the calling thread, so that a history can be played again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TypeVar

from service.ports import GatewayError

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
R = TypeVar("R")

OFTEN_S = 60.0  # so often at least `keep` is called while nothing comes to its end


@contextmanager
def side_by_side(
    items: Sequence[T],
    work: Callable[[T], R],
    lane: Callable[[T], Hashable],
    at_once: int,
    keep: Callable[[], None],
) -> Iterator[Iterator[tuple[T, R]]]:
    """Each item with what `work` made of it, as it comes to its end. Items of one `lane` are worked
    on one after the other. What `work` or `keep` raises ends it: what has begun comes to its end,
    nothing more is begun. So does leaving the `with` block."""
    if min(at_once, len(items)) <= 1:
        yield ((item, work(item)) for item in items)
        return
    lanes: dict[Hashable, list[T]] = {}
    for item in items:
        lanes.setdefault(lane(item), []).append(item)
    pool = ThreadPoolExecutor(at_once, "side-by-side")
    try:
        ends = (pool.submit(_in_order, work, each) for each in lanes.values())
        yield _as_they_end(list(ends), keep)
    finally:
        pool.shutdown(cancel_futures=True)


def ask_each(
    wanted: Sequence[K], read: Callable[[K], R], at_once: int
) -> dict[K, R | GatewayError]:
    """What each of them says, or why it could not be read, in the order of `wanted`."""

    def ask(one: K) -> R | GatewayError:
        try:
            return read(one)
        except GatewayError as error:
            return error

    with side_by_side(wanted, ask, lambda one: one, at_once, lambda: None) as done:
        found = dict(done)
    return {one: found[one] for one in wanted}


def _in_order(work: Callable[[T], R], items: Iterable[T]) -> list[tuple[T, R]]:
    return [(item, work(item)) for item in items]


def _as_they_end(
    ends: Iterable[Future[list[tuple[T, R]]]], keep: Callable[[], None]
) -> Iterator[tuple[T, R]]:
    waiting = set(ends)
    while waiting:
        done, waiting = wait(waiting, OFTEN_S, FIRST_COMPLETED)
        keep()
        for end in done:
            yield from end.result()
