"""The bus dies, stands still, loses, lies and cuts: news is late at most, never wrong (rows 5 to 9, 22)."""

import asyncio
import random
from collections.abc import Awaitable, Callable

from redis.asyncio import Redis as RedisClient

from tests.faults.cluster import Cluster
from tests.faults.scenarios.talking import TALKERS, talking
from tests.services.proxy import Proxy

QUIET_SECONDS = 3.0
SEND_SECONDS = 1.0
JUNK = b"x" * 500_000
FORGED = (
    b"",
    b"{}",
    b"\xff\xfe",
    b'["node",1,[["heads",{"1":99}]]]',
    b'["node",1,[{"type":"heads","heads":{"1":9007199254740991}}]]',
    b"[" * 60_000,
)


async def redis_restarts(cluster: Cluster, seconds: float) -> None:
    """Row 5: Redis is killed while everybody talks, stays away for a while, and comes back empty."""
    redis = cluster.services.redis
    async with talking(cluster) as talk:
        await talk.answered(10)
        redis.kill()
        await asyncio.sleep(seconds)
        redis.start()
        await talk.answered(10)
    await cluster.judge()


async def redis_dies_at_the_last_message(cluster: Cluster) -> None:
    """Row 6: Redis dies, somebody says one more thing, and then nobody says anything."""
    room = await cluster.open_room()
    windows = await cluster.windows_of(TALKERS, room)
    ana = cluster.person("ana")
    await ana.say(room["id"], "Pre toga")
    cluster.services.redis.kill()
    answer = await ana.say(room["id"], "Poslednja reč")
    assert answer
    await asyncio.gather(*(window.reach(answer.seq, QUIET_SECONDS) for window in windows))
    cluster.services.redis.start()
    await cluster.judge()


async def redis_stands_still(cluster: Cluster, seconds: float) -> None:
    """Row 7: Redis is frozen; sending is as quick as ever, and what it sends late does no harm."""
    redis = cluster.services.redis
    await _stays_quick(cluster, redis.freeze, redis.thaw, seconds)


async def redis_is_cut_off(cluster: Cluster, wire: Proxy, seconds: float) -> None:
    """Row 7: nothing that goes to Redis arrives, and nobody is told so."""
    await _stays_quick(cluster, wire.swallow, wire.let_through, seconds)


async def _stays_quick(
    cluster: Cluster, breaks: Callable[[], None], heals: Callable[[], None], seconds: float
) -> None:
    async with talking(cluster) as talk:
        await talk.answered(10)
        before = len(cluster.history.answers)
        breaks()
        await asyncio.sleep(seconds)
        heals()
        waits = sorted(answer.seconds for answer in cluster.history.answers[before:])
        await talk.answered(10)
    assert waits[int(len(waits) * 0.99)] < SEND_SECONDS, "sending waited for the bus"
    await cluster.judge()


async def redis_cuts_a_slow_subscriber(cluster: Cluster) -> None:
    """Row 8: a node stands still, Redis gives up on it, and the node finds what it was not told."""
    redis, slow = cluster.services.redis, cluster.nodes[-1]
    redis.command("CONFIG", "SET", "client-output-buffer-limit", "pubsub 65536 65536 0")
    async with RedisClient.from_url(redis.url) as client, talking(cluster, nodes=2) as talk:
        (channel,) = await client.pubsub_channels()
        await talk.answered(5)
        slow.freeze()
        for _ in range(40):
            await client.publish(channel, JUNK)
        await talk.answered(20)
        slow.thaw()
        assert "overcoming of output buffer limits" in redis.output(), "Redis has cut nobody"
    await cluster.judge()


async def hints_are_forged(cluster: Cluster, hostile: int = 200) -> None:
    """Row 22: somebody who can write to Redis repeats, reorders and invents what nodes tell each other."""
    async with RedisClient.from_url(cluster.services.redis.url) as client, talking(cluster) as talk:
        (channel,) = await client.pubsub_channels()
        async with client.pubsub() as pubsub:
            await pubsub.subscribe(channel)
            await talk.answered(20)
            heard = [message["data"] async for message in _first(pubsub, 10)]
        payloads = [*heard, *FORGED, *(mark + b"[]" for mark in (heard[0][:32], b"0" * 32))]
        for _ in range(hostile):
            await client.publish(channel, random.choice(payloads))
        await talk.answered(20)
    await cluster.judge()


async def _first(pubsub: object, count: int):  # type: ignore[no-untyped-def]
    """Yield so many payloads that were really sent."""
    while count:
        message = await pubsub.get_message(ignore_subscribe_messages=True, timeout=5)  # type: ignore[attr-defined]
        if message and message["type"] == "message":
            count -= 1
            yield message


async def senders_hang_up(cluster: Cluster, times: int) -> None:
    """Row 9: requests are given up at any moment; no answer ever reaches somebody else."""
    room = await cluster.open_room()
    await cluster.windows_of(TALKERS, room)
    people = [cluster.person(name, first=number) for number, name in enumerate(TALKERS)]
    for start in range(0, times, 10):
        said = [people[n % 3].say(room["id"], f"Prekinuto {n}") for n in range(start, start + 10)]
        await asyncio.gather(*(_give_up(one) for one in said))
    await asyncio.gather(*(person.talk(room["id"], 5) for person in people))
    await cluster.judge()


async def _give_up(saying: Awaitable[object]) -> None:
    try:
        async with asyncio.timeout(random.uniform(0.001, 0.05)):
            await saying
    except TimeoutError:
        pass
