"""Rounds of everybody, one after another: the same work, and what a member gets back who was away."""

import asyncio
import contextlib
import sys
import tempfile
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from bench import machine
from bench.contestants import Running
from bench.peers.catalogue import find_peers
from bench.peers.folder import Installed
from bench.peers.peer import Peer, Returning
from bench.room import Load, measure
from bench.rounds import FRAME_BYTES, ROOM, Row, medians, tell, to_floor
from bench.tables import Found
from bench.tally import Tally

MISSED = 5
FIRST_NUMBER = 900_000
"""Higher than the numbers of all posts before: ours would take a repeated one for the same."""

NOTICED_SECONDS = 1.0
RETURN_SECONDS = 5.0
NOTHING_SECONDS = 1.0
"""How long somebody waits for what they missed, where the server remembers it and where it does not."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom to compare: the folder of what is installed, and parts of names."""

    folder: Path | None
    only: Sequence[str] = ()
    without: Sequence[str] = ()


async def run_peers(load: Load, rounds: int, chosen: Chosen) -> Found:
    """Measure everybody in each round; return all figures, their medians, and who is missing or failed."""
    rows: list[Row] = []
    failed: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        installed = Installed(chosen.folder)
        peers, missing = find_peers(Path(name), installed, chosen.only, chosen.without)
        for number in range(rounds):
            rows += await _run_round(number, load, peers, Path(name), failed)
    return {
        "machine": machine.describe(),
        "rounds": rounds,
        "posters": load.posters,
        "messages": load.messages,
        "paced": load.paced,
        "rows": rows,
        "medians": medians(rows, ROOM),
        "missing": missing + [f"{name}: {reason}" for name, reason in failed.items()],
        "peers": {peer.contestant.name: {"version": peer.version, "stores": peer.stores} for peer in peers},
    }


async def _run_round(
    number: int, load: Load, peers: Sequence[Peer], base: Path, failed: dict[str, str]
) -> list[Row]:
    rows: list[Row] = []
    frame_bytes = FRAME_BYTES
    for peer in peers:
        server = peer.contestant.name
        if server in failed:
            continue
        tell(f"round {number + 1}, {load.members} members: {server}")
        own = peer.load(load)
        try:
            with tempfile.TemporaryDirectory(dir=base, ignore_cleanup_errors=True) as folder:
                figures = await measure(peer.contestant, own, Path(folder), frame_bytes, bring_back)
        except Exception as error:
            # One that fails must not cost what others have needed an hour for.
            traceback.print_exc(file=sys.stderr)
            failed[server] = f"failed in round {number + 1} ({type(error).__name__})"
            continue
        rows.append({"round": number, "server": server, "members": load.members, "rate": own.rate, **figures})
        frame_bytes = int(rows[0]["frame_bytes"])
    return [row | {"to_floor": to_floor(row, rows)} for row in rows]


async def bring_back(running: Running) -> dict[str, float]:
    """Let a member be away while something is said; return how much of it they get when they are back."""
    tally = Tally()
    stays, away = await running.join(0, tally), await running.join(1, tally)
    numbers = iter(range(FIRST_NUMBER, FIRST_NUMBER + MISSED + 1))
    tally.members = 2
    await _say(running, tally, next(numbers))
    place = running.place_of(away) if _remembers(running) else ""
    away.close()
    tally.members = 1
    await asyncio.sleep(NOTICED_SECONDS)
    missed = list(numbers)
    for number in missed:
        await _say(running, tally, number)
    heard = await _come_back(running, place, missed)
    stays.close()
    return {"came_back": float(heard)}


async def _say(running: Running, tally: Tally, number: int) -> None:
    tally.send(number)
    await running.post(0, number)
    await tally.complete(number)


def _remembers(running: Running) -> TypeGuard[Returning]:
    return hasattr(running, "come_back")


async def _come_back(running: Running, place: str, missed: Sequence[int]) -> int:
    """Return how many of these posts a member gets who is back."""
    tally = Tally()
    tally.members = 1
    for number in range(FIRST_NUMBER, FIRST_NUMBER + MISSED + 1):
        tally.send(number)
    if _remembers(running):
        back, seconds = await running.come_back(1, tally, place), RETURN_SECONDS
    else:
        back, seconds = await running.join(1, tally), NOTHING_SECONDS
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await asyncio.gather(*map(tally.complete, missed))
    heard = len(set(missed) & set(back.order))
    back.close()
    return heard
