"""What did not come from a node of ours is not heard, whatever it is, and costs next to nothing."""

import json
import os
import time

import pytest

from balkancluster.realtime.bus.bus import Bus
from balkancluster.realtime.bus.news import Changed, Heads, Here, Typing
from balkancluster.realtime.bus.packing import LARGEST, Packer
from tests.realtime.bus.nodes import SECRET, Ear, channel_of, node, shout

FORGED = json.dumps(["nis", 1, [{"type": "heads", "heads": {"7": 99}}]]).encode()


def packer(name: str, secret: str = SECRET) -> Packer:
    return Packer(name, secret, 7_000)


async def hear_after(bus_url: str, nis: Bus, ear: Ear, *payloads: bytes) -> list[object]:
    """Return what is heard of these payloads, and of nothing else."""
    for payload in payloads:
        await shout(bus_url, channel_of(nis), payload)
    (last,) = packer("the last").pack([Changed([1])])
    await shout(bus_url, channel_of(nis), last)
    await ear.until(Changed([1]))
    return [news for news in ear.news if news != Changed([1])]


NONSENSE = [
    b"",
    b"{",
    b"\xff\xfe\x00",
    b"[" * 5_000,
    FORGED,
    b"0" * 32 + FORGED,
    *packer("a stranger", "another secret of three dozen letters").pack([Heads({7: 99})]),
]


async def test_what_nobody_of_ours_has_sealed_is_not_heard(bus_url: str) -> None:
    async with node(bus_url) as (nis, ear):
        payloads = [one for one in NONSENSE if b"\0" not in one or bus_url.startswith("redis")]
        assert await hear_after(bus_url, nis, ear, *payloads) == []
        assert nis.counters.refused == len(payloads)


def seal(body: bytes) -> bytes:
    """Seal as a node would that has lost its mind."""
    return packer("mad")._mark(body) + body


@pytest.mark.parametrize(
    "body",
    [
        b"null",
        b'["nis",1,[{"type":"unknown"}]]',
        b'["nis",1,[{"type":"heads","heads":{"-1":5}}]]',
        b'["nis",1,[{"type":"heads","heads":{"7":1e400}}]]',
        b'["nis",1,[{"type":"typing","room":"7","topic":null,"person":1}]]',
        b'["nis",1,[{"type":"ended","persons":["all"]}]]',
        b'["' + b"n" * 100 + b'",1,[]]',
        b"[" * 3_000,
    ],
)
async def test_what_has_the_seal_but_no_sense_is_not_heard(bus_url: str, body: bytes) -> None:
    async with node(bus_url) as (nis, ear):
        assert await hear_after(bus_url, nis, ear, seal(body)) == []


async def test_ten_megabytes_are_not_even_looked_at(redis_url: str) -> None:
    async with node(redis_url) as (nis, ear):
        huge = os.urandom(10 * LARGEST)
        began = time.process_time()
        assert await hear_after(redis_url, nis, ear, *[huge] * 5) == []
        assert time.process_time() - began < 5
        assert nis.counters.refused == 5


async def test_what_comes_twice_or_late_is_heard_again_only_where_that_is_harmless(bus_url: str) -> None:
    sofia = packer("sofia")
    old = sofia.pack([Heads({7: 1}), Here({7: [1]}), Typing(7, None, 1)])
    new = sofia.pack([Heads({7: 2}), Here({7: []})])
    async with node(bus_url) as (nis, ear):
        heard = await hear_after(bus_url, nis, ear, *new, *old, *new)
    assert heard == [Heads({7: 2}), Here({7: []}), Heads({7: 1}), Heads({7: 2})]


async def test_oneself_is_not_heard_twice(bus_url: str) -> None:
    async with node(bus_url) as (nis, ear):
        mine = packer(nis.node).pack([Heads({7: 1})])
        assert await hear_after(bus_url, nis, ear, *mine) == []
