"""Posting, editing, removing: once for each client id, one's own words only, nothing left once removed."""

import pytest
from sqlalchemy import select

from balkancluster.database import new_id
from balkancluster.errors import Conflict, Forbidden, Invalid, NotFound
from balkancluster.rooms.events import read_events
from balkancluster.rooms.messages import read_page
from balkancluster.rooms.models import Mention, Message
from balkancluster.rooms.posting import Draft, edit_message, post_message, remove_message
from balkancluster.rooms.views import MessageView
from tests.people import Network


async def messages_of(network: Network, room_id: int) -> list[MessageView]:
    async with network.database.read() as session:
        return await read_page(session, room_id, topic_id=None, before=None)


async def test_a_message_sent_twice_with_one_id_is_one_message(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    draft = Draft(new_id(), "Imamo 400 kg vune.")
    first = await post_message(network.database, network.log, network.ana, room_id, draft)
    second = await post_message(network.database, network.log, network.ana, room_id, draft)
    assert (second.seq, second.id, second.duplicate) == (first.seq, first.id, True)
    assert len(await messages_of(network, room_id)) == 1


async def test_the_same_id_for_other_words_is_a_conflict(network: Network) -> None:
    room_id = await network.open_room(network.ana)
    client_id = new_id()
    await post_message(network.database, network.log, network.ana, room_id, Draft(client_id, "Prvo"))
    with pytest.raises(Conflict):
        await post_message(network.database, network.log, network.ana, room_id, Draft(client_id, "Drugo"))


async def test_two_people_may_use_the_same_client_id(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    client_id = new_id()
    for who in (network.ana, network.elena):
        posted = await post_message(network.database, network.log, who, room_id, Draft(client_id, "Здраво"))
        assert not posted.duplicate


async def test_a_stranger_finds_no_room(network: Network) -> None:
    room_id = await network.open_room(network.ana)
    with pytest.raises(NotFound):
        await network.say(network.elena, room_id, "Има ли някой?")
    with pytest.raises(NotFound):
        await network.say(network.elena, 999_999, "Има ли някой?")


async def test_a_removed_message_leaves_a_tombstone_and_no_text_anywhere(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    posted = await network.say(network.ana, room_id, "@Elena Petrova, tajna cena je 7.300")
    await remove_message(network.log, network.ana, room_id, posted.id)
    await remove_message(network.log, network.ana, room_id, posted.id)
    async with network.database.read() as session:
        row = (await session.scalars(select(Message).where(Message.id == posted.id))).one()
        assert (row.body, row.html, row.digest, row.search_text) == (None, None, "", "")
        assert not list(await session.scalars(select(Mention)))
        events = await read_events(session, room_id, posted.seq - 1, 100)
    assert [event.kind for event in events] == ["message.posted", "message.removed"]
    assert all(event.message and event.message.body is None for event in events)


async def test_a_late_repeat_of_a_removed_message_brings_nothing_back(network: Network) -> None:
    room_id = await network.open_room(network.ana)
    draft = Draft(new_id(), "Povlačim ovo")
    posted = await post_message(network.database, network.log, network.ana, room_id, draft)
    await remove_message(network.log, network.ana, room_id, posted.id)
    repeated = await post_message(network.database, network.log, network.ana, room_id, draft)
    assert repeated.duplicate
    assert [message.body for message in await messages_of(network, room_id)] == [None]


async def test_nobody_edits_or_removes_the_words_of_others(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    posted = await network.say(network.ana, room_id, "Moje reči")
    with pytest.raises(Forbidden):
        await edit_message(network.database, network.log, network.elena, room_id, posted.id, "Чужди", 1)
    with pytest.raises(Forbidden):
        await remove_message(network.log, network.elena, room_id, posted.id)


async def test_an_edit_on_an_old_revision_is_a_conflict(network: Network) -> None:
    room_id = await network.open_room(network.ana)
    posted = await network.say(network.ana, room_id, "Rok je petak")
    arguments = (network.database, network.log, network.ana, room_id, posted.id)
    assert await edit_message(*arguments, "Rok je četvrtak", 1) == 2
    with pytest.raises(Conflict):
        await edit_message(*arguments, "Rok je sreda", 1)


async def test_elena_is_named_in_whatever_script_ana_types(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena, network.vesna)
    await network.say(network.ana, room_id, "@elena petrova i @Djordjevic?? @Vesna javite se")
    message = (await messages_of(network, room_id))[0]
    assert message.mentions == {network.elena.id, network.vesna.id}
    assert f'href="/people/{network.elena.id}"' in (message.html or "")


async def test_the_language_of_a_message_is_noticed(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena, network.dragan)
    await network.say(network.elena, room_id, "Можем да поемем до 1500 броя месечно от април.")
    await network.say(network.dragan, room_id, "Послао сам узорке аутобусом, стижу сутра.")
    await network.say(network.ana, room_id, "Saljem vam ponudu sutra, hvala na strpljenju.")
    assert [message.lang for message in await messages_of(network, room_id)] == ["bg", "sr-Cyrl", "sr-Latn"]


@pytest.mark.parametrize("body", ["", "  \n ", "\u200b", "![slika](https://primer.example/a.png)"])
async def test_a_message_without_words_is_refused(network: Network, body: str) -> None:
    room_id = await network.open_room(network.ana)
    with pytest.raises(Invalid) as refusal:
        await network.say(network.ana, room_id, body)
    assert refusal.value.field == "body"


async def test_a_topic_and_a_new_topic_together_are_refused(network: Network) -> None:
    room_id = await network.open_room(network.ana)
    with pytest.raises(Invalid):
        await network.say(network.ana, room_id, "Gde?", topic_id=1, new_topic="Novo")


async def test_a_message_can_open_its_topic(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    posted = await network.say(network.elena, room_id, "Кой има щанд?", new_topic="Панаир Пловдив")
    async with network.database.read() as session:
        events = await read_events(session, room_id, posted.seq - 2, 10)
    assert [event.kind for event in events] == ["topic.opened", "message.posted"]
    assert events[0].topic is not None
    assert (events[0].topic.title, events[0].topic.lang) == ("Панаир Пловдив", "bg")
