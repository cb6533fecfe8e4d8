"""Whether those who listen still may, and as whom: asked at once when news says that somebody has changed.

News only says whom to ask about; the answer is the database's (D10). What no news told of, because a command
changed it or the bus was down, is found by the sweep of the hub, which ends sockets within a second or two,
and by `look_again`.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.database import Database
from balkancluster.jobs import Soon
from balkancluster.realtime.bus.news import Changed, Ended
from balkancluster.realtime.listener import Listener

FindEnded = Callable[[AsyncSession, Iterable[Actor]], Awaitable[set[Actor]]]
"""Given the actors of open sockets, return those whose session, token or account has ended."""

FindChanged = Callable[[AsyncSession, Iterable[Actor]], Awaitable[dict[Actor, Actor]]]
"""Given the actors of open sockets, return how those are today who are not as they were."""


async def find_nobody_changed(_session: AsyncSession, _actors: Iterable[Actor]) -> dict[Actor, Actor]:
    """Return that everybody is as before, where nobody can tell."""
    return {}


class Listening(Protocol):
    """What a review asks of the hub."""

    def open_listeners(self) -> Collection[Listener]:
        """Return every open socket."""

    def end(self, actors: Iterable[Actor]) -> None:
        """Silence and close every socket of these actors."""

    async def readmit(self, session: AsyncSession, listener: Listener, actor: Actor) -> None:
        """Let a socket hear only what this actor may hear."""


class Reviews:
    """Asks about actors of open sockets, many of them at once."""

    def __init__(
        self, database: Database, hub: Listening, find_ended: FindEnded, find_changed: FindChanged
    ) -> None:
        self._database = database
        self._hub = hub
        self._find_ended = find_ended
        self._find_changed = find_changed
        self._asked: set[Actor] = set()
        self._answer_soon = Soon("reviews", self._answer)

    def hear_ended(self, news: Ended, _node: str) -> None:
        """Somebody's sessions or tokens have ended, as a node says."""
        persons, sessions, tokens = set(news.persons), set(news.sessions), set(news.tokens)
        self._ask(
            actor
            for actor in self._actors()
            if actor.id in persons or actor.session_id in sessions or actor.token_id in tokens
        )

    def hear_changed(self, news: Changed, _node: str) -> None:
        """Somebody has another name or other rights, as a node says."""
        persons = set(news.persons)
        self._ask(actor for actor in self._actors() if actor.id in persons)

    def _actors(self) -> set[Actor]:
        return {listener.actor for listener in self._hub.open_listeners()}

    def _ask(self, actors: Iterable[Actor]) -> None:
        self._asked.update(actors)
        if self._asked:
            self._answer_soon()

    async def settle(self) -> None:
        """Return when everything that was asked is answered."""
        await self._answer_soon.settle()

    async def _answer(self) -> None:
        # What fails here, because the database does not answer, is found by the sweep when it does.
        actors, self._asked = self._asked, set()
        async with self._database.read() as session:
            ended = await self._find_ended(session, actors)
            self._hub.end(ended)
            await self._readmit(session, actors - ended)

    async def look_again(self) -> None:
        """Ask about everybody, for changes that no news told of."""
        if actors := self._actors():
            async with self._database.read() as session:
                await self._readmit(session, actors)

    async def _readmit(self, session: AsyncSession, actors: set[Actor]) -> None:
        changed = await self._find_changed(session, actors)
        for listener in list(self._hub.open_listeners()) if changed else ():
            if actor := changed.get(listener.actor):
                await self._hub.readmit(session, listener, actor)
