"""Presence over several nodes: what each tells of its rooms, and what is believed of one that fell silent."""

from dataclasses import replace

import pytest

from balkancluster.access import Actor
from balkancluster.realtime.bus.news import Goodbye, Here, News
from balkancluster.realtime.elsewhere import LINGER, RENEW, SILENCE
from balkancluster.realtime.presence import LEASE, NAMED
from tests.realtime.present import ANA, BORIS, ELENA, FOOD, TEXTILE, House


class Nodes:
    """Niš and Sofia; everything that one of them tells is heard by the other, unless it is lost."""

    def __init__(self) -> None:
        self.nis, self.sofia = House(), House()
        self.told: list[News] = []
        self.is_lost = False
        self._connect(self.nis, self.sofia, "nis")
        self._connect(self.sofia, self.nis, "sofia")

    def _connect(self, teller: House, hearer: House, node: str) -> None:
        def publish(news: News) -> None:
            self.told.append(news)
            if self.is_lost:
                return
            if isinstance(news, Here):
                hearer.presence.hear(news, node)
            elif isinstance(news, Goodbye):
                hearer.presence.hear_goodbye(news, node)

        teller.presence.publish = publish

    async def after(self, seconds: float) -> None:
        """Let time pass at both; what is told in one round is shown in the next."""
        for pause in (seconds, 0, 0):
            for house in (self.nis, self.sofia):
                await house.after(pause)


@pytest.fixture
async def nodes() -> Nodes:
    made = Nodes()
    await made.after(1)
    return made


async def test_people_of_both_nodes_are_seen_at_both_by_name(nodes: Nodes) -> None:
    ana, elena = nodes.nis.open(ANA, TEXTILE), nodes.sofia.open(ELENA, TEXTILE, FOOD)
    nodes.nis.presence.renew(ana, None)
    nodes.sofia.presence.renew(elena, None)
    await nodes.after(1)
    assert nodes.nis.names() == nodes.sofia.names() == ["Ana", "Елена"]
    assert nodes.nis.names(FOOD) == nodes.sofia.names(FOOD) == ["Елена"]
    news = {"t": "presence", "room": "35", "count": 2}
    assert nodes.nis.frames[ana][-1] == news | {
        "here": [{"id": "1", "name": "Ana"}, {"id": "3", "name": "Елена"}]
    }


async def test_somebody_at_both_nodes_is_one_person_until_both_are_gone(nodes: Nodes) -> None:
    phone, desk = nodes.nis.open(ANA, TEXTILE), nodes.sofia.open(ANA, TEXTILE)
    nodes.nis.presence.renew(phone, None)
    nodes.sofia.presence.renew(desk, None)
    await nodes.after(1)
    assert nodes.sofia.frames[desk][-1]["count"] == 1
    nodes.nis.close(phone)
    await nodes.after(LINGER)
    assert nodes.nis.names() == ["Ana"]
    nodes.sofia.close(desk)
    await nodes.after(LINGER)
    assert nodes.nis.names() == nodes.sofia.names() == []


async def test_a_node_is_told_again_and_again_and_its_listeners_nothing_new(nodes: Nodes) -> None:
    ana, boris = nodes.nis.open(ANA, TEXTILE), nodes.sofia.open(BORIS, TEXTILE)
    for _ in range(10):
        nodes.nis.presence.renew(ana, None)
        await nodes.after(RENEW)
    assert nodes.sofia.names() == ["Ana"]
    assert len(nodes.sofia.frames[boris]) == 1


async def test_people_of_a_node_that_died_are_gone_within_a_minute(nodes: Nodes) -> None:
    boris = nodes.sofia.open(BORIS, TEXTILE)
    nodes.nis.presence.renew(nodes.nis.open(ANA, TEXTILE), None)
    await nodes.after(1)
    await nodes.sofia.after(SILENCE - 2)
    assert nodes.sofia.names() == ["Ana"]
    await nodes.sofia.after(3)
    assert nodes.sofia.names() == []
    assert nodes.sofia.frames[boris][-1]["count"] == 0
    assert SILENCE + 2 < LEASE


