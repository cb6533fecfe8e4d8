"""The bus is lost and comes back: nothing waits for it, it says so, and it heals by itself."""

import asyncio
import time

import asyncpg
import pytest

from balkancluster.realtime.bus.bus import Bus
from balkancluster.realtime.bus.network import MOST_WAITING
from balkancluster.realtime.bus.news import Changed, Heads, Here, Typing
from tests.realtime.bus.nodes import node
from tests.services.redis import Redis

HEALED_WITHIN = 15.0


async def until(bus: Bus, *, is_connected: bool) -> None:
    async with asyncio.timeout(HEALED_WITHIN):
        # Nothing tells of this; people who run a network ask again and again as well.
        while bus.is_connected is not is_connected:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_redis_that_was_restarted_is_found_again_and_the_gap_is_told(redis: Redis) -> None:
    async with node(redis.url) as (nis, _), node(redis.url) as (sofia, ear):
        gaps: list[float] = []
        sofia.on_gap(lambda: gaps.append(time.monotonic()))
        redis.kill()
        await until(sofia, is_connected=False)
        nis.publish(Heads({7: 1}))
        redis.start()
        await until(sofia, is_connected=True)
        await until(nis, is_connected=True)
        nis.publish(Heads({7: 2}))
        await ear.until(Heads({7: 2}))
        assert len(gaps) == 1
        assert sofia.counters.reconnects == 1


async def test_who_publishes_never_waits_while_redis_is_gone_or_stands_still(redis: Redis) -> None:
    async with node(redis.url) as (nis, ear):
        for trouble in (redis.freeze, redis.kill):
            trouble()
            began = time.monotonic()
            for number in range(1_000):
                nis.publish(Heads({7: number}))
            assert time.monotonic() - began < 0.5
            await until(nis, is_connected=False)
        assert ear.news.count(Heads({7: 999})) == 2
        assert nis.counters.failed > 0
        redis.start()
        await until(nis, is_connected=True)


async def test_a_frozen_redis_is_noticed_by_who_only_listens(redis: Redis) -> None:
    async with node(redis.url) as (nis, _):
        redis.freeze()
        await until(nis, is_connected=False)
        redis.thaw()
        await until(nis, is_connected=True)


async def test_what_waits_while_nothing_can_be_sent_is_bounded(redis: Redis) -> None:
    async with node(redis.url) as (nis, _):
        redis.freeze()
        for number in range(3 * MOST_WAITING):
            nis.publish(Typing(7, None, 1 + number))
            nis.publish(Heads({1 + number % 50: number}))
        assert len(nis._waiting) <= MOST_WAITING  # type: ignore[attr-defined]
        assert len(nis._heads) <= 50  # type: ignore[attr-defined]
        redis.thaw()


async def test_a_thousand_publishers_that_are_given_up_never_get_anothers_answer(redis: Redis) -> None:
    async with node(redis.url) as (nis, _), node(redis.url) as (_sofia, ear):

        async def publish_and_be_cut(number: int) -> None:
            nis.publish(Here({7: [number]}))
            await asyncio.sleep(1)

        for number in range(1, 1_001):
            task = asyncio.create_task(publish_and_be_cut(number))
            await asyncio.sleep(0)
            task.cancel()
        nis.publish(Changed([1]))
        await ear.until(Changed([1]))
        heard = [news.rooms[7][0] for news in ear.news if isinstance(news, Here)]
        assert heard == list(range(1, 1_001))


async def test_what_is_told_over_a_connection_that_was_closed_as_idle_is_not_lost(redis: Redis) -> None:
    async with node(redis.url) as (nis, _), node(redis.url) as (_sofia, ear):
        for number in range(1, 4):
            nis.publish(Heads({7: number}))
            await ear.until(Heads({7: number}))
            redis.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        assert nis.counters.failed == 0


async def test_a_slow_subscriber_that_redis_cuts_off_hears_of_the_gap(redis: Redis) -> None:
    async with node(redis.url) as (nis, _), node(redis.url) as (sofia, ear):
        redis.command("CLIENT", "KILL", "TYPE", "pubsub")
        async with asyncio.timeout(HEALED_WITHIN):
            while sofia.counters.gaps < 2 or not sofia.is_connected:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        nis.publish(Heads({7: 3}))
        await ear.until(Heads({7: 3}))


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
async def test_a_postgresql_that_ends_its_connections_is_found_again(database_url: str) -> None:
    url = database_url.replace("+asyncpg", "")
    async with node(url) as (nis, _), node(url) as (sofia, ear):
        line = await asyncpg.connect(url)
        await line.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await line.close()
        async with asyncio.timeout(HEALED_WITHIN):
            while sofia.counters.gaps < 2 or not sofia.is_connected:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        nis.publish(Heads({7: 1}))
        await until(nis, is_connected=True)
        nis.publish(Heads({7: 2}))
        await ear.until(Heads({7: 2}))
