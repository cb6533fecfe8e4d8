"""Who is told of a message, once, and what becomes of it when the message changes."""

import asyncio

import pytest

from balkancluster.errors import Invalid, NotFound
from balkancluster.rooms.levels import set_level, set_room_level
from balkancluster.rooms.memberships import invite_to_room, leave_room, remove_member
from balkancluster.rooms.models import ALL, FOLLOWED, MENTIONS, MUTED, NOTHING
from balkancluster.rooms.moving import move_topic
from balkancluster.rooms.posting import edit_message, remove_message
from balkancluster.rooms.rooms import open_direct_room
from tests.notifications.own import gather, hear_all, kinds_of, notices_of, own_kinds, unread_of
from tests.people import Network

ELENA = "@Елена Петрова"


async def test_who_is_named_is_told_in_their_own_language(network: Network) -> None:
    room = await gather(network, network.ana, network.elena, network.dragan)
    posted = await network.say(network.ana, room, f"{ELENA}, vidimo li se?")
    (notice,) = await notices_of(network, network.elena)
    assert notice.text.in_locale("en") == "Ana Stojanović mentions you in “Opšte teme”"
    assert '<span lang="sr-Latn">Ana Stojanović</span>' in notice.text.in_html("en")
    assert notice.place is not None
    assert (notice.place.in_locale("bg"), notice.place.in_locale("sr-Latn")) == (
        "Текстил и облекло",
        "Tekstil i odeća",
    )
    assert (notice.href, notice.quote) == (f"/rooms/{room}/messages/{posted.id}", f"{ELENA}, vidimo li se?")
    assert notice.quote_lang.startswith("sr")
    assert await unread_of(network, network.elena) == 1
    assert await kinds_of(network, network.dragan) == await kinds_of(network, network.ana) == []


async def test_who_is_answered_is_told_and_nobody_of_their_own_words(network: Network) -> None:
    room = await gather(network, network.ana, network.elena)
    asked = await network.say(network.elena, room, "Кога е панаирът?")
    await network.say(network.ana, room, "U petak.", reply_to=asked.id)
    await network.say(network.elena, room, "Благодаря!", reply_to=asked.id)
    await network.say(network.elena, room, f"{ELENA} съм аз.")
    assert await kinds_of(network, network.elena) == ["reply"]


async def test_who_is_both_named_and_answered_is_told_once(network: Network) -> None:
    room = await gather(network, network.ana, network.elena)
    asked = await network.say(network.elena, room, "Кога?")
    await network.say(network.ana, room, f"{ELENA} u petak", reply_to=asked.id)
    assert await kinds_of(network, network.elena) == ["mention"]


async def test_a_direct_talk_tells_of_itself_once_until_it_is_read(network: Network) -> None:
    room = await open_direct_room(network.log, network.ana, network.elena.id)
    for words in ("Zdravo!", "Imaš li vremena?", f"{ELENA}?"):
        await network.say(network.ana, room, words)
    (notice,) = await notices_of(network, network.elena)
    assert notice.kind == "direct"
    assert notice.text.in_locale("en") == "Ana Stojanović writes to you: 3 new messages"
    assert await own_kinds(network, network.elena) == ["room.entered", "notification.added"]


async def test_who_follows_a_topic_or_hears_a_room_is_told_once_of_all_that_is_new(network: Network) -> None:
    room = await gather(network, network.ana, network.elena, network.dragan, network.boris)
    first = await network.say(network.ana, room, "Prva")
    await set_level(network.log, network.elena, room, first.topic_id, FOLLOWED)
    await hear_all(network, network.dragan, room)
    for number in range(3):
        await network.say(network.ana, room, f"{number}. vest")
    assert await kinds_of(network, network.elena) == ["topic"]
    assert await kinds_of(network, network.dragan) == ["room"]
    assert await kinds_of(network, network.boris) == []
    (notice,) = await notices_of(network, network.dragan)
    assert notice.text.in_locale("en") == "4 new messages in “Opšte teme”"


async def test_posts_that_share_a_transaction_tell_once_too(network: Network) -> None:
    room = await gather(network, network.ana, network.elena)
    await hear_all(network, network.elena, room)
    await asyncio.gather(*(network.say(network.ana, room, f"{number}. vest") for number in range(5)))
    assert await kinds_of(network, network.elena) == ["room"]


@pytest.mark.parametrize(
    ("room_level", "topic_level", "told"),
    [
        (MENTIONS, None, ["mention", "reply"]),
        (MENTIONS, MUTED, ["mention"]),
        (NOTHING, None, []),
        (NOTHING, MUTED, []),
        (NOTHING, FOLLOWED, ["topic", "mention", "reply"]),
        (ALL, MUTED, ["mention"]),
        (ALL, None, ["room", "mention", "reply"]),
    ],
)
async def test_what_is_told_follows_the_levels(
    network: Network, room_level: str, topic_level: str | None, told: list[str]
) -> None:
    room = await gather(network, network.ana, network.elena)
    asked = await network.say(network.elena, room, "Кога?")
    await set_room_level(network.log, network.elena, room, room_level)
    if topic_level:
        await set_level(network.log, network.elena, room, asked.topic_id, topic_level)
    await network.say(network.ana, room, "Nešto")
    await network.say(network.ana, room, f"{ELENA}, čuješ li?")
    await network.say(network.ana, room, "Sutra", reply_to=asked.id)
    assert await kinds_of(network, network.elena) == told


