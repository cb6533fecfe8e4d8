"""Who did what, when, to which object: ids and codes only, never names or texts."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from balkancluster.database import Base, Key, database_now


class AuditEntry(Base):
    """One act of a role, a claim, a token or an account, for ever."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    action: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[str]
    codes: Mapped[dict[str, Any]] = mapped_column(JSON)


async def record(
    session: AsyncSession,
    actor_id: int | None,
    action: str,
    object_kind: str,
    object_id: object,
    **codes: Any,
) -> None:
    """Write one entry in the caller's transaction; `actor_id` is None for a command of the operator."""
    at = await database_now(session)
    session.add(
        AuditEntry(
            at=at,
            actor_id=actor_id,
            action=action,
            object_kind=object_kind,
            object_id=str(object_id),
            codes=codes,
        )
    )
    await session.flush()
