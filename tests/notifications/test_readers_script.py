"""What Dragan writes in Cyrillic stands in Latin on every page of who reads Latin."""

import re

import pytest

from balkancluster.access import Actor
from balkancluster.members.models import Person
from balkancluster.rooms.memberships import invite_to_room
from balkancluster.rooms.models import OPEN
from balkancluster.rooms.pins import pin_message
from balkancluster.rooms.rooms import create_room
from balkancluster.rooms.texts import clean_wordings
from tests.notifications.conftest import Visit
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
