"""The invented past: everything that was said and done, in the order of its invented times.

One order over all rooms, because a topic may have moved from one to another.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.database import Database
from balkancluster.demo.content import Content, Deed, Message, Request, Room, Topic
from balkancluster.demo.talk import Talk
from balkancluster.files.keeping import Keeper
from balkancluster.members.news import RequestMade
from balkancluster.members.requests import ask
from balkancluster.notifications.models import Delivery
from balkancluster.notifications.of_members import tell_request
from balkancluster.realtime.announcer import Announcer
from balkancluster.realtime.log import Log
from balkancluster.rooms.levels import set_level
from balkancluster.rooms.marking import Place, mark_places_read

BEFORE_THE_FIRST_WORD = 30
UNTIL_AN_AFTERTHOUGHT, UNTIL_LIKED, UNTIL_PINNED = 2, 9, 12
"""Minutes between a message and what was made of it."""

JUST_NOW = 0.5
EVERYTHING = "all"
BEYOND_EVERY_HEAD = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened, so many minutes before now."""

    minutes_ago: float
    happen: Callable[[], Awaitable[object]]


class Past:
    """Lets the content happen in a database; `now` is the moment that all invented times are counted from."""

    def __init__(
        self,
        database: Database,
        content: Content,
        people: dict[str, Actor],
        houses: dict[str, int],
        now: datetime,
        keeper: Keeper | None = None,
    ) -> None:
        self._database = database
        self._content = content
        self._people = people
        self._houses = houses
        self._now = self._at = now
        self._log = Log(database, now=self._tell_time)
        self._talk = Talk(database, self._log, people, content.names(), self._tell_day, keeper)

    async def _tell_time(self, _session: AsyncSession) -> datetime:
        return self._at

    def _tell_day(self) -> date:
        return self._at.date()

    async def happen(self) -> None:
        """Let everything happen, then note how far each has read and what each wants to hear of."""
        for moment in sorted(self._moments(), key=lambda moment: -moment.minutes_ago):
            self._at = self._now - timedelta(minutes=moment.minutes_ago)
            await moment.happen()
        await self._listen()
        await self._read()
        await self._log.close()
        async with self._database.write() as session:
            # Nobody is written to about what is long past.
            await session.execute(delete(Delivery))

    def _moments(self) -> Iterator[Moment]:
        for room in self._content.rooms:
            yield from self._moments_of_room(room)
            for topic in room.topics:
                yield from self._moments_of_topic(room, topic)
                for message in topic.messages:
                    yield from self._moments_of_message(room, topic, message)
        for request in self._content.requests:
            yield Moment(request.minutes_ago, partial(self._ask, request))

    def _moments_of_room(self, room: Room) -> Iterator[Moment]:
        begin = room.messages()[0].minutes_ago + BEFORE_THE_FIRST_WORD
        yield Moment(begin, partial(self._talk.open, room))
        if room.archived:
            yield _deed(room.archived, partial(self._talk.archive, room, room.archived.by))

    def _moments_of_topic(self, room: Room, topic: Topic) -> Iterator[Moment]:
        if topic.moved:
            yield _deed(topic.moved, partial(self._talk.move, room, topic, topic.moved))
        if topic.closed:
            yield _deed(topic.closed, partial(self._talk.close, room, topic, topic.closed.by))

    def _moments_of_message(self, room: Room, topic: Topic, message: Message) -> Iterator[Moment]:
        place = (room, topic, message)
        yield Moment(message.minutes_ago, partial(self._talk.say, *place))
        if message.edited_from:
            yield _after(message, UNTIL_AN_AFTERTHOUGHT, partial(self._talk.edit, *place))
        if message.removed:
            yield _after(message, UNTIL_AN_AFTERTHOUGHT, partial(self._talk.take_back, *place))
        if message.reactions:
            yield _after(message, UNTIL_LIKED, partial(self._talk.react, *place))
        if message.pinned_by:
            yield _after(message, UNTIL_PINNED, partial(self._talk.pin, *place, message.pinned_by))

    async def _ask(self, request: Request) -> None:
        # No letter is written: one about something of the day before yesterday would be dated today.
        announcer = Announcer(self._database, self._log)
        announcer.register(RequestMade, tell_request)
        actor, house = self._people[request.by], self._houses[request.organisation]
        await ask(announcer, actor, house, request.kind, request.words)

    async def _listen(self) -> None:
        for room in self._content.rooms:
            for topic in room.topics:
                for key, level in topic.levels.items():
                    room_id, topic_id = self._talk.find_topic(room, topic)
                    await set_level(self._log, self._people[key], room_id, topic_id, level)

    async def _read(self) -> None:
        for key, person in self._people.items():
            rooms = [room for room in self._content.rooms if key in room.members]
            await mark_places_read(
                self._database, self._log, person, [self._place(room, key) for room in rooms]
            )

    def _place(self, room: Room, key: str) -> Place:
        last = room.read.get(key, EVERYTHING)
        seq = BEYOND_EVERY_HEAD if last == EVERYTHING else self._talk.number_of(room, last)
        return Place(self._talk.rooms[room.slug], seq)


def _deed(deed: Deed, happen: Callable[[], Awaitable[object]]) -> Moment:
    return Moment(deed.minutes_ago, happen)


def _after(message: Message, minutes: int, happen: Callable[[], Awaitable[object]]) -> Moment:
    return Moment(max(message.minutes_ago - minutes, JUST_NOW), happen)
