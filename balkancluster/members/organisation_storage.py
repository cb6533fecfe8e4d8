"""Organisations between rows and values: read, added and changed several at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.i18n.folding import FOLD_VERSION
from balkancluster.i18n.tags import join_tag, split_tag
from balkancluster.members.indexing import index_organisations
from balkancluster.members.organisation_models import Organisation, OrganisationSector, OrganisationText
from balkancluster.members.organisation_profiles import Profile, Words


@dataclass(frozen=True, slots=True)
class Stored:
    """An organisation's row together with what is known of it."""

    organisation: Organisation
    profile: Profile

    @property
    def is_current(self) -> bool:
        """Whether its search text was made by the rules of today."""
        return self.organisation.fold_version == FOLD_VERSION


async def find_by_codes(session: AsyncSession, codes: Collection[str]) -> dict[str, Stored]:
    """Return the organisations of these codes that exist, by code."""
    found = await session.scalars(select(Organisation).where(Organisation.code.in_(codes)))
    return {stored.profile.code: stored for stored in await with_profiles(session, found.all())}


async def with_profiles(session: AsyncSession, organisations: Iterable[Organisation]) -> list[Stored]:
    """Return each organisation with its texts and sectors, in the order given, by two queries in all."""
    organisations = list(organisations)
    ids = [organisation.id for organisation in organisations]
    texts: dict[int, dict[str, Words]] = defaultdict(dict)
    for text in await session.scalars(
        select(OrganisationText).where(OrganisationText.organisation_id.in_(ids))
    ):
        tag = join_tag(text.locale, text.script)
        texts[text.organisation_id][tag] = Words(text.name, text.summary, text.offers, text.seeks)
    divisions = await find_divisions(session, ids)
    return [
        Stored(each, _profile(each, texts[each.id], divisions.get(each.id, ()))) for each in organisations
    ]


async def find_divisions(session: AsyncSession, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the sectors of organisations, each in the order given, by id."""
    query = select(OrganisationSector.organisation_id, OrganisationSector.division)
    query = query.where(OrganisationSector.organisation_id.in_(ids)).order_by(OrganisationSector.position)
    divisions: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for organisation_id, division in await session.execute(query):
        divisions[organisation_id] += (division,)
    return divisions


def _profile(row: Organisation, texts: dict[str, Words], divisions: tuple[str, ...]) -> Profile:
    return Profile(
        code=row.code,
        kind=row.kind,
        lang=row.lang,
        country=row.country,
        texts=texts,
        short_name=row.short_name,
        city=row.city,
        founded=row.founded,
        members_count=row.members_count,
        divisions=divisions,
        website=row.website,
        source_url=row.source_url,
    )


async def add(
    session: AsyncSession, profiles: Sequence[Profile], standing: str, now: datetime
) -> list[Organisation]:
    """Store new organisations and return their rows, which have their ids, in the same order."""
    organisations = [Organisation(standing=standing, created_at=now) for _profile in profiles]
    for organisation, profile in zip(organisations, profiles, strict=True):
        _fill(organisation, profile, now)
    session.add_all(organisations)
    await session.flush()
    await _add_parts(session, list(zip(organisations, profiles, strict=True)))
    return organisations


async def change(
    session: AsyncSession, changes: Sequence[tuple[Organisation, Profile]], now: datetime
) -> None:
    """Store what is known now of organisations instead of what was known before; the standing stays."""
    for organisation, profile in changes:
        _fill(organisation, profile, now)
    ids = [organisation.id for organisation, _profile in changes]
    for part in (OrganisationText, OrganisationSector):
        await session.execute(delete(part).where(part.organisation_id.in_(ids)))
    await _add_parts(session, changes)


def _fill(organisation: Organisation, profile: Profile, now: datetime) -> None:
    organisation.code = profile.code
    organisation.kind = profile.kind
    organisation.lang = profile.lang
    organisation.short_name = profile.short_name
    organisation.country = profile.country
    organisation.city = profile.city
    organisation.founded = profile.founded
    organisation.members_count = profile.members_count
    organisation.website = profile.website
    organisation.source_url = profile.source_url
    organisation.sort_key = profile.sort_key
    organisation.search_text = profile.search_text
    organisation.fold_version = FOLD_VERSION
    organisation.updated_at = now


async def _add_parts(session: AsyncSession, known: Sequence[tuple[Organisation, Profile]]) -> None:
    texts = [_text(row.id, tag, words) for row, profile in known for tag, words in profile.texts.items()]
    sectors = [
        {"organisation_id": row.id, "position": position, "division": division}
        for row, profile in known
        for position, division in enumerate(profile.divisions)
    ]
    for table, parts in ((OrganisationText, texts), (OrganisationSector, sectors)):
        if parts:
            await session.execute(insert(table), parts)
    await index_organisations(session, [(row.id, profile) for row, profile in known])


def _text(organisation_id: int, tag: str, words: Words) -> dict[str, object]:
    language, script = split_tag(tag)
    return {"organisation_id": organisation_id, "locale": language, "script": script, **asdict(words)}
