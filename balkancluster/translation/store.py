"""What was translated: asked for once, kept for everybody, forgotten with its text."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, or_, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import is_sqlite
from balkancluster.translation.models import ASKED, DONE, FAILED, Correction, Translation

LEASE = timedelta(seconds=90)
"""After this nobody waits any more for who asked: that process has ended."""


async def claim(
    session: AsyncSession, text_key: int, version: int, target: str, provider: str, now: datetime
) -> bool:
    """Take it on to have a text translated; False where somebody has, or has done it already.

    What failed may be tried again, and what somebody took on who has ended since.
    """
    insert = insert_sqlite if is_sqlite(session) else insert_postgresql
    values = {
        "state": ASKED,
        "reason": "",
        "provider": provider,
        "html": "",
        "asked_at": now,
        "done_at": None,
    }
    key = {"text_key": text_key, "version": version, "target": target}
    statement = (
        insert(Translation)
        .values(key | values)
        .on_conflict_do_update(
            index_elements=list(key),
            set_=values,
            where=or_(
                Translation.state == FAILED,
                and_(Translation.state == ASKED, Translation.asked_at < now - LEASE),
            ),
        )
        .returning(Translation.text_key)
    )
    return (await session.execute(statement)).first() is not None


async def finish(
    session: AsyncSession, claimed: dict[str, Any], now: datetime, *, html: str = "", reason: str = ""
) -> bool:
    """Keep what came of it: the translation, or why there is none.

    False where the text was edited or taken back meanwhile, or somebody else has taken it on: then nothing is
    kept. `claimed` are text_key, version, target and asked_at.
    """
    values = {"state": FAILED if reason else DONE, "reason": reason, "html": html, "done_at": now}
    statement = update(Translation).filter_by(**claimed, state=ASKED).values(values)
    done = await session.execute(statement)
    return isinstance(done, CursorResult) and done.rowcount == 1


async def add_correction(session: AsyncSession, correction: Correction) -> None:
    """Keep a translation as a person put it right."""
    session.add(correction)
    await session.flush()


async def forget(session: AsyncSession, text_keys: Collection[int]) -> None:
    """Delete every translation of texts, and every correction, in the transaction that changes the texts."""
    for table in (Translation, Correction):
        await session.execute(delete(table).where(table.text_key.in_(text_keys)))
