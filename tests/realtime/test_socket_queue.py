"""The same endpoint on a server without our protocol class: frames go through a bounded queue."""

from typing import Any

from starlette.testclient import TestClient

from balkancluster.app import build_app
from balkancluster.members.sessions import begin_session
from balkancluster.settings import Settings
from tests.people import Network
from tests.realtime.sockets import message

ORIGIN = "http://127.0.0.1"


def hear(socket: Any, kind: str) -> dict[str, Any]:
    """Return the next frame of a kind."""
    while True:
        frame: dict[str, Any] = socket.receive_json()
        if frame["t"] == kind:
            return frame


async def test_ana_hears_past_and_present_through_the_queue(network: Network, database_url: str) -> None:
    room = await network.open_room(network.ana)
    await network.say(network.ana, room, "Dobro jutro")
    async with network.database.write() as session:
        token = await begin_session(session, network.ana.id, "", "")
    app = build_app(Settings(database_url, base_url=ORIGIN))
    headers = {"Cookie": f"session={token}", "Origin": ORIGIN}
    with TestClient(app, base_url=ORIGIN, headers=headers) as client:
        place = client.get("/api/v1/rooms").json()["items"][0]
        with client.websocket_connect(f"{ORIGIN}/live".replace("http", "ws")) as socket:
            socket.send_json({"t": "hello", "v": 1})
            assert hear(socket, "welcome")["person"] == str(network.ana.id)
            socket.send_json({"t": "sub", "room": place["id"], "epoch": place["epoch"], "after": 0})
            past = hear(socket, "events")["events"]
            assert [event["seq"] for event in past] == list(range(1, place["head"] + 1))
            posted = client.post(f"/api/v1/rooms/{room}/messages", json=message("Ima li koga?")).json()
            event = hear(socket, "events")["events"][0]
    assert (event["seq"], event["message"]["body"]) == (posted["seq"], "Ima li koga?")
