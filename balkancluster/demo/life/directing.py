"""Which scene is played next, and how its people come to speak one after another."""

import logging
from datetime import timedelta
from typing import Any

import msgspec

from balkancluster import clock
from balkancluster.demo.content import FRONT_DOOR, Content
from balkancluster.demo.life.company import Company
from balkancluster.demo.life.pace import Allowance, Pace
from balkancluster.demo.life.script import Line, Placed
from balkancluster.demo.life.voice import Voice
from balkancluster.demo.life.wire import Away, Refused
from balkancluster.demo.wording import write_out

REST = timedelta(hours=20)
"""A scene is not heard again before this has passed, also when the demo was started anew in between."""

SOON, WATCHED, ALONE = (2.0, 7.0), (14.0, 45.0), (300.0, 900.0)
"""Seconds between two lines: while a newcomer looks around, later, and when nobody has a page open."""

LINES_SOON = 4
UNTIL_MENDED = (5.0, 9.0)
UNTIL_LIKED = (4.0, 12.0)
AN_HOUR, A_DAY = 90, 400
ALONE_A_DAY = 24
LOGGER = logging.getLogger("balkancluster.demo.life")


class Directing:
    """Plays scenes for ever: in an order of chance, and none twice before all were played."""

    def __init__(self, company: Company, content: Content, scenes: tuple[Placed, ...], pace: Pace) -> None:
        self._company = company
        self._pace = pace
        self._names = content.names()
        self._scenes = scenes
        front_door = {person.key for person in content.people if person.email in FRONT_DOOR}
        self._seen_by_all = {room.slug for room in content.rooms if front_door <= set(room.members)}
        self._allowance = Allowance(pace.now, AN_HOUR, A_DAY)
        self._alone = Allowance(pace.now, ALONE_A_DAY, ALONE_A_DAY)
        self._deck: list[Placed] = []
        self._lines_soon = LINES_SOON

    async def run(self) -> None:
        """Let something happen again and again, until cancelled."""
        for voice in self._company.scripted:
            await voice.is_open.wait()
        while True:
            scene = self._draw()
            try:
                if not self._may(acts_of(scene)) or not await self.play(scene):
                    await self._fidget()
            except (Away, Refused, msgspec.MsgspecError) as error:
                LOGGER.debug("the scene %s ended early: %s", scene.scene.key, error)
                await self._pace.pause(*WATCHED)

    def _draw(self) -> Placed:
        if not self._deck:
            self._deck = list(self._scenes)
            self._pace.chance.shuffle(self._deck)
            # The last is drawn first; a newcomer is in the rooms that all of the front door share.
            self._deck.sort(
                key=lambda placed: placed.room in self._seen_by_all and self._pace.chance.random() < 0.6
            )
        return self._deck.pop()

    def _may(self, acts: int) -> bool:
        return self._allowance.has(acts) and (self._company.visitors.are_here or self._alone.has(acts))

    async def play(self, placed: Placed) -> bool:
        """Play one scene; return whether it could be. Raises Away, Refused."""
        scene = placed.scene
        room = self._company.find_room(placed.room)
        speakers = [self._company.voices.get(line.who) for line in scene.lines]
        if room is None or any(voice is None or room not in voice.places for voice in speakers):
            return False
        first = self._company.voices[scene.lines[0].who]
        topic = (await first.find_topics(room)).get(scene.topic)
        if topic and await self._was_said(first, room, topic, scene.lines[0]):
            return False
        said: list[Any] = []
        for line in scene.lines:
            await self._wait()
            where = {"topic": topic} if topic else {"new_topic": {"title": scene.topic}}
            said.append(await self._speak(room, topic, line, where, said))
            topic = said[-1]["topic"]
        return True

    async def _was_said(self, voice: Voice, room: str, topic: str, line: Line) -> bool:
        since = (clock.now() - REST).isoformat()
        wordings = {self._write(line, line.say), self._write(line, line.typo or line.say)}
        newest = await voice.read_newest(room, topic)
        return any(message["body"] in wordings and message["at"] > since for message in newest)

    async def _wait(self) -> None:
        visitors = self._company.visitors
        if visitors.are_here or self._lines_soon == LINES_SOON:
            soon = self._lines_soon > 0
            self._lines_soon -= 1
            await self._pace.pause(*(SOON if soon else WATCHED))
            return
        await self._pace.pause_until(visitors.came, *ALONE)
        self._lines_soon = max(self._lines_soon, LINES_SOON - 1)

    async def _speak(
        self, room: str, topic: str | None, line: Line, where: dict[str, Any], said: list[Any]
    ) -> dict[str, Any]:
        voice = self._company.voices[line.who]
        first = self._write(line, line.typo or line.say)
        if said:
            await voice.read(room, said[-1]["seq"])
        await voice.be_here()
        await voice.type_for(room, topic, first)
        answers = {"reply_to": said[line.answers - 1]["id"]} if line.answers else {}
        posted = await voice.say(room, first, **where, **answers)
        self._spend()
        if line.typo:
            await self._pace.pause(*UNTIL_MENDED)
            await voice.mend(room, posted["id"], self._write(line, line.say))
            self._spend()
        await self._like(room, line, posted)
        return posted

    async def _like(self, room: str, line: Line, posted: dict[str, Any]) -> None:
        for who, emoji in line.reactions.items():
            voice = self._company.voices.get(who)
            if voice is None:
                continue
            await self._pace.pause(*UNTIL_LIKED)
            await voice.be_here()
            await voice.read(room, posted["seq"])
            try:
                await voice.react(room, posted["id"], emoji)
                self._spend()
            except Refused as error:
                LOGGER.debug("%s could not react: %s", who, error)

    async def _fidget(self) -> None:
        """Let somebody begin to write and think better of it: a sign of life that leaves nothing behind."""
        await self._wait()
        voice = self._pace.chance.choice(self._company.scripted)
        if voice.places:
            await voice.be_here()
            room = self._pace.chance.choice(sorted(voice.places))
            await voice.type_for(room, None, "never mind, it is nothing")

    def _spend(self) -> None:
        self._allowance.spend()
        if not self._company.visitors.are_here:
            self._alone.spend()

    def _write(self, line: Line, text: str) -> str:
        return write_out(text, line.lang, clock.now().date(), self._names)


def acts_of(placed: Placed) -> int:
    """Return how many events a scene leaves in the log."""
    return sum(1 + bool(line.typo) + len(line.reactions) for line in placed.scene.lines)
