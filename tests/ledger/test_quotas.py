"""Google's quotas are shared by all looks, and no minute ever sees more than their share."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from service.ledger import Limit, Quotas
from service.ledger.quotas import LOOKS

SHEETS = Limit(300)


@pytest.mark.parametrize("per_minute", [60, 300, 975])
def test_no_minute_sees_more_than_the_share_of_looks(per_minute):
    limit = Limit(per_minute)
    assert limit.most + 60 * limit.per_second == pytest.approx(per_minute * LOOKS)


def test_a_bucket_fills_with_time_to_the_brim_and_no_further():
    assert SHEETS.level(0, 10) == pytest.approx(10 * SHEETS.per_second)
    assert SHEETS.level(0, 3600) == SHEETS.most
    assert SHEETS.level(5, -60) == 5  # another worker's clock is ahead
    assert SHEETS.wait(0, 3) == pytest.approx(3 / SHEETS.per_second)
    assert SHEETS.wait(10, 3) == 0
    assert SHEETS.wait(0, 10_000) == pytest.approx(SHEETS.most / SHEETS.per_second)


def test_what_is_taken_is_gone_until_it_has_flowed_in_again(engine, clock):
    quotas = Quotas(engine, clock)
    taken = 0
    while not quotas.take({"sheets.reads": SHEETS}):
        taken += 1
    assert taken == SHEETS.most
    wait = quotas.take({"sheets.reads": SHEETS}, 3)
    assert wait == pytest.approx(3 / SHEETS.per_second)
    clock.forward(wait)
    assert quotas.take({"sheets.reads": SHEETS}, 3) == 0
    assert quotas.take({"sheets.reads": SHEETS}) > 0


def test_over_ten_minutes_just_their_share_goes_through(engine, clock):
    """Whoever asks as fast as it is told to."""
    quotas, moments, start = Quotas(engine, clock), [], clock.now
    limit = Limit(20)
    while (clock.now - start).total_seconds() < 600:
        if wait := quotas.take({"sheets.reads": limit}):
            clock.forward(wait)
        else:
            moments.append((clock.now - start).total_seconds())
    most = max(sum(at <= each < at + 60 for each in moments) for at in moments)
    assert most <= 20 * LOOKS
    assert len(moments) >= 9 * 60 * limit.per_second


def test_of_two_quotas_both_are_taken_or_none(engine, clock):
    quotas, user = Quotas(engine, clock), Limit(60)
    for _ in range(int(user.most)):
        assert not quotas.take({"sheets.reads": SHEETS, "sheets.reads.a": user})
    assert quotas.take({"sheets.reads": SHEETS, "sheets.reads.a": user}) > 0
    left = int(SHEETS.most - user.most)
    for _ in range(left):
        assert not quotas.take({"sheets.reads": SHEETS, "sheets.reads.b": Limit(600)})
    assert quotas.take({"sheets.reads": SHEETS}) > 0


def test_many_at_once_never_take_more_than_there_is(engine, clock):
    quotas = Quotas(engine, clock)

    def greedy(_):
        return sum(not quotas.take({"sheets.reads": SHEETS}) for _ in range(20))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(greedy, range(8))) == SHEETS.most
