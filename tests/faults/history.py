"""What people did and saw while things broke: written by the scripted clients, judged by the checker."""

import asyncio
import time
from dataclasses import dataclass, field

POSTED = "message.posted"


@dataclass(frozen=True, slots=True)
class Said:
    """A message that somebody composed, whether or not it was ever answered.

    Messages of one `lane` were said one after the other, each when the one before was answered.
    """

    client_id: str
    who: str
    room: str
    body: str
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A 201 of the server: number and id of the message, and after how many seconds it came."""

    client_id: str
    room: str
    seq: int
    id: str
    duplicate: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a room's log, as somebody read or heard it. `body` is None once it was removed."""

    seq: int
    kind: str
    message: str
    client_id: str
    body: str | None
    actor: str = ""
    at: float = 0.0


@dataclass(eq=False)
class Watch:
    """One window on one room: what it took in, in order, from `start` on.

    `again` are events that came though the window had them, `repairs` how often it asked for what was
    missing, `gaps` the stretches that the server declared as not sent (from, to), `reloads` how often the
    window gave up.
    """

    who: str
    room: str
    epoch: str
    start: int
    taken: list[Happened] = field(default_factory=list)
    again: list[Happened] = field(default_factory=list)
    gaps: list[tuple[int, int]] = field(default_factory=list)
    repairs: int = 0
    reloads: int = 0
    connections: int = 0


@dataclass(frozen=True, slots=True)
class Badge:
    """What a person was shown as unread of a room, and what a fresh count of messages and marks gives."""

    who: str
    room: str
    shown: int
    counted: int


@dataclass
class History:
    """Everything of one test.

    `late` are sentences of clients about what did not come in time. After `patience` seconds without an
    answer somebody stops to resend.
    """

    patience: float = 60.0
    said: dict[str, Said] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    watches: list[Watch] = field(default_factory=list)
    badges: list[Badge] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    _came: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, answer: Answer) -> None:
        """Keep an answer."""
        self.answers.append(answer)
        self._came.set()

    async def answered_times(self, more: int) -> None:
        """Return once so many more messages were answered."""
        wanted = len(self.answers) + more
        while len(self.answers) < wanted:
            self._came.clear()
            await self._came.wait()

    def answered(self) -> dict[str, Answer]:
        """Return the first answer to each message that was answered."""
        first: dict[str, Answer] = {}
        for answer in self.answers:
            first.setdefault(answer.client_id, answer)
        return first


def now() -> float:
    """Return seconds on the one clock of the test."""
    return time.monotonic()
