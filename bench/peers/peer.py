"""What a peer is: a server to be compared with, and what has to be said of it beside its figures."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from bench.clients import Member
from bench.contestants import Contestant, Running
from bench.room import Load
from bench.tally import Tally

FULL = "SQLite, on the disk (FULL)"
AS_SHIPPED = "archive in SQLite, as shipped"


class Returning(Running, Protocol):
    """A room whose server gives a member what was said while they were away."""

    def place_of(self, member: Member) -> str:
        """Return where a member stands now, in the words of this server."""

    async def come_back(self, number: int, tally: Tally, place: str) -> Member:
        """Let a member in again who was away since then."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A contestant with its version, and how it keeps posts.

    `most_posts` and `rate` (posts a second, for what a single post takes) spare those that would need minutes
    for what others do in seconds; a row says what its rate was.
    """

    contestant: Contestant
    version: str
    stores: str
    most_posts: int = 100_000
    rate: float = 10.0
    is_installed: bool = False

    def load(self, wanted: Load) -> Load:
        """Return how hard this peer is worked."""
        return replace(
            wanted,
            messages=min(wanted.messages, self.most_posts),
            most_paced=min(wanted.most_paced, self.most_posts),
            rate=min(wanted.rate, self.rate),
            warm=min(wanted.warm, self.most_posts),
        )


class Start(Protocol):
    """Starts a server in an empty folder for so many members; returns its room."""

    async def __call__(self, folder: Path, members: int) -> Running:
        """Start it."""


@dataclass(frozen=True, slots=True)
class Started:
    """A contestant whose frames are as long as its own way of writing makes them."""

    name: str
    begin: Start

    async def start(self, folder: Path, members: int, frame_length: int) -> Running:
        """Start it."""
        return await self.begin(folder, members)
