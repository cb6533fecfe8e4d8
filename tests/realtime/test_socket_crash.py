"""The server dies in the middle of a burst and comes back; the server is asked to stop and does."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from tests.realtime.sockets import Frame, Socket, message, open_socket
from tests.services.demo import StartDemo, busiest_room, signed_in_to_demo
from tests.services.program import Program

BROKEN = Path(__file__).parent / "broken_program.py"
BURST = 60
AT_ONCE = 8
ENOUGH = 12
MORE_THAN_BUFFERS_HOLD = 24
LONG = "Преговори о роковима и цени пређе трају, јављамо се чим стигне узорак. " * 100


@dataclass
class Writer:
    """Somebody who posts with client ids and keeps what was answered."""

    client: httpx2.AsyncClient
    room: str
    drafts: list[Frame] = field(default_factory=lambda: [message(f"poruka {n}") for n in range(BURST)])
    answers: dict[str, Frame] = field(default_factory=dict)
    is_in_the_middle: asyncio.Event = field(default_factory=asyncio.Event)

    async def post(self, draft: Frame) -> None:
        """Post a message and keep the answer; a dead line is no answer."""
        try:
            answer = await self.client.post(f"/api/v1/rooms/{self.room}/messages", json=draft)
        except httpx2.TransportError:
            return
        assert answer.status_code == httpx2.codes.CREATED, answer.text
        first = self.answers.setdefault(draft["client_id"], answer.json())
        assert first["id"] == answer.json()["id"], "a repeat became another message"
        if len(self.answers) >= ENOUGH:
            self.is_in_the_middle.set()

    async def post_all(self) -> None:
        """Post everything, a few at once, as many people would."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def post(draft: Frame) -> None:
            async with gate:
                await self.post(draft)

        await asyncio.gather(*(post(draft) for draft in self.drafts))


@asynccontextmanager
async def listening(client: httpx2.AsyncClient, url: str, room: Frame, after: int) -> AsyncIterator[Socket]:
    """Open a socket of a signed-in person that follows a room from a number on."""
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)
    async with open_socket(url, {"Cookie": cookies, "Origin": url}) as socket:
        await socket.greet()
        await socket.follow(room, after)
        yield socket


async def read_log(client: httpx2.AsyncClient, room: str, after: int) -> list[Frame]:
    """Return everything that the log has after a number."""
    events: list[Frame] = []
    while page := (
        await client.get(f"/api/v1/rooms/{room}/events?after={after + len(events)}&limit=500")
    ).json()["events"]:
        events += page
    return events


def heard_by(socket: Socket) -> list[tuple[int, str]]:
    """Return number and message of every event that came through a socket."""
    frames = [frame for frame in socket.heard if frame["t"] == "events"]
    return [(event["seq"], event["message"]["id"]) for frame in frames for event in frame["events"]]


async def live_through_a_crash(program: Program) -> None:
    """Ana and Elena talk fast while the server is killed and started again; then everything is compared."""
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        people = [await enter(signed_in_to_demo(program.url, name)) for name in ("ana", "elena")]
        room = await busiest_room(people[0])
        writers = [Writer(person, room["id"]) for person in people]
        before = [await enter(listening(person, program.url, room, room["head"])) for person in people]

        await die_in_the_middle(program, writers, before)
        await program.start()
        await asyncio.gather(*(writer.post_all() for writer in writers))

        log = await read_log(people[0], room["id"], room["head"])
        known = [(event["seq"], event["message"]["id"]) for event in log]
        ensure_kept(room["head"], log, writers)
        for person, socket in zip(people, before, strict=True):
            heard = heard_by(socket)
            last = heard[-1][0] if heard else room["head"]
            again = await enter(listening(person, program.url, room, last))
            if last < log[-1]["seq"]:
                await again.hear_events(log[-1]["seq"])
            assert heard + heard_by(again) == known, "a reader heard something else than the log holds"


async def die_in_the_middle(program: Program, writers: list[Writer], sockets: list[Socket]) -> None:
    """Kill the server between two answers of a burst."""
    ends = [asyncio.create_task(socket.hear_the_end()) for socket in sockets]
    bursts = [asyncio.create_task(writer.post_all()) for writer in writers]
    await asyncio.gather(*(writer.is_in_the_middle.wait() for writer in writers))
    await program.kill()
    await asyncio.gather(*bursts, *ends)
    assert any(len(writer.answers) < BURST for writer in writers), "the burst was over too soon"


def ensure_kept(head: int, log: list[Frame], writers: list[Writer]) -> None:
    """Compare what the log holds with what was said and what was answered."""
    assert [event["seq"] for event in log] == list(range(head + 1, head + len(log) + 1))
    answered = sorted(answer["id"] for writer in writers for answer in writer.answers.values())
    assert answered == sorted(event["message"]["id"] for event in log), "something is lost or doubled"
    said = sorted(draft["client_id"] for writer in writers for draft in writer.drafts)
    assert sorted(event["message"]["client_id"] for event in log) == said


async def test_a_crash_in_the_middle_of_a_burst_loses_and_doubles_nothing(start_demo: StartDemo) -> None:
    await live_through_a_crash(await start_demo())


@pytest.mark.parametrize("promise", ["answer-after-commit", "repeat-is-the-same"])
async def test_the_crash_test_sees_a_broken_promise(start_demo: StartDemo, promise: str) -> None:
    program = await start_demo(command=(sys.executable, str(BROKEN), promise))
    with pytest.raises(AssertionError, match=r"became another message|lost or doubled"):
        await live_through_a_crash(program)


async def test_clients_are_told_when_to_come_back(start_demo: StartDemo) -> None:
    program = await start_demo()
    async with signed_in_to_demo(program.url, "ana") as ana:
        room = await busiest_room(ana)
        async with listening(ana, program.url, room, room["head"] - 1) as socket:
            await socket.hear("events")
            stopping = asyncio.create_task(program.stop())
            bye = await socket.hear("bye")
            assert 500 <= bye["after_ms"] <= 5_000
            assert await socket.hear_the_end() == 1012
            await stopping


async def test_the_server_stops_in_time_though_somebody_never_reads(start_demo: StartDemo) -> None:
    program = await start_demo()
    async with signed_in_to_demo(program.url, "ana") as ana, signed_in_to_demo(program.url, "elena") as elena:
        room = await busiest_room(ana)
        cookies = f"session={elena.cookies['session']}"
        async with open_socket(program.url, {"Cookie": cookies, "Origin": program.url}, 4_096) as stuck:
            await stuck.greet()
            await stuck.follow(room, room["head"] - 1)
            await stuck.hear("events")
            for _ in range(MORE_THAN_BUFFERS_HOLD):
                await ana.post(f"/api/v1/rooms/{room['id']}/messages", json=message(LONG))
            began = time.monotonic()
            await program.stop()
            assert time.monotonic() - began < 10
