"""The API of rooms, spoken by programs with tokens: the shapes of the wire, and nothing for strangers."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx2
import pytest

from balkancluster.access import Actor
from balkancluster.app import build_app
from balkancluster.database import new_id
from balkancluster.members.people import find_person
from balkancluster.members.tokens import create_token
from balkancluster.settings import Settings
from tests.people import Network

Client = httpx2.AsyncClient
OpenClient = Callable[..., Awaitable[Client]]
ALL = frozenset({"rooms:read", "rooms:write"})


@pytest.fixture
async def open_client(network: Network, database_url: str) -> AsyncIterator[OpenClient]:
    app = build_app(Settings(database_url=database_url, allowed_hosts=("test",)))
    opened: list[Client] = []

    async def open_one(who: Actor, scopes: frozenset[str] = ALL) -> Client:
        async with network.database.write() as session:
            token = await create_token(session, await find_person(session, who.id), sorted(scopes))
        headers = {"Authorization": f"Bearer {token}"}
        transport = httpx2.ASGITransport(app=app)
        opened.append(Client(transport=transport, base_url="http://test/api/v1", headers=headers))
        return opened[-1]

    async with app.router.lifespan_context(app):
        yield open_one
        for client in opened:
            await client.aclose()


async def test_a_message_goes_out_and_comes_back_in_the_shapes_of_the_wire(
    network: Network, open_client: OpenClient
) -> None:
    room = await network.open_room(network.ana, network.elena)
    ana, elena = await open_client(network.ana), await open_client(network.elena)
    client_id = new_id()
    body = {"client_id": client_id, "body": "Imamo **400 kg** vune."}
    posted = await ana.post(f"/rooms/{room}/messages", json=body)
    assert posted.status_code == httpx2.codes.CREATED
    answer = posted.json()
    assert set(answer) == {"seq", "id", "epoch", "topic", "duplicate"}
    log = (await elena.get(f"/rooms/{room}/events", params={"after": answer["seq"] - 1})).json()
    assert (log["epoch"], log["head"]) == (answer["epoch"], answer["seq"])
    event = log["events"][0]
    assert event["actor"] == {"id": str(network.ana.id), "name": network.ana.name}
    message = event["message"]
    assert (message["client_id"], message["body"], message["lang"]) == (client_id, body["body"], "sr-Latn")
    assert "<strong>400 kg</strong>" in message["html"]


async def test_edit_and_removal_are_events_of_the_same_log(network: Network, open_client: OpenClient) -> None:
    room = await network.open_room(network.ana)
    ana = await open_client(network.ana)
    sent = {"client_id": new_id(), "body": "Rok je petak"}
    posted = (await ana.post(f"/rooms/{room}/messages", json=sent)).json()
    address = f"/rooms/{room}/messages/{posted['id']}"
    edited = await ana.patch(address, json={"body": "Rok je sreda", "rev": 1})
    assert edited.json() == {"rev": 2}
    assert (await ana.patch(address, json={"body": "Rok?", "rev": 1})).status_code == httpx2.codes.CONFLICT
    assert (await ana.delete(address)).status_code == httpx2.codes.NO_CONTENT
    events = (await ana.get(f"/rooms/{room}/events", params={"after": posted["seq"] - 1})).json()["events"]
    assert [event["kind"] for event in events] == ["message.posted", "message.edited", "message.removed"]
    assert all(event["message"]["removed"] and event["message"]["body"] is None for event in events)


async def test_rooms_topics_and_marks_tell_what_is_unread(network: Network, open_client: OpenClient) -> None:
    room = await network.open_room(network.ana, network.elena)
    ana, elena = await open_client(network.ana), await open_client(network.elena)
    topic = (await ana.post(f"/rooms/{room}/topics", json={"title": "Vuna"})).json()
    sent = {"client_id": new_id(), "body": "Ima li vune?", "topic": topic["id"]}
    seq = (await ana.post(f"/rooms/{room}/messages", json=sent)).json()["seq"]
    assert [item["unread"] for item in (await elena.get("/rooms")).json()["items"]] == [1]
    marked = await elena.put(f"/rooms/{room}/read", json={"seq": seq, "topic": topic["id"]})
    assert marked.status_code == httpx2.codes.NO_CONTENT
    items = (await elena.get(f"/rooms/{room}/topics")).json()["items"]
    assert {item["title"]: (item["unread"], item["read"]) for item in items}["Vuna"] == (0, seq)


async def test_history_comes_newest_first_in_pages(network: Network, open_client: OpenClient) -> None:
    room = await network.open_room(network.ana)
    for number in range(5):
        await network.say(network.ana, room, f"Poruka {number}")
    ana = await open_client(network.ana)
    first = (await ana.get(f"/rooms/{room}/messages", params={"limit": 2})).json()["items"]
    rest = await ana.get(f"/rooms/{room}/messages", params={"limit": 9, "before": first[-1]["seq"]})
    said = [message["body"] for message in [*first, *rest.json()["items"]]]
    assert said == [f"Poruka {number}" for number in (4, 3, 2, 1, 0)]


async def test_the_reader_s_language_is_that_of_the_account(
    network: Network, open_client: OpenClient
) -> None:
    room = await network.open_room(network.ana, network.elena)
    elena = await open_client(network.elena)
    problem = await elena.post(f"/rooms/{room}/messages", json={"client_id": new_id(), "body": " "})
    assert problem.status_code == httpx2.codes.UNPROCESSABLE_CONTENT
    assert problem.headers["content-type"] == "application/problem+json"
    assert (problem.json()["code"], problem.headers["content-language"]) == ("blank", "bg")


@pytest.mark.parametrize("path", ["", "/topics", "/messages", "/events"])
async def test_a_stranger_gets_the_same_404_as_for_a_missing_room(
    network: Network, open_client: OpenClient, path: str
) -> None:
    room = await network.open_room(network.ana)
    dragan = await open_client(network.dragan)
    there = await dragan.get(f"/rooms/{room}{path}")
    nowhere = await dragan.get(f"/rooms/999999{path}")
    assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
    assert there.status_code == httpx2.codes.NOT_FOUND


async def test_a_token_does_only_what_its_scopes_name(network: Network, open_client: OpenClient) -> None:
    room = await network.open_room(network.ana)
    reader = await open_client(network.ana, frozenset({"rooms:read"}))
    sent = {"client_id": new_id(), "body": "Ne bi smelo"}
    refused = await reader.post(f"/rooms/{room}/messages", json=sent)
    assert (refused.status_code, refused.json()["code"]) == (httpx2.codes.FORBIDDEN, "scope_missing")


async def test_what_comes_later_is_not_there_yet(network: Network, open_client: OpenClient) -> None:
    ana = await open_client(network.ana)
    for path in ("/search?q=vuna", "/partners?q=vuna"):
        assert (await ana.get(path)).status_code == httpx2.codes.NOT_FOUND
    mine = (await ana.get("/me/events")).json()
    assert (mine["head"], mine["events"]) == (0, [])


async def test_the_openapi_document_names_every_operation(network: Network, open_client: OpenClient) -> None:
    ana = await open_client(network.ana)
    document = (await ana.get("/openapi.json")).json()
    assert document["openapi"] == "3.1.0"
    assert set(document["paths"]["/api/v1/rooms/{room}/messages"]) == {"get", "post"}
    new_message = document["components"]["schemas"]["NewMessage"]
    assert new_message["additionalProperties"] is False
    assert set(new_message["required"]) == {"client_id", "body"}
