"""Organisations in their own people's words: the rules of the members file, and two who edit at once."""

import asyncio
from dataclasses import replace

import pytest

from balkancluster.database import Database
from balkancluster.errors import Conflict, NotFound
from balkancluster.members.directory import DirectoryFilter
from balkancluster.members.directory_organisations import list_organisations
from balkancluster.members.organisation_export import export_organisations
from balkancluster.members.organisation_file import MembersFile
from balkancluster.members.organisation_import import import_organisations
from balkancluster.members.organisation_models import LISTED
from balkancluster.members.organisation_profiles import Profile, Words
from balkancluster.members.organisations import create_organisation
from balkancluster.members.profile_edits import find_profile, keep_profile, read_edit, values_of
from tests.members.people import People, recorded

TYPED = {
    "name-sr-Latn": "  Vunena   nit ",
    "summary-sr-Latn": "Predemo i tkamo.\r\nOd 1998.",
    "offers-sr-Latn": "Vuna sa Stare planine",
    "name-bg": "Вълнена нишка",
    "seeks-bg": "Търсим шивашки цехове",
    "name-en": "Woollen Thread",
    "summary-en": "We spin and weave.",
    "offers-en": "Wool",
    "short_name": "VN",
    "city": "Ćuprija",
    "website": "nit.example",
    "founded": "1998",
    "members_count": "12",
    "lang_own": "sr-Latn",
}


async def edit(database: Database, people: People, values: dict[str, str], *codes: str) -> dict[str, str]:
    """Keep what Ana types, or return what is wrong with it in English."""
    async with database.write() as session:
        found = await find_profile(session, people.ana, people.wool)
        read = read_edit(found, values_of(found.profile) | values, codes)
        if read.profile:
            version = found.organisation.updated_at
            await keep_profile(session, people.ana, people.wool, read.profile, version)
    return {name: message.in_locale("en") for name, message in read.errors.items()}


async def profile_of(database: Database, people: People) -> Profile:
    async with database.read() as session:
        return (await find_profile(session, people.ana, people.wool)).profile


async def test_ana_says_who_they_are_in_three_languages(database: Database, people: People) -> None:
    assert await edit(database, people, TYPED, "13", "14") == {}
    kept = await profile_of(database, people)
    assert kept.texts == {
        "sr-Latn": Words("Vunena nit", "Predemo i tkamo.\nOd 1998.", "Vuna sa Stare planine"),
        "bg": Words("Вълнена нишка", seeks="Търсим шивашки цехове"),
        "en": Words("Woollen Thread", "We spin and weave.", "Wool"),
    }
    assert (kept.short_name, kept.city, kept.website) == ("VN", "Ćuprija", "nit.example")
    assert (kept.founded, kept.members_count, kept.divisions) == (1998, 12, ("13", "14"))
    assert (await recorded(database))[-1] == "organisation.edited"


@pytest.mark.parametrize("words", ["ћуприја", "шивашки", "woollen", "stara planina", "текстил"])
async def test_what_was_typed_is_found_at_once_in_any_script(
    database: Database, people: People, words: str
) -> None:
    await edit(database, people, TYPED | {"offers-sr-Latn": "Stara planina"}, "13")
    async with database.read() as session:
        found = await list_organisations(session, DirectoryFilter(words))
    assert [entry.profile.code for entry in found.items] == ["M001"]


async def test_a_new_name_has_a_new_place_in_the_order(database: Database, people: People) -> None:
    await edit(database, people, {"name-sr-Latn": "Žito i vuna"})
    async with database.read() as session:
        found = await list_organisations(session, DirectoryFilter())
    assert [entry.profile.code for entry in found.items] == ["M002", "M001"]


async def test_an_export_of_it_comes_back_and_changes_nothing(database: Database, people: People) -> None:
    await edit(database, people, TYPED | {"short_name": "=VN", "offers-sr-Latn": "-vuna\n+pređa"}, "14", "13")
    kept = await profile_of(database, people)
    content = b"".join([piece async for piece in export_organisations(database)])
    report = await import_organisations(database, MembersFile(content))
    assert (report.unchanged, report.updated, report.faults) == (2, 0, [])
    assert await profile_of(database, people) == kept


