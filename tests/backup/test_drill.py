"""The drill: people talk while a backup is made, the server is lost, and life goes on from the backup.

What was answered before the backup began is in it. Who comes back with a place in the talk that is gone is
told to load again, and ends with what a newcomer sees: nothing of the two lives is mixed.
"""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.backup.house import url_of
from tests.backup.installation import (
    Talker,
    environment,
    listening,
    load_again,
    post,
    program_of,
    read_log,
    read_room,
    run_command,
    token_for,
)
from tests.people import Network
from tests.realtime.sockets import Frame
from tests.services.program import Program, StartProgram

BEFORE, MEANWHILE, AFTER = 12, 1, 8
"""How many messages of each are answered before the backup, at least while it is made, and after it."""


@dataclass
class Talk:
    """What was said before the server was lost: the log of that life, and what was safe before the backup."""

    room: Frame
    log: list[Frame]
    safe: set[str]
    everything: set[str]


async def test_life_goes_on_from_a_backup_that_was_made_while_people_talked(
    network: Network, other_url: str, start_program: StartProgram, file: Path
) -> None:
    room = str(await network.open_room(network.ana, network.elena, network.dragan))
    url = url_of(network.database)
    first = await start_program("serve", environment=environment(url))
    talk = await talk_while_a_backup_is_made(first, url, network, room, file)
    await first.kill()
    assert "Put back what was kept" in await run_command(other_url, "restore", file)
    second = await start_program("serve", environment=environment(other_url))
    async with AsyncExitStack() as stack:
        ana = await token_for(other_url, network.ana)
        client = await stack.enter_async_context(program_of(second.url, ana))
        log = await read_log(client, room)
        ensure_the_past_is_whole(talk, log)
        await ensure_nothing_is_mixed(second, client, ana, talk, len(log))


async def talk_while_a_backup_is_made(
    program: Program, url: str, network: Network, room: str, file: Path
) -> Talk:
    """Ana, Elena and Dragan talk without a pause; the operator makes a backup in the middle."""
    async with AsyncExitStack() as stack:
        talkers = {}
        for name in ("ana", "elena", "dragan"):
            headers = await token_for(url, getattr(network, name))
            client = await stack.enter_async_context(program_of(program.url, headers))
            talkers[name] = Talker(client, room)
        async with asyncio.TaskGroup() as group:
            for name, talker in talkers.items():
                group.create_task(talker.talk(name))
            await all_say(talkers, BEFORE)
            safe = {answer["id"] for talker in talkers.values() for answer in talker.answers}
            backup = asyncio.create_task(run_command(url, "backup", file))
            await all_say(talkers, MEANWHILE)
            assert "rows of" in await backup
            await all_say(talkers, AFTER)
            for talker in talkers.values():
                talker.is_over = True
        everything = {answer["id"] for talker in talkers.values() for answer in talker.answers}
        client = talkers["ana"].client
        return Talk(await read_room(client, room), await read_log(client, room), safe, everything)


async def all_say(talkers: dict[str, Talker], more: int) -> None:
    """Return when everybody has had some more messages answered."""
    await asyncio.gather(*(talker.wait_for(more) for talker in talkers.values()))


def ensure_the_past_is_whole(talk: Talk, log: list[Frame]) -> None:
    """Compare what came back with the life before: a beginning of it, with all that was safe, and no hole."""
    assert [event["seq"] for event in log] == list(range(1, len(log) + 1))
    known = {(event["seq"], event["kind"], id_of(event)) for event in talk.log}
    assert {(event["seq"], event["kind"], id_of(event)) for event in log} <= known
    ids = {id_of(event) for event in log} - {None}
    assert talk.safe <= ids, "what was answered before the backup is not in it"
    assert ids < talk.everything, "what was said after the backup is in it"


def id_of(event: Frame) -> str | None:
    """Return the id of the message that an event is about."""
    found: str | None = event["message"]["id"] if event.get("message") else None
    return found


async def ensure_nothing_is_mixed(
    program: Program, client: httpx2.AsyncClient, headers: dict[str, str], talk: Talk, head: int
) -> None:
    """Somebody of the old life comes back, beside one who never saw it; both end with the same."""
    room = talk.room["id"]
    now = await read_room(client, room)
    assert now["epoch"] != talk.room["epoch"]
    async with (
        listening(program.url, headers, talk.room, talk.room["head"]) as old,
        listening(program.url, headers, now, head) as new,
    ):
        reset = await old.hear("reset")
        assert (reset["room"], reset["epoch"], reset["head"]) == (room, now["epoch"], head)
        loaded = await load_again(client, room, reset["head"])
        # From here on the same numbers are given to other messages than in the life before.
        for number in range(talk.room["head"] - head + 2):
            await post(client, room, f"Ponovo, {number}")
        last = talk.room["head"] + 2
        heard = [
            {event["seq"]: id_of(event) for event in await each.hear_events(last)} for each in (old, new)
        ]
        assert heard[0] == heard[1]
        assert all(frame.get("epoch", now["epoch"]) == now["epoch"] for frame in old.heard)
        assert loaded | heard[0] == await load_again(client, room, last)
        assert not set(heard[0].values()) & talk.everything
