"""Files of messages: said with them, read with them, moved with them, and gone with them."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from balkancluster.access import Actor
from balkancluster.database import new_id
from balkancluster.errors import Conflict, Invalid, NotFound
from balkancluster.files.access import find_file, register
from balkancluster.files.models import File
from balkancluster.rooms.attachments import FILES_LIMIT, holds_file
from balkancluster.rooms.catch_up import glimpse_news, list_news
from balkancluster.rooms.events import read_events
from balkancluster.rooms.memberships import leave_room
from balkancluster.rooms.messages import read_page
from balkancluster.rooms.models import MessageFile
from balkancluster.rooms.moving import move_topic
from balkancluster.rooms.posting import Draft, Posted, edit_message, post_message, remove_message
from balkancluster.rooms.rooms import list_my_rooms
from balkancluster.rooms.topic_list import list_topics
from balkancluster.rooms.views import MessageView
from balkancluster.textindex.filling import forget_filling
from balkancluster.textindex.indexes import FILES
from tests.people import Network
from tests.rooms.test_indexing import fill, find
from tests.rooms.test_statements import counted

PRICES, LOOM = "Cenovnik 2026.pdf", "разбој.png"

register(holds_file)


async def upload(network: Network, who: Actor, *names: str) -> tuple[str, ...]:
    """Put files of somebody's own into the database, as an upload does, and return their ids."""
    ids = tuple(new_id() for _name in names)
    async with network.database.write() as session:
        for file_id, name in zip(ids, names, strict=True):
            is_image = name.endswith(".png")
            session.add(
                File(
                    id=file_id,
                    owner_id=who.id,
                    name=name,
                    media_type="image/png" if is_image else "application/pdf",
                    size=240_000,
                    width=1600 if is_image else None,
                    height=900 if is_image else None,
                    digest="0" * 64,
                    created_at=datetime.now(UTC),
                )
            )
    return ids


async def send(network: Network, who: Actor, room: int, body: str, files: tuple[str, ...]) -> Posted:
    return await post_message(network.database, network.log, who, room, Draft(new_id(), body, files=files))


async def read(network: Network, room: int) -> list[MessageView]:
    async with network.database.read() as session:
        return await read_page(session, room, topic_id=None, before=None)


async def may_read(network: Network, who: Actor, file_id: str) -> bool:
    async with network.database.read() as session:
        try:
            await find_file(session, who, file_id)
        except NotFound:
            return False
    return True


