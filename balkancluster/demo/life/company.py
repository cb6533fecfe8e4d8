"""All scripted members together: who they are, which rooms they share, who may speak for whom."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping

from balkancluster.demo.content import FRONT_DOOR, Content
from balkancluster.demo.life.accounts import Account
from balkancluster.demo.life.pace import Pace
from balkancluster.demo.life.visitors import Visitors
from balkancluster.demo.life.voice import Frame, Place, Voice
from balkancluster.demo.life.wire import Api, Away, Refused

ON_DUTY = (8 * 60.0, 25 * 60.0)
OFF_DUTY = (4 * 60.0, 15 * 60.0)
BETWEEN_SIGNS = (30.0, 40.0)
"""Shorter than a lease of presence lasts."""

BETWEEN_LOOKS, BETWEEN_LOOKS_ALONE = (8.0, 12.0), (60.0, 90.0)


class Company:
    """The members of the demo as programs.

    Those as whom a visitor may sign in are moved by visitors only. As long as nobody plays them they answer
    what is written to them directly, and do nothing else.
    """

    def __init__(
        self,
        url: str,
        content: Content,
        accounts: Mapping[str, Account],
        pace: Pace,
        hear: Callable[[Frame], None],
    ) -> None:
        self._pace = pace
        self._people = {person.key: person for person in content.people if person.key in accounts}
        self._slugs = {name: room.slug for room in content.rooms for name in room.names.values()}
        played = {key for key, person in self._people.items() if person.email in FRONT_DOOR}
        self.voices = {
            key: Voice(key, person.locale, Api(url, accounts[key].token), pace, hear)
            for key, person in self._people.items()
        }
        for key, voice in self.voices.items():
            voice.person = accounts[key].person
        self.scripted = [voice for key, voice in self.voices.items() if key not in played]
        self.visitors = Visitors({voice.person for voice in self.scripted}, pace.now)

    def works(self) -> Mapping[str, Callable[[], Coroutine[None, None, None]]]:
        """Return what goes on all the time, by name."""
        lives = {f"life of {key}": voice.live for key, voice in self.voices.items()}
        return {**lives, "presence": self._keep_presence, "new rooms": self._look_for_rooms}

    # Who is who

    def is_ours(self, person: str, client_id: str) -> bool:
        """Whether a script said this; a visitor says things as one of the people at the front door."""
        voice = next((voice for voice in self.voices.values() if voice.person == person), None)
        return voice is not None and (voice in self.scripted or client_id in voice.said)

    def name_of(self, voice: Voice) -> str:
        """Return a member's full name."""
        return self._people[voice.key].name

    def places(self, room: str) -> list[Place]:
        """Return a room as each member sees it who is in it."""
        return [voice.places[room] for voice in self.voices.values() if room in voice.places]

    def find_room(self, slug: str) -> str | None:
        """Return the id of a room of the demo, once anybody has found it."""
        for voice in self.scripted:
            for place in voice.places.values():
                if self._slugs.get(place.name) == slug:
                    return place.id
        return None

    def able_to_answer(self, room: str, author: str) -> list[Voice]:
        """Return who may answer this person in a room, in a direct one also whom nobody plays."""
        able = []
        for voice in self.voices.values():
            place = voice.places.get(room)
            if place is None or voice.person == author:
                continue
            if voice in self.scripted or (place.kind == "direct" and voice.person not in self.visitors.seen):
                able.append(voice)
        return able

    # What goes on all the time

    async def _keep_presence(self) -> None:
        async with asyncio.TaskGroup() as group:
            for voice in self.scripted:
                group.create_task(self._come_and_go(voice))

    async def _come_and_go(self, voice: Voice) -> None:
        await voice.is_open.wait()
        if self._pace.chance.random() < 0.4:
            await self._pace.pause(*OFF_DUTY)
        while True:
            until = self._pace.now() + self._pace.between(*ON_DUTY)
            while self._pace.now() < until:
                await voice.be_here()
                await self._pace.pause(*BETWEEN_SIGNS)
            await self._pace.pause(*OFF_DUTY)

    async def _look_for_rooms(self) -> None:
        """Find rooms that somebody was brought into: nothing tells of them on the socket."""
        while True:
            if self.visitors.are_here:
                await self._pace.pause(*BETWEEN_LOOKS)
            else:
                await self._pace.pause_until(self.visitors.came, *BETWEEN_LOOKS_ALONE)
            for voice in self.voices.values():
                if voice.is_open.is_set():
                    try:
                        await voice.look_for_rooms()
                    except (Away, Refused):
                        continue
