"""Whether letters may tell a person of what they missed, and at which hours not."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.errors import Invalid, NotFound
from balkancluster.i18n.messages import _
from balkancluster.members.models import Person
from balkancluster.realtime.streams import read_id
from balkancluster.settings import Settings

DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose; quiet hours are minutes after midnight on their own clock, or None for none."""

    wants_mail: bool = True
    quiet_from: int | None = None
    quiet_until: int | None = None

    def quiet_end(self, now: datetime, time_zone: str) -> datetime | None:
        """Return when the quiet hours that hold at this moment end, or None while letters may leave."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        zone = ZoneInfo(time_zone)
        local = now.astimezone(zone)
        minute = local.hour * 60 + local.minute
        if (minute - self.quiet_from) % DAY >= (self.quiet_until - self.quiet_from) % DAY:
            return None
        # Told on the wall clock, so that a night in which the clock changes ends when the clock says so.
        end = datetime(local.year, local.month, local.day, *divmod(self.quiet_until, 60), tzinfo=zone)
        if minute >= self.quiet_until:
            next_day = local.date() + timedelta(days=1)
            end = end.replace(year=next_day.year, month=next_day.month, day=next_day.day)
        return end.astimezone(now.tzinfo)


async def read_choices(session: AsyncSession, person_id: int) -> Choices:
    """Return what a person chose. Raises NotFound."""
    statement = select(Person.wants_mail, Person.quiet_from, Person.quiet_until).where(Person.id == person_id)
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    return Choices(*row)


async def choose(session: AsyncSession, person_id: int, choices: Choices) -> None:
    """Keep what a person chose. Raises Invalid for the fields quiet_from and quiet_until."""
    for field in ("quiet_from", "quiet_until"):
        minute = getattr(choices, field)
        if minute is not None and not 0 <= minute < DAY:
            raise Invalid(_("Write a time between 00:00 and 23:59."), field=field)
    if (choices.quiet_from is None) != (choices.quiet_until is None):
        missing = "quiet_from" if choices.quiet_from is None else "quiet_until"
        raise Invalid(_("Give both ends of the quiet hours, or neither."), field=missing)
    values = {
        "wants_mail": choices.wants_mail,
        "quiet_from": choices.quiet_from,
        "quiet_until": choices.quiet_until,
    }
    await session.execute(update(Person).where(Person.id == person_id).values(values))


# The link of every letter: whoever holds it can end such letters for its person, and nothing else.


def unsubscribe_token(settings: Settings, person_id: int) -> str:
    """Return the token of a person's link, signed with the secret of the installation."""
    return f"{person_id}-{_signature(settings, person_id)}"


async def find_subscriber(session: AsyncSession, settings: Settings, token: str) -> Person:
    """Return whose link this is. Raises NotFound for one that this installation has not made."""
    number, _dash, signature = token.partition("-")
    person_id = read_id(number)
    if not hmac.compare_digest(signature.encode(), _signature(settings, person_id).encode()):
        raise NotFound
    person = await session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


async def unsubscribe(
    session: AsyncSession, settings: Settings, token: str, *, wants_again: bool = False
) -> Person:
    """End letters about news for whose link this is, or let them come again for who did so by mistake.

    Doing either twice changes nothing. Raises NotFound.
    """
    person = await find_subscriber(session, settings, token)
    person.wants_mail = wants_again
    await session.flush()
    return person


def _signature(settings: Settings, person_id: int) -> str:
    made = hmac.new(settings.key.encode(), f"unsubscribe:{person_id}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(made[:24]).decode()
