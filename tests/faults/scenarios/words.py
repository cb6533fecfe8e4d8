"""People talk, read, edit and take back, and nothing dies: what must hold at any moment (rows 22, 26)."""

import asyncio

from tests.faults.cluster import Cluster
from tests.faults.scenarios.talking import TALKERS

QUIET_SECONDS = 3.0


async def two_rooms_at_once(cluster: Cluster) -> None:
    """Everybody talks in two rooms at the same time; each has its own numbers."""
    rooms = [await cluster.open_room(), await cluster.open_room()]
    for room in rooms:
        await cluster.windows_of(TALKERS, room)
    people = [cluster.person(name, first=number) for number, name in enumerate(TALKERS)]
    await asyncio.gather(*(person.talk(room["id"], 15) for person in people for room in rooms))
    await cluster.judge()


async def nothing_is_hinted(cluster: Cluster) -> None:
    """Row 22: every hint is lost; each message is with everybody within three seconds all the same."""
    room = await cluster.open_room()
    windows = await cluster.windows_of(TALKERS, room)
    ana = cluster.person("ana")
    for number in range(3):
        answer = await ana.say(room["id"], f"Tišina {number}")
        assert answer
        await asyncio.gather(*(window.reach(answer.seq, QUIET_SECONDS) for window in windows))
        if cluster.history.late:
            break
    await cluster.judge()


async def badges_under_way(cluster: Cluster) -> None:
    """Rows 5 and 33: messages come and are taken back while the same person reads on two devices."""
    room = await cluster.open_room()
    await cluster.windows_of(TALKERS, room)
    ana, elena = cluster.person("ana"), cluster.person("elena")
    other = cluster.person("elena", first=len(cluster.nodes) - 1)
    answers = [await ana.say(room["id"], f"Za čitanje {number}") for number in range(6)]
    seqs = [answer.seq for answer in answers if answer]
    await cluster.look_at_badges(await cluster.read_logs())
    await asyncio.gather(elena.read_up_to(room["id"], seqs[3]), other.read_up_to(room["id"], seqs[1]))
    await ana.take_back(room["id"], answers[5])
    await cluster.judge()
