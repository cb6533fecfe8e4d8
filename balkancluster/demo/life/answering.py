"""Answering newcomers: somebody of the room writes back after a while, in their own language."""

import asyncio
import logging
from collections import OrderedDict
from datetime import timedelta
from typing import Any

import msgspec

from balkancluster import clock
from balkancluster.demo.life.company import Company
from balkancluster.demo.life.newcomers import kind_of
from balkancluster.demo.life.pace import Allowance, Pace
from balkancluster.demo.life.script import Answers, in_the_words_of
from balkancluster.demo.life.voice import Voice
from balkancluster.demo.life.wire import Away, Refused
from balkancluster.i18n.locales import language_of

UNTIL_NOTICED = (2.0, 4.0)
UNTIL_BEGUN = (1.0, 3.0)
AN_HOUR, A_DAY = 60, 300
REMEMBERED = 500
STALE = timedelta(minutes=10)
"""What was said earlier, in a room found just now, waits for no answer any more."""

Message = dict[str, Any]
LOGGER = logging.getLogger("balkancluster.demo.life")


class Answering:
    """Takes the messages of visitors and sees that each conversation gets one answer."""

    def __init__(self, company: Company, answers: Answers, pace: Pace) -> None:
        self._company = company
        self._answers = answers
        self._pace = pace
        self._allowance = Allowance(pace.now, AN_HOUR, A_DAY)
        # The newest message of each conversation that nobody has answered yet.
        self._open: dict[tuple[str, str], Message] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._seen: OrderedDict[str, str] = OrderedDict()
        self._used: dict[str, list[str]] = {}

    def hear(self, room: str, message: Message) -> None:
        """Take in a message that was posted; everybody in the room hears it, one of them answers."""
        if message["id"] in self._seen:
            return
        author = message["author"]["id"]
        self._seen[message["id"]] = author
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        is_old = message["at"] < (clock.now() - STALE).isoformat()
        if is_old or self._company.is_ours(author, message["client_id"]):
            return
        self._company.visitors.note(author)
        conversation = (room, message["topic"])
        is_waited_for = conversation in self._open
        self._open[conversation] = message
        if not is_waited_for and self._allowance.has():
            task = asyncio.create_task(self._answer(conversation))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _answer(self, conversation: tuple[str, str]) -> None:
        room, topic = conversation
        try:
            await self._pace.pause(*UNTIL_NOTICED)
            voice = self._choose(room, self._open[conversation])
            if voice is None:
                # Who may answer has perhaps not found this room yet, and will hear of the message then.
                self._seen.pop(self._open[conversation]["id"], None)
            else:
                await voice.be_here()
                await voice.read(room, self._open[conversation]["seq"])
                await self._pace.pause(*UNTIL_BEGUN)
                words = self._words(voice, self._open[conversation])
                await voice.type_for(room, topic, words)
                await voice.say(room, words, topic=topic, **self._reply(room, self._open[conversation]))
                self._allowance.spend()
        except (Away, Refused, msgspec.MsgspecError) as error:
            LOGGER.debug("a newcomer was not answered: %s", error)
        finally:
            del self._open[conversation]

    def _reply(self, room: str, message: Message) -> dict[str, str]:
        is_direct = any(place.kind == "direct" for place in self._company.places(room))
        return {} if is_direct else {"reply_to": message["id"]}

    def _choose(self, room: str, message: Message) -> Voice | None:
        """Return who answers: who was asked by name, or whose words are answered, or anybody of the room.

        Of the others somebody who writes the language of the message, if there is one.
        """
        able = self._company.able_to_answer(room, message["author"]["id"])
        named = [voice for voice in able if f"@{self._company.name_of(voice)}" in (message["body"] or "")]
        answered = [voice for voice in able if voice.person == self._seen.get(message["reply_to"] or "")]
        fluent = [voice for voice in able if language_of(voice.locale) == language_of(message["lang"])]
        anybody = fluent or able
        return next(iter(named or answered), None) or (self._pace.chance.choice(anybody) if anybody else None)

    def _words(self, voice: Voice, message: Message) -> str:
        """Return a sentence that fits, and a new one of this member as long as there are any."""
        sentences = in_the_words_of(voice.key, voice.locale, self._answers[kind_of(message["body"] or "")])
        used = self._used.setdefault(voice.key, [])
        fresh = [sentence for sentence in sentences if sentence not in used] or sentences
        chosen = self._pace.chance.choice(fresh)
        used.append(chosen)
        return chosen
