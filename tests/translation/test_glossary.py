"""The network's own words in translations, and the names that are never translated."""

import pytest
from sqlalchemy import select

from balkancluster.audit import AuditEntry
from balkancluster.errors import Forbidden, Invalid
from balkancluster.members.organisation_profiles import Profile, Words
from balkancluster.members.organisations import create_organisation
from balkancluster.translation.glossary import Term, find_phrases, keep_term, list_terms, remove_term
from tests.people import Network
from tests.services.translating import TranslationService
from tests.translation.desks import OpenDesk, translate

PARTNER = Term(en="partner search", bg="търсене на партньор", sr="traženje partnera")


async def test_a_term_is_found_in_its_forms_and_stands_in_the_other_language(network: Network) -> None:
    async with network.database.write() as session:
        await keep_term(session, network.vesna, Term(en="cluster", bg="клъстер", sr="klaster"))
        await keep_term(session, network.vesna, PARTNER)
        html = "<p>Klasteri iz Niša: u klasteru je Traženje partnera, a кластера нема.</p>"
        found = await find_phrases(session, html, "sr-Latn", "bg")
    wanted = {"Klasteri": "Клъстер", "klasteru": "клъстер", "кластера": "клъстер"}
    assert found == wanted | {"Traženje partnera": "Търсене на партньор"}


async def test_a_term_that_a_language_lacks_stays_as_it_was_written(network: Network) -> None:
    async with network.database.write() as session:
        await keep_term(session, network.vesna, Term(en="InfoCentre", sr="InfoCentar"))
        found = await find_phrases(session, "<p>Pitaj InfoCentar.</p>", "sr-Latn", "bg")
    assert found == {"InfoCentar": "InfoCentar"}


async def test_names_of_members_and_organisations_are_not_translated(
    network: Network, service: TranslationService, open_desk: OpenDesk, room: int
) -> None:
    async with network.database.write() as session:
        profile = Profile("", "cluster", "sr-Latn", "RS", {"sr-Latn": Words("Vunena nit")})
        await create_organisation(session, profile)
    desk = await open_desk()
    said = await network.say(network.ana, room, "Vunena nit traži partnera, pitajte Ana Stojanović do petka")
    shown = await translate(desk, network.elena, room, said.id)
    assert shown
    assert shown.html.startswith("<p>Vunena nit Търсим партньор")
    assert "Ana Stojanović" in shown.html


async def test_only_coordinators_keep_the_glossary_and_it_is_on_record(network: Network) -> None:
    async with network.database.write() as session:
        with pytest.raises(Forbidden):
            await keep_term(session, network.ana, PARTNER)
        await keep_term(session, network.vesna, PARTNER)
        (term,) = await list_terms(session)
        await keep_term(session, network.vesna, Term(en="partners", bg="партньори"), term.id)
        await remove_term(session, network.vesna, term.id)
        assert await list_terms(session) == []
        acts = (await session.scalars(select(AuditEntry.action))).all()
    assert [act for act in acts if "glossary" in act] == ["keep.glossary", "keep.glossary", "remove.glossary"]


@pytest.mark.parametrize(
    "term", [Term(en="alone"), Term(), Term(en="x" * 121, bg="y"), Term(en="a\x00", bg="б")]
)
async def test_a_term_that_cannot_be_kept_is_refused(network: Network, term: Term) -> None:
    async with network.database.write() as session:
        with pytest.raises(Invalid):
            await keep_term(session, network.vesna, term)
