"""Rooms themselves: making, naming, and the lists a person sees."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor, ensure_can
from balkancluster.database import AnyRow
from balkancluster.errors import Invalid
from balkancluster.i18n.messages import _
from balkancluster.i18n.sorting import sort_key
from balkancluster.members.marks import Mark, find_marks
from balkancluster.realtime.log import Log
from balkancluster.realtime.models import ROOM, Stream
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.memberships import add_member, ensure_active
from balkancluster.rooms.models import DIRECT, KINDS, MODERATOR, OPEN, Membership, Room, Topic
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.texts import Wordings, choose_wording, read_wordings, write_wordings
from balkancluster.rooms.topics import record_topic
from balkancluster.rooms.unread import count_unread
from balkancluster.rooms.views import RoomView

FIRST_TOPIC = {"sr-Cyrl": "Опште", "sr-Latn": "Opšte", "bg": "Общи въпроси", "en": "General"}


async def create_room(
    log: Log, actor: Actor, kind: str, wordings: Wordings, first_topic: str | None = None
) -> int:
    """Make a room with its first topic and its maker as moderator; return its id.

    Raises Invalid for an unknown kind, Forbidden for who may not make such a room.
    """
    if kind not in KINDS or kind == DIRECT:
        raise Invalid(_("Choose who may enter the room."), field="kind")
    ensure_can(actor, "open.room", kind)
    title = first_topic or FIRST_TOPIC[next(iter(wordings))]

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
    """Return the one room of two people, made when they first talk. Raises Invalid for the field person."""
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

    return await log.append((), act)


async def rename_room(log: Log, actor: Actor, room_id: int, wordings: Wordings) -> None:
    """Give a room other names and purposes. Raises NotFound for a stranger, Forbidden for who may not."""

    async def act(transaction: Transaction) -> None:
        ensure_can(actor, "rename.room", await find_seat(transaction.session, actor, room_id))
        if (await read_wordings(transaction.session, [room_id]))[room_id] == wordings:
            return
        await write_wordings(transaction.session, room_id, wordings)
        transaction.record(room_id, "room.renamed", actor_id=actor.id)

    await log.append(room_id, act)


COLUMNS = (Room.id, Room.kind, Stream.head, Stream.epoch)


async def list_my_rooms(session: AsyncSession, actor: Actor, locale: str) -> list[RoomView]:
    """Return the actor's rooms with what is unread, named for the reader, in the order of those names."""
    statement = (
        select(*COLUMNS, Membership.role)
        .join(Stream, Stream.id == Room.id)
        .join(Membership, (Membership.room_id == Room.id) & (Membership.person_id == actor.id))
    )
    rows = (await session.execute(statement)).all()
    rooms = await _views(session, actor, rows, locale)
    unread = await _sum_unread(session, actor, [room.id for room in rooms])
    return [replace(room, unread=unread[room.id][0], for_me=unread[room.id][1]) for room in _in_order(rooms)]


async def list_joinable_rooms(session: AsyncSession, actor: Actor, locale: str) -> list[RoomView]:
    """Return the open rooms that the actor is not in."""
    mine = select(Membership.room_id).where(Membership.person_id == actor.id)
    statement = (
        select(*COLUMNS).join(Stream, Stream.id == Room.id).where(Room.kind == OPEN, Room.id.not_in(mine))
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
    ids = [row.id for row in rows]
    wordings = await read_wordings(session, ids)
    members = await _count_members(session, ids)
    others = await _find_others(session, actor, [row.id for row in rows if row.kind == DIRECT])
    return [_view(row, wordings.get(row.id, {}), members, others[row.id], locale) for row in rows]


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
        people=others,
    )


async def _count_members(session: AsyncSession, room_ids: list[int]) -> dict[int, int]:
    statement = (
        select(Membership.room_id, func.count().label("members"))
        .where(Membership.room_id.in_(room_ids))
        .group_by(Membership.room_id)
    )
    return {row.room_id: row.members for row in await session.execute(statement)}


async def _find_others(
    session: AsyncSession, actor: Actor, direct_ids: list[int]
) -> dict[int, tuple[Mark, ...]]:
    """Return, for each direct room, the people in it besides the reader."""
    others: dict[int, tuple[Mark, ...]] = defaultdict(tuple)
    if direct_ids:
        statement = select(Membership.room_id, Membership.person_id).where(
            Membership.room_id.in_(direct_ids), Membership.person_id != actor.id
        )
        rows = (await session.execute(statement)).all()
        marks = await find_marks(session, (row.person_id for row in rows))
        for row in rows:
            others[row.room_id] += (marks[row.person_id],)
    return others


async def _sum_unread(session: AsyncSession, actor: Actor, room_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Return unread messages and mentions by room: the sums over its topics."""
    topics = dict(
        (await session.execute(select(Topic.id, Topic.room_id).where(Topic.room_id.in_(room_ids)))).all()
    )
    sums: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for topic_id, unread in (await count_unread(session, actor.id, room_ids)).items():
        count, for_me = sums[topics[topic_id]]
        sums[topics[topic_id]] = (count + unread.count, for_me + unread.for_me)
    return sums
