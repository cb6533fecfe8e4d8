"""Organisations as a source: by name, place, sector and what they say of themselves."""

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.members.found import FoundOrganisation, read_found_organisations
from balkancluster.members.organisation_profiles import kind_label
from balkancluster.members.organisation_reading import own_name, prose
from balkancluster.search.asking import Asker, Wanted
from balkancluster.search.marking import Marked, excerpt, mark
from balkancluster.search.ranking import rank
from balkancluster.search.sources import Found, Page, Part
from balkancluster.sectors.labels import label
from balkancluster.textindex.indexes import ORGANISATIONS


class Organisations:
    """Clusters, institutions and companies."""

    kind = "organisation"
    knows_filters = False

    async def find(self, session: AsyncSession, asker: Asker, wanted: Wanted, part: Part) -> Page:
        """Return organisations with these words in their profiles."""
        ranked = await rank(session, ORGANISATIONS, wanted, (), part)
        found = await read_found_organisations(session, [int(key) for key in ranked.keys])
        items = tuple(_show(asker, wanted, each, ranked.is_related(each.id)) for each in found)
        return Page(items, ranked.following)


def _show(asker: Asker, wanted: Wanted, found: FoundOrganisation, is_related: bool) -> Found:
    profile = found.profile
    name = own_name(profile)
    city = ((profile.city, profile.lang),) if profile.city else ()
    return Found(
        kind="organisation",
        id=profile.code,
        address=f"/organisations/{profile.code}",
        title=mark(name.text, wanted.wide, name.lang),
        words=_why(asker, wanted, found),
        place=((kind_label(profile.kind), asker.locale), *city),
        house=profile.code,
        is_related=is_related,
    )


def _why(asker: Asker, wanted: Wanted, found: FoundOrganisation) -> Marked | None:
    """Return the first of its words in which something was found: nearest to the reader first."""
    profile, locale = found.profile, asker.locale
    said = [words for part in ("summary", "offers", "seeks") if (words := prose(profile, part, locale))]
    sectors = ", ".join(label(code, locale) for code in profile.divisions)
    texts = [*((each.text, each.lang) for each in said), (sectors, locale)]
    texts += [
        (text, tag)
        for tag, words in profile.texts.items()
        for text in (words.name, words.summary, words.offers, words.seeks)
    ]
    excerpts = [excerpt(text, wanted.wide, lang) for text, lang in texts if text]
    return next((each for each in excerpts if each.is_hit), excerpts[0] if excerpts else None)
