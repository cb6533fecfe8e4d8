"""What is not open to somebody looks as if it did not exist, and stays silent."""

import asyncio
from typing import Any

import httpx2
import pytest

from balkancluster.database import new_id
from balkancluster.members.models import SUSPENDED
from tests.attacks.houses import Demo
from tests.attacks.visitors import Visitor

MISSING = "999999999"

READING = ("topics", "messages", "events", "events?wait=5&after=999")


async def same_as_missing(who: Visitor, room: str, method: str, rest: str, **options: Any) -> httpx2.Response:
    """Ask for something of a room and of one that does not exist; the answers must be the same."""
    answers = [
        await who.client.request(method, f"/api/v1/rooms/{number}{rest}", **options)
        for number in (room, MISSING)
    ]
    assert answers[0].status_code == answers[1].status_code
    assert answers[0].json() == answers[1].json()
    return answers[0]


async def test_row_38_a_stranger_reads_nothing_and_learns_nothing(
    demo: Demo, ana: Visitor, room: str
) -> None:
    stranger = await demo.newcomer("Dragan Ćirić")
    said = (await ana.say(room, "Samo za nas")).json()["id"]
    message = {"client_id": new_id(), "body": "Ko je tu?"}
    for answer in (
        *[await same_as_missing(stranger, room, "GET", f"/{part}") for part in READING],
        await same_as_missing(stranger, room, "POST", "/messages", json=message),
        await same_as_missing(stranger, room, "POST", "/topics", json={"title": "Ko je tu?"}),
        await same_as_missing(stranger, room, "PUT", "/read", json={"seq": 1}),
        await same_as_missing(stranger, room, "PATCH", f"/messages/{said}", json={"body": "x", "rev": 1}),
        await same_as_missing(stranger, room, "DELETE", f"/messages/{said}"),
        *[
            await same_as_missing(stranger, room, method, f"/messages/{said}/{what}")
            for method in ("PUT", "DELETE")
            for what in ("pin", "reactions/👍")
        ],
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await stranger.get("/api/v1/rooms")).json() == {"items": []}
    assert "Samo za nas" not in (await stranger.get("/")).text


async def test_row_38_a_message_is_not_found_through_another_room(
    demo: Demo, ana: Visitor, room: str
) -> None:
    said = (await ana.say(room, "Samo za nas")).json()["id"]
    stranger = await demo.newcomer("Dragan Ćirić")
    own = await stranger.open_room()
    for path in (f"/rooms/{own}/messages/{said}", f"/rooms/{own}/messages/{said}/edit"):
        assert (await stranger.get(path)).status_code == 404
    for what in ("pin", "reactions/👍"):
        answer = await stranger.client.put(f"/api/v1/rooms/{own}/messages/{said}/{what}")
        assert answer.status_code == 404
    answer = await stranger.say(own, "Odgovor", reply_to=said)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "reply_to")
    topic = (await ana.get(f"/api/v1/rooms/{room}/topics")).json()["items"][0]["id"]
    answer = await stranger.say(own, "Odgovor", topic=topic)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "topic")


async def test_row_38_a_stranger_hears_nothing(demo: Demo, ana: Visitor, room: str) -> None:
    socket = await (await demo.newcomer("Dragan Ćirić")).open_socket()
    for number in (room, MISSING):
        await socket.say({"t": "sub", "room": number, "epoch": "x", "after": 0})
        assert await socket.hear() == {"t": "error", "code": "not_found", "ref": number}
        await socket.say({"t": "typing", "room": number})
    await ana.say(room, "Ovo se ne čuje napolju")
    await socket.say("{")
    assert await socket.hear() == {"t": "error", "code": "bad_json"}


