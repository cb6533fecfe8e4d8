"""Rooms themselves: making, naming, and the lists a person sees."""

import contextlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor, ensure_can
from balkancluster.database import AnyRow, fetch
from balkancluster.errors import Invalid
from balkancluster.i18n.messages import _, pgettext
from balkancluster.i18n.sorting import sort_key
from balkancluster.members.marks import Mark, find_marks
from balkancluster.realtime.log import Log
from balkancluster.realtime.models import ROOM, Stream
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.memberships import add_member, ensure_active
from balkancluster.rooms.models import DIRECT, KINDS, MODERATOR, OPEN, Membership, Room
from balkancluster.rooms.rights import find_open_seat, find_seat
from balkancluster.rooms.texts import Wordings, choose_wording, read_wordings, write_wordings
from balkancluster.rooms.topics import record_topic
from balkancluster.rooms.unread import Unread, list_unread
from balkancluster.rooms.views import RoomView

InLocale = Callable[[str], list[RoomView]]
"""Rooms as a reader of a locale sees them."""

FIRST_TOPIC = pgettext("title of a topic", "General")
"""What a room begins with, in the first language of its name, when its maker says nothing else."""


async def create_room(
    log: Log, actor: Actor, kind: str, wordings: Wordings, first_topic: str | None = None
) -> int:
    """Make a room with its first topic and its maker as moderator; return its id.

    Raises Invalid for an unknown kind, Forbidden for who may not make such a room.
    """
    if kind not in KINDS or kind == DIRECT:
        raise Invalid(_("Choose who may enter the room."), field="kind")
    ensure_can(actor, "open.room", kind)
    title = first_topic or FIRST_TOPIC.in_locale(next(iter(wordings)))

    async def act(transaction: Transaction) -> int:
        room_id = await _add_room(transaction, actor, kind)
        await write_wordings(transaction.session, room_id, wordings)
        await record_topic(transaction, actor, room_id, title, is_first=True)
        await add_member(transaction, room_id, actor.id, actor_id=actor.id, role=MODERATOR)
        return room_id

    return await log.append((), act)


async def _add_room(transaction: Transaction, actor: Actor, kind: str, pair: str | None = None) -> int:
    room_id = await transaction.open(ROOM)
    room = Room(id=room_id, kind=kind, pair=pair, created_by=actor.id, created_at=transaction.at)
    transaction.session.add(room)
    await transaction.session.flush()
    return room_id


async def open_direct_room(log: Log, actor: Actor, person_id: int) -> int:
    """Return the one room of two people, made when they first talk. Raises Invalid for the field person.

    Somebody who left the network and came back is in it again.
    """
    if person_id == actor.id:
        raise Invalid(_("Choose somebody else to write to."), field="person")
    pair = "-".join(str(number) for number in sorted((actor.id, person_id)))

    async def act(transaction: Transaction) -> int:
        existing = await transaction.session.scalar(select(Room.id).where(Room.pair == pair))
        if existing is not None:
            return existing
        await ensure_active(transaction.session, person_id)
        room_id = await _add_room(transaction, actor, DIRECT, pair)
        await record_topic(transaction, actor, room_id, "", is_first=True)
        for member in (actor.id, person_id):
            await add_member(transaction, room_id, member, actor_id=actor.id)
        return room_id

    room_id = await log.append((), act)
    await _return_to(log, actor, room_id, person_id)
    return room_id


async def _return_to(log: Log, actor: Actor, room_id: int, person_id: int) -> None:
    async def act(transaction: Transaction) -> None:
        for member in (actor.id, person_id):
            with contextlib.suppress(Invalid):
                await add_member(transaction, room_id, member, actor_id=member)

    await log.append(room_id, act)


async def rename_room(log: Log, actor: Actor, room_id: int, wordings: Wordings) -> None:
    """Give a room other names and purposes. Raises NotFound for a stranger, Forbidden for who may not."""

    async def act(transaction: Transaction) -> None:
        ensure_can(actor, "rename.room", await find_open_seat(transaction.session, actor, room_id))
        if (await read_wordings(transaction.session, [room_id]))[room_id] == wordings:
            return
        await write_wordings(transaction.session, room_id, wordings)
        transaction.record(room_id, "room.renamed", actor_id=actor.id)

    await log.append(room_id, act)


async def archive_room(log: Log, actor: Actor, room_id: int, *, is_archived: bool = True) -> None:
    """Let a room only be read, or be written in again. Repeating it changes nothing.

    Raises NotFound for a stranger, Forbidden for who may not.
    """

    async def act(transaction: Transaction) -> None:
        seat = await find_seat(transaction.session, actor, room_id)
        ensure_can(actor, "archive.room", seat)
        if seat.is_archived == is_archived:
            return
        transaction.record(room_id, "room.archived" if is_archived else "room.unarchived", actor_id=actor.id)
        values = {"archived_at": transaction.at if is_archived else None}
        await transaction.session.execute(update(Room).where(Room.id == room_id).values(values))

    await log.append(room_id, act)


COLUMNS = (Room.id, Room.kind, Room.archived_at, Stream.head, Stream.epoch)


_MINE = (
    select(*COLUMNS, Membership.role)
    .join(Stream, Stream.id == Room.id)
    .join(Membership, (Membership.room_id == Room.id) & (Membership.person_id == bindparam("person_id")))
)
_COUNTS = (
    select(Membership.room_id, func.count().label("members"))
    .where(Membership.room_id.in_(bindparam("rooms", expanding=True)))
    .group_by(Membership.room_id)
)
_PAIRS = select(Room.id, Room.pair).where(Room.id.in_(bindparam("rooms", expanding=True)))


