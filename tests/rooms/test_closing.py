"""Closed topics and archived rooms: everything stays readable, nothing is added, whatever comes at once."""

import asyncio

import pytest

from balkancluster.access import Actor
from balkancluster.errors import Conflict, Forbidden, NotFound, Problem
from balkancluster.rooms.events import read_events
from balkancluster.rooms.marking import mark_read
from balkancluster.rooms.memberships import invite_to_room, join_room, leave_room, remove_member
from balkancluster.rooms.models import OPEN
from balkancluster.rooms.posting import Posted, edit_message, remove_message
from balkancluster.rooms.rooms import archive_room, list_joinable_rooms, list_my_rooms, open_direct_room
from balkancluster.rooms.topics import change_topic, close_topic, open_topic, rename_topic
from tests.people import Network

MANY = 40


async def kinds_of(network: Network, room_id: int) -> list[str]:
    async with network.database.read() as session:
        return [event.kind for event in await read_events(session, room_id, 0, 500)]


async def test_a_closed_topic_takes_no_words_until_it_is_opened_again(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    said = await network.say(network.elena, room_id, "Започваме", new_topic="Щанд")
    await close_topic(network.log, network.ana, room_id, said.topic_id)
    await close_topic(network.log, network.ana, room_id, said.topic_id)
    with pytest.raises(Conflict) as refusal:
        await network.say(network.elena, room_id, "Още нещо", topic_id=said.topic_id)
    assert refusal.value.code == "topic_closed"
    with pytest.raises(Conflict) as refusal:
        await edit_message(network.database, network.log, network.elena, room_id, said.id, "Друго", 1)
    assert refusal.value.code == "topic_closed"
    await network.say(network.elena, room_id, "В друга тема")
    await remove_message(network.log, network.elena, room_id, said.id)
    await close_topic(network.log, network.ana, room_id, said.topic_id, is_closed=False)
    await network.say(network.elena, room_id, "Пак", topic_id=said.topic_id)
    kinds = await kinds_of(network, room_id)
    assert (kinds.count("topic.closed"), kinds.count("topic.reopened")) == (1, 1)


async def test_a_topic_is_closed_by_who_runs_the_room(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    said = await network.say(network.elena, room_id, "Моя тема", new_topic="Щанд")
    with pytest.raises(Forbidden):
        await close_topic(network.log, network.elena, room_id, said.topic_id)
    with pytest.raises(NotFound):
        await close_topic(network.log, network.dragan, room_id, said.topic_id)
    direct = await open_direct_room(network.log, network.ana, network.elena.id)
    first = await network.say(network.ana, direct, "Zdravo")
    with pytest.raises(Forbidden):
        await close_topic(network.log, network.ana, direct, first.topic_id)


async def test_a_change_of_title_and_state_is_made_whole_or_not_at_all(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    said = await network.say(network.elena, room_id, "Моя тема", new_topic="Щанд")

    async def change(actor: Actor) -> None:
        await change_topic(network.log, actor, room_id, said.topic_id, title="Общ щанд", is_closed=True)

    with pytest.raises(Forbidden):
        await change(network.elena)
    assert "topic.renamed" not in await kinds_of(network, room_id)
    await change(network.ana)
    assert (await kinds_of(network, room_id))[-2:] == ["topic.renamed", "topic.closed"]


async def test_an_archived_room_is_only_read(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena, network.dragan)
    said = await network.say(network.elena, room_id, "Започваме")
    await archive_room(network.log, network.ana, room_id)
    refused = (
        network.say(network.elena, room_id, "Още нещо"),
        network.say(network.elena, room_id, "Още нещо", new_topic="Нова"),
        edit_message(network.database, network.log, network.elena, room_id, said.id, "Друго", 1),
        open_topic(network.log, network.elena, room_id, "Нова"),
        rename_topic(network.log, network.ana, room_id, said.topic_id, "Druga"),
        close_topic(network.log, network.ana, room_id, said.topic_id),
        invite_to_room(network.log, network.ana, room_id, network.vesna.id),
    )
    for act in refused:
        with pytest.raises(Conflict) as refusal:
            await act
        assert refusal.value.code == "room_archived"
    await mark_read(network.database, network.log, network.ana, room_id, said.seq)
    await remove_message(network.log, network.elena, room_id, said.id)
    await leave_room(network.log, network.elena, room_id)
    await remove_member(network.log, network.ana, room_id, network.dragan.id)
    await archive_room(network.log, network.ana, room_id, is_archived=False)
    await network.say(network.ana, room_id, "Opet smo tu")
    kinds = await kinds_of(network, room_id)
    assert (kinds.count("room.archived"), kinds.count("room.unarchived")) == (1, 1)


async def test_an_archived_room_cannot_be_joined_and_is_told_apart(network: Network) -> None:
    room_id = await network.open_room(network.boris, network.elena, kind=OPEN)
    await network.say(network.elena, room_id, "Здравейте")
    await archive_room(network.log, network.boris, room_id)
    with pytest.raises(NotFound):
        await join_room(network.log, network.dragan, room_id)
    async with network.database.read() as session:
        assert room_id not in [room.id for room in await list_joinable_rooms(session, network.dragan, "bg")]
        mine = {room.id: room for room in await list_my_rooms(session, network.boris, "bg")}
    assert mine[room_id].is_archived


async def test_a_room_is_archived_by_who_runs_it_and_a_direct_one_by_nobody(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    with pytest.raises(Forbidden):
        await archive_room(network.log, network.elena, room_id)
    with pytest.raises(NotFound):
        await archive_room(network.log, network.dragan, room_id)
    direct = await open_direct_room(network.log, network.ana, network.elena.id)
    with pytest.raises(Forbidden):
        await archive_room(network.log, network.ana, direct)


@pytest.mark.parametrize("how", ["topic_closed", "room_archived"])
async def test_what_is_said_while_it_closes_is_in_before_or_refused(network: Network, how: str) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    first = await network.say(network.ana, room_id, "Prva")

    async def close() -> None:
        if how == "topic_closed":
            await close_topic(network.log, network.ana, room_id, first.topic_id)
        else:
            await archive_room(network.log, network.ana, room_id)

    said = [network.say(network.elena, room_id, f"Дума {number}") for number in range(MANY)]
    acts = [*said[: MANY // 2], close(), *said[MANY // 2 :]]
    answers = await asyncio.gather(*acts, return_exceptions=True)
    posted = [answer for answer in answers if isinstance(answer, Posted)]
    refused = [answer for answer in answers if isinstance(answer, Problem)]
    assert len(posted) + len(refused) == MANY
    assert {refusal.code for refusal in refused} <= {how}
    kinds = await kinds_of(network, room_id)
    end = kinds.index("topic.closed" if how == "topic_closed" else "room.archived")
    assert end == len(kinds) - 1
    assert kinds.count("message.posted") == len(posted) + 1
