"""The invented talk so far, said through the same rules as any other, each sentence at its invented time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.database import Database, new_id
from balkancluster.demo.content import Content, Message, Room, Topic
from balkancluster.demo.wording import write_out
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Act, Transaction
from balkancluster.rooms.memberships import add_member
from balkancluster.rooms.models import DIRECT, MEMBER, MODERATOR
from balkancluster.rooms.posting import Draft, Posted, edit_message, post_message, remove_message
from balkancluster.rooms.rooms import create_room, open_direct_room
from balkancluster.rooms.texts import clean_wordings
from balkancluster.rooms.unread import mark_read

BEFORE_THE_FIRST_WORD = timedelta(minutes=30)
UNTIL_AN_AFTERTHOUGHT = timedelta(minutes=2)
EVERYTHING = "all"


class Talk:
    """Holds conversations in a database; `now` is the moment that all invented times are counted from."""

    def __init__(self, database: Database, content: Content, people: dict[str, Actor], now: datetime) -> None:
        self._database = database
        self._people = people
        self._names = content.names()
        self._now = now
        self._at = now
        self._log = Log(database, now=self._tell_time)

    async def end(self) -> None:
        """Nothing more is said."""
        await self._log.close()

    async def _tell_time(self, _session: AsyncSession) -> datetime:
        return self._at

    async def hold(self, room: Room) -> None:
        """Make a room, let everybody come in, say all that was said, and note how far each has read."""
        spoken = room.messages()
        self._at = self._when(spoken[0]) - BEFORE_THE_FIRST_WORD
        first = _topic_of(room, spoken[0])
        room_id = await self._open(room, first)
        topics: dict[str, int | None] = {first.id: None}
        posted: dict[str, Posted] = {}
        for message in spoken:
            await self._say(room_id, message, _topic_of(room, message), topics, posted)
        await self._read(room, room_id, posted)

    def _when(self, message: Message) -> datetime:
        return self._now - timedelta(minutes=message.minutes_ago)

    async def _open(self, room: Room, first: Topic) -> int:
        members = [self._people[key] for key in room.members]
        if room.kind == DIRECT:
            return await open_direct_room(self._log, members[0], members[1].id)
        maker = next(person for person in members if person.roles)
        wordings = clean_wordings(_by_tag(room.names), _by_tag(room.purposes))
        room_id = await create_room(self._log, maker, room.kind, wordings, first.title)
        await self._log.append(room_id, self._letting_in(room, room_id))
        return room_id

    def _letting_in(self, room: Room, room_id: int) -> Act[None]:
        async def act(transaction: Transaction) -> None:
            for key in room.members:
                role = MODERATOR if key in room.moderators else MEMBER
                person = self._people[key]
                await add_member(transaction, room_id, person.id, actor_id=person.id, role=role)

        return act

    async def _say(
        self,
        room_id: int,
        message: Message,
        topic: Topic,
        topics: dict[str, int | None],
        posted: dict[str, Posted],
    ) -> None:
        author = self._people[message.author]
        self._at = self._when(message)
        draft = Draft(
            client_id=new_id(),
            body=self._words(message, message.edited_from or message.body),
            topic_id=topics.get(topic.id),
            new_topic=None if topic.id in topics else topic.title,
            reply_to=posted[message.reply_to].id if message.reply_to else None,
        )
        said = posted[message.id] = await post_message(self._database, self._log, author, room_id, draft)
        topics[topic.id] = said.topic_id
        await self._think_again(room_id, message, author, said)

    async def _think_again(self, room_id: int, message: Message, author: Actor, said: Posted) -> None:
        self._at += UNTIL_AN_AFTERTHOUGHT
        if message.edited_from:
            words = self._words(message, message.body)
            await edit_message(self._database, self._log, author, room_id, said.id, words, 1)
        if message.removed:
            await remove_message(self._log, author, room_id, said.id)

    def _words(self, message: Message, text: str) -> str:
        return write_out(text, message.lang, self._at.date(), self._names)

    async def _read(self, room: Room, room_id: int, posted: dict[str, Posted]) -> None:
        newest = max(said.seq for said in posted.values())
        for key in room.members:
            last = room.read.get(key, EVERYTHING)
            seq = newest if last == EVERYTHING else posted[last].seq
            await mark_read(self._database, self._people[key], room_id, seq)


def _topic_of(room: Room, message: Message) -> Topic:
    return next(topic for topic in room.topics if message in topic.messages)


def _by_tag(texts: Mapping[Any, str]) -> dict[str, str]:
    return {str(tag): text for tag, text in texts.items()}
