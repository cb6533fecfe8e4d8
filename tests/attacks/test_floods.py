"""Too much at once, and the same again: the rest waits, nothing is doubled, nobody is thrown out."""

import asyncio

import pytest

from balkancluster.database import new_id
from tests.attacks.houses import Demo
from tests.attacks.language import speaks_bulgarian
from tests.attacks.visitors import Visitor

POSTS_IN_TEN_SECONDS, FRAMES_IN_A_MINUTE = 100, 600


async def test_row_50_two_hundred_messages_at_once_are_one_hundred(demo: Demo) -> None:
    elena = await demo.newcomer("Елена Петрова", "bg")
    room = await elena.open_room()
    socket = await elena.listen(room)
    topic = (await elena.get(f"/api/v1/rooms/{room}/topics")).json()["items"][0]["id"]
    answers = await asyncio.gather(*(elena.say(room, f"{number}") for number in range(200)))
    refused = [answer for answer in answers if answer.status_code != 201]
    assert 0 < len(refused) <= 200 - POSTS_IN_TEN_SECONDS
    for answer in refused:
        assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")
        assert 0 < int(answer.headers["retry-after"]) <= 10
        assert speaks_bulgarian(answer.json()["detail"])
    await socket.say({"t": "unsub", "room": room})
    await socket.say("{")
    assert (await socket.hear("error"))["code"] == "bad_json"
    typed = "Това не бива да се загуби"
    for path, form in (
        (f"/rooms/{room}/topics/{topic}/messages", {"body": typed}),
        (f"/rooms/{room}/topics", {"body": typed, "title": "Тема"}),
    ):
        await asyncio.gather(*(elena.say(room, "x") for _ in range(POSTS_IN_TEN_SECONDS)))
        answer = await elena.send_form(path, client_id=new_id(), **form)
        assert (answer.status_code, typed in answer.text) == (429, True), path
        assert int(answer.headers["retry-after"]) > 0
    answer = await elena.client.post(f"/api/v1/rooms/{room}/topics", json={"title": "Тема"})
    assert answer.status_code == 429


async def test_row_50_a_thousand_reactions_are_held_back_and_the_room_stays(demo: Demo) -> None:
    elena = await demo.newcomer("Елена Петрова", "bg")
    room = await elena.open_room()
    said = (await elena.say(room, "Колко са много?")).json()["id"]
    address = f"/api/v1/rooms/{room}/messages/{said}/reactions/👍"
    methods = [("PUT", "DELETE")[number % 2] for number in range(1_000)]
    answers = await asyncio.gather(*(elena.client.request(method, address) for method in methods))
    taken = [answer for answer in answers if answer.status_code == 204]
    refused = [answer for answer in answers if answer.status_code != 204]
    assert len(taken) < POSTS_IN_TEN_SECONDS * 3
    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(429, "rate_limited")}
    assert (await elena.send_form(f"/rooms/{room}/messages/{said}/react", emoji="👍")).status_code == 429
    events = (await elena.get(f"/api/v1/rooms/{room}/events?limit=500")).json()["events"]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert len([event for event in events if event["kind"].startswith("reaction.")]) <= len(taken)


async def test_row_50_frames_without_end_are_told_when_to_go_on_and_the_socket_stays(demo: Demo) -> None:
    socket = await (await demo.newcomer("Ana Jovanović")).open_socket()
    for _ in range(FRAMES_IN_A_MINUTE + 2):
        await socket.say({"t": "here"})
    for _ in range(2):
        error = await socket.hear("error")
        assert error["code"] == "rate_limited"
        assert 0 < error["retry_after"] <= 60


async def test_row_50_nobody_calls_a_crowd(demo: Demo) -> None:
    elena = await demo.newcomer("Елена Петрова", "bg")
    names = [f"Gost {first}{second}" for first in "bdgkm" for second in "aeiou"][:21]
    room = await elena.open_room(*[await demo.newcomer(name) for name in names])
    answer = await elena.say(room, " ".join(f"@{name}" for name in names))
    assert (answer.status_code, answer.json()["code"]) == (422, "too_many_mentions")
    assert "20" in answer.json()["detail"]
    assert speaks_bulgarian(answer.json()["detail"])


async def test_row_50_no_word_calls_everybody(elena: Visitor, room: str) -> None:
    assert (await elena.say(room, "@all @everyone @here @channel")).status_code == 201
    said = (await elena.get(f"/api/v1/rooms/{room}/messages?limit=1")).json()["items"][0]
    assert 'class="mention"' not in said["html"]


async def test_row_52_the_same_id_for_other_words_is_409(elena: Visitor, room: str) -> None:
    client_id = new_id()
    first = (await elena.say(room, "Първо", client_id=client_id)).json()
    again = (await elena.say(room, "Първо", client_id=client_id)).json()
    assert again == first | {"duplicate": True}
    other = await elena.say(room, "Второ", client_id=client_id)
    assert (other.status_code, other.json()["code"]) == (409, "client_id_used")
    assert other.json()["errors"][0]["field"] == "client_id"
    assert speaks_bulgarian(other.json()["detail"])


@pytest.mark.parametrize("change", [{"new_topic": {"title": "Друга тема"}}, {"reply_to": True}])
async def test_row_52_another_place_is_another_message(
    elena: Visitor, room: str, change: dict[str, object]
) -> None:
    client_id = new_id()
    first = (await elena.say(room, "Първо", client_id=client_id)).json()
    if "reply_to" in change:
        change = {"reply_to": first["id"]}
    assert (await elena.say(room, "Първо", client_id=client_id, **change)).status_code == 409


async def test_row_52_a_form_sent_twice_with_other_words_keeps_them(elena: Visitor, room: str) -> None:
    client_id = new_id()
    topic = (await elena.say(room, "Първо", client_id=client_id)).json()["topic"]
    answer = await elena.send_form(
        f"/rooms/{room}/topics/{topic}/messages", client_id=client_id, body="Второ, което остава"
    )
    assert answer.status_code == 409
    assert "Второ, което остава" in answer.text
    assert f'value="{client_id}"' not in answer.text, "the next try would be refused as well"


async def test_row_52_an_edit_of_what_changed_meanwhile_keeps_its_words(elena: Visitor, room: str) -> None:
    said = (await elena.say(room, "Първо")).json()["id"]
    address = f"/rooms/{room}/messages/{said}/edit"
    assert (await elena.send_form(address, body="Второ", rev="1")).status_code == 303
    answer = await elena.send_form(address, body="Трето, което остава", rev="1")
    assert answer.status_code == 409
    assert "Трето, което остава" in answer.text
    for rev in ("", "x", "9" * 30, "-1"):
        answer = await elena.send_form(address, body="Трето, което остава", rev=rev)
        assert answer.status_code == 409
