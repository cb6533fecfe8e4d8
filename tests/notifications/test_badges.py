"""Whatever happens, in whatever order two devices hear of it: their badges equal a fresh count (D16)."""

from dataclasses import dataclass, field

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from balkancluster.access import Actor
from balkancluster.errors import Problem
from balkancluster.notifications.marking import mark_read as mark_notifications
from balkancluster.notifications.reading import count_unread
from balkancluster.rooms.levels import set_level, set_room_level
from balkancluster.rooms.marking import mark_read
from balkancluster.rooms.memberships import invite_to_room, leave_room
from balkancluster.rooms.moving import move_topic
from balkancluster.rooms.posting import Posted, edit_message, remove_message
from balkancluster.rooms.rooms import list_my_rooms
from tests.notifications.device import OWN, Device
from tests.notifications.own import gather
from tests.people import Network

ELENA = "@Елена Петрова"

places = st.integers(0, 1)
devices = st.integers(0, 1)
numbers = st.integers(0, 9)
happenings = st.one_of(
    st.tuples(st.just("say"), places, st.booleans()),
    st.tuples(st.just("say in the topic"), st.just(0), st.booleans()),
    st.tuples(st.just("say oneself"), places),
    st.tuples(st.just("edit"), numbers, st.booleans()),
    st.tuples(st.just("remove"), numbers),
    st.just(("move",)),
    st.tuples(st.just("level of the topic"), st.sampled_from(["muted", "followed", "normal"])),
    st.tuples(st.just("level of a room"), places, st.sampled_from(["all", "mentions", "nothing"])),
    st.tuples(st.just("leave"), places),
    st.tuples(st.just("come back"), places),
    st.just(("read notifications",)),
)
words = st.one_of(
    st.tuples(st.just("mark"), devices, places, numbers),
    st.tuples(st.just("mark the topic"), devices, st.just(0), numbers),
    st.tuples(st.just("send"), devices, st.integers(-1, 1)),
    st.tuples(st.just("hear"), devices, st.integers(1, 4)),
    st.tuples(st.just("cut"), devices),
    st.tuples(st.just("ask"), devices),
    st.tuples(st.just("answer"), devices),
)
walks = st.lists(st.one_of(happenings, words), min_size=5, max_size=40)


@dataclass
class World:
    """Ana and Elena in two rooms, a topic that moves between them, and Elena's two devices."""

    network: Network
    rooms: tuple[int, int]
    topic: int
    devices: tuple[Device, Device]
    at: int = 0
    said: list[tuple[Posted, bool]] = field(default_factory=list)

    @property
    def elena(self) -> Actor:
        return self.network.elena


async def open_world(network: Network) -> World:
    rooms = (
        await gather(network, network.ana, network.elena),
        await gather(network, network.ana, network.elena),
    )
    first = await network.say(network.ana, rooms[0], "Prva", new_topic="Tema koja se seli")
    pair = (Device(network, network.elena), Device(network, network.elena))
    for device in pair:
        await device.open()
    return World(network, rooms, first.topic_id, pair, said=[(first, True)])


async def check(world: World) -> None:
    async with world.network.database.read() as session:
        fresh = await list_my_rooms(session, world.elena, "en")
        unread = await count_unread(session, world.elena.id)
    for device in world.devices:
        await device.settle()
        assert device.badges() == {room.id: (room.unread, room.for_me) for room in fresh}
        assert device.notifications == unread


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=walks)
@example([("say", 0, True), ("ask", 0), ("mark", 1, 0, 0), ("send", 0, -1), ("hear", 0, 3), ("answer", 0)])
@example([("level of the topic", "muted"), ("say in the topic", 0, False), ("send", 0, 0), ("hear", 0, 4)])
@example([("say in the topic", 0, True), ("move",), ("mark the topic", 0, 0, 0), ("send", 1, 1)])
@example([("say", 0, True), ("leave", 0), ("say", 0, True), ("come back", 0), ("say", 0, False)])
@example([("say", 0, False), ("ask", 0), ("leave", 0)])
@example([("level of a room", 0, "all"), ("say in the topic", 0, False), ("level of the topic", "muted")])
async def test_the_badge_of_each_device_equals_a_fresh_count(
    network: Network, walk: list[tuple[object, ...]]
) -> None:
    world = await open_world(network)
    for step in walk:
        try:
            await take(world, step)
        except Problem:
            # Nobody speaks, reads or moves where they are not, and a line that cannot be drawn is none.
            continue
    await check(world)
    # So that the next walk finds nothing of this one on Elena's devices.
    for room in world.rooms:
        try:
            await leave_room(network.log, world.elena, room)
        except Problem:
            continue


