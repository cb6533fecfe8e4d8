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
    assert (await ana.get("/partners?q=vuna")).status_code == httpx2.codes.NOT_FOUND


async def test_the_openapi_document_names_every_operation(network: Network, open_client: OpenClient) -> None:
    ana = await open_client(network.ana)
    document = (await ana.get("/openapi.json")).json()
    assert document["openapi"] == "3.1.0"
    assert set(document["paths"]["/api/v1/rooms/{room}/messages"]) == {"get", "post"}
    new_message = document["components"]["schemas"]["NewMessage"]
    assert new_message["additionalProperties"] is False
    assert set(new_message["required"]) == {"client_id", "body"}


async def test_reactions_and_pins_come_back_with_the_message(
    network: Network, open_client: OpenClient
) -> None:
    room = await network.open_room(network.ana, network.elena)
    ana, elena = await open_client(network.ana), await open_client(network.elena)
    said = await network.say(network.ana, room, "Imamo 400 kg vune.")
    address = f"/rooms/{room}/messages/{said.id}"
    for _time in range(2):
        answer = await elena.put(f"{address}/reactions/%F0%9F%91%8D")
        assert (answer.status_code, answer.content) == (httpx2.codes.NO_CONTENT, b"")
    assert (await ana.put(f"{address}/pin")).status_code == httpx2.codes.NO_CONTENT
    assert (await elena.put(f"{address}/pin")).status_code == httpx2.codes.FORBIDDEN
    message = (await ana.get(f"/rooms/{room}/messages")).json()["items"][0]
    person = {"id": str(network.elena.id), "name": network.elena.name}
    assert message["reactions"] == [{"emoji": "👍", "count": 1, "people": [person]}]
    assert message["pinned"] is True
    await elena.delete(f"{address}/reactions/👍")
    await ana.delete(f"{address}/pin")
    events = (await ana.get(f"/rooms/{room}/events", params={"after": said.seq})).json()["events"]
    kinds = ["reaction.added", "message.pinned", "reaction.removed", "message.unpinned"]
    assert [event["kind"] for event in events] == kinds
    assert not {"reactions", "pinned"} & set(events[0]["message"]), "they say what is true today"


async def test_another_emoji_is_refused_in_the_reader_s_language(
    network: Network, open_client: OpenClient
) -> None:
    room = await network.open_room(network.ana)
    ana = await open_client(network.ana)
    said = await network.say(network.ana, room, "Može?")
    for sign in ("x", "🇷🇸", "%F0%9F%91%8D%F0%9F%91%8D", "%FF"):
        answer = await ana.put(f"/rooms/{room}/messages/{said.id}/reactions/{sign}")
        assert answer.status_code == httpx2.codes.UNPROCESSABLE_CONTENT, answer.text
        assert answer.json()["code"] == "unknown_emoji"
        assert answer.headers["content-language"] == "sr-Latn"


async def test_a_token_that_only_reads_neither_reacts_nor_pins(
    network: Network, open_client: OpenClient
) -> None:
    room = await network.open_room(network.ana)
    reader = await open_client(network.ana, frozenset({"rooms:read"}))
    said = await network.say(network.ana, room, "Samo čitam")
    for what in ("reactions/👍", "pin"):
        for method in ("PUT", "DELETE"):
            answer = await reader.request(method, f"/rooms/{room}/messages/{said.id}/{what}")
            assert answer.json()["code"] == "scope_missing"


async def test_a_topic_is_retitled_closed_muted_and_moved_and_a_room_archived(
    network: Network, open_client: OpenClient
) -> None:
    old, new = await network.open_room(network.ana), await network.open_room(network.ana)
    ana = await open_client(network.ana)
    said = await network.say(network.ana, old, "Zdravo", new_topic="Sajam")
    topic = f"/rooms/{old}/topics/{said.topic_id}"
    assert (await ana.patch(topic, json={"title": "Sajam u Nišu", "closed": True})).is_success
    assert (await ana.put(f"{topic}/level", json={"level": "muted"})).is_success
    found = (await ana.get(f"/rooms/{old}/topics")).json()["items"][0]
    assert (found["title"], found["closed"], found["level"]) == ("Sajam u Nišu", True, "muted")
    assert (await ana.get(f"/rooms/{old}")).json()["muted"] == [str(said.topic_id)]
    sent = {"client_id": new_id(), "body": "Kasno", "topic": str(said.topic_id)}
    refused = await ana.post(f"/rooms/{old}/messages", json=sent)
    assert (refused.status_code, refused.json()["code"]) == (httpx2.codes.CONFLICT, "topic_closed")
    assert (await ana.post(f"{topic}/move", json={"room": str(new)})).status_code == httpx2.codes.NO_CONTENT
    assert (await ana.get(f"/rooms/{new}/topics")).json()["items"][0]["id"] == str(said.topic_id)
    assert (await ana.patch(f"/rooms/{new}", json={"archived": True})).is_success
    assert (await ana.get(f"/rooms/{new}")).json()["archived"] is True
    refused = await ana.post(f"/rooms/{new}/messages", json={"client_id": new_id(), "body": "Kasno"})
    assert (refused.status_code, refused.json()["code"]) == (httpx2.codes.CONFLICT, "room_archived")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "", {"archived": True}),
        ("PATCH", "/topics/{topic}", {"closed": True}),
        ("PUT", "/topics/{topic}/level", {"level": "muted"}),
        ("POST", "/topics/{topic}/move", {"room": "1"}),
    ],
)
async def test_a_stranger_changes_nothing_and_learns_nothing(
    network: Network, open_client: OpenClient, method: str, path: str, body: dict[str, object]
) -> None:
    room = await network.open_room(network.ana)
    said = await network.say(network.ana, room, "Zdravo", new_topic="Sajam")
    dragan = await open_client(network.dragan)
    place = path.format(topic=said.topic_id)
    there = await dragan.request(method, f"/rooms/{room}{place}", json=body)
    nowhere = await dragan.request(method, f"/rooms/999999{place}", json=body)
    assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
    assert there.status_code == httpx2.codes.NOT_FOUND
