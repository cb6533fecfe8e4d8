"""People: a new account, a new name, settings, and the states from application to erasure."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import database_now
from balkancluster.errors import Conflict, Invalid, NotFound
from balkancluster.i18n.folding import fold
from balkancluster.i18n.formats import is_time_zone
from balkancluster.i18n.locales import SOURCE, find_locale, is_locale
from balkancluster.i18n.lookalikes import shape
from balkancluster.i18n.messages import _
from balkancluster.i18n.own_names import language_of_other
from balkancluster.i18n.reading import SCRIPTS, Reading, choose_reading
from balkancluster.i18n.sorting import sort_key
from balkancluster.members.indexing import index_person
from balkancluster.members.lookalikes import mark_lookalikes
from balkancluster.members.models import ACTIVE, Person
from balkancluster.members.names import clean_email, clean_name, clean_other_name, name_language
from balkancluster.realtime.models import PERSON
from balkancluster.realtime.streams import open_stream


async def create_person(
    session: AsyncSession,
    *,
    name: str,
    email: str,
    locale: str,
    state: str = ACTIVE,
    time_zone: str | None = None,
    password_hash: str | None = None,
) -> Person:
    """Store a new person with a stream of their own. Raises Invalid, or Conflict for a known address."""
    email = clean_email(email)
    if await find_by_email(session, email):
        raise Conflict(_("Somebody with this address has an account already."), field="email")
    person = Person(
        id=await open_stream(session, PERSON),
        email=email,
        state=state,
        locale=locale,
        time_zone=time_zone or find_locale(locale).time_zone,
        password_hash=password_hash,
        created_at=await database_now(session),
    )
    session.add(person)
    await rename_person(session, person, name)
    return person


async def rename_person(
    session: AsyncSession, person: Person, name: str, other_name: str | None = None
) -> None:
    """Give a person a name, and everything that is derived from it; None leaves the other form as it is.

    Raises Invalid at the field concerned.
    """
    before = person.name_shape
    person.name = clean_name(name)
    person.name_lang = name_language(person.name, person.locale)
    person.name_fold = fold(person.name)
    person.sort_key = sort_key(person.name)
    person.name_shape = shape(person.name)
    if other_name is not None:
        person.other_name = clean_other_name(other_name, person.name)
        person.other_lang = language_of_other(person.name_lang, person.other_name)
        person.other_fold = fold(person.other_name)
    await session.flush()
    await mark_lookalikes(session, {before or "", person.name_shape})
    await index_person(session, person)


async def find_by_email(session: AsyncSession, email: str) -> Person | None:
    """Return the person with this address, in whatever state, or None."""
    found: Person | None = await session.scalar(select(Person).where(Person.email == email.strip().lower()))
    return found


async def find_person(session: AsyncSession, person_id: int) -> Person:
    """Return the person of this id, in whatever state. Raises NotFound."""
    person = await session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


async def change_settings(
    session: AsyncSession,
    person_id: int,
    *,
    name: str,
    other_name: str,
    locale: str,
    time_zone: str,
    shows_presence: bool,
    script: str | None,
    bulgarian_in_latin: bool,
) -> None:
    """Store what a person chose for themselves. Raises Invalid at the field concerned."""
    if not is_locale(locale):
        raise Invalid(field="locale")
    if not is_time_zone(time_zone):
        raise Invalid(_("Choose a time zone of the list."), field="time_zone")
    if script is not None and script not in SCRIPTS:
        raise Invalid(field="script")
    person = await session.get_one(Person, person_id)
    person.locale, person.time_zone, person.shows_presence = locale, time_zone, shows_presence
    person.script, person.bulgarian_in_latin = script, bulgarian_in_latin
    await rename_person(session, person, name, other_name)


def reading_of(person: Person) -> Reading:
    """Return how a person wants texts shown in what is written to them."""
    return choose_reading(person.locale or SOURCE, person.script, person.bulgarian_in_latin)


async def choose_locale(session: AsyncSession, person_id: int, locale: str) -> None:
    """Remember the language that a person chose, for every device."""
    person = await session.get_one(Person, person_id)
    person.locale = locale
    await session.flush()
