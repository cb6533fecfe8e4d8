"""What a person's devices would show of their notifications."""

from balkancluster import app
from balkancluster.access import Actor
from balkancluster.notifications.reading import NotificationView, count_unread, find_notifications
from balkancluster.notifications.stream import read_own_events
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.levels import set_room_level
from balkancluster.rooms.memberships import add_member
from balkancluster.rooms.models import ALL
from tests.people import Network

WIRED = app.PRESENTERS
"""Who shows what is registered when the application is put together."""


async def notices_of(network: Network, who: Actor) -> list[NotificationView]:
    """Return the notifications of somebody, the newest first."""
    async with network.database.read() as session:
        return await find_notifications(session, who)


async def kinds_of(network: Network, who: Actor) -> list[str]:
    """Return their kinds, the oldest first."""
    return [notice.kind for notice in reversed(await notices_of(network, who))]


async def unread_of(network: Network, who: Actor) -> int:
    """Return how many are unread."""
    async with network.database.read() as session:
        return await count_unread(session, who.id)


async def own_kinds(network: Network, who: Actor, after: int = 0) -> list[str]:
    """Return the kinds of events of somebody's own stream."""
    async with network.database.read() as session:
        return [event.event.kind for event in await read_own_events(session, who.id, after, 500)]


async def hear_all(network: Network, who: Actor, room_id: int) -> None:
    """Let somebody be told of everything in a room."""
    await set_room_level(network.log, who, room_id, ALL)


async def gather(network: Network, maker: Actor, *members: Actor) -> int:
    """Make a room into which these people came by themselves, so that nobody was told of it."""
    room_id = await network.open_room(maker)

    async def come_in(transaction: Transaction) -> None:
        for member in members:
            await add_member(transaction, room_id, member.id, actor_id=member.id)

    await network.log.append(room_id, come_in)
    return room_id