async def list_my_rooms(session: AsyncSession, actor: Actor, locale: str) -> list[RoomView]:
    """Return the actor's rooms with what is unread, named for the reader, in the order of those names."""
    return _in_order(
        (await _with_unread(session, actor, await fetch(session, _MINE, person_id=actor.id)))(locale)
    )


async def list_my_places(session: AsyncSession, actor: Actor, locale: str) -> list[RoomView]:
    """Return the actor's rooms as list_my_rooms does, without counting what is unread: most of its time."""
    return _in_order(await _views(session, actor, await fetch(session, _MINE, person_id=actor.id), locale))


async def find_my_rooms(session: AsyncSession, actor: Actor, room_ids: Collection[int]) -> InLocale:
    """Return those of these rooms that the actor is in, for readers of any locale."""
    rows = await fetch(session, _MINE, person_id=actor.id)
    return await _with_unread(session, actor, [row for row in rows if row.id in room_ids])


async def list_joinable_rooms(session: AsyncSession, actor: Actor, locale: str) -> list[RoomView]:
    """Return the open rooms that the actor is not in."""
    mine = select(Membership.room_id).where(Membership.person_id == actor.id)
    statement = (
        select(*COLUMNS)
        .join(Stream, Stream.id == Room.id)
        .where(Room.kind == OPEN, Room.archived_at.is_(None), Room.id.not_in(mine))
    )
    rows = (await session.execute(statement)).all()
    return _in_order(await _views(session, actor, rows, locale))


async def view_room(session: AsyncSession, actor: Actor, room_id: int, locale: str) -> RoomView:
    """Return one room as the reader sees it; the caller has made sure that the reader may."""
    statement = select(*COLUMNS).join(Stream, Stream.id == Room.id).where(Room.id == room_id)
    rows = (await session.execute(statement)).all()
    view = (await _views(session, actor, rows, locale))[0]
    membership = await session.get(Membership, (room_id, actor.id))
    return replace(view, role=membership.role if membership else None)


def _in_order(rooms: Iterable[RoomView]) -> list[RoomView]:
    return sorted(rooms, key=lambda room: (sort_key(room.name), room.id))


async def _views(session: AsyncSession, actor: Actor, rows: Sequence[AnyRow], locale: str) -> list[RoomView]:
    return (await _read_views(session, actor, rows))(locale)


async def _read_views(session: AsyncSession, actor: Actor, rows: Sequence[AnyRow]) -> InLocale:
    ids = [row.id for row in rows]
    wordings = await read_wordings(session, ids)
    members = await _count_members(session, ids)
    others = await _find_others(session, actor, [row.id for row in rows if row.kind == DIRECT])

    def in_locale(locale: str) -> list[RoomView]:
        return [_view(row, wordings.get(row.id, {}), members, others[row.id], locale) for row in rows]

    return in_locale


async def _with_unread(session: AsyncSession, actor: Actor, rows: Sequence[AnyRow]) -> InLocale:
    """Return rooms with the sums over their topics; of muted ones only what names the reader counts."""
    views = await _read_views(session, actor, rows)
    topics = await list_unread(session, actor.id, [row.id for row in rows])
    return lambda locale: [_counted(room, topics[room.id]) for room in views(locale)]


def _view(
    row: AnyRow, wordings: Wordings, members: dict[int, int], others: tuple[Mark, ...], locale: str
) -> RoomView:
    wording = choose_wording(wordings, locale)
    return RoomView(
        id=row.id,
        kind=row.kind,
        name=", ".join(person.name for person in others) if row.kind == DIRECT else wording.name,
        lang=others[0].lang if others else wording.lang,
        purpose=wording.purpose,
        head=row.head,
        epoch=row.epoch,
        role=getattr(row, "role", None),
        members=members.get(row.id, 0),
        is_archived=row.archived_at is not None,
        people=others,
    )


async def _count_members(session: AsyncSession, room_ids: list[int]) -> dict[int, int]:
    return {row.room_id: row.members for row in await fetch(session, _COUNTS, rooms=room_ids)}


async def _find_others(
    session: AsyncSession, actor: Actor, direct_ids: list[int]
) -> dict[int, tuple[Mark, ...]]:
    """Return, for each direct room, the people in it besides the reader."""
    others: dict[int, tuple[Mark, ...]] = defaultdict(tuple)
    if direct_ids:
        # Not by membership: the other one may have left, and the conversation is still with them.
        rows = await fetch(session, _PAIRS, rooms=direct_ids)
        pairs = {row.id: [int(number) for number in row.pair.split("-")] for row in rows}
        marks = await find_marks(session, (person_id for pair in pairs.values() for person_id in pair))
        for room_id, pair in pairs.items():
            others[room_id] = tuple(marks[person_id] for person_id in pair if person_id != actor.id)
    return others


def _counted(room: RoomView, topics: Sequence[Unread]) -> RoomView:
    # The head that the counts are of: it may have moved since the list of rooms was read.
    return replace(
        room,
        unread=sum(topic.counted for topic in topics),
        for_me=sum(topic.for_me for topic in topics),
        muted=tuple(topic.topic_id for topic in topics if topic.is_muted),
        head=max((topic.head for topic in topics), default=room.head),
    )
