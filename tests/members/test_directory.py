"""The directory: found in any script, narrowed, page by page, and nobody who does not take part."""

import time

import pytest

from balkancluster.database import Database
from balkancluster.errors import NotFound
from balkancluster.members.directory import DirectoryFilter, read_filter
from balkancluster.members.directory_organisations import find_choices, list_organisations
from balkancluster.members.directory_people import find_person_entry, list_people, list_people_of
from balkancluster.members.models import INVITED, LEFT
from balkancluster.members.organisation_file import MembersFile
from balkancluster.members.organisation_import import import_organisations
from balkancluster.members.organisation_reading import own_name
from balkancluster.members.people import create_person, find_person
from balkancluster.members.states import enter_state
from tests.members.members_files import REAL
from tests.members.people import People


@pytest.fixture
async def directory(database: Database) -> Database:
    """The 77 real organisations."""
    await import_organisations(database, MembersFile(REAL))
    return database


async def names(database: Database, text: str = "", **wanted: str) -> list[str]:
    async with database.read() as session:
        listing = await list_organisations(session, read_filter({"q": text, **wanted}))
    return [own_name(entry.profile).text for entry in listing.items]


async def people_names(database: Database, text: str = "", **wanted: str) -> list[str]:
    async with database.read() as session:
        listing = await list_people(session, read_filter({"q": text, **wanted}))
    return [str(person.name) for person in listing.items]


async def test_ana_finds_a_house_however_she_writes_it(directory: Database) -> None:
    for query in ("Дунђер", "Dunđer", "dundjer", "DUNDER", "građevinski Niš", "klaster ниш"):
        assert "Građevinski klaster „Dunđer“" in await names(directory, query), query


async def test_a_sector_is_found_in_the_words_of_every_language(directory: Database) -> None:
    for query in ("мебели", "мебелите", "nameštaj", "furniture", "намештај"):
        found = await names(directory, query)
        assert {"Български мебелен клъстер", "Netwood"} <= set(found), query


async def test_what_is_not_a_word_is_no_command(directory: Database) -> None:
    for query in ("%", "_", "'", '"', "' OR 1=1 --", "%_%", "\\", "()*:^"):
        assert await names(directory, query) == [], query
        assert await people_names(directory, query) == [], query


async def test_a_query_without_end_is_cut_and_quick(directory: Database) -> None:
    wanted = read_filter({"q": "кластер " * 1250, "sector": "9" * 10_000, "page": "9" * 400})
    began = time.process_time()
    async with directory.read() as session:
        listing = await list_organisations(session, wanted)
        await list_people(session, wanted)
    assert time.process_time() - began < 0.2
    assert (listing.items, listing.page) == ([], 1)
    assert len(wanted.text) <= 200


async def test_filters_narrow_together(directory: Database) -> None:
    assert len(await names(directory, country="BG", kind="network")) < len(
        await names(directory, kind="network")
    )
    assert await names(directory, country="BG", sector="31", kind="cluster") == ["Български мебелен клъстер"]
    assert await names(directory, country="XX") == []


async def test_only_what_leads_to_somebody_can_be_chosen(directory: Database) -> None:
    async with directory.read() as session:
        choices = await find_choices(session)
    assert sorted(choices.countries) == ["BG", "RS"]
    assert "31" in choices.sectors
    assert "05" not in choices.sectors


async def test_pages_follow_one_another_in_one_order_for_both_scripts(directory: Database) -> None:
    seen: list[str] = []
    for page in (1, 2, 3):
        async with directory.read() as session:
            listing = await list_organisations(session, DirectoryFilter(page=page))
        assert (listing.total, listing.pages, listing.page) == (77, 3, page)
        seen += [own_name(entry.profile).text for entry in listing.items]
    assert len(set(seen)) == 77
    assert seen.index("Агенција за регионални развој „Југ“") < seen.index("Asteks") < seen.index("Netwood")
    async with directory.read() as session:
        assert (await list_organisations(session, DirectoryFilter(page=99))).page == 3


async def test_elena_and_ana_are_found_by_name_and_through_their_house(
    database: Database, people: People
) -> None:
    assert await people_names(database) == ["Ana Jović", "Елена Дончева", "Весна Илић"]
    assert await people_names(database, text="elena") == ["Елена Дончева"]
    assert await people_names(database, text="ана јовић") == ["Ana Jović"]
    assert await people_names(database, text="вунена") == ["Ana Jović"]
    assert await people_names(database, country="BG") == ["Елена Дончева"]


async def test_whoever_left_or_has_not_come_is_in_no_list(database: Database, people: People) -> None:
    async with database.write() as session:
        goran = await create_person(
            session, name="Goran", email="goran@demo.example", locale="sr-Latn", state=INVITED
        )
        await enter_state(session, await find_person(session, people.elena.id), LEFT, None)
    assert await people_names(database) == ["Ana Jović", "Весна Илић"]
    async with database.read() as session:
        assert await list_people_of(session, people.roses) == []
        with pytest.raises(NotFound):
            await find_person_entry(session, goran.id)
        former = await find_person_entry(session, people.elena.id)
    assert not former.is_active
    assert str(former.name) == "Former member"
