"""What people and coordinators chose: the languages one reads, and whether private talk may be sent."""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import COORDINATOR, Actor, ensure_can, rule
from balkancluster.audit import record
from balkancluster.errors import Invalid
from balkancluster.i18n.locales import language_of
from balkancluster.i18n.messages import _
from balkancluster.translation.languages import OURS
from balkancluster.translation.models import ReadLanguage, TranslationPolicy

ONLY = 1
"""The key of the one row of the policy."""


@rule("set.translation")
def may_set_translation(actor: Actor, _subject: object) -> bool:
    """Coordinators answer for what leaves the server."""
    return actor.has_role(COORDINATOR)


async def find_read_languages(session: AsyncSession, actor: Actor, locale: str) -> frozenset[str]:
    """Return the languages that a person reads; without a choice that of the pages."""
    statement = select(ReadLanguage.language).where(ReadLanguage.person_id == actor.id)
    return frozenset(await session.scalars(statement)) or frozenset({language_of(locale)})


async def choose_read_languages(session: AsyncSession, actor: Actor, languages: Collection[str]) -> None:
    """Keep which languages a person reads. Raises Invalid for the field languages."""
    if not languages or not set(languages) <= set(OURS):
        raise Invalid(_("Choose at least one language."), field="languages")
    await session.execute(delete(ReadLanguage).where(ReadLanguage.person_id == actor.id))
    session.add_all(ReadLanguage(person_id=actor.id, language=language) for language in set(languages))
    await session.flush()


async def allows_private(session: AsyncSession) -> bool:
    """Whether messages of private and direct rooms may be sent to the service when a reader asks."""
    found = await session.get(TranslationPolicy, ONLY)
    return found is not None and found.allows_private


async def allow_private(session: AsyncSession, actor: Actor, is_allowed: bool) -> None:
    """Decide that."""
    ensure_can(actor, "set.translation")
    await session.merge(TranslationPolicy(id=ONLY, allows_private=is_allowed))
    await session.flush()
    await record(session, actor.id, "allow.private_translation", "installation", ONLY, allowed=is_allowed)
