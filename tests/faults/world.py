"""The network of a fault test: its database, the people in it, each signed in, and rooms for each test."""

from dataclasses import dataclass
from typing import Self

from sqlalchemy import update

from balkancluster import clock
from balkancluster.access import Actor
from balkancluster.members.models import Person
from balkancluster.members.sessions import begin_session
from balkancluster.realtime.streams import read_head
from balkancluster.rooms.posting import Draft, post_message
from tests.faults.history import Said
from tests.faults.people import Member
from tests.people import Network, found_network
from tests.realtime.sockets import Frame

NAMES = ("ana", "elena", "boris", "vesna", "dragan")


@dataclass
class World:
    """A database with people in it; what is written here is written by another process than the nodes."""

    database_url: str
    network: Network
    members: dict[str, Member]

    @classmethod
    async def found(cls, database_url: str) -> Self:
        """Put the people of the tests into a migrated database, each signed in at a browser."""
        network = await found_network(database_url)
        members: dict[str, Member] = {}
        async with network.database.write() as session:
            await session.execute(update(Person).values(toured_at=clock.now()))
            for name in NAMES:
                person_id = getattr(network, name).id
                token = await begin_session(session, person_id, "", "")
                members[name] = Member(person_id, name.capitalize(), token)
        return cls(database_url, network, members)

    def actor(self, name: str) -> Actor:
        """Return somebody as the rules of the product know them."""
        actor: Actor = getattr(self.network, name)
        return actor

    async def open_room(self, *names: str) -> Frame:
        """Open a room of the first with the others in it, and return it as the API would."""
        # Connections from before a crash are of no use.
        await self.network.database.engine.dispose()
        maker, *others = [self.actor(name) for name in names or NAMES]
        room_id = await self.network.open_room(maker, *others)
        async with self.network.database.read() as session:
            epoch, head = await read_head(session, room_id)
        return {"id": str(room_id), "epoch": epoch, "head": head}

    async def post(self, name: str, said: Said) -> None:
        """Post as another process on the same database does; no node is told of it."""
        draft = Draft(said.client_id, said.body)
        network = self.network
        await post_message(network.database, network.log, self.actor(name), int(said.room), draft)

    async def close(self) -> None:
        """Close the connections of the test itself."""
        await self.network.close()