async def test_a_direct_room_may_be_silenced_too(network: Network) -> None:
    room = await open_direct_room(network.log, network.ana, network.elena.id)
    await set_room_level(network.log, network.elena, room, NOTHING)
    await network.say(network.ana, room, "Zdravo")
    await set_room_level(network.log, network.elena, room, MENTIONS)
    await network.say(network.ana, room, "Zdravo")
    assert await kinds_of(network, network.elena) == []
    await network.say(network.ana, room, f"{ELENA}!")
    assert await kinds_of(network, network.elena) == ["mention"]


async def test_nobody_chooses_a_level_that_is_not_there_or_in_a_strange_room(network: Network) -> None:
    room = await gather(network, network.ana)
    with pytest.raises(NotFound):
        await set_room_level(network.log, network.elena, room, ALL)
    with pytest.raises(Invalid) as refusal:
        await set_room_level(network.log, network.ana, room, "loud")
    assert refusal.value.field == "level"


async def test_an_edit_tells_whom_it_names_for_the_first_time(network: Network) -> None:
    room = await gather(network, network.ana, network.elena, network.dragan)
    posted = await network.say(network.ana, room, f"{ELENA}, dođi")
    words = f"{ELENA} i @Драган Ћирић, dođite"
    await edit_message(network.database, network.log, network.ana, room, posted.id, words, 1)
    assert await kinds_of(network, network.elena) == await kinds_of(network, network.dragan) == ["mention"]
    await edit_message(network.database, network.log, network.ana, room, posted.id, "Dođite", 2)
    assert await unread_of(network, network.elena) == await unread_of(network, network.dragan) == 0
    assert (await own_kinds(network, network.elena))[-1] == "notification.read"
    await edit_message(network.database, network.log, network.ana, room, posted.id, f"{ELENA}, dođi!", 3)
    assert await kinds_of(network, network.elena) == ["mention"]


async def test_a_removed_message_is_neither_listed_nor_counted(network: Network) -> None:
    room = await gather(network, network.ana, network.elena)
    posted = await network.say(network.ana, room, f"{ELENA}, dođi")
    await remove_message(network.log, network.ana, room, posted.id)
    assert await kinds_of(network, network.elena) == []
    assert await unread_of(network, network.elena) == 0
    assert (await own_kinds(network, network.elena))[-2:] == ["notification.added", "notification.read"]


async def test_a_talk_of_which_everything_was_taken_back_tells_of_itself_anew(network: Network) -> None:
    room = await open_direct_room(network.log, network.ana, network.elena.id)
    first = await network.say(network.ana, room, "Prva")
    second = await network.say(network.ana, room, "Druga")
    await remove_message(network.log, network.ana, room, first.id)
    assert await unread_of(network, network.elena) == 1
    await remove_message(network.log, network.ana, room, second.id)
    assert await unread_of(network, network.elena) == 0
    await network.say(network.ana, room, "Treća")
    assert await unread_of(network, network.elena) == 1
    assert (await own_kinds(network, network.elena))[-1] == "notification.added"


async def test_a_link_follows_a_topic_that_moved(network: Network) -> None:
    old = await gather(network, network.ana, network.elena)
    new = await gather(network, network.ana, network.elena)
    posted = await network.say(network.ana, old, f"{ELENA}, dođi", new_topic="Sajam")
    await move_topic(network.log, network.ana, old, posted.topic_id, new)
    (notice,) = await notices_of(network, network.elena)
    assert notice.href == f"/rooms/{new}/messages/{posted.id}"
    assert (notice.room_id, notice.topic_id, notice.is_read) == (new, posted.topic_id, False)


async def test_what_went_out_of_reach_is_not_listed(network: Network) -> None:
    old = await gather(network, network.ana, network.elena)
    hidden = await gather(network, network.ana)
    posted = await network.say(network.ana, old, f"{ELENA}, dođi", new_topic="Sajam")
    await move_topic(network.log, network.ana, old, posted.topic_id, hidden)
    assert await kinds_of(network, network.elena) == []
    assert (await own_kinds(network, network.elena))[-1] == "notification.read"


@pytest.mark.parametrize("is_removed", [True, False])
async def test_who_is_not_in_the_room_any_more_is_told_nothing(network: Network, is_removed: bool) -> None:
    room = await gather(network, network.ana, network.elena)
    await network.say(network.ana, room, f"{ELENA}, dođi")
    if is_removed:
        await remove_member(network.log, network.ana, room, network.elena.id)
    else:
        await leave_room(network.log, network.elena, room)
    await network.say(network.ana, room, f"{ELENA}, gde si?")
    assert await kinds_of(network, network.elena) == []
    assert await unread_of(network, network.elena) == 0


async def test_who_is_brought_into_a_room_is_told_while_they_are_in_it(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    await invite_to_room(network.log, network.ana, room, network.elena.id)
    (notice,) = await notices_of(network, network.elena)
    assert notice.text.in_locale("en") == "Ana Stojanović brings you into the room “Textile and clothing”"
    assert await own_kinds(network, network.elena) == ["room.entered", "notification.added"]
    await leave_room(network.log, network.elena, room)
    assert await kinds_of(network, network.elena) == []
    assert (await own_kinds(network, network.elena))[-2:] == ["room.exited", "notification.read"]
