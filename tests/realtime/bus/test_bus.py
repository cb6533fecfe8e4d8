"""The bus: what one node tells is heard on all, and nothing else is."""

import pytest

from balkancluster.realtime.bus.bus import ensure_reachable, open_bus
from balkancluster.realtime.bus.news import Changed, Ended, Heads, Here, News, Tries, Typing
from balkancluster.settings import MEMORY_BUS, SettingsError
from tests.realtime.bus.nodes import Ear, bus_settings, node
from tests.services.ports import free_port

EVERY_KIND: list[News] = [
    Heads({7: 12, 8: 1}),
    Ended(persons=[3], sessions=[5], tokens=[9]),
    Changed([3]),
    Typing(room=7, topic=None, person=3),
    Here({7: [3, 4], 8: []}),
    Tries({"a1b2": 2}),
]


def test_a_single_process_hears_itself_at_once() -> None:
    bus = open_bus(bus_settings(MEMORY_BUS))
    ear = Ear(bus)
    for news in EVERY_KIND:
        bus.publish(news)
    assert ear.heard == [(news, bus.node) for news in EVERY_KIND]


def test_who_fails_to_take_news_hinders_nobody() -> None:
    def fail(_news: Heads, _node: str) -> None:
        raise ZeroDivisionError

    bus = open_bus(bus_settings(MEMORY_BUS))
    bus.listen(Heads, fail)
    ear = Ear(bus)
    bus.publish(Heads({1: 1}))
    assert ear.news == [Heads({1: 1})]


async def test_every_kind_of_news_reaches_the_other_node_and_oneself_once(bus_url: str) -> None:
    async with node(bus_url) as (nis, ear_in_nis), node(bus_url) as (_sofia, ear_in_sofia):
        for news in EVERY_KIND:
            nis.publish(news)
        assert ear_in_nis.heard == [(news, nis.node) for news in EVERY_KIND]
        await ear_in_sofia.until(EVERY_KIND[-1])
        assert ear_in_sofia.heard == ear_in_nis.heard
        assert len(ear_in_nis.heard) == len(EVERY_KIND)


async def test_more_than_one_payload_holds_is_told_in_several(bus_url: str) -> None:
    crowd = list(range(1, 5_001))
    async with node(bus_url) as (nis, _), node(bus_url) as (_sofia, ear):
        nis.publish(Heads(dict.fromkeys(range(1, 3001), 1)))
        nis.publish(Ended(persons=crowd, sessions=[1]))
        nis.publish(Here({7: crowd}))
        nis.publish(Changed([1]))
        await ear.until(Changed([1]))
    heads = {stream for news in ear.news if isinstance(news, Heads) for stream in news.heads}
    persons = [person for news in ear.news if isinstance(news, Ended) for person in news.persons]
    here = [news for news in ear.news if isinstance(news, Here)]
    assert heads == set(range(1, 3_001))
    assert persons == crowd
    assert [person for news in here for person in news.rooms[7]] == crowd
    assert [news.adds for news in here] == [False, *[True] * (len(here) - 1)]


async def test_installations_that_share_a_server_do_not_hear_each_other(bus_url: str) -> None:
    async with (
        node(bus_url) as (nis, _),
        node(bus_url) as (_sofia, ear),
        node(bus_url, secret="another installation, another secret") as (_, ear_of_strangers),
    ):
        nis.publish(Heads({7: 1}))
        await ear.until(Heads({7: 1}))
        assert ear_of_strangers.heard == []


async def test_what_waits_is_sent_before_the_node_stops(bus_url: str) -> None:
    async with node(bus_url) as (_sofia, ear):
        async with node(bus_url) as (nis, _):
            nis.publish(Here({7: []}))
        await ear.until(Here({7: []}))


@pytest.mark.parametrize("scheme", ["redis", "postgresql"])
async def test_a_server_that_is_not_there_is_named_in_one_sentence(scheme: str) -> None:
    settings = bus_settings(f"{scheme}://ana:vuna@127.0.0.1:{free_port()}/0")
    with pytest.raises(
        SettingsError, match=r"^The bus of BALKANCLUSTER_BUS_URL cannot be reached: .+\.$"
    ) as said:
        await ensure_reachable(settings)
    assert "vuna" not in str(said.value)
    assert "\n" not in str(said.value)


async def test_a_server_that_is_there_is_fine(bus_url: str) -> None:
    await ensure_reachable(bus_settings(bus_url))


def test_an_address_that_cannot_be_read_is_refused_without_repeating_it() -> None:
    with pytest.raises(SettingsError) as said:
        open_bus(bus_settings("redis://:vuna/nit@localhost"))
    assert str(said.value) == "BALKANCLUSTER_BUS_URL cannot be read."
