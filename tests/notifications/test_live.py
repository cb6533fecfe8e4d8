"""A person's own stream on the wire: heard by all their devices, in order, once, and by nobody else."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from balkancluster.access import Actor
from balkancluster.rooms.memberships import invite_to_room, leave_room
from tests.notifications.own import gather, unread_of
from tests.people import Network
from tests.realtime.house import House, Reader, open_house
from tests.realtime.sockets import Frame, Socket, numbers

ELENA = "@Елена Петрова"


@pytest.fixture
async def house(network: Network, database_url: str) -> AsyncIterator[House]:
    """The network behind a port."""
    async with open_house(network.database, database_url, heartbeat_seconds=0.3) as running:
        yield running


async def place_of(reader: Reader) -> Frame:
    """Return where somebody's own stream is."""
    found: Frame = (await reader.client.get("/api/v1/me/notifications")).json()
    return {"epoch": found["epoch"], "after": found["head"]}


async def hear_notices(socket: Socket, last: int) -> list[Frame]:
    """Return the events of one's own stream that come now, up to the one with this number."""
    events: list[Frame] = []
    while not events or events[-1]["seq"] < last:
        events += (await socket.hear("notice"))["events"]
    return events


async def say(house: House, who: Actor, room: int, body: str, **more: Any) -> Frame:
    reader = await house.browser(who)
    sent = {"client_id": f"00000000-0000-4000-8000-{abs(hash(body)) % 10**12:012d}", "body": body} | more
    answer: Frame = (await reader.client.post(f"/api/v1/rooms/{room}/messages", json=sent)).json()
    return answer


async def test_every_device_hears_of_a_mention_in_its_own_language(network: Network, house: House) -> None:
    room = await gather(network, network.ana, network.elena)
    elena = await house.browser(network.elena)
    place = await place_of(elena)
    async with elena.open_socket() as phone, elena.open_socket() as desk:
        await phone.greet(locale="bg", me=place)
        await desk.greet(locale="en", me=place)
        await say(house, network.ana, room, f"{ELENA}, vidimo li se?")
        (heard,) = await hear_notices(desk, place["after"] + 1)
        (other,) = await hear_notices(phone, place["after"] + 1)
    assert heard["kind"] == "notification.added"
    assert heard["actor"] == {"id": str(network.ana.id), "name": "Ana Stojanović"}
    notice = heard["notification"]
    assert notice["text"] == "Ana Stojanović mentions you in “Opšte teme”"
    assert (notice["place"], other["notification"]["place"]) == ("Textile and clothing", "Текстил и облекло")
    assert (heard["unread_notifications"], heard["unread_ids"]) == (1, [notice["id"]])


async def test_nobody_else_hears_it(network: Network, house: House) -> None:
    room = await gather(network, network.ana, network.elena, network.dragan)
    dragan, elena = await house.browser(network.dragan), await house.browser(network.elena)
    hers = await place_of(elena)
    async with dragan.open_socket() as socket:
        await socket.greet(me=hers)
        await say(house, network.ana, room, f"{ELENA}, dođi")
        await say(house, network.ana, room, "@Драган Ћирић, i ti")
        events = await hear_notices(socket, 2)
    assert [event["notification"]["quote"] for event in events if "notification" in event] == [
        "@Драган Ћирић, i ti"
    ]


async def test_a_program_that_may_not_read_hears_nothing(network: Network, house: House) -> None:
    room = await gather(network, network.ana, network.elena)
    place = await place_of(await house.browser(network.elena))
    writer = await house.program(network.elena, "rooms:write")
    async with writer.open_socket() as socket:
        await socket.greet(me=place)
        await say(house, network.ana, room, f"{ELENA}, dođi")
        assert "me" not in await socket.hear("heads")
        assert [frame["t"] for frame in socket.heard if frame["t"].startswith("notice")] == []


async def test_who_was_away_hears_everything_after_their_number_once(network: Network, house: House) -> None:
    room = await gather(network, network.ana, network.elena)
    elena = await house.browser(network.elena)
    place = await place_of(elena)
    for number in range(150):
        await network.say(network.ana, room, f"{ELENA}, {number}.")
    async with elena.open_socket() as socket:
        await socket.greet(me=place)
        events = await hear_notices(socket, place["after"] + 150)
        assert numbers(events) == list(range(place["after"] + 1, place["after"] + 151))
        while (heads := await socket.hear("heads")).get("me") != place["after"] + 150:
            pass
        assert heads["rooms"] == {}


async def test_a_language_changes_without_losing_the_place(network: Network, house: House) -> None:
    room = await gather(network, network.ana, network.elena)
    elena = await house.browser(network.elena)
    place = await place_of(elena)
    async with elena.open_socket() as socket:
        await socket.greet(locale="bg", me=place)
        await say(house, network.ana, room, f"{ELENA}, prvo")
        await hear_notices(socket, place["after"] + 1)
        await socket.say(t="prefs", locale="en")
        await say(house, network.ana, room, f"{ELENA}, drugo")
        events = await hear_notices(socket, place["after"] + 2)
    assert numbers(events) == [place["after"] + 2]
    assert events[0]["notification"]["text"] == "Ana Stojanović mentions you in “Opšte teme”"


