"""The page of search and its suggestions, as a browser without scripts gets them."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx2
import pytest

from balkancluster.access import Actor
from balkancluster.app import build_app
from balkancluster.members.sessions import begin_session
from balkancluster.settings import Settings
from tests.people import Network

ORIGIN = "http://house.example"
OK, NOT_FOUND, UNPROCESSABLE = httpx2.codes.OK, httpx2.codes.NOT_FOUND, httpx2.codes.UNPROCESSABLE_CONTENT

Visit = Callable[[Actor], Awaitable[httpx2.AsyncClient]]


@pytest.fixture
async def visit(network: Network, database_url: str) -> AsyncIterator[Visit]:
    """Opens a browser of somebody: `await visit(network.ana)`."""
    settings = Settings(
        database_url=database_url, base_url=ORIGIN, secret="s" * 40, allowed_hosts=("house.example",)
    )
    app = build_app(settings)
    opened: list[httpx2.AsyncClient] = []

    async def open_browser(who: Actor) -> httpx2.AsyncClient:
        headers = {"Origin": ORIGIN, "Accept": "text/html"}
        opened.append(
            httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=ORIGIN, headers=headers)
        )
        async with network.database.write() as session:
            opened[-1].cookies.set("session", await begin_session(session, who.id, "", ""))
        return opened[-1]

    yield open_browser
    for client in opened:
        await client.aclose()
    parts = app.state.services
    await parts.log.close()
    await parts.hub.close()
    await parts.database.close()


def addresses(page: str) -> list[str]:
    """Return where the answers of a page lead."""
    return re.findall(r'<p class="words"><a href="([^"]+)"', page)


async def test_a_hit_leads_to_the_message_and_is_marked(network: Network, visit: Visit) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    posted = await network.say(network.ana, room_id, "Tražimo <b>nameštaj</b> & hrast")
    elena = await visit(network.elena)
    page = (await elena.get("/search", params={"q": "НАМЕШТАЈ"})).text
    assert addresses(page) == [f"/rooms/{room_id}/messages/{posted.id}"]
    assert "<mark>" in page
    assert "&amp; hrast" in page
    assert "<b>nameštaj" not in page
    led = await elena.get(addresses(page)[0])
    assert led.headers["location"].endswith(f"?at={posted.id}#m{posted.id}")


async def test_the_address_is_the_search(network: Network, visit: Visit) -> None:
    room_id = await network.open_room(network.ana)
    for number in range(25):
        await network.say(network.ana, room_id, f"kalem {number}")
    ana = await visit(network.ana)
    first = (await ana.get("/search?q=kalem&kind=message")).text
    assert len(addresses(first)) == 20
    onward = re.search(r'href="(/search\?[^"]*before=[^"]*)"', first)
    assert onward
    second = (await ana.get(onward[1].replace("&amp;", "&"))).text
    assert len(addresses(second)) == 5
    assert set(addresses(first)).isdisjoint(addresses(second))
    assert 'value="kalem"' in second


async def test_what_can_be_asked_is_said_in_the_readers_own_words(network: Network, visit: Visit) -> None:
    for who, example in ((network.ana, "od:Ana"), (network.elena, "от:"), (network.dragan, "од:")):
        assert example in (await (await visit(who)).get("/search")).text


@pytest.mark.parametrize("text", ["***", "'", "%", "\N{SMILING FACE WITH SMILING EYES}", "()[]"])
async def test_what_has_no_word_is_one_sentence(network: Network, visit: Visit, text: str) -> None:
    answer = await (await visit(network.elena)).get("/search", params={"q": text})
    assert answer.status_code == OK
    assert "Напишете поне една буква или цифра." in answer.text


async def test_suggestions_are_what_begins_so(network: Network, visit: Visit) -> None:
    await network.open_room(network.ana, network.elena)
    ana, boris = await visit(network.ana), await visit(network.boris)
    found = (await ana.get("/search/suggestions?q=тек")).text
    assert re.findall(r'data-address="([^"]+)"', found)[0].startswith("/rooms/")
    last = re.findall(r'data-address="([^"]+)"', found)[-1]
    assert (await ana.get(last)).status_code == OK
    assert "/rooms/" not in (await boris.get("/search/suggestions?q=тек")).text
    assert (await ana.get("/search/suggestions")).status_code == OK


async def test_programs_get_the_same_with_where_the_hits_are(network: Network, visit: Visit) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    other = await network.open_room(network.ana)
    posted = await network.say(network.elena, room_id, "Вълна и памук")
    await network.say(network.ana, other, "vuna")
    elena, ana = await visit(network.elena), await visit(network.ana)
    answer = (await elena.get("/api/v1/search", params={"q": "vuna"})).json()
    (found,) = answer["items"]
    assert (found["id"], found["room"], found["author"]["id"]) == (
        posted.id,
        str(room_id),
        str(network.elena.id),
    )
    assert [found["text"][start:end] for start, end in found["hits"]] == ["Вълна"]
    assert found["related"]
    assert answer["next"] is None
    assert "wool" in [word["text"] for word in answer["also"]]
    both = (await ana.get("/api/v1/search", params={"q": "vuna"})).json()["items"]
    assert len(both) == 2
    within = (await ana.get("/api/v1/search", params={"q": "vuna", "room": other})).json()["items"]
    assert [each["room"] for each in within] == [str(other)]
    assert (await elena.get(f"/api/v1/search?q=vuna&room={other}")).status_code == NOT_FOUND
    assert (await elena.get("/api/v1/search?q=vuna&kind=secret")).status_code == UNPROCESSABLE
    assert (await elena.get("/api/v1/search")).json()["items"] == []


async def test_hits_are_shown_in_the_script_of_the_reader(network: Network, visit: Visit) -> None:
    room_id = await network.open_room(network.ana, network.dragan, network.elena)
    await network.say(
        network.ana, room_id, "Danas stiže nameštaj od čvrstog hrasta", new_topic="Naš nameštaj"
    )
    dragan = (await (await visit(network.dragan)).get("/search?q=namestaj")).text
    assert "Данас стиже <mark>намештај</mark> од чврстог храста" in dragan
    assert "Наш <mark>намештај</mark>" in dragan
    assert "Ana Stojanović" in dragan
    ana = (await (await visit(network.ana)).get("/search?q=намештај")).text
    assert "Danas stiže <mark>nameštaj</mark> od čvrstog hrasta" in ana
