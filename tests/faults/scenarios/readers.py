"""Readers stall, vanish, sleep and come in crowds (rows 16 to 19, 23, 29, 32, 33)."""

import asyncio
import contextlib
import random
from collections.abc import Callable
from pathlib import Path

from tests.faults.cluster import Cluster
from tests.faults.history import now
from tests.faults.people import Person
from tests.faults.scenarios.deploys import LONG
from tests.faults.scenarios.talking import TALKERS
from tests.faults.windows import Window
from tests.realtime.sockets import open_socket
from tests.services.program import Program
from tests.services.proxy import Proxy

BACK_SECONDS = 30.0
MEBIBYTE = 2**20


def open_sockets(node: Program) -> int:
    """Return how many sockets a node has open."""
    found = 0
    for path in Path(f"/proc/{node.pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            found += str(path.readlink()).startswith("socket:")
    return found


def memory(node: Program) -> int:
    """Return the bytes of memory that a node holds."""
    pages = int(Path(f"/proc/{node.pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * 4_096


async def one_stops_reading(cluster: Cluster, windows: int) -> None:
    """Row 16: one of many stops reading in a busy room; the others notice nothing, and it is let go."""
    room, node = await cluster.open_room(), cluster.nodes[0]
    opened = await cluster.windows_of([TALKERS[number % 3] for number in range(windows)], room)
    ana, vesna = cluster.person("ana"), cluster.world.members["vesna"]
    calm = await _delays(ana, opened, room["id"])
    sockets, held = open_sockets(node), memory(node)
    async with open_socket(node.url, vesna.headers, 4_096) as stuck:
        await stuck.greet()
        await stuck.follow(room)
        for _ in range(24):
            await ana.say(room["id"], LONG)
        stalled = await _delays(ana, opened, room["id"])
        await _until(lambda: open_sockets(node) <= sockets, "the socket of who never reads is still there")
    # Who waited for the stalled one would wait until it is cut, for seconds; less is a busy machine.
    assert stalled < 2 * calm + 0.5, f"others waited {stalled:.3f} s, before it was {calm:.3f} s"
    assert memory(node) < held + 16 * MEBIBYTE
    await cluster.judge()


async def _delays(ana: Person, windows: list[Window], room: str) -> float:
    """Return the 95th percentile of seconds from send to receipt, over some messages and all windows."""
    waits: list[float] = []
    for number in range(20):
        began = now()
        answer = await ana.say(room, f"Merenje {number}")
        assert answer
        await asyncio.gather(*(window.reach(answer.seq) for window in windows))
        waits += [window.watch.taken[-1].at - began for window in windows]
    return sorted(waits)[int(len(waits) * 0.95)]


async def _until(holds: Callable[[], bool], otherwise: str, seconds: float = BACK_SECONDS) -> None:
    """Wait until something holds that nobody tells us about. Raises AssertionError after some seconds."""
    ends = now() + seconds
    while not holds():
        assert now() < ends, otherwise
        await asyncio.sleep(0.1)


async def line_is_half_open(cluster: Cluster, seconds: float) -> None:
    """Row 17: the line of Elena dies without a word; her socket and her presence are gone in time."""
    room, node = await cluster.open_room("ana", "elena"), cluster.nodes[0]
    (ana,) = await cluster.windows_of(["ana"], room)
    sockets = open_sockets(node)
    async with Proxy(node.port) as wire:
        elena = await cluster.window(cluster.person("elena", [wire.url]), room)
        elena.reconnects = False
        assert elena.socket
        await elena.socket.say(t="here", room=room["id"], away=False)
        await present(ana, 1, 10)
        wire.swallow()
        await present(ana, 0, seconds)
        await _until(lambda: open_sockets(node) <= sockets, "the dead socket is still open", seconds)
        await elena.close()
    cluster.windows.remove(elena)
    cluster.history.watches.remove(elena.watch)
    await cluster.person("ana").say(room["id"], "Još smo tu")
    await cluster.judge()


async def present(window: Window, count: int, seconds: float) -> None:
    """Wait until a window was told that so many people are here."""

    def is_told() -> bool:
        told = [frame for frame in window.frames if frame["t"] == "presence"]
        return bool(told) and told[-1]["count"] == count

    await _until(is_told, f"{window.person.name} was not told that {count} people are here", seconds)


async def node_of_somebody_dies(cluster: Cluster, seconds: float) -> None:
    """Row 29: the node dies through which Elena was here; those on other nodes see her go."""
    room = await cluster.open_room("ana", "elena")
    ana = await cluster.window(cluster.person("ana", [cluster.nodes[0].url]), room)
    elena = await cluster.window(cluster.person("elena", [cluster.nodes[-1].url]), room)
    assert elena.socket
    await elena.socket.say(t="here", room=room["id"], away=False)
    await present(ana, 1, 10)
    await cluster.nodes[-1].kill()
    await present(ana, 0, seconds)
    await cluster.nodes[-1].start()
    await cluster.person("ana").say(room["id"], "Vidimo se")
    await cluster.judge()


async def everybody_comes_back(cluster: Cluster, windows: int) -> None:
    """Rows 18 and 19: so many windows at once, and again at once when their node is killed."""
    room = await cluster.open_room()
    names = ("ana", "elena", "boris", "vesna", "dragan")
    people = [cluster.person(names[number % 5], [cluster.nodes[0].url]) for number in range(windows)]
    spare = [node.url for node in cluster.nodes[1:]] or [cluster.nodes[0].url]
    began = now()
    opened = await asyncio.gather(*(cluster.window(person, room) for person in people))
    assert now() - began < 60
    for person in people:
        random.shuffle(spare)
        person.addresses = list(spare)
    await cluster.nodes[0].kill()
    began = now()
    starting = asyncio.create_task(cluster.nodes[0].start())
    await asyncio.gather(*(window.opened_again() for window in opened))
    assert now() - began < BACK_SECONDS, "not everybody was back in time"
    await starting
    await cluster.person("ana").say(room["id"], "Svi smo tu")
    await cluster.judge()


async def a_frame_is_dropped(cluster: Cluster) -> None:
    """Row 23: a proxy loses one frame in the middle, and then the last one; both gaps are filled."""
    room = await cluster.open_room()
    async with Proxy(cluster.nodes[0].port) as wire:
        elena = await cluster.window(cluster.person("elena", [wire.url]), room)
        ana = cluster.person("ana")
        await ana.say(room["id"], "Stiže")
        wire.drop_next(lambda frame: b'"t":"events"' in frame)
        lost = await ana.say(room["id"], "Ne stiže")
        found = await ana.say(room["id"], "Otkriva prazninu")
        assert lost
        assert found
        await elena.reach(found.seq)
        wire.drop_next(lambda frame: b'"t":"events"' in frame)
        last = await ana.say(room["id"], "Poslednja se gubi")
        assert last
        await elena.reach(last.seq, cluster.patience)
        assert wire.dropped == 2
        assert elena.watch.repairs == 2, "not every gap was asked for"
        await cluster.judge()
        await cluster.leave()


async def proxy_cuts_idle_lines(cluster: Cluster, seconds: float) -> None:
    """Row 32: a proxy cuts what is silent; the heartbeat keeps the line of somebody who only reads."""
    room = await cluster.open_room()
    async with Proxy(cluster.nodes[0].port) as wire:
        wire.idle_seconds = seconds
        elena = await cluster.window(cluster.person("elena", [wire.url]), room)
        await asyncio.sleep(3 * seconds)
        assert elena.watch.connections == 1, "the line was cut"
        await cluster.person("ana").say(room["id"], "Tišina nije kraj")
        await cluster.judge()
        await cluster.leave()


async def laptop_sleeps(cluster: Cluster, messages: int) -> None:
    """Row 33: a laptop sleeps while much is said; it is told of the gap, and its badge is right."""
    room = await cluster.open_room("ana", "elena")
    async with Proxy(cluster.nodes[0].port) as wire:
        elena = await cluster.window(cluster.person("elena", [wire.url]), room)
        answer = await cluster.person("ana").say(room["id"], "Laku noć")
        assert answer
        await elena.reach(answer.seq)
        wire.swallow()
        for number in range(messages):
            await cluster.say_elsewhere("ana", room, f"Noću {number}")
        wire.let_through()
        wire.cut()
        await elena.opened_again()
        await cluster.judge()
        assert elena.watch.gaps, "nobody was told of the gap"
        await cluster.leave()
