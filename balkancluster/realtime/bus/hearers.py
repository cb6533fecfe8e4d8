"""Who hears which news in this process, and what is counted about it; the part that every bus shares."""

import logging
import secrets
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from balkancluster.realtime.bus.news import News

Kind = TypeVar("Kind")
Hear = Callable[[Kind, str], None]
"""Called with the news and the name of the node that told it; must not wait."""

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Counters:
    """What happened on a bus since the process began, in pieces of news.

    `failed` were told here but could not be sent, `refused` are payloads that none of our nodes can have
    sent, `reconnects` are times that the line was opened again, `gaps` times that something may have been
    missed.
    """

    published: int = 0
    failed: int = 0
    received: int = 0
    refused: int = 0
    reconnects: int = 0
    gaps: int = 0


class Hearers:
    """The local half of a bus."""

    def __init__(self) -> None:
        self.node = secrets.token_hex(8)
        self.counters = Counters()
        self._hearers: dict[type, list[Hear[Any]]] = defaultdict(list)
        self._acts_on_gap: list[Callable[[], None]] = []

    def listen(self, kind: type[Kind], hear: Hear[Kind]) -> None:
        """Call `hear` with all news of a kind from now on, whichever node told it."""
        self._hearers[kind].append(hear)

    def on_gap(self, act: Callable[[], None]) -> None:
        """Call `act` whenever news of other nodes may have been missed."""
        self._acts_on_gap.append(act)

    def tell(self, news: News, node: str) -> None:
        """Tell those who listen here; one that fails hinders nobody."""
        for hear in self._hearers[type(news)]:
            try:
                hear(news, node)
            except Exception:
                logger.exception("news was not taken", extra={"kind": type(news).__name__})

    def tell_gap(self) -> None:
        """Something may have been missed."""
        self.counters.gaps += 1
        for act in self._acts_on_gap:
            try:
                act()
            except Exception:
                logger.exception("a gap was not acted upon")