async def test_row_38_who_was_removed_hears_and_reads_no_more(demo: Demo, ana: Visitor) -> None:
    dragan = await demo.newcomer("Драган Ћирић", "sr-Cyrl")
    room = await ana.open_room(dragan)
    socket = await dragan.listen(room)
    await ana.say(room, "Zdravo, Dragane")
    assert (await socket.hear("events"))["events"][0]["message"]["body"] == "Zdravo, Dragane"
    waiting = asyncio.create_task(dragan.get(f"/api/v1/rooms/{room}/events?wait=20&after=100"))
    assert (await ana.send_form(f"/rooms/{room}/members/{dragan.id}/remove", x="1")).status_code == 303
    async with asyncio.timeout(1):
        assert await socket.hear() == {"t": "error", "code": "not_found", "ref": room}
    await ana.say(room, "Sada bez Dragana")
    await socket.say({"t": "sub", "room": room, "epoch": "", "after": 0})
    assert await socket.hear() == {"t": "error", "code": "not_found", "ref": room}
    assert (await dragan.get(f"/api/v1/rooms/{room}/events")).status_code == 404
    assert "Sada bez" not in (await dragan.get(f"/rooms/{room}")).text
    waiting.cancel()


PERSON = {"id", "name"}
MESSAGE = {"id", "client_id", "topic", "reply_to", "rev", "body", "lang", "html", "seq", "at", "author"}
STATES = {"removed", "pinned", "reactions"}
TOPIC = {"id", "title", "lang", "last_seq", "unread", "read"}
EVENT = {"seq", "kind", "at", "actor", "message", "topic", "person"}
KINDS = {
    "message.posted": {"message"},
    "message.edited": {"message"},
    "message.removed": {"message"},
    "message.pinned": {"message"},
    "message.unpinned": {"message"},
    "reaction.added": {"message"},
    "reaction.removed": {"message"},
    "topic.opened": {"topic"},
    "topic.renamed": {"topic"},
    "room.renamed": set[str](),
    "member.joined": {"person"},
    "member.left": {"person"},
    "member.removed": {"person"},
}


async def test_row_39_every_kind_of_event_says_what_it_may_and_no_more(demo: Demo) -> None:
    vesna, dragan = await demo.coordinator(), await demo.newcomer("Драган Ћирић", "sr-Cyrl")
    elena = await demo.newcomer("Елена Петрова", "bg")
    room = await vesna.open_room(dragan, elena)
    said = (await vesna.say(room, "@Елена Петрова, здраво")).json()["id"]
    socket = await elena.open_socket()
    epoch = (await elena.get("/api/v1/rooms")).json()["items"][0]["epoch"]
    await vesna.client.patch(f"/api/v1/rooms/{room}/messages/{said}", json={"body": "Здраво", "rev": 1})
    for what in ("reactions/👍", "pin"):
        for method in ("PUT", "DELETE", "PUT"):
            address = f"/api/v1/rooms/{room}/messages/{said}/{what}"
            assert (await vesna.client.request(method, address)).status_code == 204
    await vesna.client.delete(f"/api/v1/rooms/{room}/messages/{said}")
    topic = (await vesna.say(room, "Прво", new_topic={"title": "Вуна"})).json()["topic"]
    await vesna.send_form(f"/rooms/{room}/topics/{topic}/title", title="Вуна и памук")
    await vesna.send_form(f"/rooms/{room}/names", **{"name-bg": "Друго име"})
    await dragan.send_form(f"/rooms/{room}/leave", x="1")
    await vesna.send_form(f"/rooms/{room}/members", person=dragan.email)
    await vesna.send_form(f"/rooms/{room}/members/{dragan.id}/remove", x="1")
    head = (await elena.get("/api/v1/rooms")).json()["items"][0]["head"]
    await socket.say({"t": "sub", "room": room, "epoch": epoch, "after": 0})
    heard: list[dict[str, Any]] = []
    while not heard or heard[-1]["seq"] < head:
        frame = await socket.hear("events")
        assert set(frame) == {"t", "room", "epoch", "events"}
        heard += frame["events"]
    answered = (await elena.get(f"/api/v1/rooms/{room}/events")).json()["events"]
    for event in (*heard, *answered):
        ensure_discreet(event)
    assert {event["kind"] for event in heard} == set(KINDS)
    assert "klaster.example" not in str(heard) + str(answered)


