"""Organisations: a new one that joins, one looked up, and the words that fit its reader."""

import re
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import database_now
from balkancluster.errors import Conflict, NotFound
from balkancluster.i18n.text import has_control_characters
from balkancluster.members import organisation_storage as storage
from balkancluster.members.organisation_models import MEMBER, Organisation
from balkancluster.members.organisation_profiles import Profile

_MEMBER_CODE = re.compile(r"M(\d+)")
ATTEMPTS = 5


async def create_organisation(
    session: AsyncSession, profile: Profile, standing: str = MEMBER
) -> Organisation:
    """Store an organisation that joins and return its row; without a code it gets the next one, M001 onwards.

    Raises Conflict when its code is taken.
    """
    for _attempt in range(ATTEMPTS):
        code = profile.code or await _next_code(session)
        try:
            async with session.begin_nested():
                now = await database_now(session)
                return (await storage.add(session, [replace(profile, code=code)], standing, now))[0]
        except IntegrityError:
            # Somebody else took the same number meanwhile: the next look sees it.
            if profile.code:
                break
    raise Conflict


async def _next_code(session: AsyncSession) -> str:
    codes = await session.scalars(select(Organisation.code).where(Organisation.code.startswith("M")))
    numbers = [int(found[1]) for code in codes if (found := _MEMBER_CODE.fullmatch(code))]
    return f"M{max(numbers, default=0) + 1:03d}"


async def find_organisation(session: AsyncSession, code: str) -> storage.Stored:
    """Return the organisation of this code. Raises NotFound."""
    # PostgreSQL takes no U+0000 in a text, not even to look for it.
    found = {} if has_control_characters(code) else await storage.find_by_codes(session, [code])
    if code not in found:
        raise NotFound
    return found[code]
