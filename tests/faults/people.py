"""Scripted people: they post until they are answered, whatever breaks, and write down what they got."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx2

from balkancluster.database import new_id
from tests.faults.history import POSTED, Answer, Happened, History, Said, now
from tests.realtime.sockets import Frame

SITE = "https://klaster.example"
TRY_SECONDS = 8.0
COME_BACK = frozenset({429, 502, 503, 507})


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is signed in: id, name and the token of the session."""

    id: int
    name: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """Return what a browser sends for this person."""
        return {"Cookie": f"__Host-session={self.token}", "Origin": SITE}


class Person:
    """A member at a browser that knows the addresses of all nodes, as a proxy in front of them would."""

    def __init__(self, member: Member, addresses: Sequence[str], history: History) -> None:
        self.member = member
        self.name = member.name
        self.addresses = list(addresses)
        self.history = history
        self.marks: dict[str, int] = {}
        self._turn = 0
        self.refusals: list[int] = []
        limits = httpx2.Limits(max_connections=50, max_keepalive_connections=20)
        self.http = httpx2.AsyncClient(headers=member.headers, timeout=TRY_SECONDS, limits=limits)

    @property
    def address(self) -> str:
        """Return the node that this person talks to now."""
        return self.addresses[self._turn % len(self.addresses)]

    def go_elsewhere(self) -> None:
        """Try another node next time."""
        self._turn += 1

    async def close(self) -> None:
        """Leave."""
        await self.http.aclose()

    # Saying

    async def say(self, room: str, body: str, lane: str = "") -> Answer | None:
        """Compose a message and post it, again and again with one client id, until it is answered."""
        said = Said(new_id(), self.name, room, body, lane)
        self.history.said[said.client_id] = said
        return await self.post(said)

    async def post(self, said: Said) -> Answer | None:
        """Post what was composed until it is answered; write down, and return None, when nobody ever does."""
        ends = now() + self.history.patience
        while now() < ends and not self.http.is_closed:
            began = now()
            answer = await self.try_to("POST", f"/rooms/{said.room}/messages", json=body_of(said))
            if answer is not None and answer.status_code == httpx2.codes.CREATED:
                return self._note(said, answer.json(), now() - began)
            await self._wait(answer)
        self.history.late.append(f"{self.name} got no answer in {self.history.patience} s")
        return None

    def _note(self, said: Said, got: Frame, seconds: float) -> Answer:
        answer = Answer(said.client_id, said.room, got["seq"], got["id"], got["duplicate"], seconds)
        self.history.note(answer)
        return answer

    async def _wait(self, answer: httpx2.Response | None) -> None:
        if answer is not None:
            self.refusals.append(answer.status_code)
            if answer.status_code not in COME_BACK:
                self.history.late.append(
                    f"{self.name} was answered {answer.status_code}: {answer.text[:300]}"
                )
        asked = float(answer.headers.get("Retry-After", 0)) if answer is not None else 0.0
        self.go_elsewhere()
        await asyncio.sleep(min(asked, 1.0) + random.uniform(0.02, 0.2))

    async def talk(self, room: str, count: int, lane: str = "", pause: float = 0.0) -> None:
        """Say so many things one after the other."""
        lane = lane or f"{self.name} {new_id()}"
        for number in range(count):
            if await self.say(room, f"{self.name}: poruka {number}", lane) is None:
                return
            await asyncio.sleep(pause)

    async def take_back(self, room: str, answer: Answer | None) -> None:
        """Remove a message of one's own."""
        assert answer is not None
        done = await self.try_to("DELETE", f"/rooms/{room}/messages/{answer.id}")
        assert done is not None
        assert done.is_success, done.text

    # Asking

    async def try_to(self, method: str, path: str, **content: Any) -> httpx2.Response | None:
        """Send one request to the node of now; None when no answer came."""
        try:
            return await self.http.request(method, f"{self.address}/api/v1{path}", **content)
        except httpx2.TransportError:
            return None

    async def ask(self, path: str, seconds: float = 60.0) -> Frame:
        """Ask until somebody answers with 200. Raises AssertionError when nobody does."""
        ends = now() + seconds
        while now() < ends:
            answer = await self.try_to("GET", path)
            if answer is not None and answer.status_code == httpx2.codes.OK:
                found: Frame = answer.json()
                return found
            self.go_elsewhere()
            await asyncio.sleep(0.1)
        raise AssertionError(f"{self.name} got no answer to {path} in {seconds} s")

    async def read_up_to(self, room: str, seq: int) -> None:
        """Mark a room as read up to a number."""
        answer = await self.try_to("PUT", f"/rooms/{room}/read", json={"seq": seq})
        if answer is not None and answer.is_success:
            self.marks[room] = max(seq, self.marks.get(room, 0))

    async def room(self, room: str) -> Frame:
        """Return what the API says of a room."""
        return await self.ask(f"/rooms/{room}")

    async def read_log(self, room: str) -> list[Happened]:
        """Return the whole log of a room, as the node of now has it."""
        events: list[Happened] = []
        while page := (await self._read_page(room, events[-1].seq if events else 0)):
            events += page
        return events

    async def _read_page(self, room: str, after: int) -> list[Happened]:
        page = await self.ask(f"/rooms/{room}/events?after={after}&limit=500")
        return [happened(event) for event in page["events"]]


def body_of(said: Said) -> Frame:
    """Return the request body of a message."""
    return {"client_id": said.client_id, "body": said.body}


def happened(event: Frame) -> Happened:
    """Return an event of the API or the socket as the history keeps it."""
    message = event.get("message") or {}
    client_id = message.get("client_id", "") if event["kind"] == POSTED else ""
    actor = (event.get("actor") or {}).get("id", "")
    return Happened(
        seq=event["seq"],
        kind=event["kind"],
        message=message.get("id", ""),
        client_id=client_id,
        body=message.get("body"),
        actor=actor,
        at=now(),
    )
