"""What the acts of a batch want to know before they do anything: asked in one statement for all of them.

A post asks where it goes. Fifty posts that are ready together would ask fifty times within one transaction,
and each visit to the database costs more than the answer; so an act can hand its question to the log.
"""

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import count_writes, has_unwritten

Ask = Callable[[AsyncSession, Sequence[Any]], Awaitable[Mapping[Any, Any]]]


@dataclass(frozen=True, slots=True)
class Question:
    """What `ask` answers `about` one thing of several; what it has no answer about is None."""

    ask: Ask
    about: Hashable


@dataclass(slots=True)
class Answers:
    """The questions of a batch that still wait, and those answers that are still true."""

    session: AsyncSession
    waiting: list[Question] = field(default_factory=list)
    _known: dict[Question, Any] = field(default_factory=dict)
    _writes: int = -1

    def take(self, question: Question) -> tuple[bool, Any]:
        """Return whether an answer is known, and the answer, which nobody is given a second time.

        It holds as long as nobody has written in this transaction since it was asked.
        """
        if self.waiting and self.waiting[0] == question:
            del self.waiting[0]
        if self._writes != count_writes(self.session) or has_unwritten(self.session):
            self._known.clear()
        if question in self._known:
            return True, self._known.pop(question)
        return False, None

    async def ask(self, question: Question) -> None:
        """Ask this question and all that still wait."""
        asked: dict[Ask, list[Hashable]] = {}
        for one in dict.fromkeys((question, *self.waiting)):
            asked.setdefault(one.ask, []).append(one.about)
        for ask, abouts in asked.items():
            found = await ask(self.session, abouts)
            self._known.update((Question(ask, about), found.get(about)) for about in abouts)
        self._writes = count_writes(self.session)
