"""The nodes of one test: real processes on one database, and the scripted people who use them."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from balkancluster.database import new_id
from tests.faults.checker import Logs, ensure_no_fault, find_faults
from tests.faults.fail_points import TRAPS
from tests.faults.history import POSTED, Badge, History, Said
from tests.faults.people import SITE, Person
from tests.faults.services import NODES, Services
from tests.faults.windows import CONVERGED_SECONDS, Window
from tests.faults.world import World
from tests.realtime.sockets import Frame
from tests.services.house import ROOT
from tests.services.program import Program

PRODUCT = (sys.executable, "-m", "balkancluster")
RUNNER = (sys.executable, "-m", "tests.faults.mutant")


class Cluster:
    """`names` are the mutants and fail points of every node; without them it is the product as it is."""

    def __init__(
        self,
        world: World,
        folder: Path,
        services: Services,
        where: str,
        names: str = "",
        *,
        nodes: int = 0,
        bus_url: str = "",
        mail_url: str = "",
    ) -> None:
        self.world = world
        self.folder = folder
        self.services = services
        self.where = where
        self.bus_url = bus_url or services.bus_url(where)
        self.mail_url = mail_url
        self.history = History()
        self.patience = CONVERGED_SECONDS
        self.rooms: list[Frame] = []
        self.people: list[Person] = []
        self.windows: list[Window] = []
        self.nodes = [self.make_node(names) for _ in range(nodes or NODES[where])]

    def make_node(self, names: str = "") -> Program:
        """Return one more node, not yet started."""
        command = (*RUNNER, names) if names else PRODUCT
        environment = {
            "BALKANCLUSTER_DATABASE_URL": self.world.database_url,
            "BALKANCLUSTER_BASE_URL": SITE,
            "BALKANCLUSTER_ALLOWED_HOSTS": "klaster.example,127.0.0.1",
            "BALKANCLUSTER_SECRET": "0123456789abcdefghijklmnopqrstuvwxyz",
            "BALKANCLUSTER_BUS_URL": self.bus_url,
            "BALKANCLUSTER_MAIL_URL": self.mail_url,
            "PYTHONPATH": str(ROOT),
            TRAPS: str(self.folder),
        }
        return Program(self.folder, "serve", command=command, environment=environment)

    async def start(self) -> None:
        """Start everything that does not run."""
        self.services.heal(self.where)
        await asyncio.gather(*(node.start() for node in self.nodes if not node.is_running))

    async def close(self) -> None:
        """Send everybody home and stop every node."""
        await self.leave()
        await asyncio.gather(*(node.stop() for node in self.nodes))
        await self.world.close()

    async def leave(self) -> None:
        """Send everybody home and forget what they did; the nodes go on."""
        await asyncio.gather(*(window.close() for window in self.windows))
        await asyncio.gather(*(person.close() for person in self.people))
        self.history, self.rooms, self.people, self.windows = History(), [], [], []

    # People

    def set_trap(self, name: str) -> None:
        """Let the node that comes to this fail point next fall into it."""
        (self.folder / name).touch()

    async def open_room(self, *names: str) -> Frame:
        """Open a room for this test."""
        self.rooms.append(room := await self.world.open_room(*names))
        return room

    def person(self, name: str, addresses: Sequence[str] = (), first: int = 0) -> Person:
        """Let somebody in; without addresses they know all nodes, and begin with the node number `first`."""
        urls = [node.url for node in self.nodes]
        known = list(addresses) or urls[first % len(urls) :] + urls[: first % len(urls)]
        person = Person(self.world.members[name], known, self.history)
        self.people.append(person)
        return person

    async def window(self, person: Person, room: Frame, after: int | None = None) -> Window:
        """Open a page on a room and return once it hears."""
        window = Window(person, room, after)
        self.windows.append(window)
        await window.opened()
        return window

    async def windows_of(self, names: Sequence[str], room: Frame) -> list[Window]:
        """Open a page for each of these people, spread over the nodes."""
        people = [self.person(name, first=number) for number, name in enumerate(names)]
        return [await self.window(person, room) for person in people]

    async def say_elsewhere(self, name: str, room: Frame, body: str) -> None:
        """Let somebody say something through another process, of which no node is told."""
        said = Said(new_id(), name.capitalize(), room["id"], body)
        self.history.said[said.client_id] = said
        await self.world.post(name, said)

    # Judgement

    async def converge(self) -> None:
        """Wait until every window has everything that is in its room; what does not come is written down."""
        ana = self.person("ana", [node.url for node in self.nodes if node.is_running])
        heads = {room["id"]: (await ana.room(room["id"]))["head"] for room in self.rooms}
        await asyncio.gather(*(window.reach(heads[window.room], self.patience) for window in self.windows))

    async def read_logs(self) -> Logs:
        """Return the log of every room as every running node has it."""
        logs: Logs = {}
        for room in self.rooms:
            logs[room["id"]] = {}
            for number, node in enumerate(self.nodes, 1):
                if node.is_running:
                    reader = self.person("ana", [node.url])
                    logs[room["id"]][f"node {number}"] = await reader.read_log(room["id"])
        return logs

    async def look_at_badges(self, logs: Logs) -> None:
        """Compare what each person is shown as unread with a count of the log and of their own marks."""
        for room in self.rooms:
            log = next(iter(logs[room["id"]].values()))
            removed = {event.message for event in log if event.kind == "message.removed"}
            here = {person.name.lower() for person in self.people}.difference(room.get("gone", ()))
            for name in sorted(here):
                person = self.person(name, [node.url for node in self.nodes if node.is_running])
                read = max([room["head"], *(p.marks.get(room["id"], 0) for p in self._same(person))])
                new = [
                    event
                    for event in log
                    if event.kind == POSTED
                    and event.seq > read
                    and event.message not in removed
                    and event.actor != str(person.member.id)
                ]
                shown = (await person.room(room["id"]))["unread"]
                self.history.badges.append(Badge(person.name, room["id"], shown, min(len(new), 1_000)))

    def _same(self, person: Person) -> list[Person]:
        return [other for other in self.people if other.member.id == person.member.id]

    async def judge(self) -> None:
        """Let everything settle, then prove that every promise was kept."""
        ensure_no_fault(self.history, await self._settle())

    async def find_faults(self) -> list[str]:
        """Let everything settle and return every broken promise."""
        return find_faults(self.history, await self._settle())

    async def _settle(self) -> Logs:
        await self.converge()
        logs = await self.read_logs()
        await self.look_at_badges(logs)
        return logs
