"""People and organisations are found by what they are called now, as long as they are here."""

from sqlalchemy import text

from balkancluster.database import Database
from balkancluster.members.models import ERASED, LEFT, SUSPENDED
from balkancluster.members.people import change_settings
from balkancluster.members.reindexing import SOURCES
from balkancluster.members.states import change_state
from balkancluster.textindex.entries import Key
from balkancluster.textindex.filling import fill_step, forget_filling
from balkancluster.textindex.indexes import ORGANISATIONS, PEOPLE, Index
from balkancluster.textindex.searching import find_newest
from balkancluster.textindex.terms import terms_of
from tests.people import Network


async def find(database: Database, words: str, index: Index = PEOPLE) -> list[Key]:
    async with database.read() as session:
        return await find_newest(session, index, terms_of(words))


async def test_a_person_is_found_by_the_name_of_today(network: Network) -> None:
    assert await find(network.database, "djordjevic") == [network.vesna.id]
    async with network.database.write() as session:
        wanted = {
            "other_name": "",
            "locale": "sr-Cyrl",
            "time_zone": "Europe/Belgrade",
            "shows_presence": True,
            "script": None,
            "bulgarian_in_latin": False,
        }
        await change_settings(session, network.vesna.id, name="Vesna Marković", **wanted)  # type: ignore[arg-type]
    assert await find(network.database, "djordjevic") == []
    assert await find(network.database, "Марковић") == [network.vesna.id]


async def test_who_is_not_here_any_more_is_not_found(network: Network) -> None:
    for person, state in ((network.ana, SUSPENDED), (network.elena, LEFT), (network.dragan, ERASED)):
        async with network.database.write() as session:
            await change_state(session, network.vesna, person.id, state)
    assert await find(network.database, "Stojanović") == []
    assert await find(network.database, "Петрова") == []
    assert await find(network.database, "Ћирић") == []
    async with network.database.write() as session:
        await change_state(session, network.vesna, network.ana.id, "active")
    assert await find(network.database, "Stojanović") == [network.ana.id]


async def test_members_of_an_older_version_are_found_once_the_index_is_filled(network: Network) -> None:
    async with network.database.write() as session:
        await session.execute(text(f"DELETE FROM {PEOPLE.table}"))
        await forget_filling(session)
        await change_state(session, network.vesna, network.elena.id, LEFT)
    for index in (PEOPLE, ORGANISATIONS):
        while await fill_step(network.database, index, SOURCES[index], 2) is not None:
            pass
    assert await find(network.database, "djordjevic") == [network.vesna.id]
    assert await find(network.database, "Петрова") == []
