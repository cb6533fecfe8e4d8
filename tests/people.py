"""The people of the tests, and the network they are members of.

Ana works in Leskovac and writes Serbian in Latin letters, Dragan in Pirot in Cyrillic ones, Elena in Plovdiv
writes Bulgarian. Boris moderates the network, Vesna coordinates it from Niš.
"""

from dataclasses import dataclass, field

from balkancluster.access import COORDINATOR, MODERATOR, Actor
from balkancluster.database import Database, new_id
from balkancluster.members.actors import find_by_person
from balkancluster.members.people import create_person
from balkancluster.members.roles import grant_role
from balkancluster.realtime.log import Log
from balkancluster.rooms.memberships import invite_to_room
from balkancluster.rooms.models import PRIVATE
from balkancluster.rooms.posting import Draft, Posted, post_message
from balkancluster.rooms.rooms import create_room
from balkancluster.rooms.texts import clean_wordings

TEXTILE = {"sr-Cyrl": "Текстил и одећа", "bg": "Текстил и облекло", "en": "Textile and clothing"}


@dataclass
class Network:
    """A database with people in it; `hints` are the heads that the log told after each commit."""

    database: Database
    log: Log
    ana: Actor
    elena: Actor
    boris: Actor
    vesna: Actor
    dragan: Actor
    hints: list[dict[int, int]] = field(default_factory=list)

    async def open_room(self, maker: Actor, *members: Actor, kind: str = PRIVATE) -> int:
        """Make a room with its maker and these members in it, and return its id."""
        room_id = await create_room(self.log, maker, kind, clean_wordings(TEXTILE, {}), "Opšte teme")
        for member in members:
            await invite_to_room(self.log, maker, room_id, member.id)
        return room_id

    async def say(self, who: Actor, room_id: int, body: str, **where: int | str | None) -> Posted:
        """Post a message with a fresh client id."""
        draft = Draft(new_id(), body, **where)  # type: ignore[arg-type]
        return await post_message(self.database, self.log, who, room_id, draft)

    async def close(self) -> None:
        """Stop the writer and close the database."""
        await self.log.close()
        await self.database.close()


async def found_network(url: str) -> Network:
    """Put the people of the tests into an empty migrated database."""
    database = Database(url, is_durable=False)
    hints: list[dict[int, int]] = []
    people = {
        "ana": await _add(database, "Ana Stojanović", "ana@klaster.example", "sr-Latn"),
        "elena": await _add(database, "Елена Петрова", "elena@klaster.example", "bg"),
        "boris": await _add(database, "Борис Илиев", "boris@klaster.example", "bg", MODERATOR),
        "vesna": await _add(database, "Весна Ђорђевић", "vesna@klaster.example", "sr-Cyrl", COORDINATOR),
        "dragan": await _add(database, "Драган Ћирић", "dragan@klaster.example", "sr-Cyrl"),
    }
    return Network(database=database, log=Log(database, hints.append), hints=hints, **people)


async def _add(database: Database, name: str, email: str, locale: str, role: str | None = None) -> Actor:
    async with database.write() as session:
        person = await create_person(session, name=name, email=email, locale=locale)
        if role:
            await grant_role(session, None, person.id, role)
        actor = await find_by_person(session, person.id)
    assert actor is not None
    return actor