async def test_files_come_with_the_message_in_the_order_they_were_given(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    ids = await upload(network, network.ana, PRICES, LOOM)
    posted = await send(network, network.ana, room, "U prilogu", ids[::-1])
    message = (await read(network, room))[0]
    assert [file.name for file in message.files] == [LOOM, PRICES]
    assert (message.files[0].width, message.files[0].size) == (1600, 240_000)
    async with network.database.read() as session:
        event = (await read_events(session, room, posted.seq - 1, 10))[0]
    assert event.message == message


async def test_a_message_of_files_alone_is_told_by_their_names(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    posted = await send(network, network.ana, room, " \n", await upload(network, network.ana, PRICES, LOOM))
    answer = await network.say(network.elena, room, "Благодаря", reply_to=posted.id)
    first, second = await read(network, room)
    assert (first.body, first.html, first.lang) == ("", "", "und")
    assert second.reply is not None
    assert second.reply.excerpt == f"{PRICES}, {LOOM}"
    await remove_message(network.log, network.elena, room, answer.id)
    async with network.database.read() as session:
        topic = (await list_topics(session, network.elena.id, room))[0]
        rooms = await list_my_rooms(session, network.elena, "bg")
        news = await glimpse_news(session, network.elena, await list_news(session, network.elena, rooms))
    assert topic.excerpt == f"{PRICES}, {LOOM}"
    assert [glimpse.excerpt for glimpse in news[0].said] == [f"{PRICES}, {LOOM}"]


async def test_a_repeat_with_the_same_files_is_the_same_message(network: Network) -> None:
    room = await network.open_room(network.ana)
    ids = await upload(network, network.ana, PRICES, LOOM)
    draft = Draft(new_id(), "", files=ids[:1])
    first = await post_message(network.database, network.log, network.ana, room, draft)
    again = await post_message(network.database, network.log, network.ana, room, draft)
    assert (again.id, again.duplicate) == (first.id, True)
    other = Draft(draft.client_id, "", files=ids[1:])
    with pytest.raises(Conflict):
        await post_message(network.database, network.log, network.ana, room, other)


async def test_files_of_others_and_files_that_are_used_are_refused(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    (mine,) = await upload(network, network.ana, PRICES)
    (hers,) = await upload(network, network.elena, LOOM)
    await send(network, network.ana, room, "", (mine,))
    for ids in ((hers,), (mine,), ("nothing",), ("\0",), (hers, hers), (new_id(),) * (FILES_LIMIT + 1)):
        with pytest.raises(Invalid) as refusal:
            await send(network, network.ana, room, "Evo", ids)
        assert refusal.value.field == "files"
    assert len(await read(network, room)) == 1
    assert await may_read(network, network.elena, hers)


async def test_one_file_goes_into_one_of_two_messages_sent_at_once(network: Network) -> None:
    room = await network.open_room(network.ana)
    ids = await upload(network, network.ana, PRICES)
    sent = await asyncio.gather(
        *(send(network, network.ana, room, "", ids) for _ in range(4)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in sent) == ["Invalid", "Invalid", "Invalid", "Posted"]
    assert len(await read(network, room)) == 1


async def test_who_is_in_the_room_reads_its_files_and_nobody_else(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    (file_id,) = await upload(network, network.ana, PRICES)
    assert not await may_read(network, network.elena, file_id)
    await send(network, network.ana, room, "", (file_id,))
    assert await may_read(network, network.elena, file_id)
    assert not await may_read(network, network.vesna, file_id)
    await leave_room(network.log, network.elena, room)
    assert not await may_read(network, network.elena, file_id)


async def test_a_removed_message_takes_its_files_away_from_everybody(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    (file_id,) = await upload(network, network.ana, PRICES)
    posted = await send(network, network.ana, room, "Tajne cene", (file_id,))
    await remove_message(network.log, network.ana, room, posted.id)
    assert (await read(network, room))[0].files == ()
    for who in (network.ana, network.elena):
        assert not await may_read(network, who, file_id)
    async with network.database.read() as session:
        assert not list(await session.scalars(select(MessageFile)))
        assert (await session.get_one(File, file_id)).removed_at is not None


async def test_an_edit_keeps_the_files_or_takes_one_away(network: Network) -> None:
    room = await network.open_room(network.ana)
    ids = await upload(network, network.ana, PRICES, LOOM)
    posted = await send(network, network.ana, room, "Dva priloga", ids)
    edit = (network.database, network.log, network.ana, room, posted.id)
    assert await edit_message(*edit, "Ipak dva priloga", 1) == 2
    assert len((await read(network, room))[0].files) == 2
    assert await edit_message(*edit, "", 2, ids[:1]) == 3
    message = (await read(network, room))[0]
    assert (message.body, [file.id for file in message.files]) == ("", [ids[0]])
    assert not await may_read(network, network.ana, ids[1])
    with pytest.raises(Invalid) as blank:
        await edit_message(*edit, "", 3, ())
    assert blank.value.field == "body"
    with pytest.raises(Invalid) as foreign:
        await edit_message(*edit, "", 3, ids)
    assert foreign.value.field == "files"


async def test_words_alone_cannot_be_edited_away(network: Network) -> None:
    room = await network.open_room(network.ana)
    posted = await network.say(network.ana, room, "Samo reči")
    with pytest.raises(Invalid):
        await edit_message(network.database, network.log, network.ana, room, posted.id, " ", 1)


async def test_files_move_with_their_topic_to_those_who_may_read_it_there(network: Network) -> None:
    old = await network.open_room(network.ana, network.elena)
    new = await network.open_room(network.ana, network.dragan)
    opened = await network.say(network.ana, old, "Cene", new_topic="Cene")
    ids = await upload(network, network.ana, PRICES)
    await post_message(
        network.database, network.log, network.ana, old, Draft(new_id(), "", opened.topic_id, files=ids)
    )
    await move_topic(network.log, network.ana, old, opened.topic_id, new)
    assert [file.name for file in (await read(network, new))[-1].files] == [PRICES]
    assert await may_read(network, network.dragan, ids[0])
    assert not await may_read(network, network.elena, ids[0])
    async with network.database.read() as session:
        events = await read_events(session, old, 0, 100)
    assert not any(event.message.files for event in events if event.message)


async def test_a_page_asks_twice_more_for_files_and_not_at_all_without(network: Network) -> None:
    room = await network.open_room(network.ana)
    await network.say(network.ana, room, "Bez priloga")
    with counted(network.database) as without:
        await read(network, room)
    for name in (PRICES, LOOM, "a.pdf"):
        await send(network, network.ana, room, "Evo", await upload(network, network.ana, name))
    with counted(network.database) as with_files:
        await read(network, room)
    assert len(with_files) == len(without) + 2, with_files
    assert not any("message_file" in statement and "EXISTS" not in statement for statement in without)


async def test_a_file_is_found_by_its_name_where_its_message_is(network: Network) -> None:
    old = await network.open_room(network.ana)
    new = await network.open_room(network.ana)
    opened = await network.say(network.ana, old, "Razboji", new_topic="Razboji")
    ids = await upload(network, network.ana, PRICES, LOOM)
    posted = await post_message(
        network.database, network.log, network.ana, old, Draft(new_id(), "Evo", opened.topic_id, files=ids)
    )
    assert await find(network.database, "razboj", f"_room_{old}", index=FILES) == [ids[1]]
    assert len(await find(network.database, "evo", "_has_file", f"_by_{network.ana.id}")) == 1
    await move_topic(network.log, network.ana, old, opened.topic_id, new)
    assert await find(network.database, "razboj", f"_room_{old}", index=FILES) == []
    assert await find(network.database, "cenovnik", f"_room_{new}", index=FILES) == [ids[0]]
    edit = (network.database, network.log, network.ana, new, posted.id)
    await edit_message(*edit, "Evo", 1, ids[:1])
    assert await find(network.database, "razboj", index=FILES) == []
    await edit_message(*edit, "Evo", 2, ())
    assert await find(network.database, "", "_has_file") == []


async def test_the_names_of_files_are_indexed_anew_with_the_rest(network: Network) -> None:
    room = await network.open_room(network.ana)
    ids = await upload(network, network.ana, PRICES, LOOM, "a.pdf", "b.pdf")
    posted = await send(network, network.ana, room, "", ids)
    async with network.database.write() as session:
        await session.execute(text(f"DELETE FROM {FILES.table}"))
        await forget_filling(session)
    await fill(network.database, FILES)
    assert await find(network.database, "cenovnik", f"_room_{room}", index=FILES) == [ids[0]]
    await remove_message(network.log, network.ana, room, posted.id)
    assert await find(network.database, "", f"_room_{room}", index=FILES) == []
