"""Whatever is said, read, joined, left and moved: what was read stays read, and nothing else is (D16)."""

from dataclasses import dataclass, field

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from balkancluster.access import Actor
from balkancluster.rooms.marking import mark_read
from balkancluster.rooms.memberships import invite_to_room, leave_room
from balkancluster.rooms.messages import read_page
from balkancluster.rooms.moving import move_topic
from balkancluster.rooms.posting import remove_message
from balkancluster.rooms.unread import count_unread
from tests.people import Network

READERS = ("elena", "dragan", "vesna")
ROOMS = (0, 1)

steps = st.lists(
    st.one_of(
        st.just(("say",)),
        st.just(("say elsewhere",)),
        st.just(("move",)),
        st.just(("remove",)),
        st.tuples(st.just("read"), st.sampled_from(READERS), st.integers(0, 6)),
        st.tuples(st.just("join"), st.sampled_from(READERS), st.sampled_from(ROOMS)),
        st.tuples(st.just("leave"), st.sampled_from(READERS), st.sampled_from(ROOMS)),
    ),
    min_size=4,
    max_size=16,
)


@dataclass
class Model:
    """What a topic and its readers should look like.

    `read` holds the messages each reader has read, `before` those said before they came: these count as read
    as long as the reader stays, and for good once the topic has moved.
    """

    rooms: tuple[int, int]
    topic: int
    at: int = 0
    said: list[str] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    members: set[tuple[str, int]] = field(default_factory=set)
    read: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in READERS})
    before: dict[tuple[str, int], set[str]] = field(default_factory=dict)

    @property
    def here(self) -> int:
        return self.rooms[self.at]

    def unread(self, name: str) -> int:
        before = self.before.get((name, self.at), set())
        return len(set(self.said) - self.removed - self.read[name] - before)

    def move(self) -> None:
        for (name, room), before in self.before.items():
            if room == self.at:
                self.read[name] |= before
        self.before.clear()
        self.at = 1 - self.at


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=steps)
@example([("join", "elena", 0), ("leave", "elena", 0), ("join", "elena", 1), ("move",)])
@example([("join", "elena", 0), ("join", "elena", 1), ("say",), ("move",), ("leave", "elena", 1), ("say",)])
async def test_what_was_read_stays_read_and_nothing_else_is(
    network: Network, walk: list[tuple[str, ...]]
) -> None:
    rooms = (await network.open_room(network.ana), await network.open_room(network.ana))
    first = await network.say(network.ana, rooms[0], "Prva", new_topic="Tema koja se seli")
    model = Model(rooms, first.topic_id, said=[first.id])
    for step in walk:
        await take(network, model, step)
        for name, room in sorted(model.members):
            if room == model.at:
                assert await unread_of(network, getattr(network, name), model) == model.unread(name), step


async def take(network: Network, model: Model, step: tuple[str, ...]) -> None:
    match step:
        case ("say",):
            posted = await network.say(network.ana, model.here, "Reč", topic_id=model.topic)
            model.said.append(posted.id)
        case ("say elsewhere",):
            for room in model.rooms:
                await network.say(network.ana, room, "Druga tema")
        case ("move",):
            there = model.rooms[1 - model.at]
            await move_topic(network.log, network.ana, model.here, model.topic, there)
            model.move()
        case ("remove",):
            await remove_oldest(network, model)
        case ("read", name, how_far):
            await read_to(network, model, name, int(how_far))
        case (act, name, room):
            await come_or_go(network, model, act, name, int(room))


async def remove_oldest(network: Network, model: Model) -> None:
    for id_ in model.said:
        if id_ not in model.removed:
            await remove_message(network.log, network.ana, model.here, id_)
            model.removed.add(id_)
            return


async def read_to(network: Network, model: Model, name: str, how_far: int) -> None:
    if (name, model.at) not in model.members:
        return
    async with network.database.read() as session:
        page = await read_page(session, model.here, topic_id=model.topic, before=None, limit=100)
    last = page[min(how_far, len(page) - 1)]
    await mark_read(network.database, network.log, getattr(network, name), model.here, last.seq, model.topic)
    model.read[name] |= {message.id for message in page if message.seq <= last.seq}


async def come_or_go(network: Network, model: Model, act: str, name: str, room: int) -> None:
    is_in = (name, room) in model.members
    who = getattr(network, name)
    if act == "join" and not is_in:
        await invite_to_room(network.log, network.ana, model.rooms[room], who.id)
        model.members.add((name, room))
        if room == model.at:
            model.before[name, room] = set(model.said)
    elif act == "leave" and is_in:
        await leave_room(network.log, who, model.rooms[room])
        model.members.remove((name, room))
        model.before.pop((name, room), None)


async def unread_of(network: Network, who: Actor, model: Model) -> int:
    async with network.database.read() as session:
        return (await count_unread(session, who.id, [model.here]))[model.topic].count
