"""What happened, told inside the transaction in which it happens to whoever takes part in it.

A feature makes its own pieces of news; app.py registers who hears which. So news goes up the house although
nobody imports upwards, and either all of it is committed or nothing.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import Database
from balkancluster.errors import Conflict
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Act, Result, Transaction

ATTEMPTS = 5

News = TypeVar("News")
Hear = Callable[[Transaction, News], Awaitable[None]]
FindStreams = Callable[[AsyncSession, News], Awaitable[set[int]]]


class StreamsMoved(Conflict):
    """Who hears the news has to record in a stream that was not locked for it."""


@dataclass(frozen=True, slots=True)
class _Hearer:
    hear: Hear[Any]
    find_streams: FindStreams[Any] | None


class Announcer:
    """Who hears which kind of news; `log` is where it is told."""

    def __init__(self, database: Database, log: Log) -> None:
        self._database = database
        self.log = log
        self._hearers: dict[type, list[_Hearer]] = defaultdict(list)

    def register(
        self, kind: type[News], hear: Hear[News], find_streams: FindStreams[News] | None = None
    ) -> None:
        """Let `hear` take part whenever news of this kind is told, after those registered before.

        `find_streams` names the streams it will record in. It is asked before the transaction begins; what
        is missing then, `hear` says by StreamsMoved, and everything is tried again.
        """
        self._hearers[kind].append(_Hearer(hear, find_streams))

    async def append(self, news: object, act: Act[Result], streams: tuple[int, ...] = ()) -> Result:
        """Run an act of the log and, in the same transaction after it, everybody who hears the news.

        `streams` are those of the act itself. Raises what any of them raised: nothing has happened then.
        """

        async def act_and_tell(transaction: Transaction) -> Result:
            result = await act(transaction)
            await self.tell(transaction, news)
            return result

        for attempt in range(ATTEMPTS):
            try:
                found = await self._find_streams(news)
                return await self.log.append((*streams, *sorted(found)), act_and_tell)
            except StreamsMoved:
                if attempt == ATTEMPTS - 1:
                    raise
        raise StreamsMoved

    async def tell(self, transaction: Transaction, news: object) -> None:
        """Tell news from within an act whose streams are locked already."""
        for hearer in self._hearers[type(news)]:
            await hearer.hear(transaction, news)

    async def _find_streams(self, news: object) -> set[int]:
        found: set[int] = set()
        async with self._database.read() as session:
            for hearer in self._hearers[type(news)]:
                if hearer.find_streams:
                    found |= await hearer.find_streams(session, news)
        return found
