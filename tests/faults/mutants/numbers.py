"""A mutant of the counter row (D2): numbers come from one identity for all rooms, as `bigserial` does."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.realtime import log, transaction
from balkancluster.realtime.models import Event
from balkancluster.realtime.transaction import Now, Transaction
from tests.faults.mutants.patching import put

BLOCK = 20


async def _begin_unlocked(session: AsyncSession, streams: Iterable[int], now: Now | None) -> Transaction:
    """Begin without holding any counter: who commits first need not have the smaller number."""
    begun: Transaction = await _begin(session, streams, now)
    begun.heads = dict.fromkeys(begun.heads, await _next_identity(session))
    return begun


async def _next_identity(session: AsyncSession) -> int:
    latest = await session.scalar(select(func.max(Event.seq))) or 0
    if session.get_bind().dialect.name == "sqlite":
        return latest
    await session.execute(
        text(f"CREATE SEQUENCE IF NOT EXISTS identity START {latest + 1} INCREMENT {BLOCK}")
    )
    return int(await session.scalar(text("SELECT nextval('identity')")) or 0)


def _record_identity(self: Any, stream_id: int, kind: str, **ids: Any) -> int:
    self.heads[stream_id] = max(self.heads.values())
    seq: int = _record(self, stream_id, kind, **ids)
    return seq


_record: Any = Transaction.record
_begin: Any = transaction.begin


def number_by_identity() -> None:
    """Break D2: numbers are drawn before the commit and shared by all rooms."""
    unlocked = transaction._LOCK._clone()
    unlocked._for_update_arg = None
    put(transaction, "_LOCK", unlocked)
    put(log, "begin", _begin_unlocked)
    put(Transaction, "record", _record_identity)
