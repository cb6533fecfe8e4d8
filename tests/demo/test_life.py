"""The scripted members on the real server: all that they do comes through the public wire."""

import asyncio
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from balkancluster.database import Database, new_id
from balkancluster.demo import content
from balkancluster.demo.life.accounts import FILE, Account, ensure_accounts
from balkancluster.demo.life.living import Life
from balkancluster.demo.life.pace import Pace
from balkancluster.demo.life.script import Line, Placed, Scene, load_scenes
from balkancluster.demo.life.wire import Away
from balkancluster.settings import sqlite_url
from tests.demo.test_scenes import PEOPLE, ROOMS
from tests.realtime.sockets import open_socket
from tests.services.demo import StartDemo, busiest_room, signed_in_to_demo
from tests.services.program import Program

FAST = 2000.0
PATIENCE = 30
SCENES = {placed.scene.key: placed for placed in load_scenes()}


async def accounts_of(program: Program) -> dict[str, Account]:
    database = Database(sqlite_url(program.data))
    try:
        return await ensure_accounts(database, program.data, content.load().people)
    finally:
        await database.close()


@asynccontextmanager
async def company_at(program: Program, *besides: str, speed: float = FAST) -> AsyncIterator[Life]:
    """Let the members come in and hear, without a scene or anything else of their own accord."""
    life = Life(program.url, await accounts_of(program), Pace(seed=7, speed=speed))
    works = life.company.works().items()
    tasks = [asyncio.create_task(work()) for name, work in works if name.startswith(("life of", *besides))]
    async with asyncio.timeout(PATIENCE):
        for voice in life.company.voices.values():
            await voice.is_open.wait()
    yield life
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def events_after(client: httpx2.AsyncClient, room: dict[str, Any], seq: int, wait: int) -> list[Any]:
    """Return what was added to a room's log; waits for the first event."""
    address = f"/api/v1/rooms/{room['id']}/events?after={seq}&wait={wait}"
    return list((await client.get(address)).json()["events"])


async def answer_to(client: httpx2.AsyncClient, room: dict[str, Any], posted: dict[str, Any]) -> Any:
    """Return the message with which somebody else answers."""
    async with asyncio.timeout(PATIENCE):
        seq = posted["seq"]
        while True:
            for event in await events_after(client, room, seq, wait=20):
                seq = event["seq"]
                if event["kind"] == "message.posted":
                    return event["message"]


async def say(client: httpx2.AsyncClient, room: dict[str, Any], body: str) -> dict[str, Any]:
    answer = await client.post(
        f"/api/v1/rooms/{room['id']}/messages", json={"client_id": new_id(), "body": body}
    )
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def key_of(name: str) -> str:
    return next(person.key for person in PEOPLE.values() if person.name == name)


@pytest.mark.slow
async def test_every_scene_is_played_through_the_api_each_line_by_its_speaker(start_demo: StartDemo) -> None:
    program = await start_demo()
    async with company_at(program) as life:
        for placed in one_scene_of_each_room():
            assert await life.directing.play(placed), placed.scene.key
            await ensure_heard(life, placed)


def one_scene_of_each_room() -> list[Placed]:
    return list({placed.room: placed for placed in SCENES.values()}.values())


async def ensure_heard(life: Life, placed: Placed) -> None:
    first = life.company.voices[placed.scene.lines[0].who]
    room = life.company.find_room(placed.room)
    assert room
    topic = (await first.find_topics(room))[placed.scene.topic]
    newest = await first.read_newest(room, topic)
    said = {message["body"]: message for message in newest if not message.get("removed")}
    for line in placed.scene.lines:
        [message] = [said[body] for body in said if body.startswith(line.say.partition("{")[0])]
        assert key_of(message["author"]["name"]) == line.who
        assert message["lang"] == line.lang, message["body"]
        assert message["rev"] == (2 if line.typo else 1)
        if line.answers:
            assert message["reply_to"] is not None
        given = {
            (key_of(one["name"]), it["emoji"].rstrip("\ufe0f"))
            for it in message.get("reactions", [])
            for one in it["people"]
        }
        assert given == {(who, emoji.rstrip("\ufe0f")) for who, emoji in line.reactions.items()}


async def test_they_are_seen_typing_before_they_speak(start_demo: StartDemo) -> None:
    program = await start_demo()
    ana = (await accounts_of(program))["ana"]
    async with company_at(program) as life, signed_in_to_demo(program.url, "ana") as browser:
        room = await busiest_room(browser)
        async with open_socket(program.url, {"Authorization": f"Bearer {ana.token}"}) as socket:
            await socket.greet()
            await socket.follow(room)
            playing = asyncio.create_task(life.directing.play(SCENES["stand-banner"]))
            typing = await socket.hear("typing")
            said = (await socket.hear("events"))["events"][0]
            await playing
    assert typing["person"]["name"] == said["message"]["author"]["name"] == "Калина Жекова"


async def test_a_newcomer_in_a_room_is_answered_by_one_of_its_members(start_demo: StartDemo) -> None:
    program = await start_demo()
    async with company_at(program), signed_in_to_demo(program.url, "ana") as ana:
        room = await busiest_room(ana)
        posted = await say(ana, room, "Tražimo 200 kg merino vune, zna li neko?")
        answer = await answer_to(ana, room, posted)
        key = key_of(answer["author"]["name"])
        assert key in ROOMS["textile-and-clothing"].members
        assert answer["lang"] == PEOPLE[key].locale
        assert answer["reply_to"] == posted["id"]
        later = await events_after(ana, room, answer["seq"], wait=1)
    assert [event for event in later if event["kind"] == "message.posted"] == []


