"""Words are changed, people are put out, clocks are wrong, rows are broken (rows 21, 25, 26, 32)."""

import asyncio
import random

from sqlalchemy import func, select, update

from balkancluster.realtime.models import Event
from balkancluster.rooms.memberships import remove_member
from balkancluster.rooms.models import Message
from tests.faults.cluster import Cluster
from tests.faults.history import now
from tests.faults.people import Person
from tests.faults.scenarios.talking import TALKERS, talking
from tests.faults.windows import Window
from tests.realtime.sockets import Frame

DAY = "Tue, 02 Jan 2001 03:04:05 GMT"
SILENT_SECONDS = 1.0


async def somebody_is_removed(cluster: Cluster, times: int) -> None:
    """Row 25: Elena is taken out in the middle of the talk, again and again; she hears nothing after it."""
    for _ in range(times):
        room = await cluster.open_room("ana", "boris", "elena")
        windows = [await cluster.window(cluster.person("elena", first=turn), room) for turn in (0, 1)]
        boris = cluster.person("boris")
        talk = asyncio.create_task(boris.talk(room["id"], 8))
        await asyncio.sleep(random.uniform(0.0, 0.15))
        removed = await _remove(cluster, room, "elena")
        gone = now()
        await talk
        for window in windows:
            await _ensure_silent(window, removed, gone)
        answer = await windows[0].person.try_to("GET", f"/rooms/{room['id']}/events?after={removed}")
        assert answer is not None
        assert answer.status_code == 404
        await _forget(cluster, windows)
        room["gone"] = ("elena",)
    await cluster.window(cluster.person("ana"), room, 0)
    await cluster.judge()


async def _remove(cluster: Cluster, room: Frame, name: str) -> int:
    network, person = cluster.world.network, cluster.world.actor(name)
    await remove_member(network.log, cluster.world.actor("ana"), int(room["id"]), person.id)
    log = await cluster.person("ana").read_log(room["id"])
    return next(event.seq for event in reversed(log) if event.kind == "member.removed")


async def _ensure_silent(window: Window, removed: int, gone: float) -> None:
    await asyncio.sleep(max(0.0, gone + SILENT_SECONDS - now()))
    late = [event.seq for event in window.watch.taken if event.seq > removed]
    assert not late, f"Elena heard {late} after she was removed at {removed}"


async def _forget(cluster: Cluster, windows: list[Window]) -> None:
    for window in windows:
        await window.close()
        cluster.windows.remove(window)
        cluster.history.watches.remove(window.watch)


async def taken_back_while_edited(cluster: Cluster, times: int) -> None:
    """Row 26: one device edits what another one takes back, while windows read everything anew."""
    room = await cluster.open_room()
    await cluster.windows_of(TALKERS, room)
    first, second = cluster.person("ana"), cluster.person("ana", first=1)
    secrets = []
    for number in range(times):
        answer = await first.say(room["id"], f"tajna-{number}-prva")
        assert answer
        path = f"/rooms/{room['id']}/messages/{answer.id}"
        edit = first.try_to("PATCH", path, json={"body": f"tajna-{number}-druga", "rev": 1})
        replay = cluster.window(cluster.person("dragan"), room, 0)
        await asyncio.gather(edit, _take_back(second, path), replay)
        secrets.append(f"tajna-{number}-")
    await cluster.judge()
    late = await cluster.window(cluster.person("vesna"), room, 0)
    await late.reach((await first.room(room["id"]))["head"])
    seen = repr(late.frames) + repr(await first.ask(f"/rooms/{room['id']}/messages?limit=100"))
    assert "message.removed" in seen
    assert not [secret for secret in secrets if secret in seen], "removed words were shown"
    await _ensure_erased(cluster, room)


async def _take_back(person: Person, path: str) -> None:
    await asyncio.sleep(random.uniform(0.0, 0.02))
    answer = await person.try_to("DELETE", path)
    assert answer is not None
    assert answer.is_success


async def _ensure_erased(cluster: Cluster, room: Frame) -> None:
    words = Message.body.contains("tajna") | Message.html.contains("tajna")
    statement = select(func.count()).where(Message.room_id == int(room["id"]), words)
    async with cluster.world.network.database.read() as session:
        assert await session.scalar(statement) == 0


async def clocks_are_wrong(cluster: Cluster) -> None:
    """Row 21: clients are a day off, and a node comes back with a clock an hour behind."""
    async with talking(cluster) as talk:
        for turn, person in enumerate(talk.people):
            person.http.headers["Date"] = DAY if turn % 2 else DAY.replace("2001", "2101")
        await talk.answered(10)
        cluster.set_trap("clock-behind")
        await cluster.nodes[0].kill()
        await cluster.nodes[0].start()
        await talk.answered(20)
    vesna = cluster.person("vesna", [cluster.nodes[0].url])
    codes = [await _post_code(vesna, talk.room, number) for number in range(110)]
    assert 429 in codes, "limits do not hold"
    assert 401 not in codes, "a session ended with the clock"
    vesna.history.said.clear()
    await cluster.converge()


async def _post_code(person: Person, room: Frame, number: int) -> int:
    answer = await person.try_to(
        "POST", f"/rooms/{room['id']}/messages", json={"client_id": f"{number:032x}", "body": "?"}
    )
    return answer.status_code if answer is not None else 0


async def rows_are_broken(cluster: Cluster) -> None:
    """Row 32: what no program of ours writes stands in the database; the room loads, with a placeholder."""
    room = await cluster.open_room()
    ana = cluster.person("ana")
    answers = [await ana.say(room["id"], f"Red {number}") for number in range(5)]
    await _break_rows(cluster, room, [answer.id for answer in answers if answer])
    elena = await cluster.window(cluster.person("elena"), room, 0)
    head = (await ana.room(room["id"]))["head"]
    await elena.reach(head)
    assert [event.seq for event in elena.watch.taken] == list(range(1, head + 1))
    assert "Red 4" in await _read_page(ana, room)
    await ana.ask(f"/rooms/{room['id']}/messages")
    assert await ana.say(room["id"], "I dalje radi")


async def _read_page(person: Person, room: Frame) -> str:
    """Return the page to which the address of a room leads."""
    first = await person.http.get(f"{person.address}/rooms/{room['id']}")
    page = await person.http.get(person.address + first.headers["Location"])
    assert page.status_code == 200, page.text[:500]
    return page.text


async def _break_rows(cluster: Cluster, room: Frame, ids: list[str]) -> None:
    async with cluster.world.network.database.write() as session:
        broken: list[dict[str, str | None]] = [
            {"html": "<b><i>nikad zatvoreno"},
            {"lang": "no-Such-Language"},
            {"html": None, "body": None},
        ]
        for message_id, values in zip(ids, broken, strict=False):
            await session.execute(update(Message).where(Message.id == message_id).values(**values))
        events = update(Event).where(Event.stream_id == int(room["id"]))
        await session.execute(events.where(Event.seq == 2).values(kind="of.another.version"))
        await session.execute(events.where(Event.seq == 3).values(message_key=987_654_321))
