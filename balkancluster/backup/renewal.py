"""What must not come back from the past: old numberings, and old rights to come in.

A restored stream counts on from an older number, so the same numbers will be given to other events. A new
epoch tells every client to load again, and nothing of the two lives is ever mixed (DESIGN, D8). Sign-ins that
were ended since the backup would be alive again, so all end, and with them the tokens of programs and the
links to new passwords.
"""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import audit
from balkancluster.backup.manifest import Manifest
from balkancluster.database import database_now, execute
from balkancluster.files.models import Upload
from balkancluster.members.models import PasswordReset, SignIn, Token
from balkancluster.realtime.models import Stream, new_epoch


@dataclass(frozen=True)
class Renewal:
    """How many streams have a new epoch, and how many sessions and tokens were ended."""

    streams: int
    sessions: int
    tokens: int


async def renew(session: AsyncSession, manifest: Manifest, *, keep_sign_ins: bool) -> Renewal:
    """Give every stream a new epoch, end sign-ins and tokens unless they are kept, and record the restore."""
    streams = await _renew_epochs(session)
    # Their pieces are in no backup.
    await session.execute(delete(Upload))
    sessions, tokens = (0, 0) if keep_sign_ins else await _end_sign_ins(session)
    made_at = manifest.made_at.isoformat()
    await audit.record(
        session,
        None,
        "installation.restored",
        "installation",
        manifest.revision,
        made_at=made_at,
        rows=manifest.rows,
        sign_ins="kept" if keep_sign_ins else "ended",
    )
    return Renewal(streams, sessions, tokens)


async def _renew_epochs(session: AsyncSession) -> int:
    old = (await session.execute(select(Stream.id, Stream.epoch))).all()
    rows = [{"stream": stream, "new": _another(epoch)} for stream, epoch in old]
    if rows:
        table = cast(Table, Stream.__table__)
        statement = update(table).where(table.c.id == bindparam("stream")).values(epoch=bindparam("new"))
        await execute(session, statement, rows)
    return len(rows)


def _another(epoch: str) -> str:
    while (new := new_epoch()) == epoch:
        pass
    return new


async def _end_sign_ins(session: AsyncSession) -> tuple[int, int]:
    now = await database_now(session)
    counts = []
    for model in (SignIn, Token):
        living = (
            select(func.count()).select_from(model).where(model.revoked_at.is_(None), model.expires_at > now)
        )
        counts.append((await session.execute(living)).scalar_one())
        await session.execute(update(model).where(model.revoked_at.is_(None)).values(revoked_at=now))
    await session.execute(update(PasswordReset).where(PasswordReset.used_at.is_(None)).values(used_at=now))
    return counts[0], counts[1]
