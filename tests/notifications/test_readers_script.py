"""What Dragan writes in Cyrillic stands in Latin on every page of who reads Latin."""

import re
from typing import Any

import pytest

from balkancluster.access import Actor
from balkancluster.members.models import Person
from balkancluster.rooms.memberships import invite_to_room
from balkancluster.rooms.models import OPEN
from balkancluster.rooms.pins import pin_message
from balkancluster.rooms.rooms import create_room
from balkancluster.rooms.texts import clean_wordings
from balkancluster.web.pages import render_fragment
from tests.notifications.conftest import Visit
from tests.notifications.own import notices_of
from tests.people import Network

ORIGINAL = re.compile(r"<details class=\"other\".*?</details>", re.S)
WORD, IN_LATIN = "трукеж", "trukež"
"""Of no language, so that it stands nowhere but where this test has put it."""


async def write_everywhere(network: Network) -> dict[str, str]:
    """Let Dragan write the word wherever somebody can write; return the pages on which it stands."""
    purpose = {"sr-Cyrl": f"Соба за {WORD}"}
    wordings = clean_wordings({"sr-Cyrl": "Пређа"}, purpose)
    room = await create_room(network.log, network.vesna, OPEN, wordings, f"Прва тема {WORD}")
    for member in (network.ana, network.dragan):
        await invite_to_room(network.log, network.vesna, room, member.id)
    ask = f"@Ana Stojanović, шта кажеш на {WORD}?"
    said = await network.say(network.dragan, room, ask)
    answer = await network.say(network.dragan, room, f"Мислим да {WORD} вреди.", reply_to=said.id)
    await pin_message(network.log, network.vesna, room, answer.id)
    topic = f"/rooms/{room}/topics/{said.topic_id}"
    return {
        "start": "/",
        "since one was away": "/away",
        "notifications": "/notifications",
        "the way into a room": f"/rooms/{room}",
        "a topic": topic,
        "all rooms": "/rooms",
        "about a room": f"/rooms/{room}/about",
        "a reaction": f"/rooms/{room}/messages/{said.id}/react",
    }


async def read_as(network: Network, who: Actor, script: str | None) -> None:
    async with network.database.write() as session:
        (await session.get_one(Person, who.id)).script = script


async def test_nothing_on_any_page_forgets_whom_it_is_for(network: Network, visit: Visit) -> None:
    pages = await write_everywhere(network)
    ana = await visit(network.ana)
    for name, address in pages.items():
        page = (await ana.get(address, follow_redirects=True)).text
        assert IN_LATIN in page, name
        assert WORD not in ORIGINAL.sub("", page), name


@pytest.mark.parametrize(
    ("script", "is_converted"), [(None, True), ("Latn", True), ("Cyrl", False), ("as-written", False)]
)
async def test_the_choice_of_the_person_counts(
    network: Network, visit: Visit, script: str | None, is_converted: bool
) -> None:
    pages = await write_everywhere(network)
    await read_as(network, network.ana, script)
    page = (await (await visit(network.ana)).get(pages["a topic"])).text
    assert (f"Mislim da {IN_LATIN} vredi" in page) == is_converted
    assert ("data-original" in page) == is_converted
    assert f"Мислим да {WORD} вреди" in page


async def test_a_letter_comes_in_the_script_of_who_gets_it(network: Network) -> None:
    await write_everywhere(network)
    fresh = await notices_of(network, network.ana)
    frame: dict[str, Any] = {"site_name": "", "base_url": "", "unsubscribe": "", "name": "Ana", "others": 0}
    letter = render_fragment("mail/news.txt", network.ana.reading_in("sr-Latn"), fresh=fresh, **frame)
    assert f"šta kažeš na {IN_LATIN}?" in letter
    assert f"Prva tema {IN_LATIN}" in letter
    assert WORD not in letter


async def test_programs_get_the_words_as_written_and_html_for_their_person(
    network: Network, visit: Visit
) -> None:
    room = (await write_everywhere(network))["a topic"].split("/")[2]
    ana = await visit(network.ana)
    address = f"/api/v1/rooms/{room}/messages"
    newest = (await ana.get(address, headers={"Accept-Language": "sr-Latn"})).json()["items"][0]
    assert (newest["body"], newest["lang"]) == (f"Мислим да {WORD} вреди.", "sr-Cyrl")
    assert f"Mislim da {IN_LATIN} vredi." in newest["html"]
    told = (await ana.get("/api/v1/me/notifications")).json()["items"]
    (mention,) = [notice for notice in told if notice["kind"] == "mention"]
    assert f"šta kažeš na {IN_LATIN}?" in mention["quote"]
    assert mention["quote_lang"] == "sr-Latn"