async def take(world: World, step: tuple[object, ...]) -> None:
    match step:
        case ("say" | "say in the topic" as where, int(room), bool(named)):
            body = f"{ELENA}, čuj" if named else "Reč"
            is_moving = where == "say in the topic"
            room_id = world.rooms[world.at if is_moving else room]
            topic = world.topic if is_moving else None
            posted = await world.network.say(world.network.ana, room_id, body, topic_id=topic)
            world.said.append((posted, is_moving))
        case ("say oneself", int(room)):
            await world.network.say(world.elena, world.rooms[room], "И аз")
        case ("send" | "hear" | "cut" | "ask" | "answer" | "mark" | "mark the topic", int(), *_rest):
            await use(world, step)
        case _:
            await change(world, step)


async def change(world: World, step: tuple[object, ...]) -> None:
    network = world.network
    match step:
        case ("edit", int(number), bool(named)):
            room_id, id_ = find_said(world, number)
            body = f"{ELENA}, {number}" if named else f"Bez imena {number}"
            await edit_message(network.database, network.log, network.ana, room_id, id_, body, 1)
        case ("remove", int(number)):
            await remove_message(network.log, network.ana, *find_said(world, number))
        case ("move",):
            here, there = world.rooms[world.at], world.rooms[1 - world.at]
            await move_topic(network.log, network.ana, here, world.topic, there)
            world.at = 1 - world.at
        case _:
            await choose(world, step)


async def choose(world: World, step: tuple[object, ...]) -> None:
    network, elena = world.network, world.elena
    match step:
        case ("level of the topic", str(level)):
            await set_level(network.log, elena, world.rooms[world.at], world.topic, level)
        case ("level of a room", int(room), str(level)):
            await set_room_level(network.log, elena, world.rooms[room], level)
        case ("leave", int(room)):
            await leave_room(network.log, elena, world.rooms[room])
        case ("come back", int(room)):
            await invite_to_room(network.log, network.ana, world.rooms[room], elena.id)
        case ("read notifications",):
            await mark_notifications(network.log, elena, 10**9)


def find_said(world: World, number: int) -> tuple[int, str]:
    posted, is_moving = world.said[-1 - number % len(world.said)]
    return (world.rooms[world.at] if is_moving else posted.room_id), posted.id


async def use(world: World, step: tuple[object, ...]) -> None:
    device = world.devices[int(str(step[1]))]
    match step:
        case ("send", _, int(stream)):
            await device.send(OWN if stream < 0 else world.rooms[stream])
        case ("hear", _, int(many)):
            device.hear(many)
        case ("cut", _):
            device.cut()
        case ("ask", _):
            await device.ask()
        case ("answer", _):
            device.take_answer()
        case ("mark", _, int(room), int(back)):
            await mark(world, device, world.rooms[room], None, back)
        case ("mark the topic", _, int(), int(back)):
            await mark(world, device, world.rooms[world.at], world.topic, back)


async def mark(world: World, device: Device, room_id: int, topic: int | None, back: int) -> None:
    """Mark what the device has seen as read, or a little less."""
    if place := device.rooms.get(room_id):
        seen = max(0, place.head - back)
        await mark_read(world.network.database, world.network.log, world.elena, room_id, seen, topic)
