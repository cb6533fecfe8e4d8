"""Organisations that the coordinator invites although they are not in the directory yet."""

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import audit
from balkancluster.access import COORDINATOR, Actor, ensure_visible, rule
from balkancluster.errors import Invalid
from balkancluster.i18n.locales import is_locale
from balkancluster.i18n.messages import _
from balkancluster.members.countries import is_country
from balkancluster.members.names import clean_name
from balkancluster.members.organisation_models import LISTED, Organisation
from balkancluster.members.organisation_profiles import KINDS, Profile, Words
from balkancluster.members.organisations import create_organisation


@rule("invite.organisation")
def may_invite_organisations(actor: Actor, _subject: object) -> bool:
    """The coordinator decides which organisations take part."""
    return actor.has_role(COORDINATOR)


async def add_house(
    session: AsyncSession, actor: Actor, *, name: str, kind: str, country: str, lang: str
) -> Organisation:
    """Store an organisation that is about to be invited; it is a member once its admin accepts.

    Raises NotFound for who may not, and Invalid at the field concerned.
    """
    ensure_visible(actor, "invite.organisation")
    name = clean_name(name, field="organisation_name")
    if kind not in KINDS:
        raise Invalid(_("Choose the kind of organisation."), field="kind")
    if not is_country(country):
        raise Invalid(_("Choose the country."), field="country")
    if not is_locale(lang):
        raise Invalid(_("Choose the language of the organisation."), field="lang")
    profile = Profile(code="", kind=kind, lang=lang, country=country, texts={lang: Words(name)})
    organisation = await create_organisation(session, profile, LISTED)
    await audit.record(session, actor.id, "organisation.added", "organisation", organisation.id)
    return organisation
