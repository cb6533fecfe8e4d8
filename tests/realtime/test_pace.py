"""A large room is served less often than it is talked in; where one speaks after another nobody waits."""

import pytest

from balkancluster.realtime import pace
from balkancluster.realtime.pace import LONGEST_GATHERING, LONGEST_REST, Pace
from tests.clocks import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that paces look at."""
    clock = Clock()
    monkeypatch.setattr(pace, "monotonic", clock)
    return clock


def test_the_first_word_is_sent_at_once(clock: Clock) -> None:
    assert Pace().wait() == 0.0


def test_after_serving_a_room_rests_eight_times_as_long(clock: Clock) -> None:
    large = Pace()
    large.served(1, 0.002)
    assert large.wait() == pytest.approx(0.016)
    clock.now += 0.016
    assert large.wait() == 0.0


def test_no_room_rests_for_long(clock: Clock) -> None:
    huge = Pace()
    huge.served(1, 1.0)
    assert huge.wait() == pytest.approx(LONGEST_REST)


def test_one_who_speaks_after_another_waits_for_nobody(clock: Clock) -> None:
    calm = Pace()
    for _word in range(3):
        calm.served(1, 0.002)
        clock.now += 0.1
        assert calm.wait() == 0.0


def test_where_several_talk_the_first_waits_for_the_others(clock: Clock) -> None:
    talking = Pace()
    talking.served(8, 0.002)
    clock.now += 0.1
    assert talking.wait() == pytest.approx(0.002)
    talking.served(8, 1.0)
    clock.now += 0.1
    assert talking.wait() == pytest.approx(LONGEST_GATHERING)


def test_a_talk_is_over_after_a_moment(clock: Clock) -> None:
    talking = Pace()
    talking.served(8, 0.002)
    clock.now += 1.0
    assert talking.wait() == 0.0
