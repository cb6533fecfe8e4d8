"""Rooms: who may make, name, enter and leave them, and how each reader finds them named."""

import pytest

from balkancluster.errors import Forbidden, Invalid, NotFound
from balkancluster.rooms.events import read_events
from balkancluster.rooms.looking_up import keep_named
from balkancluster.rooms.memberships import invite_to_room, join_room, leave_room, list_members, remove_member
from balkancluster.rooms.models import OPEN, PRIVATE
from balkancluster.rooms.people import find_person
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.rooms import (
    create_room,
    list_joinable_rooms,
    list_my_rooms,
    open_direct_room,
    rename_room,
)
from balkancluster.rooms.texts import choose_wording, clean_wordings
from tests.people import TEXTILE, Network

WORDINGS = clean_wordings(TEXTILE, {"en": "Yarn and needles"})


async def test_every_reader_finds_the_room_named_in_their_language(network: Network) -> None:
    await create_room(network.log, network.ana, PRIVATE, WORDINGS)
    async with network.database.read() as session:
        names = {
            locale: (await list_my_rooms(session, network.ana, locale))[0].name
            for locale in ("sr-Cyrl", "sr-Latn", "bg", "en")
        }
    assert names == {**TEXTILE, "sr-Latn": "Tekstil i odeća"}


def test_a_missing_language_falls_back_visibly() -> None:
    only_serbian = clean_wordings({"sr-Cyrl": "Стари занати"}, {})
    assert choose_wording(only_serbian, "bg").lang == "sr-Cyrl"
    assert choose_wording(only_serbian, "sr-Latn").name == "Stari zanati"


def test_a_room_needs_a_name_wherever_it_has_a_purpose() -> None:
    with pytest.raises(Invalid) as refusal:
        clean_wordings({"en": "Wood"}, {"bg": "Дърво и мебели"})
    assert refusal.value.field == "name-bg"
    with pytest.raises(Invalid):
        clean_wordings({}, {})


def test_a_name_of_a_room_has_no_word_in_two_alphabets() -> None:
    with pytest.raises(Invalid) as refusal:
        clean_wordings({"en": "Wood and \u0430pples"}, {})
    assert refusal.value.field == "name-en"


async def test_only_those_who_run_the_network_make_open_rooms(network: Network) -> None:
    with pytest.raises(Forbidden):
        await create_room(network.log, network.ana, OPEN, WORDINGS)
    room_id = await create_room(network.log, network.vesna, OPEN, WORDINGS)
    await join_room(network.log, network.ana, room_id)
    await join_room(network.log, network.ana, room_id)
    async with network.database.read() as session:
        assert [room.id for room in await list_my_rooms(session, network.ana, "sr-Latn")] == [room_id]
        joined = [
            event for event in await read_events(session, room_id, 0, 10) if event.kind == "member.joined"
        ]
    assert len(joined) == len({"Vesna", "Ana"})


async def test_a_private_room_cannot_be_found_or_joined(network: Network) -> None:
    room_id = await create_room(network.log, network.ana, PRIVATE, WORDINGS)
    with pytest.raises(NotFound):
        await join_room(network.log, network.elena, room_id)
    async with network.database.read() as session:
        assert await list_joinable_rooms(session, network.elena, "bg") == []


async def test_two_people_have_one_direct_room_named_after_the_other(network: Network) -> None:
    first = await open_direct_room(network.log, network.ana, network.elena.id)
    assert await open_direct_room(network.log, network.elena, network.ana.id) == first
    async with network.database.read() as session:
        assert (await list_my_rooms(session, network.ana, "sr-Latn"))[0].name == network.elena.name
        assert (await list_my_rooms(session, network.elena, "bg"))[0].name == network.ana.name
    with pytest.raises(Forbidden):
        await leave_room(network.log, network.ana, first)
    with pytest.raises(Forbidden):
        await invite_to_room(network.log, network.ana, first, network.dragan.id)
    with pytest.raises(Invalid):
        await open_direct_room(network.log, network.ana, network.ana.id)


async def test_who_left_is_a_stranger_again(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    await leave_room(network.log, network.elena, room_id)
    async with network.database.read() as session:
        with pytest.raises(NotFound):
            await find_seat(session, network.elena, room_id)
        kinds = [event.kind for event in await read_events(session, room_id, 0, 10)]
    assert kinds == ["topic.opened", "member.joined", "member.joined", "member.left"]


async def test_only_who_runs_the_room_takes_somebody_out(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena, network.dragan)
    with pytest.raises(Forbidden):
        await remove_member(network.log, network.elena, room_id, network.dragan.id)
    await remove_member(network.log, network.ana, room_id, network.dragan.id)
    with pytest.raises(NotFound):
        await remove_member(network.log, network.ana, room_id, network.dragan.id)


async def test_members_are_listed_in_one_order_for_both_scripts(network: Network) -> None:
    room_id = await network.open_room(
        network.elena, network.vesna, network.ana, network.boris, network.dragan
    )
    async with network.database.read() as session:
        people = await list_members(session, await find_seat(session, network.ana, room_id))
    assert [mark.name.split()[0] for mark, _role in people] == ["Ana", "Борис", "Драган", "Елена", "Весна"]


async def test_renaming_is_for_who_runs_the_room_and_is_one_event(network: Network) -> None:
    room_id = await create_room(network.log, network.ana, PRIVATE, WORDINGS)
    await invite_to_room(network.log, network.ana, room_id, network.elena.id)
    other = clean_wordings({"bg": "Прежда"}, {})
    with pytest.raises(Forbidden):
        await rename_room(network.log, network.elena, room_id, other)
    await rename_room(network.log, network.ana, room_id, other)
    await rename_room(network.log, network.ana, room_id, other)
    async with network.database.read() as session:
        kinds = [event.kind for event in await read_events(session, room_id, 0, 20)]
    assert kinds.count("room.renamed") == 1


@pytest.mark.parametrize(
    "typed", ["Djordjevic Vesna", "Елена Петрова", "elena petrova", "ELENA@klaster.example"]
)
async def test_people_are_found_as_they_are_typed(network: Network, typed: str) -> None:
    async with network.database.read() as session:
        if typed.startswith("Djordjevic"):
            with pytest.raises(Invalid):
                await find_person(session, typed)
        else:
            assert await find_person(session, typed) == network.elena.id
        assert await find_person(session, "vesna djordjevic") == network.vesna.id


@pytest.mark.parametrize("typed", ["текстил", "tekstil", "TEXTILE облекло", "odeca"])
async def test_a_room_is_found_by_any_of_its_names_in_any_script(network: Network, typed: str) -> None:
    await create_room(network.log, network.ana, PRIVATE, WORDINGS)
    await create_room(network.log, network.ana, PRIVATE, clean_wordings({"en": "Tourism"}, {}))
    async with network.database.read() as session:
        rooms = await list_my_rooms(session, network.ana, "en")
        found = await keep_named(session, rooms, typed)
    assert [room.name for room in found] == ["Textile and clothing"]


async def test_a_direct_room_is_found_by_the_name_of_the_other_person(network: Network) -> None:
    await open_direct_room(network.log, network.ana, network.elena.id)
    async with network.database.read() as session:
        rooms = await list_my_rooms(session, network.ana, "sr-Latn")
        assert await keep_named(session, rooms, "elena") == rooms
        assert await keep_named(session, rooms, "boris") == []
