"""How much may be sent in a day: for the whole site and for each person, in characters."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import Database, database_now, is_sqlite
from balkancluster.errors import TooMany
from balkancluster.settings import Settings
from balkancluster.translation.failures import BUDGET, say_reason
from balkancluster.translation.models import TranslationUse

SITE = 0
FORGET_EVERY = 60 * 60.0
KEPT_DAYS = 31
"""After these nobody learns any more who had how much translated."""


@dataclass(frozen=True, slots=True)
class Use:
    """What was sent today; `people` are those for whom anything was, `most` what it was for one of them."""

    site: int
    people: int
    most: int


async def spend(session: AsyncSession, settings: Settings, person_id: int, count: int, now: datetime) -> None:
    """Count characters that are about to be sent, exactly over all processes. Raises TooMany."""
    limits = {
        SITE: settings.translation_site_characters,
        person_id: settings.translation_person_characters,
    }
    for spender, limit in limits.items():
        # The row of the site is locked first by everybody, so that nobody waits for each other in a circle.
        if await _add(session, spender, count, now) > limit:
            raise TooMany(_until_midnight(now), say_reason(BUDGET))


async def give_back(session: AsyncSession, person_id: int, count: int, asked_at: datetime) -> None:
    """Count what was not translated as not sent."""
    for spender in (SITE, person_id):
        await _add(session, spender, -count, asked_at)


async def _add(session: AsyncSession, spender: int, count: int, now: datetime) -> int:
    insert = insert_sqlite if is_sqlite(session) else insert_postgresql
    row = {"day": _day(now), "person_id": spender, "characters": max(0, count)}
    more = TranslationUse.characters + count
    statement = (
        insert(TranslationUse)
        .values(row)
        .on_conflict_do_update(index_elements=["day", "person_id"], set_={"characters": more})
        .returning(TranslationUse.characters)
    )
    return int((await session.execute(statement)).scalar_one())


async def read_use(session: AsyncSession, now: datetime) -> Use:
    """Return what was sent today."""
    today = select(TranslationUse.characters).where(TranslationUse.day == _day(now))
    site = await session.scalar(today.where(TranslationUse.person_id == SITE)) or 0
    of_people = select(func.count(), func.coalesce(func.max(TranslationUse.characters), 0)).where(
        TranslationUse.day == _day(now), TranslationUse.person_id != SITE
    )
    people, most = (await session.execute(of_people)).one()
    return Use(site, people, most)


async def forget_old_use(database: Database) -> None:
    """Delete the counts of days long past."""
    async with database.write() as session:
        oldest = _day(await database_now(session) - timedelta(days=KEPT_DAYS))
        await session.execute(delete(TranslationUse).where(TranslationUse.day < oldest))


def _day(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()


def _until_midnight(now: datetime) -> int:
    utc = now.astimezone(UTC)
    tomorrow = (utc + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return int((tomorrow - utc).total_seconds()) + 1