REFUSED = {
    "no name": ({"name-sr-Latn": " "}, "name-sr-Latn"),
    "mixed letters": ({"name-sr-Latn": "Vunеna"}, "name-sr-Latn"),
    "two lines": ({"city": "Niš\nPirot"}, "city"),
    "another script": ({"summary-bg": "Predemo i tkamo."}, "summary-bg"),
    "another language": ({"offers-bg": "Вуњена пређа"}, "offers-bg"),
    "English in Cyrillic": ({"name-en": "Вунена нит"}, "name-en"),
    "an address": ({"summary-en": "Write to ana@demo.example"}, "summary-en"),
    "a link": ({"website": "https://nit.example/"}, "website"),
    "a year to come": ({"founded": "2999"}, "founded"),
    "no number": ({"members_count": "many"}, "members_count"),
    "a language of others": ({"lang_own": "hr"}, "lang_own"),
    "control character": ({"seeks-en": "a\x07b"}, "seeks-en"),
    "too long": ({"summary-en": "a" * 2001}, "summary-en"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_no_members_file_may_hold_is_refused_at_its_field(
    database: Database, people: People, case: str
) -> None:
    typed, field = REFUSED[case]
    before = await profile_of(database, people)
    assert field in await edit(database, people, TYPED | typed)
    assert await profile_of(database, people) == before


@pytest.mark.parametrize("codes", [("00",), tuple(f"{number:02d}" for number in range(10, 34))])
async def test_sectors_are_of_the_88_and_not_too_many(
    database: Database, people: People, codes: tuple[str, ...]
) -> None:
    assert list(await edit(database, people, TYPED, *codes)) == ["nace"]


async def test_sectors_keep_their_order_and_new_ones_follow(database: Database, people: People) -> None:
    await edit(database, people, TYPED, "31", "13")
    await edit(database, people, TYPED, "10", "13", "31", "10")
    assert (await profile_of(database, people)).divisions == ("31", "13", "10")


async def test_of_two_who_edit_at_once_one_meets_a_conflict(
    database: Database, database_url: str, people: People
) -> None:
    other = Database(database_url)
    async with database.read() as session:
        found = await find_profile(session, people.ana, people.wool)

    async def keep(through: Database, city: str) -> None:
        async with through.write() as session:
            profile = replace(found.profile, city=city)
            await keep_profile(session, people.ana, people.wool, profile, found.organisation.updated_at)

    outcomes = await asyncio.gather(keep(database, "Pirot"), keep(other, "Vranje"), return_exceptions=True)
    await other.close()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "NoneType"]


async def test_only_its_administrators_and_the_coordinator_edit(database: Database, people: People) -> None:
    async with database.write() as session:
        found = await find_profile(session, people.vesna, people.wool)
        changed, version = replace(found.profile, city="Niš"), found.organisation.updated_at
        with pytest.raises(NotFound):
            await find_profile(session, people.elena, people.wool)
        with pytest.raises(NotFound):
            await keep_profile(session, people.elena, people.wool, changed, version)
        with pytest.raises(NotFound):
            await find_profile(session, people.vesna, 999_999)
        with pytest.raises(Conflict):
            await keep_profile(session, people.vesna, people.wool, changed, version.replace(year=2020))
        await keep_profile(session, people.vesna, people.wool, changed, version)


async def test_a_listing_keeps_what_its_file_must_say(database: Database, people: People) -> None:
    words = {"sr-Latn": Words("Razboji", "Tkamo."), "en": Words("Looms", "We weave.")}
    profile = Profile(
        "RS900", "cluster", "sr-Latn", "RS", words, divisions=("13",), source_url="https://a.example/x"
    )
    async with database.write() as session:
        listed = (await create_organisation(session, profile, LISTED)).id
        found = await find_profile(session, people.vesna, listed)
    read = read_edit(found, values_of(found.profile) | {"summary-en": ""}, [])
    assert sorted(read.errors) == ["nace", "summary-en"]
    assert read_edit(found, values_of(found.profile), ["13"]).profile == profile
