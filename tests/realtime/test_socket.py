"""The wire as clients have it: a real port, real sockets, on both databases."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from balkancluster.i18n.catalogs import find_translations
from tests.people import Network
from tests.realtime.house import House, open_house
from tests.realtime.sockets import message, numbers

HEARTBEAT = 0.3


@pytest.fixture
async def house(network: Network, database_url: str) -> AsyncIterator[House]:
    """The network behind a port, with a quick heart."""
    async with open_house(
        network.database, database_url, heartbeat_seconds=HEARTBEAT, presence_seconds=0.05
    ) as running:
        yield running


async def test_ana_is_welcomed_after_hello(network: Network, house: House) -> None:
    ana = await house.browser(network.ana)
    async with ana.open_socket() as socket:
        assert await socket.greet() == {"t": "welcome", "v": 1, "person": str(network.ana.id)}


async def test_a_newcomer_hears_everything_from_the_beginning_in_order(
    network: Network, house: House
) -> None:
    room = await network.open_room(network.ana, network.elena)
    await asyncio.gather(*(network.say(network.ana, room, f"Rečenica {n}") for n in range(230)))
    elena = await house.browser(network.elena)
    async with elena.open_socket() as socket:
        head = (await elena.follow(socket, room, after=0))["head"]
        assert numbers(await socket.hear_events(head)) == list(range(1, head + 1))


async def test_each_reader_hears_the_same_message_in_their_own_language(
    network: Network, house: House
) -> None:
    room = await network.open_room(network.ana, network.elena)
    ana, elena = await house.browser(network.ana), await house.browser(network.elena)
    async with ana.open_socket() as hers, elena.open_socket() as other:
        await ana.listen(hers, room)
        await elena.listen(other, room)
        posted = (await ana.client.post(f"/api/v1/rooms/{room}/messages", json=message("Dobro jutro"))).json()
        in_serbian = (await hers.hear_events(posted["seq"]))[-1]["message"]["html"]
        in_bulgarian = (await other.hear_events(posted["seq"]))[-1]["message"]["html"]
        await other.say(t="prefs", locale="en")
        second = (await ana.client.post(f"/api/v1/rooms/{room}/messages", json=message("Kako ste"))).json()
        in_english = (await other.hear_events(second["seq"]))[-1]["message"]["html"]
    for html, locale in ((in_serbian, "sr-Latn"), (in_bulgarian, "bg"), (in_english, "en")):
        assert find_translations(locale).pgettext("action", "Reply") in html


async def test_the_heartbeat_tells_the_heads(network: Network, house: House) -> None:
    room = await network.open_room(network.ana)
    ana = await house.browser(network.ana)
    async with ana.open_socket() as socket:
        head = (await ana.follow(socket, room))["head"]
        while not (heads := await socket.hear("heads"))["rooms"]:
            pass
        assert heads["rooms"] == {str(room): head}


async def test_elena_sees_that_ana_types_and_ana_does_not(network: Network, house: House) -> None:
    room = await network.open_room(network.ana, network.elena)
    ana, elena = await house.browser(network.ana), await house.browser(network.elena)
    async with ana.open_socket() as hers, elena.open_socket() as other:
        await ana.listen(hers, room)
        await elena.listen(other, room)
        await hers.say(t="typing", room=str(room))
        heard = await other.hear("typing")
        assert heard["person"] == {"id": str(network.ana.id), "name": network.ana.name}
        posted = (await ana.client.post(f"/api/v1/rooms/{room}/messages", json=message("Evo"))).json()
        await hers.hear_events(posted["seq"])
        assert "typing" not in {frame["t"] for frame in hers.heard}


async def test_a_token_that_may_read_listens_and_does_not_type(network: Network, house: House) -> None:
    room = await network.open_room(network.ana, network.dragan)
    ana, program = await house.browser(network.ana), await house.program(network.dragan, "rooms:read")
    async with ana.open_socket() as hers, program.open_socket() as its:
        await ana.listen(hers, room)
        await program.listen(its, room)
        await its.say(t="typing", room=str(room))
        refused = await program.client.post(f"/api/v1/rooms/{room}/messages", json=message("Не смем"))
        posted = (await ana.client.post(f"/api/v1/rooms/{room}/messages", json=message("Dobro jutro"))).json()
        assert refused.status_code == 403
        assert (await its.hear_events(posted["seq"]))[-1]["message"]["body"] == "Dobro jutro"
        await hers.hear_events(posted["seq"])
        assert "typing" not in {frame["t"] for frame in hers.heard}


async def test_a_long_poll_returns_as_soon_as_something_is_said(network: Network, house: House) -> None:
    room = await network.open_room(network.ana, network.elena)
    ana, elena = await house.browser(network.ana), await house.browser(network.elena)
    head = (await elena.room(room))["head"]
    asking = asyncio.create_task(elena.client.get(f"/api/v1/rooms/{room}/events?after={head}&wait=25"))
    await ana.room(room)
    assert not asking.done()
    posted = (await ana.client.post(f"/api/v1/rooms/{room}/messages", json=message("Stiglo je"))).json()
    async with asyncio.timeout(10):
        answer = (await asking).json()
    assert answer["head"] == posted["seq"]
    assert [event["message"]["body"] for event in answer["events"]] == ["Stiglo je"]


async def test_elena_sees_that_ana_is_here_until_she_switches_it_off(network: Network, house: House) -> None:
    room = await network.open_room(network.ana, network.elena)
    ana, elena = await house.browser(network.ana), await house.browser(network.elena)
    async with ana.open_socket() as hers, elena.open_socket() as other:
        await ana.follow(hers, room)
        await elena.follow(other, room)
        await hers.say(t="here")
        seen = await other.hear("presence")
        assert seen["here"] == [{"id": str(network.ana.id), "name": network.ana.name}]
        settings = {"name": network.ana.name, "locale": "sr-Latn", "time_zone": "Europe/Belgrade"}
        await ana.client.post("/settings", data=settings)
        assert await other.hear("presence") == {"t": "presence", "room": str(room), "count": 0, "here": []}
        await hers.say(t="here")
        await hers.say(t="typing", room=str(room))
        await hers.say(t="nothing of ours")
        await hers.hear("error")
        await ana.client.post("/settings", data=settings | {"shows_presence": "1"})
        await hers.say(t="here")
        assert (await other.hear("presence"))["count"] == 1
        assert "typing" not in {frame["t"] for frame in other.heard}


async def test_nothing_of_presence_is_kept_in_the_log(network: Network, house: House) -> None:
    room = await network.open_room(network.ana)
    ana = await house.browser(network.ana)
    head = (await ana.room(room))["head"]
    async with ana.open_socket() as socket:
        await ana.follow(socket, room)
        await socket.say(t="here", room=str(room))
        await socket.hear("presence")
    assert (await ana.room(room))["head"] == head


async def test_a_program_is_here_only_if_it_says_so_and_may_write(network: Network, house: House) -> None:
    room = await network.open_room(network.ana, network.elena)
    reader = await house.program(network.ana, "rooms:read")
    writer = await house.program(network.elena, "rooms:read", "rooms:write")
    async with reader.open_socket() as hers, writer.open_socket() as other:
        await reader.follow(hers, room)
        await writer.follow(other, room)
        await hers.say(t="here", room=str(room))
        await other.say(t="here", room=str(room))
        seen = await hers.hear("presence")
        assert [person["id"] for person in seen["here"]] == [str(network.elena.id)]
