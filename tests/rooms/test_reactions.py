"""Reactions: one of each kind for a person and a message, bounded, gone with the message, never news."""

import pytest

from balkancluster.database import Database
from balkancluster.errors import Conflict, Forbidden, Invalid, NotFound
from balkancluster.members.people import create_person
from balkancluster.rooms.events import read_events
from balkancluster.rooms.marking import mark_read
from balkancluster.rooms.messages import find_view, read_page
from balkancluster.rooms.models import Reaction
from balkancluster.rooms.palette import GROUPS, OFTEN, clean_emoji
from balkancluster.rooms.posting import remove_message
from balkancluster.rooms.reaction_views import PEOPLE_NAMED, find_own_reactions
from balkancluster.rooms.reactions import (
    MOST_OF_A_PERSON,
    MOST_ON_A_MESSAGE,
    add_reaction,
    remove_reaction,
    toggle_reaction,
)
from balkancluster.rooms.rooms import archive_room
from balkancluster.rooms.topic_list import list_topics
from balkancluster.rooms.topics import close_topic
from balkancluster.rooms.unread import count_unread
from balkancluster.rooms.views import MessageView
from tests.people import Network
from tests.services.house import ROOT

SIGNS = [emoji.sign for group in GROUPS for emoji in group.emoji]


async def view_of(network: Network, room_id: int, message_id: str) -> MessageView:
    async with network.database.read() as session:
        return await find_view(session, room_id, message_id)


async def shown(network: Network, room_id: int, message_id: str) -> list[tuple[str, list[str]]]:
    view = await view_of(network, room_id, message_id)
    return [(reaction.emoji, [mark.name for mark in reaction.people]) for reaction in view.reactions]


async def kinds(network: Network, room_id: int, after: int) -> list[str]:
    async with network.database.read() as session:
        return [event.kind for event in await read_events(session, room_id, after, 500)]


async def test_who_reacted_is_shown_oldest_first(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena, network.boris)
    said = await network.say(network.ana, room, "Imamo 400 kg vune.")
    for who, emoji in ((network.elena, "🧶"), (network.boris, "👍"), (network.ana, "🧶")):
        await add_reaction(network.log, who, room, said.id, emoji)
    assert await shown(network, room, said.id) == [
        ("🧶", ["Елена Петрова", "Ana Stojanović"]),
        ("👍", ["Борис Илиев"]),
    ]


async def test_the_same_reaction_twice_is_one_and_one_event(network: Network) -> None:
    room = await network.open_room(network.ana)
    said = await network.say(network.ana, room, "Stiglo je")
    for _time in range(2):
        await add_reaction(network.log, network.ana, room, said.id, "✅")
    for _time in range(2):
        await remove_reaction(network.log, network.ana, room, said.id, "✅")
    assert await shown(network, room, said.id) == []
    assert await kinds(network, room, said.seq) == ["reaction.added", "reaction.removed"]


