"""The invented talk, said and answered through the same rules as any other."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from balkancluster.access import Actor
from balkancluster.database import Database, new_id
from balkancluster.demo.content import Message, Move, Room, Topic
from balkancluster.demo.files import make
from balkancluster.demo.wording import write_out
from balkancluster.files.keeping import Keeper
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Act, Transaction
from balkancluster.rooms.memberships import add_member
from balkancluster.rooms.models import DIRECT, MEMBER, MODERATOR
from balkancluster.rooms.moving import move_topic
from balkancluster.rooms.pins import pin_message
from balkancluster.rooms.posting import Draft, Posted, edit_message, post_message, remove_message
from balkancluster.rooms.reactions import add_reaction
from balkancluster.rooms.rooms import archive_room, create_room, open_direct_room
from balkancluster.rooms.texts import clean_wordings
from balkancluster.rooms.topics import close_topic


class Talk:
    """Says and does in rooms what the content tells of them; `rooms` are their ids by slug.

    Without a keeper of files messages come without theirs.
    """

    def __init__(
        self,
        database: Database,
        log: Log,
        people: dict[str, Actor],
        names: Mapping[str, str],
        today: Callable[[], date],
        keeper: Keeper | None,
    ) -> None:
        self._keeper = keeper
        self._database = database
        self._log = log
        self._people = people
        self._names = names
        self._today = today
        self.rooms: dict[str, int] = {}
        # By room and id; a topic that moved is where the content has it.
        self._topics: dict[tuple[str, str], int | None] = {}
        self._places: dict[tuple[str, str], int] = {}
        self._posted: dict[tuple[str, str], Posted] = {}

    def find_topic(self, room: Room, topic: Topic) -> tuple[int, int]:
        """Return the ids of the room in which a topic is, and of the topic."""
        found = self._topics[room.slug, topic.id]
        assert found is not None, "somebody has said something in it"
        return self._places[room.slug, topic.id], found

    def number_of(self, room: Room, message: str) -> int:
        """Return the number that a message has in its room."""
        return self._posted[room.slug, message].seq

    async def open(self, room: Room) -> None:
        """Make a room and let everybody come in."""
        first = next(topic for topic in room.topics if room.messages()[0] in topic.messages)
        self.rooms[room.slug] = await self._open(room, first)
        self._topics[room.slug, first.id] = None

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

    async def archive(self, room: Room, key: str) -> None:
        """Let a room only be read from now on."""
        await archive_room(self._log, self._people[key], self.rooms[room.slug])

    async def move(self, room: Room, topic: Topic, move: Move) -> None:
        """Bring a topic into this room from where it was."""
        room_id, topic_id = self.find_topic(room, topic)
        self._places[room.slug, topic.id] = new_room_id = self.rooms[room.slug]
        await move_topic(self._log, self._people[move.by], room_id, topic_id, new_room_id)

    async def close(self, room: Room, topic: Topic, key: str) -> None:
        """Let a topic take no more words."""
        await close_topic(self._log, self._people[key], *self.find_topic(room, topic))

    async def say(self, room: Room, topic: Topic, message: Message) -> None:
        """Post a message as it was first worded, in a new topic where there is none yet."""
        place = (room.slug, topic.id)
        began_in = topic.moved.from_room if topic.moved else room.slug
        room_id = self._places.setdefault(place, self.rooms[began_in])
        author = self._people[message.author]
        draft = Draft(
            client_id=new_id(),
            body=self._words(message, message.edited_from or message.body),
            topic_id=self._topics.get(place),
            new_topic=None if place in self._topics else topic.title,
            reply_to=self._posted[room.slug, message.reply_to].id if message.reply_to else None,
            files=await self._take_in(author, message),
        )
        said = await post_message(self._database, self._log, author, room_id, draft)
        self._posted[room.slug, message.id] = said
        self._topics[place] = said.topic_id

    async def _take_in(self, author: Actor, message: Message) -> tuple[str, ...]:
        if self._keeper is None:
            return ()
        taken = [await self._keeper.take_in(author.id, file.name, make(file.made)) for file in message.files]
        return tuple(file.id for file in taken)

    async def edit(self, room: Room, topic: Topic, message: Message) -> None:
        """Give a message the wording in which it stands."""
        words = self._words(message, message.body)
        await edit_message(self._database, self._log, *self._find(room, topic, message), words, 1)

    async def take_back(self, room: Room, topic: Topic, message: Message) -> None:
        """Remove a message again."""
        await remove_message(self._log, *self._find(room, topic, message))

    async def react(self, room: Room, topic: Topic, message: Message) -> None:
        """Let everybody put their emoji to a message: at once, so that it is one transaction."""
        _author, room_id, message_id = self._find(room, topic, message)
        acts = [
            add_reaction(self._log, self._people[key], room_id, message_id, emoji)
            for emoji, keys in message.reactions.items()
            for key in keys
        ]
        await asyncio.gather(*acts)

    async def pin(self, room: Room, topic: Topic, message: Message, key: str) -> None:
        """Keep a message in sight at the head of its topic."""
        _author, room_id, message_id = self._find(room, topic, message)
        await pin_message(self._log, self._people[key], room_id, message_id)

    def _find(self, room: Room, topic: Topic, message: Message) -> tuple[Actor, int, str]:
        said = self._posted[room.slug, message.id]
        return self._people[message.author], self._places[room.slug, topic.id], said.id

    def _words(self, message: Message, text: str) -> str:
        return write_out(text, message.lang, self._today(), self._names)


def _by_tag(texts: Mapping[Any, str]) -> dict[str, str]:
    return {str(tag): text for tag, text in texts.items()}
