"""One process's way to the service: what it offers, one text sent and checked, and a rest when it fails."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from balkancluster.i18n.detection import UNKNOWN, detect
from balkancluster.i18n.locales import language_of
from balkancluster.translation.breaker import Breaker
from balkancluster.translation.failures import GARBLED, LANGUAGE, OUTAGES, REJECTED, Failure
from balkancluster.translation.languages import Languages, Pair
from balkancluster.translation.markup import Packed, Phrases, pack, sentences, unpack
from balkancluster.translation.providers.provider import Provider

LOOK_AT_LANGUAGES_EVERY = 5.0
"""Seconds between two looks whether it is time to read them again."""

REFRESH_EVERY = 60 * 60.0
TRY_AGAIN_AFTER = 30.0
"""Seconds after which a service that did not say what it offers is asked again."""

SURE_LETTERS = 40
"""From so many letters on a text tells its language."""

_DETECTED = {"sr": "sr-Cyrl"}

BeforeAgain = Callable[[], Awaitable[None]]

logger = logging.getLogger(__name__)


class Translator:
    """What is known of the service in one process; without a provider it is off, and does nothing at all."""

    def __init__(self, provider: Provider | None, breaker: Breaker | None = None) -> None:
        self._provider = provider
        self.breaker = breaker or Breaker()
        self.languages = Languages()
        self.trouble = ""
        self._tasks: set[asyncio.Task[None]] = set()
        self._next_look = 0.0

    @property
    def is_on(self) -> bool:
        """Whether there is a service at all."""
        return self._provider is not None

    @property
    def name(self) -> str:
        """Return what the service is called."""
        return self._provider.name if self._provider else ""

    async def refresh(self) -> None:
        """Read what the service offers when it is time to; after a failure what was known stays."""
        now = asyncio.get_running_loop().time()
        if self._provider is None or now < self._next_look:
            return
        try:
            self.languages = await self._provider.read_languages()
        except Failure as failure:
            if self.trouble != failure.reason:
                logger.warning("languages of the translation service", extra={"trouble": failure.reason})
            self.trouble, self._next_look = failure.reason, now + TRY_AGAIN_AFTER
        else:
            self.trouble, self._next_look = "", now + REFRESH_EVERY

    def find_pair(self, source: str, target: str) -> Pair | None:
        """Return how to ask for a text with this tag in that language; None where it is not offered."""
        return self.languages.find_pair(source, target)

    async def translate(
        self,
        html: str,
        pair: Pair,
        target: str,
        phrases: Phrases,
        before_again: Callable[[], Awaitable[None]],
    ) -> str:
        """Return a message's HTML in another language. Raises Failure.

        What must not change is checked. Where the service could not keep terms and names it is asked once
        more without them, after `before_again`; code, links and mentions it must keep.
        """
        try:
            return await self._send(pack(html, phrases), pair, target)
        except Failure as failure:
            if failure.reason != GARBLED or not phrases:
                raise
        await before_again()
        return await self._send(pack(html, {}), pair, target)

    async def _send(self, packed: Packed, pair: Pair, target: str) -> str:
        if self._provider is None or not packed.letters:
            raise Failure(REJECTED)
        try:
            answer = await self._provider.translate(packed.html, pair)
        except Failure as failure:
            self.breaker.note(failure.reason in OUTAGES)
            raise
        self.breaker.note(is_outage=False)
        html = unpack(answer, packed)
        _ensure_language(html, target)
        return html

    def start(self) -> None:
        """Begin to read what the service offers: if it does not answer, nobody waits for their pages."""
        if self.is_on:
            self.begin(self.refresh())

    def begin(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Let a translation be made while nobody waits for it."""
        task = asyncio.create_task(work, name="translation")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def settle(self) -> None:
        """Return when nothing is under way."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Give up what is under way, and close every line; others take it on when their readers ask."""
        for task in self._tasks:
            task.cancel()
        await self.settle()
        if self._provider is not None:
            await self._provider.close()


def _ensure_language(html: str, target: str) -> None:
    """Refuse an answer that is plainly in another of our languages. Raises Failure."""
    text = " ".join(sentences(html))
    if sum(map(str.isalpha, text)) < SURE_LETTERS:
        return
    found = detect(text, _DETECTED.get(target, target))
    if found != UNKNOWN and language_of(found) != target:
        raise Failure(LANGUAGE)