@pytest.mark.parametrize("wrong", [{"epoch": "other", "after": 0}, {"after": 10_000}])
async def test_who_names_another_epoch_or_a_number_to_come_is_told_where_to_go_on(
    network: Network, house: House, wrong: Frame
) -> None:
    elena = await house.browser(network.elena)
    place = await place_of(elena)
    async with elena.open_socket() as socket:
        await socket.greet(me=place | wrong)
        reset = await socket.hear("notice_reset")
    assert (reset["epoch"], reset["head"]) == (place["epoch"], place["after"])


async def test_what_is_read_on_one_device_is_read_on_the_other(network: Network, house: House) -> None:
    room = await gather(network, network.ana, network.elena)
    elena = await house.browser(network.elena)
    said = await say(house, network.ana, room, f"{ELENA}, dođi")
    last = await say(house, network.ana, room, "Još nešto")
    place = await place_of(elena)
    async with elena.open_socket() as desk:
        await desk.greet(me=place)
        seen = {"seq": said["seq"], "topic": said["topic"]}
        await elena.client.put(f"/api/v1/rooms/{room}/read", json=seen)
        marked, read = await hear_notices(desk, place["after"] + 2)
    assert (marked["kind"], read["kind"]) == ("read.marked", "notification.read")
    assert marked["marked"] == {
        "room": str(room),
        "topic": said["topic"],
        "seq": said["seq"],
        "topic_unread": 1,
        "topic_for_me": 0,
        "unread": 1,
        "for_me": 0,
        "head": last["seq"],
    }
    assert (read["unread_notifications"], read["unread_ids"]) == (0, [])


async def test_a_mark_that_does_not_grow_is_told_to_nobody(network: Network, house: House) -> None:
    room = await gather(network, network.ana, network.elena)
    elena = await house.browser(network.elena)
    said = await say(house, network.ana, room, "Vest")
    for seq in (said["seq"], said["seq"], 1, said["seq"] + 50):
        answer = await elena.client.put(f"/api/v1/rooms/{room}/read", json={"seq": seq})
        assert answer.status_code == httpx2.codes.NO_CONTENT
    events = (await elena.client.get("/api/v1/me/events")).json()["events"]
    assert [event["kind"] for event in events] == ["room.entered", "read.marked"]


async def test_rooms_come_and_go_on_every_device(network: Network, house: House) -> None:
    room = await network.open_room(network.ana)
    elena = await house.browser(network.elena)
    place = await place_of(elena)
    async with elena.open_socket() as socket:
        await socket.greet(locale="bg", me=place)
        await invite_to_room(house.services.log, network.ana, room, network.elena.id)
        entered, told = await hear_notices(socket, place["after"] + 2)
        assert (entered["kind"], told["kind"]) == ("room.entered", "notification.added")
        assert entered["room"] == {
            "id": str(room),
            "name": "Текстил и облекло",
            "lang": "bg",
            "kind": "private",
            "head": 3,
            "epoch": (await elena.room(room))["epoch"],
            "level": "mentions",
        }
        await leave_room(house.services.log, network.elena, room)
        exited, _read = await hear_notices(socket, place["after"] + 4)
        assert (exited["kind"], exited["room"]) == ("room.exited", {"id": str(room)})


async def test_the_list_is_paged_and_marked_by_programs(network: Network, house: House) -> None:
    room = await gather(network, network.ana, network.elena)
    for number in range(3):
        await network.say(network.ana, room, f"{ELENA}, {number}.")
    elena, dragan = await house.browser(network.elena), await house.browser(network.dragan)
    first = (await elena.client.get("/api/v1/me/notifications?limit=2")).json()
    assert (first["unread"], len(first["items"])) == (3, 2)
    rest = await elena.client.get(f"/api/v1/me/notifications?before={first['items'][-1]['seq']}")
    assert [item["quote"] for item in rest.json()["items"]] == [f"{ELENA}, 0."]
    newest = first["items"][0]["id"]
    await dragan.client.put(f"/api/v1/me/notifications/{newest}/read")
    assert await unread_of(network, network.elena) == 3
    await elena.client.put(f"/api/v1/me/notifications/{newest}/read")
    assert await unread_of(network, network.elena) == 2
    await elena.client.put("/api/v1/me/notifications/read", json={"seq": first["head"]})
    assert await unread_of(network, network.elena) == 0


async def test_the_level_of_a_room_is_put_by_programs(network: Network, house: House) -> None:
    room = await gather(network, network.ana, network.elena)
    elena = await house.browser(network.elena)
    assert (await elena.client.put(f"/api/v1/rooms/{room}/level", json={"level": "all"})).is_success
    await network.say(network.ana, room, "Vest")
    assert await unread_of(network, network.elena) == 1
    refused = await elena.client.put(f"/api/v1/rooms/{room}/level", json={"level": "loud"})
    assert refused.status_code == httpx2.codes.UNPROCESSABLE_CONTENT


async def test_a_long_poll_brings_one_s_own_news(network: Network, house: House) -> None:
    room = await gather(network, network.ana, network.elena)
    elena = await house.browser(network.elena)
    place = await place_of(elena)
    waiting = asyncio.create_task(elena.client.get(f"/api/v1/me/events?after={place['after']}&wait=20"))
    hello = {"t": "hello", "v": 1, "me": place}
    polling = asyncio.create_task(elena.client.post("/api/v1/live", json={"frames": [hello], "wait": 20}))
    await say(house, network.ana, room, f"{ELENA}, dođi")
    assert [event["kind"] for event in (await waiting).json()["events"]] == ["notification.added"]
    frames = (await polling).json()["frames"]
    assert [frame["t"] for frame in frames if frame["t"] != "heads"] == ["notice"]
