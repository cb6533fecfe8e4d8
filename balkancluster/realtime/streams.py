"""Streams themselves: opening one, naming one from outside, and how far one has come."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from sqlalchemy import BigInteger, Select, String, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow, fetch, is_sqlite
from balkancluster.errors import NotFound
from balkancluster.given import as_parameter, given
from balkancluster.realtime.models import Stream

LARGEST_ID = 2**53 - 1
"""Every id is safe in JSON and JavaScript."""


async def open_stream(session: AsyncSession, kind: str) -> int:
    """Create an empty stream of this kind and return its id, which is also the id of its room or person."""
    stream = Stream(kind=kind)
    session.add(stream)
    await session.flush()
    return stream.id


async def read_head(session: AsyncSession, stream_id: int) -> tuple[str, int]:
    """Return epoch and head of a stream."""
    statement = select(Stream.epoch, Stream.head).where(Stream.id == stream_id)
    epoch, head = (await session.execute(statement)).one()
    return epoch, head


class Position(NamedTuple):
    """How far somebody has followed a stream."""

    id: int
    epoch: str
    head: int


async def find_moved(session: AsyncSession, positions: Iterable[Position]) -> Sequence[AnyRow]:
    """Return id, epoch and head of those streams that are further by now, or in another epoch."""
    rows = as_parameter(position._asdict() for position in positions)
    return await fetch(session, _moved(is_sqlite(session)), given=rows)


@cache
def _moved(for_sqlite: bool) -> Select[int, str, int]:
    asked = given(for_sqlite, id=BigInteger(), epoch=String(), head=BigInteger())
    has_moved = (Stream.head > asked.columns["head"]) | (Stream.epoch != asked.columns["epoch"])
    streams = select(Stream.id, Stream.epoch, Stream.head).select_from(asked.source)
    return streams.join(Stream, Stream.id == asked.columns["id"]).where(has_moved)


def read_id(text: str) -> int:
    """Read an id from a frame or an address. Raises NotFound for what cannot be one."""
    if not (text.isascii() and text.isdecimal() and len(text) < 17 and int(text) <= LARGEST_ID):
        raise NotFound
    return int(text)
