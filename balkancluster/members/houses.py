"""Organisations by id, as small as pages about people and letters need them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.i18n.sorting import sort_key
from balkancluster.members.organisation_models import LISTED, Organisation
from balkancluster.members.organisation_reading import own_name
from balkancluster.members.organisation_storage import Stored, with_profiles

MENU_SIZE = 500
"""A directory may list thousands; the page of each offers to invite it."""


@dataclass(frozen=True, slots=True)
class House:
    """An organisation by its own name; `lang` is the BCP 47 tag of the name, `own_lang` of all it writes."""

    id: int
    code: str
    name: str
    lang: str
    own_lang: str
    country: str
    standing: str


async def find_houses(session: AsyncSession, ids: Collection[int]) -> dict[int, House]:
    """Return the organisations of these ids, by id."""
    rows = await session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    return {house.id: house for house in map(_house, await with_profiles(session, rows.all()))}


async def find_listed_houses(session: AsyncSession, among: int | None = None) -> list[House]:
    """Return organisations that nobody speaks for yet, by country and name: as many as a menu can hold.

    The organisation `among` is one of them in any case, if it is listed.
    """
    first = Organisation.id == (among or 0)
    listed = select(Organisation).where(Organisation.standing == LISTED)
    rows = await session.scalars(listed.order_by(first.desc(), Organisation.sort_key).limit(MENU_SIZE))
    houses = [_house(stored) for stored in await with_profiles(session, rows.all())]
    return sorted(houses, key=lambda house: (house.country, sort_key(house.name)))


def _house(stored: Stored) -> House:
    name, row = own_name(stored.profile), stored.organisation
    return House(row.id, row.code, name.text, name.lang, row.lang, row.country, row.standing)