def ensure_discreet(event: dict[str, Any]) -> None:
    """An event has the fields of its kind only, and so has everything within."""
    kind = event["kind"]
    assert set(event) == {"seq", "kind", "at", "actor"} | KINDS[kind]
    assert set(event["actor"]) == PERSON
    assert set(event.get("person", PERSON)) == PERSON
    topic = event.get("topic", dict.fromkeys(TOPIC, 0))
    assert set(topic) == TOPIC
    assert (topic["unread"], topic["read"]) == (0, 0), "that is for one reader, and this goes to all"
    assert set(event.get("message", MESSAGE)) - STATES == MESSAGE
    if "message" in event:
        assert set(event["message"]["author"]) == PERSON
        for reaction in event["message"].get("reactions", []):
            assert set(reaction) == {"emoji", "count", "people"}
            assert all(set(person) == PERSON for person in reaction["people"])


async def test_row_40_an_admin_finds_only_the_own_organisation(demo: Demo) -> None:
    ana, elena = await demo.newcomer("Ana Jovanović"), await demo.newcomer("Елена Петрова", "bg")
    own, foreign = await demo.found_organisation(ana), await demo.found_organisation(elena)
    form = {"locale": "bg", "role": "member", "organisation": str(foreign)}
    invited, wanted = f"{new_id()}@klaster.example", f"{new_id()}@klaster.example"
    assert (await elena.send_form("/my-organisation", **form, email=invited)).status_code == 303
    pending = await demo.find_invitation(invited)
    for path, values in (
        ("/my-organisation", form | {"email": wanted}),
        (f"/my-organisation/people/{elena.id}/end", {"organisation": str(foreign)}),
        (f"/my-organisation/people/{elena.id}/end", {"organisation": str(own)}),
        (f"/pending-invitations/{pending}/resend", {"next": "/my-organisation"}),
        (f"/pending-invitations/{pending}/withdraw", {"next": "/my-organisation"}),
    ):
        answer = await ana.send_form(path, **values)
        assert answer.status_code == 404, path
    assert elena.email not in (await ana.get(f"/my-organisation?organisation={foreign}")).text
    assert invited not in (await ana.get(f"/my-organisation?organisation={foreign}")).text
    assert (await elena.get("/my-organisation")).status_code == 200
    assert await demo.find_invitation(invited) == pending


async def ensure_sent_away(who: Visitor) -> None:
    """A program is told 401; a browser is shown the way in."""
    answer = await who.get("/api/v1/rooms")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
    answer = await who.get("/settings")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/settings")


async def test_row_42_a_cookie_that_was_kept_is_worth_nothing_after_signing_out(demo: Demo) -> None:
    ana = await demo.newcomer("Ana Jovanović")
    kept = dict(ana.client.cookies)
    assert (await ana.send_form("/sign-out", x="1")).headers["location"] == "/sign-in"
    assert "session" not in dict(ana.client.cookies)
    ana.take_session("session", kept["session"])
    await ensure_sent_away(ana)


async def test_row_42_who_is_suspended_is_sent_away_with_cookie_and_token(demo: Demo) -> None:
    ana = await demo.newcomer("Ana Jovanović")
    token = {"Authorization": f"Bearer {await demo.token(ana, 'rooms:read')}"}
    assert (await demo.visit(**token).get("/api/v1/rooms")).status_code == 200
    coordinator = await demo.coordinator()
    answer = await coordinator.send_form(f"/coordination/people/{ana.id}/state", state=SUSPENDED)
    assert answer.status_code == 303, answer.text
    await ensure_sent_away(ana)
    assert (await demo.visit(**token).get("/api/v1/rooms")).status_code == 401


async def test_row_42_a_session_that_was_planted_ends_when_somebody_signs_in(demo: Demo) -> None:
    mallory = await demo.newcomer("Mladen Malović")
    victim = demo.visit()
    planted = dict(mallory.client.cookies)["session"]
    victim.take_session("session", planted)
    answer = await victim.send_form("/demo/sign-in", person="boris@demo.example")
    assert answer.status_code == 303
    assert f"session={planted}" not in answer.headers["set-cookie"]
    await ensure_sent_away(mallory)


@pytest.mark.parametrize("cookie", ["", "x", "x" * 4_000, "%D0%B6", "%00", "' OR '1'='1"])
async def test_row_42_a_made_up_cookie_is_nobodys(demo: Demo, cookie: str) -> None:
    visitor = demo.visit(Cookie=f"session={cookie}")
    assert (await visitor.get("/api/v1/rooms")).status_code == 401