async def test_the_button_of_the_page_turns_it_on_and_off(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    said = await network.say(network.ana, room, "Može?")
    await add_reaction(network.log, network.elena, room, said.id, "👍")
    await toggle_reaction(network.log, network.ana, room, said.id, "👍")
    assert await shown(network, room, said.id) == [("👍", ["Елена Петрова", "Ana Stojanović"])]
    await toggle_reaction(network.log, network.ana, room, said.id, "👍")
    assert await shown(network, room, said.id) == [("👍", ["Елена Петрова"])]


@pytest.mark.parametrize("sign", ["❤", "❤\ufe0f", "❤\ufe0e"])
def test_a_heart_is_one_however_it_is_drawn(sign: str) -> None:
    assert clean_emoji(sign) == "❤\ufe0f"


def test_a_thumb_of_any_colour_is_the_same() -> None:
    assert clean_emoji("👍🏽") == "👍"


@pytest.mark.parametrize("sign", ["", "a", "1", "👍👍", "🇷🇸", "🔫", "<b>", ":+1:", "\u200d", "\ufe0f", "👍 "])
async def test_what_is_not_in_the_palette_is_refused(network: Network, sign: str) -> None:
    room = await network.open_room(network.ana)
    said = await network.say(network.ana, room, "Može?")
    with pytest.raises(Invalid) as refusal:
        await add_reaction(network.log, network.ana, room, said.id, sign)
    assert (refusal.value.field, refusal.value.code) == ("emoji", "unknown_emoji")


def test_the_palette_names_every_emoji_once() -> None:
    names = [emoji.name.text for group in GROUPS for emoji in group.emoji]
    assert len(set(SIGNS)) == len(SIGNS)
    assert len(set(names)) == len(names)
    assert {emoji.sign for emoji in OFTEN} <= set(SIGNS)


async def test_a_stranger_cannot_react(network: Network) -> None:
    room = await network.open_room(network.ana)
    said = await network.say(network.ana, room, "Samo za nas")
    for act in (add_reaction, remove_reaction):
        with pytest.raises(NotFound):
            await act(network.log, network.elena, room, said.id, "👍")


async def test_a_person_has_a_handful_and_a_message_a_score(network: Network) -> None:
    people = (network.ana, network.elena, network.boris)
    room = await network.open_room(*people)
    said = await network.say(network.ana, room, "Glasajte")
    for number, sign in enumerate(SIGNS[:MOST_ON_A_MESSAGE]):
        await add_reaction(network.log, people[number // MOST_OF_A_PERSON], room, said.id, sign)
    with pytest.raises(Invalid) as refusal:
        await add_reaction(network.log, network.boris, room, said.id, SIGNS[MOST_ON_A_MESSAGE])
    assert refusal.value.code == "too_many_reactions"
    await add_reaction(network.log, network.boris, room, said.id, SIGNS[0])
    with pytest.raises(Invalid):
        await add_reaction(network.log, network.ana, room, said.id, SIGNS[MOST_ON_A_MESSAGE - 1])


async def test_reactions_go_when_the_message_does_and_none_comes_after(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    said = await network.say(network.ana, room, "Povlačim")
    await add_reaction(network.log, network.elena, room, said.id, "👍")
    await remove_message(network.log, network.ana, room, said.id)
    assert await shown(network, room, said.id) == []
    async with network.database.read() as session:
        assert (await session.get(Reaction, (1, network.elena.id, "👍"))) is None
        events = await read_events(session, room, said.seq, 10)
    assert [event.message.reactions for event in events if event.message] == [(), ()]
    with pytest.raises(Forbidden):
        await add_reaction(network.log, network.elena, room, said.id, "👍")


async def test_a_closed_topic_takes_reactions_and_an_archived_room_none(network: Network) -> None:
    room = await network.open_room(network.ana)
    said = await network.say(network.ana, room, "Dogovoreno")
    await close_topic(network.log, network.ana, room, said.topic_id)
    await add_reaction(network.log, network.ana, room, said.id, "🤝")
    await archive_room(network.log, network.ana, room)
    for act in (add_reaction, remove_reaction):
        with pytest.raises(Conflict):
            await act(network.log, network.ana, room, said.id, "🤝")


async def test_a_reaction_is_no_news(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    old = await network.say(network.ana, room, "Staro", new_topic="Stara tema")
    new = await network.say(network.ana, room, "Novo", new_topic="Nova tema")
    await mark_read(network.database, network.log, network.elena, room, new.seq)
    await add_reaction(network.log, network.ana, room, old.id, "🎉")
    async with network.database.read() as session:
        assert not any(
            found.count for found in (await count_unread(session, network.elena.id, [room])).values()
        )
        topics = await list_topics(session, network.elena.id, room)
    assert [topic.title for topic in topics[:2]] == ["Nova tema", "Stara tema"]


async def test_a_crowd_is_counted_and_only_its_first_are_named(network: Network) -> None:
    room = await network.open_room(network.ana)
    said = await network.say(network.ana, room, "Hvala svima")
    await add_reaction(network.log, network.ana, room, said.id, "🙏")
    last = await _crowd(network.database, "🙏", PEOPLE_NAMED)
    message = await view_of(network, room, said.id)
    reaction = message.reactions[0]
    assert (reaction.count, len(reaction.people)) == (PEOPLE_NAMED + 1, PEOPLE_NAMED)
    assert last not in {person.id for person in reaction.people}
    async with network.database.read() as session:
        assert await find_own_reactions(session, last, [message]) == {(message.id, "🙏")}
        assert await find_own_reactions(session, network.elena.id, [message]) == set()


async def _crowd(database: Database, emoji: str, size: int) -> int:
    """Let so many more people react to the first message, and return the last of them."""
    async with database.write() as session:
        first = await session.get_one(Reaction, (1, 1, emoji))
        for number in range(size):
            address = f"clan{number}@klaster.example"
            person = await create_person(session, name=f"Član {number}", email=address, locale="sr-Latn")
            row = Reaction(message_key=1, person_id=person.id, emoji=emoji, added_at=first.added_at)
            session.add(row)
    return person.id


async def test_a_message_can_be_hashed_with_what_was_made_of_it(network: Network) -> None:
    room = await network.open_room(network.ana)
    said = await network.say(network.ana, room, "Isto")
    before = await view_of(network, room, said.id)
    assert hash(before) == hash(await view_of(network, room, said.id))
    await add_reaction(network.log, network.ana, room, said.id, "👍")
    async with network.database.read() as session:
        after = (await read_page(session, room, topic_id=None, before=None))[0]
    assert after != before
    assert hash(after) == hash(await view_of(network, room, said.id))


def test_programs_are_told_of_the_whole_palette() -> None:
    documented = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert " ".join(SIGNS) in documented
