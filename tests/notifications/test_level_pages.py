"""Choosing what of a room one is told, on the page about it."""

import re

import pytest

from tests.notifications.conftest import Visit
from tests.notifications.own import gather, kinds_of
from tests.people import Network


def chosen_on(page: str) -> str:
    """Return the level that a page shows as chosen."""
    (level,) = re.findall(r'name="level" value="(all|mentions|nothing)" aria-pressed="true"', page)
    return str(level)


@pytest.mark.parametrize(("level", "told"), [("all", ["room"]), ("mentions", []), ("nothing", [])])
async def test_elena_is_told_of_a_room_what_she_chose(
    network: Network, visit: Visit, level: str, told: list[str]
) -> None:
    room = await gather(network, network.ana, network.elena)
    elena = await visit(network.elena)
    assert chosen_on((await elena.get(f"/rooms/{room}/about")).text) == "mentions"
    answer = await elena.post(f"/rooms/{room}/level", data={"level": level})
    assert answer.headers["location"] == f"/rooms/{room}/about#told-of"
    assert chosen_on((await elena.get(f"/rooms/{room}/about")).text) == level
    await network.say(network.ana, room, "Dobro jutro")
    assert await kinds_of(network, network.elena) == told


async def test_what_cannot_be_chosen_is_refused(network: Network, visit: Visit) -> None:
    room = await gather(network, network.ana, network.elena)
    elena = await visit(network.elena)
    answer = await elena.post(f"/rooms/{room}/level", data={"level": "shout"})
    assert answer.status_code == 422
    assert chosen_on((await elena.get(f"/rooms/{room}/about")).text) == "mentions"


async def test_who_is_not_in_the_room_finds_nothing_to_choose(network: Network, visit: Visit) -> None:
    room = await gather(network, network.ana, network.elena)
    dragan = await visit(network.dragan)
    assert (await dragan.post(f"/rooms/{room}/level", data={"level": "all"})).status_code == 404
