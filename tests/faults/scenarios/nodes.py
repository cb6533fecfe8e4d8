"""Nodes die, are stopped and come back while people talk (rows 1 to 4, 20)."""

import asyncio

from tests.faults.cluster import Cluster
from tests.faults.history import Said
from tests.faults.scenarios.talking import TALKERS, talking

DEATHS = 3
ANSWERS_BETWEEN = 12
QUIET_SECONDS = 3.0


async def dies_in_a_burst(cluster: Cluster) -> None:
    """Row 1: a node is killed in the middle of a burst, three times; a proxy would send people elsewhere."""
    async with talking(cluster) as talk:
        for death in range(DEATHS):
            await talk.answered(ANSWERS_BETWEEN)
            node = cluster.nodes[death % len(cluster.nodes)]
            await node.kill()
            await node.start()
        await talk.answered(ANSWERS_BETWEEN)
    await cluster.judge()


async def dies_at(cluster: Cluster, trap: str) -> None:
    """Row 2: the node that serves Ana dies between commit and answer; her repeat is the same message."""
    room = await cluster.open_room()
    windows = await cluster.windows_of(TALKERS, room)
    ana = cluster.person("ana")
    await ana.say(room["id"], "Pre svega")
    cluster.set_trap(trap)
    said = asyncio.create_task(ana.say(room["id"], "U najgorem trenutku"))
    await cluster.nodes[0].ended()
    if len(cluster.nodes) > 1:
        head = (await cluster.person("elena", first=1).room(room["id"]))["head"]
        await asyncio.gather(*(window.reach(head, QUIET_SECONDS) for window in windows[1:]))
    await cluster.nodes[0].start()
    answer = await said
    assert answer is not None
    assert answer.duplicate, "the message was committed, so a repeat is a duplicate"
    await cluster.judge()


async def same_send_three_times(cluster: Cluster) -> None:
    """Row 20: one message is posted three times at once, on two nodes where there are two."""
    room = await cluster.open_room()
    await cluster.windows_of(TALKERS, room)
    people = [cluster.person("ana", first=number % len(cluster.nodes)) for number in range(3)]
    for number in range(10):
        said = Said(
            f"00000000-0000-7000-8000-{room['id']:0>8}{number:04}", "Ana", room["id"], f"Triput {number}"
        )
        cluster.history.said[said.client_id] = said
        await asyncio.gather(*(person.post(said) for person in people))
    await cluster.judge()
