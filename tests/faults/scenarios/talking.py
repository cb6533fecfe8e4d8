"""Three people who talk in one room, one thing after the other, while something is broken."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.faults.cluster import Cluster
from tests.faults.people import Person
from tests.faults.windows import Window
from tests.realtime.sockets import Frame

TALKERS = ("ana", "elena", "boris")
PATIENCE = 60.0


class Talk:
    """The talk that goes on: its room, and the windows in which the three of them follow it."""

    def __init__(self, cluster: Cluster, room: Frame, people: list[Person], windows: list[Window]) -> None:
        self.cluster = cluster
        self.room = room
        self.people = people
        self.windows = windows
        self._ends = asyncio.Event()

    async def answered(self, more: int) -> None:
        """Return once so many more messages were answered."""
        async with asyncio.timeout(PATIENCE):
            await self.cluster.history.answered_times(more)

    async def talk(self, person: Person) -> None:
        """Say one thing after the other until the end."""
        for number in itertools.count():
            if self._ends.is_set():
                return
            if await person.say(self.room["id"], f"{person.name}: poruka {number}", person.name) is None:
                return

    def end(self) -> None:
        """Let everybody finish the sentence."""
        self._ends.set()


@asynccontextmanager
async def talking(cluster: Cluster, nodes: int = 0, room: Frame | None = None) -> AsyncIterator[Talk]:
    """Let three people talk on the first `nodes` nodes (on all without it); everybody has a window open."""
    room = room or await cluster.open_room()
    windows = await cluster.windows_of(TALKERS, room)
    urls = [node.url for node in cluster.nodes[: nodes or None]]
    people = [cluster.person(name, urls[turn % len(urls) :] + urls) for turn, name in enumerate(TALKERS)]
    talk = Talk(cluster, room, people, windows)
    tasks = [asyncio.create_task(talk.talk(person)) for person in people]
    try:
        yield talk
    finally:
        talk.end()
        await asyncio.gather(*tasks)
