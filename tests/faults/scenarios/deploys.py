"""A node is asked to stop, as by every deploy (rows 3 and 4)."""

import asyncio

from tests.faults.cluster import Cluster
from tests.faults.history import now
from tests.realtime.sockets import open_socket

BACK_SECONDS = 30.0
STOP_SECONDS = 10.0
MORE_THAN_BUFFERS_HOLD = 24
LONG = "Преговори о роковима и цени пређе трају, јављамо се чим стигне узорак. " * 100
SOON_MS = range(500, 5_001)


async def rolls(cluster: Cluster, windows: int) -> None:
    """Row 3: each node is stopped and started, one after the other, while so many windows are open."""
    names = ("ana", "elena", "boris", "vesna")
    room = await cluster.open_room()
    opened = await cluster.windows_of([names[number % len(names)] for number in range(windows)], room)
    talk = asyncio.create_task(cluster.person("dragan").talk(room["id"], 30, pause=0.1))
    began = now()
    for node in cluster.nodes:
        await node.stop()
        await node.start()
    await asyncio.gather(*(window.opened() for window in opened))
    seconds = now() - began
    await talk
    told = [frame["after_ms"] for window in opened for frame in window.frames if frame["t"] == "bye"]
    assert len(told) >= windows, "not everybody was told that the server stops"
    assert all(after_ms in SOON_MS for after_ms in told)
    assert {code for window in opened for code in window.codes} == {1012}
    assert seconds < BACK_SECONDS * len(cluster.nodes)
    await cluster.judge()


async def stops_though_somebody_never_reads(cluster: Cluster) -> None:
    """Row 4: the node ends in time, although one peer has not read for a long while."""
    room = await cluster.open_room()
    await cluster.windows_of(["ana"], room)
    ana, elena = cluster.person("ana"), cluster.world.members["elena"]
    async with open_socket(cluster.nodes[0].url, elena.headers, 4_096) as stuck:
        await stuck.greet()
        await stuck.follow(room)
        for _ in range(MORE_THAN_BUFFERS_HOLD):
            await ana.say(room["id"], LONG)
        began = now()
        await cluster.nodes[0].stop()
        assert now() - began < STOP_SECONDS
    await cluster.nodes[0].start()
    await cluster.judge()
