"""What several processes count is one count: over the bus, and in the database where it guards passwords."""

import asyncio

import pytest

from balkancluster.database import Database
from balkancluster.errors import TooMany
from balkancluster.realtime.bus.bus import open_bus
from balkancluster.realtime.bus.hearers import Hearers
from balkancluster.realtime.bus.network import NetworkBus
from balkancluster.realtime.bus.news import News, Tries
from balkancluster.realtime.bus.packing import Packer
from balkancluster.settings import Settings
from balkancluster.web.kept_tries import KeptTries, forget_old_tries
from balkancluster.web.limits import Limit, Limits

POSTS = Limit("posts", times=20, seconds=60)
SIGN_IN = Limit("sign-in", times=5, seconds=60, is_kept=True)
SECRET = "three dozen characters of no meaning"


class Line:
    """Buses of several nodes in one process, and whether news goes through."""

    def __init__(self) -> None:
        self.is_up = True
        self.told: list[Tries] = []
        self.buses: list[LinkedBus] = []

    def join(self) -> Limits:
        """Return the limits of one more node."""
        self.buses.append(bus := LinkedBus(self))
        limits = Limits(SECRET)
        limits.join(bus)
        return limits


class LinkedBus(Hearers):
    """Hands news to every other bus of the line at once."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    @property
    def is_connected(self) -> bool:
        """Whether the line is up."""
        return self._line.is_up

    def publish(self, news: News) -> None:
        """Tell everybody, this node included."""
        assert isinstance(news, Tries)
        self._line.told.append(news)
        for bus in self._line.buses:
            bus.tell(news, self.node)

    async def ensure_reachable(self) -> None:
        """It is."""

    async def run(self) -> None:
        """Nothing to run."""

    async def close(self) -> None:
        """Nothing to close."""


async def passes(limits: Limits, limit: Limit, key: object, most: int = 1_000) -> int:
    """Return how many tries of a key go through before one is refused."""
    for number in range(most):
        try:
            await limits.ensure_below(limit, key)
        except TooMany:
            return number
    return most


async def test_what_passed_on_one_node_is_counted_on_the_other() -> None:
    line = Line()
    first, second = line.join(), line.join()
    assert await passes(first, POSTS, "ana") == POSTS.times
    assert await passes(second, POSTS, "ana") == 0
    assert await passes(second, POSTS, "elena") == POSTS.times


async def test_three_nodes_asked_in_turn_let_little_more_through_than_one() -> None:
    line = Line()
    nodes = [line.join() for _ in range(3)]
    passed = sum([await passes(node, POSTS, "ana", 1) for _ in range(40) for node in nodes])
    assert POSTS.times <= passed <= POSTS.times + 2 * (POSTS.times // 10)


async def test_single_tries_are_told_soon() -> None:
    line = Line()
    first, second = line.join(), line.join()
    heard = asyncio.Event()
    line.buses[1].listen(Tries, lambda _news, _node: heard.set())
    await first.ensure_below(POSTS, "ana")
    async with asyncio.timeout(5):
        await heard.wait()
    assert await passes(second, POSTS, "ana") == POSTS.times - 1


async def test_each_node_holds_the_limit_by_itself_while_the_bus_is_down_and_tells_afterwards() -> None:
    line = Line()
    first, second, third = line.join(), line.join(), line.join()
    line.is_up = False
    assert await passes(first, POSTS, "ana") == POSTS.times
    assert await passes(second, POSTS, "ana") == POSTS.times
    line.is_up = True
    line.buses[0].tell_gap()
    assert await passes(third, POSTS, "ana") == 0


async def test_tries_that_come_twice_count_once() -> None:
    bus, limits = open_bus(Settings("", secret=SECRET, bus_url="redis://127.0.0.1:1")), Limits(SECRET)
    assert isinstance(bus, NetworkBus)
    limits.join(bus)
    key = limits._key((POSTS, "ana"))
    (payload,) = Packer("another node", SECRET, 10_000).pack([Tries({key: 7})])
    bus._take(payload)
    bus._take(payload)
    assert await passes(limits, POSTS, "ana") == POSTS.times - 7


async def test_nobody_can_be_recognised_in_what_is_told() -> None:
    line, other = Line(), Limits("another secret of thirty characters")
    limits = line.join()
    await passes(limits, POSTS, "ana@klaster.example", 2)
    (key,) = line.told[0].counts
    assert "ana" not in key
    assert key == limits._key((POSTS, "ana@klaster.example"))
    assert key != other._key((POSTS, "ana@klaster.example"))


@pytest.mark.parametrize("key", ["", "ana", "-5.ff", "99999999999.ff", "0.ff", "6²0.ff"])
async def test_a_key_that_no_node_makes_is_passed_over(key: str) -> None:
    line = Line()
    limits = line.join()
    line.buses[0].tell(Tries({key: 7}), "another node")
    assert limits._by_key == {}


async def test_a_flood_of_foreign_keys_is_forgotten_when_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    line, now = Line(), [0.0]
    limits = line.join()
    monkeypatch.setattr("balkancluster.web.limits.time.monotonic", lambda: now[0])
    for number in range(5_000):
        now[0] += 0.1
        line.buses[0].tell(Tries({f"60.{number}": 1}), "another node")
    assert len(limits._by_key) <= 2_500


async def test_wrong_passwords_are_counted_in_the_database(database: Database) -> None:
    first, second = Limits(SECRET, database), Limits(SECRET, database)
    nodes = [first, second]
    passed = sum([await passes(nodes[number % 2], SIGN_IN, "ana", 1) for number in range(20)])
    assert passed == SIGN_IN.times
    with pytest.raises(TooMany) as refusal:
        await Limits(SECRET, database).ensure_below(SIGN_IN, "ana")
    assert 50 <= refusal.value.retry_after <= 60


async def test_not_one_try_more_passes_when_all_come_at_once(database: Database) -> None:
    nodes = [Limits(SECRET, database) for _ in range(3)]
    tries = [node.ensure_below(SIGN_IN, "ana") for node in nodes for _ in range(5)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert [answer for answer in answers if not isinstance(answer, TooMany)] == [None] * SIGN_IN.times


async def test_who_was_right_is_forgiven_on_every_node(database: Database) -> None:
    first, second = Limits(SECRET, database), Limits(SECRET, database)
    assert await passes(first, SIGN_IN, "ana", 4) == 4
    await second.forgive(SIGN_IN, "ana")
    assert await passes(first, SIGN_IN, "ana") == SIGN_IN.times


async def test_a_refused_guess_costs_the_database_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = Limits(SECRET, database)
    assert await passes(limits, SIGN_IN, "ana") == SIGN_IN.times
    monkeypatch.setattr(database, "write", lambda: pytest.fail("the database was asked"))
    assert await passes(limits, SIGN_IN, "ana") == 0


async def test_tries_that_are_over_leave_the_table(database: Database) -> None:
    brief = Limit("sign-in", times=5, seconds=0, is_kept=True)
    limits = Limits(SECRET, database)
    await limits.ensure_below(brief, "ana")
    await limits.ensure_below(SIGN_IN, "ana")
    await forget_old_tries(database)
    async with database.read() as session:
        kept = (await session.scalars(KeptTries.__table__.select())).all()
    assert kept == [limits._key((SIGN_IN, "ana"))]
