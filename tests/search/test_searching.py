"""What is found: in every script and language, from whom and when, and never in a stranger's room."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from balkancluster.rooms.memberships import remove_member
from balkancluster.rooms.models import OPEN, Message
from balkancluster.rooms.moving import move_topic
from balkancluster.rooms.posting import edit_message, remove_message
from balkancluster.search.sources import BEST
from tests.people import Network
from tests.rooms.test_attachments import send, upload
from tests.search.conftest import Search, said, titles

SERBIAN = "Tražimo partnera za nameštaj od hrasta"
CYRILLIC = "Намештај је стигао у Пирот"
BULGARIAN = "Произвеждаме мебели за хотели"
ENGLISH = "The furniture fair is in May"


@pytest.fixture
async def talk(network: Network) -> int:
    """A room of Ana, Elena and Dragan in which furniture is talked about."""
    room_id = await network.open_room(network.ana, network.elena, network.dragan)
    await network.say(network.ana, room_id, SERBIAN)
    await network.say(network.dragan, room_id, CYRILLIC)
    await network.say(network.elena, room_id, BULGARIAN)
    await network.say(network.elena, room_id, ENGLISH)
    await network.say(network.ana, room_id, "Vuna je oprana")
    return room_id


@pytest.mark.parametrize("typed", ["namestaj", "НАМЕШТАЈА", "nameštaj", "мебели", "мебелите", "furniture"])
async def test_furniture_is_found_in_every_language_and_script(
    network: Network, talk: int, look: Search, typed: str
) -> None:
    for who in (network.ana, network.elena, network.dragan):
        assert set(said(await look(who, typed))) == {SERBIAN, CYRILLIC, BULGARIAN, ENGLISH}


async def test_words_of_other_languages_come_later_and_are_said(
    network: Network, talk: int, look: Search
) -> None:
    results = await look(network.ana, "namestaj", "message", sort=BEST)
    items = results.sections[0].page.items
    assert [item.is_related for item in items] == [False, False, True, True]
    assert {"мебел", "furniture"} <= {word.text for word in results.wanted.related}
    newest = (await look(network.ana, "namestaj", "message")).sections[0].page.items
    assert [item.is_related for item in newest] == [True, True, False, False]
    assert said(await look(network.ana, "namestaj", exact=True)) == [CYRILLIC, SERBIAN]


async def test_what_was_found_is_marked_and_leads_to_the_message(
    network: Network, talk: int, look: Search
) -> None:
    found = (await look(network.elena, "НАМЕШТАЈ hrast", "message")).sections[0].page.items[0]
    assert found.words
    assert [piece.text for piece in found.words.pieces if piece.is_hit] == ["nameštaj", "hrasta"]
    assert found.address == f"/rooms/{talk}/messages/{found.id}"
    assert found.title.text == network.ana.name


async def test_a_strangers_room_shows_nowhere(network: Network, talk: int, look: Search) -> None:
    await network.say(network.ana, talk, "Tajna o nameštaju", new_topic="Skriveni nameštaj")
    for text in ("namestaj", "od:Ana", "u:Tekstil", "skriveni", "skrivni", "posle:2020"):
        results = await look(network.boris, text)
        assert said(results) == []
        assert titles(results, "topic") == titles(results, "room") == []
        assert "krivn" not in results.meant.replace(text, "")


async def test_who_was_taken_out_finds_nothing_from_that_moment(
    network: Network, talk: int, look: Search
) -> None:
    assert said(await look(network.dragan, "vuna")) == ["Vuna je oprana"]
    await remove_member(network.log, network.ana, talk, network.dragan.id)
    assert said(await look(network.dragan, "vuna")) == []


async def test_what_was_taken_back_or_said_otherwise_is_not_found(
    network: Network, talk: int, look: Search
) -> None:
    posted = await network.say(network.ana, talk, "Konac od lana")
    await edit_message(network.database, network.log, network.ana, talk, posted.id, "Konac od svile", 1)
    assert said(await look(network.elena, "lana", exact=True)) == []
    assert said(await look(network.elena, "svila", exact=True)) == ["Konac od svile"]
    await remove_message(network.log, network.ana, talk, posted.id)
    assert said(await look(network.elena, "svila", exact=True)) == []


async def test_a_topic_that_moved_is_found_by_who_is_where_it_is(
    network: Network, talk: int, look: Search
) -> None:
    other = await network.open_room(network.ana, network.boris)
    posted = await network.say(network.ana, talk, "Razboj na prodaju", new_topic="Razboji")
    await move_topic(network.log, network.ana, talk, posted.topic_id, other)
    assert said(await look(network.boris, "razboj")) == ["Razboj na prodaju"]
    assert titles(await look(network.boris, "razboj"), "topic") == ["Razboji"]
    results = await look(network.elena, "razboj")
    assert said(results) == titles(results, "topic") == []


@pytest.mark.parametrize(
    "query", ["od:Dragan", "from:драган", "от:Ћирић", 'od:"Драган Ћирић"', "od:Dragan Ćirić"]
)
async def test_somebody_is_named_in_any_script(network: Network, talk: int, look: Search, query: str) -> None:
    assert said(await look(network.elena, query)) == [CYRILLIC]
    assert said(await look(network.elena, f"{query} pirot")) == [CYRILLIC]
    assert said(await look(network.elena, f"{query} vuna")) == []


async def test_one_name_of_several_people_is_all_of_them_and_said_so(
    network: Network, talk: int, look: Search
) -> None:
    results = await look(network.ana, "od:a")
    assert SERBIAN in said(results)
    both = await look(network.ana, "od:Dragan od:Ana")
    assert set(said(both)) == {SERBIAN, CYRILLIC, "Vuna je oprana"}
    assert [value for label in both.wanted.labels for value, _lang in label.values] == [
        "Драган Ћирић",
        "Ana Stojanović",
    ]


async def test_what_i_wrote_is_found_by_me(network: Network, talk: int, look: Search) -> None:
    assert set(said(await look(network.elena, "от:мен"))) == {BULGARIAN, ENGLISH}


async def test_a_name_of_nobody_is_said(network: Network, talk: int, look: Search) -> None:
    results = await look(network.ana, "od:Zvonko vuna")
    assert results.is_empty
    assert results.wanted.notes[0].in_locale("en") == "Nobody here is called “Zvonko”."


async def test_a_place_is_a_room_or_a_topic_by_any_of_its_names(
    network: Network, talk: int, look: Search
) -> None:
    await network.say(network.ana, talk, "Vuna iz Pirota", new_topic="Sajam u Nišu")
    assert said(await look(network.ana, "u:Nis vuna")) == ["Vuna iz Pirota"]
    assert len(said(await look(network.ana, "в:облекло vuna"))) == 2
    assert said(await look(network.ana, "in:textile and clothing oprana")) == ["Vuna je oprana"]
    results = await look(network.ana, "u:Zvezdara vuna")
    assert results.is_empty
    assert results.wanted.notes


async def test_days_bound_what_was_said(network: Network, talk: int, look: Search) -> None:
    days = [datetime(2026, 3, day, 23, 30, tzinfo=UTC) for day in (1, 2, 3, 4, 5)]
    async with network.database.write() as session:
        for key, day in enumerate(days, 1):
            await session.execute(update(Message).where(Message.key == key).values(posted_at=day))
    # Half past eleven in the evening of Greenwich is the next day in Leskovac.
    assert said(await look(network.ana, "posle:5.3.2026.")) == ["Vuna je oprana", ENGLISH]
    assert said(await look(network.ana, "pre:2026-03-03")) == [SERBIAN]
    assert said(await look(network.ana, "после:3.3.2026 пре:5.3.2026")) == [BULGARIAN, CYRILLIC]
    assert said(await look(network.ana, "namestaj pre:2026-03-04", exact=True)) == [CYRILLIC, SERBIAN]
    assert said(await look(network.ana, "pre:2026-03-01")) == []
    pages = [
        said(await look(network.ana, "pre:2027", "message", limit=2, before=before)) for before in ("", "4")
    ]
    assert pages == [["Vuna je oprana", ENGLISH], [BULGARIAN, CYRILLIC]]


async def test_what_is_no_day_is_looked_for_as_words_and_said(
    network: Network, talk: int, look: Search
) -> None:
    await network.say(network.ana, talk, "pre: sutra ujutru")
    results = await look(network.ana, "pre:sutra")
    assert said(results) == ["pre: sutra ujutru"]
    assert len(results.wanted.notes) == 1


async def test_messages_with_a_link_are_found(network: Network, talk: int, look: Search) -> None:
    await network.say(network.ana, talk, "Vuna: https://vuna.example/cene")
    assert len(said(await look(network.ana, "ima:link vuna"))) == 1
    assert len(said(await look(network.ana, "vuna"))) == 2


async def test_a_file_is_found_by_its_name_where_it_was_sent(
    network: Network, talk: int, look: Search
) -> None:
    files = await upload(network, network.ana, "Cenovnik-vune.pdf")
    posted = await send(network, network.ana, talk, "", files)
    for who in (network.ana, network.elena):
        (found,) = (await look(who, "ценовник", "file")).sections[0].page.items
        assert found.address == f"/rooms/{talk}/messages/{posted.id}"
    assert titles(await look(network.boris, "cenovnik"), "file") == []
    assert titles(await look(network.elena, "cenovnik od:Ana ima:fajl"), "file") == ["Cenovnik-vune.pdf"]
    await remove_message(network.log, network.ana, talk, posted.id)
    assert titles(await look(network.elena, "cenovnik"), "file") == []


async def test_quoted_words_follow_one_another(network: Network, talk: int, look: Search) -> None:
    assert said(await look(network.ana, '"od hrasta"')) == [SERBIAN]
    assert said(await look(network.ana, '"hrasta od"')) == []


async def test_going_on_meets_every_answer_once_in_both_orders(
    network: Network, talk: int, look: Search
) -> None:
    for number in range(7):
        await network.say(network.ana, talk, f"kalem {number}")
    for sort in ("newest", BEST):
        met, before = [], ""
        while True:
            page = (
                (await look(network.ana, "kalem", "message", sort=sort, limit=3, before=before))
                .sections[0]
                .page
            )
            met += [item.id for item in page.items]
            before = page.following
            if not before:
                break
        assert (len(met), len(set(met))) == (7, 7)


async def test_topics_of_open_rooms_can_be_found_before_joining(network: Network, look: Search) -> None:
    room_id = await network.open_room(network.vesna, kind=OPEN)
    await network.say(network.vesna, room_id, "Dobro došli na sajam", new_topic="Sajam nameštaja")
    results = await look(network.ana, "sajam")
    assert said(results) == []
    found = next(section for section in results.sections if section.kind == "topic").page.items[0]
    assert (found.title.text, found.is_to_join, found.address) == (
        "Sajam nameštaja",
        True,
        f"/rooms/{room_id}",
    )


async def test_rooms_are_found_by_any_of_their_names(network: Network, talk: int, look: Search) -> None:
    for typed in ("odeca", "ОДЕЋЕ", "облекло", "clothing"):
        assert len(titles(await look(network.ana, typed), "room")) == 1, typed


async def test_people_are_found_by_name(network: Network, look: Search) -> None:
    assert titles(await look(network.elena, "djordjevic"), "person") == ["Весна Ђорђевић"]
    assert titles(await look(network.ana, "Petrova"), "person") == ["Елена Петрова"]
    assert titles(await look(network.ana, "Petrov"), "person") == ["Елена Петрова"]


async def test_who_found_nothing_is_told_the_nearest_word_they_may_see(
    network: Network, talk: int, look: Search
) -> None:
    results = await look(network.ana, "oprjana vuna")
    assert (results.is_empty, results.meant) == (True, "oprana vuna")
    assert (await look(network.boris, "oprjana vuna")).meant == ""
    assert (await look(network.ana, "zzzzqqq")).meant == ""


@pytest.mark.parametrize(
    "text",
    [
        "' OR '1'='1' --",
        "'; DROP TABLE person; --",
        "%_%",
        '"AND* NEAR(a b, 5) ^name:',
        "words:vuna",
        "stems : vuna",
        "* ( ) [ ] { } \\ : ! & | <->",
        "да и на",
        "\N{SMILING FACE WITH SMILING EYES}",
        "_room_1",
        "a" * 8_000,
        "ж" * 8_000,
        "ab " * 3_000,
        '"' * 4_000,
        "od:" * 2_000,
    ],
)
async def test_nothing_typed_is_a_command_or_an_error(
    network: Network, talk: int, look: Search, text: str
) -> None:
    for kind in ("", "message", "person"):
        for sort in ("newest", BEST):
            assert said(await look(network.boris, text, kind, sort=sort)) == []
    await look(network.ana, text)


async def test_stop_words_are_words(network: Network, talk: int, look: Search) -> None:
    await network.say(network.ana, talk, "da li je to to")
    assert said(await look(network.ana, "da li je to")) == ["da li je to to"]