@pytest.mark.parametrize(
    ("words", "language"),
    [("Does anybody know a quiet hotel here?", "en"), ("Някой знае ли кога тръгва автобусът?", "bg")],
)
async def test_a_newcomer_is_answered_in_the_language_asked(
    start_demo: StartDemo, words: str, language: str
) -> None:
    program = await start_demo()
    async with company_at(program), signed_in_to_demo(program.url, "ana") as ana:
        room = await busiest_room(ana)
        assert (await answer_to(ana, room, await say(ana, room, words)))["lang"] == language


async def test_who_is_named_is_who_answers(start_demo: StartDemo) -> None:
    program = await start_demo()
    async with company_at(program), signed_in_to_demo(program.url, "elena") as elena:
        room = await busiest_room(elena)
        posted = await say(elena, room, "@Slavica Tasić, как си?")
        assert (await answer_to(elena, room, posted))["author"]["name"] == "Slavica Tasić"


@pytest.mark.parametrize("person", ["slavica", "elena"])
async def test_who_is_written_to_directly_answers_in_a_room_that_is_new(
    start_demo: StartDemo, person: str
) -> None:
    program = await start_demo()
    accounts = await accounts_of(program)
    # So slow that looking for new rooms does not keep the server busy.
    company = company_at(program, "new rooms", speed=100)
    async with company, signed_in_to_demo(program.url, "vesna") as vesna:
        made = await vesna.post("/rooms/direct", data={"person": accounts[person].person})
        room = {"id": made.headers["location"].split("/")[2]}
        answer = await answer_to(vesna, room, await say(vesna, room, "Добар дан!"))
    assert key_of(answer["author"]["name"]) == person
    assert answer["lang"] == PEOPLE[person].locale
    assert answer["reply_to"] is None


async def test_nobody_speaks_for_somebody_who_is_played_by_a_visitor(start_demo: StartDemo) -> None:
    program = await start_demo()
    async with (
        company_at(program) as life,
        signed_in_to_demo(program.url, "elena") as elena,
        signed_in_to_demo(program.url, "ana") as ana,
    ):
        textile = await busiest_room(elena)
        await answer_to(elena, textile, await say(elena, textile, "Здравейте"))
        rooms = (await ana.get("/api/v1/rooms")).json()["items"]
        direct = next(room for room in rooms if room["name"] == "Елена Дончева")
        able = life.company.able_to_answer(direct["id"], life.company.voices["ana"].person)
    assert able == []


async def test_nobody_speaks_in_a_room_they_are_not_in(start_demo: StartDemo) -> None:
    program = await start_demo()
    lines = (Line("marko", "sr-Cyrl", "Ко је за?"), Line("slavica", "sr-Latn", "ja sam za"))
    stranger = Placed("agri-food", Scene("stranger", "Нешто ново", lines))
    async with company_at(program) as life:
        assert not await life.directing.play(stranger)
        room = life.company.find_room("agri-food")
        assert room
        assert "Нешто ново" not in await life.company.voices["marko"].find_topics(room)


@pytest.mark.slow
async def test_a_scene_that_was_just_heard_is_not_played_again(start_demo: StartDemo) -> None:
    program = await start_demo()
    async with company_at(program) as life:
        assert await life.directing.play(SCENES["small-dye-lots"])
    async with company_at(program) as life:
        assert not await life.directing.play(SCENES["small-dye-lots"])


@pytest.mark.slow
async def test_they_come_back_after_the_server_was_away(start_demo: StartDemo) -> None:
    program = await start_demo()
    async with company_at(program) as life:
        await program.kill()
        async with asyncio.timeout(PATIENCE):
            for voice in life.company.voices.values():
                await voice.is_lost.wait()
        with pytest.raises(Away):
            await life.directing.play(SCENES["stand-banner"])
        await program.start()
        async with signed_in_to_demo(program.url, "ana") as ana:
            async with asyncio.timeout(PATIENCE):
                for voice in life.company.voices.values():
                    await voice.is_open.wait()
            room = await busiest_room(ana)
            assert await answer_to(ana, room, await say(ana, room, "Zdravo!"))


@pytest.mark.slow
async def test_the_first_word_comes_within_ten_seconds_and_quiet_means_silence(
    start_demo: StartDemo, demo_data: Path
) -> None:
    quiet, lively = await start_demo(), await start_demo(folder="lively", quiet=False)
    async with signed_in_to_demo(lively.url, "ana") as ana:
        async with asyncio.timeout(PATIENCE):
            heard = await first_word(ana, lively)
    async with signed_in_to_demo(quiet.url, "ana") as ana:
        rooms = (await ana.get("/api/v1/rooms")).json()["items"]
        untouched = await asyncio.gather(*(events_after(ana, room, room["head"], wait=3) for room in rooms))
    assert heard["message"]["author"]["name"] in {person.name for person in PEOPLE.values()}
    assert not any(untouched)
    await lively.stop()


async def first_word(client: httpx2.AsyncClient, program: Program) -> Any:
    """Return the first event that comes to any of somebody's rooms."""
    rooms = (await client.get("/api/v1/rooms")).json()["items"]
    waiting = [asyncio.create_task(events_after(client, room, room["head"], wait=25)) for room in rooms]
    done, rest = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    [event, *_] = done.pop().result()
    return event


async def test_tokens_are_kept_for_this_person_of_the_machine_only(start_demo: StartDemo) -> None:
    program = await start_demo()
    first, again = await accounts_of(program), await accounts_of(program)
    assert first == again
    assert first.keys() == PEOPLE.keys()
    assert stat.S_IMODE((program.data / FILE).stat().st_mode) == 0o600