async def test_people_of_a_node_that_stops_have_time_to_come_back_through_another(nodes: Nodes) -> None:
    boris = nodes.sofia.open(BORIS, TEXTILE)
    for person in (ANA, ELENA):
        nodes.nis.presence.renew(nodes.nis.open(person, TEXTILE), None)
    await nodes.after(1)
    nodes.nis.presence.say_goodbye()
    await nodes.nis.after(1)
    nodes.sofia.presence.renew(nodes.sofia.open(ANA, TEXTILE), None)
    await nodes.sofia.after(2)
    assert nodes.sofia.names() == ["Ana", "Елена"]
    await nodes.sofia.after(LINGER)
    assert nodes.sofia.names() == ["Ana"]
    assert [frame["count"] for frame in nodes.sofia.frames[boris]] == [2, 1]


async def test_what_was_lost_is_healed_by_the_next_renewal(nodes: Nodes) -> None:
    nodes.sofia.open(BORIS, TEXTILE)
    nodes.is_lost = True
    nodes.nis.presence.renew(nodes.nis.open(ANA, TEXTILE), None)
    await nodes.after(1)
    assert nodes.sofia.names() == []
    nodes.is_lost = False
    await nodes.after(RENEW)
    assert nodes.sofia.names() == ["Ana"]


async def test_a_node_that_begins_is_told_of_everybody_at_once(nodes: Nodes) -> None:
    nodes.nis.presence.renew(nodes.nis.open(ANA, TEXTILE), None)
    await nodes.after(1)
    nodes.sofia = House()
    nodes._connect(nodes.nis, nodes.sofia, "nis")
    nodes._connect(nodes.sofia, nodes.nis, "another life of sofia")
    await nodes.after(1)
    assert nodes.sofia.names() == ["Ana"]


async def test_who_is_not_to_be_seen_is_not_shown_whatever_a_node_tells(nodes: Nodes) -> None:
    boris = nodes.sofia.open(BORIS, TEXTILE)
    nodes.sofia.presence.hear(Here({TEXTILE: [77], FOOD: [78]}), "nis")
    await nodes.after(1)
    assert nodes.sofia.names() == []
    assert nodes.sofia.frames[boris] == []


async def test_switching_off_holds_at_once_on_every_node(nodes: Nodes) -> None:
    boris, phone = nodes.sofia.open(BORIS, TEXTILE), nodes.nis.open(ANA, TEXTILE)
    nodes.nis.presence.renew(phone, None)
    await nodes.after(1)
    del nodes.sofia.known.all[ANA.id]
    nodes.sofia.presence.know_anew([ANA.id])
    await nodes.sofia.after(0)
    assert nodes.sofia.frames[boris][-1]["count"] == 0
    phone.actor = replace(ANA, shows_presence=False)
    nodes.nis.presence.forget(ANA.id)
    await nodes.after(0)
    nodes.sofia.known.all[ANA.id] = "Ana"
    nodes.sofia.presence.know_anew([ANA.id])
    await nodes.after(1)
    assert nodes.sofia.names() == []


async def test_without_the_database_nobody_is_named_wrongly_and_all_are_when_it_is_back(nodes: Nodes) -> None:
    nodes.sofia.known.fails = True
    nodes.nis.presence.renew(nodes.nis.open(ANA, TEXTILE), None)
    nodes.sofia.presence.renew(nodes.sofia.open(BORIS, TEXTILE), None)
    await nodes.after(1)
    assert nodes.sofia.names() == ["Boris"]
    nodes.sofia.known.fails = False
    await nodes.after(1)
    assert nodes.sofia.names() == ["Ana", "Boris"]


async def test_a_crowd_over_two_nodes_is_a_number(nodes: Nodes) -> None:
    watcher = nodes.sofia.open(BORIS, TEXTILE)
    for number in range(NAMED):
        house = nodes.nis if number % 2 else nodes.sofia
        house.presence.renew(house.open(Actor(100 + number, f"Član {number}"), TEXTILE), None)
    nodes.sofia.presence.renew(watcher, None)
    await nodes.after(1)
    assert nodes.sofia.frames[watcher][-1] == {"t": "presence", "room": "35", "count": NAMED + 1}


async def test_what_a_node_tells_is_little(nodes: Nodes) -> None:
    nodes.told.clear()
    for number in range(200):
        nodes.nis.presence.renew(nodes.nis.open(Actor(100 + number, f"Član {number}"), TEXTILE), None)
    await nodes.after(1)
    assert [len(news.rooms[TEXTILE]) for news in nodes.told if isinstance(news, Here) and news.rooms] == [200]
