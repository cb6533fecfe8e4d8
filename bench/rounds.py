"""Several rounds of several servers, one after another: a loud neighbour disturbs all of them alike."""

import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import machine
from bench.contestants import Contestant, contestants
from bench.pages import fill_demo, measure_pages
from bench.room import Load, measure
from bench.start import fill_small, measure_start
from bench.storm import Storm, measure_storm
from bench.tables import Found

FLOOR = "bare C"
FRAME_BYTES = 1_500
"""How long a bare server's frames are before it is known how long ours are."""

ROOM = ("members", "server")

Row = dict[str, Any]


async def run_rooms(loads: Sequence[Load], rounds: int) -> Found:
    """Measure every server under every load, in each round; return all figures and their medians."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        found, missing = contestants(Path(name))
        for number in range(rounds):
            for load in loads:
                rows += await _run_round(number, load, found, Path(name))
    return found_in(rounds, rows, ROOM) | {
        "posters": loads[0].posters,
        "messages": loads[0].messages,
        "missing": missing,
        "slopes": slopes(rows),
        "fixed": fixed(rows),
    }


async def _run_round(number: int, load: Load, found: Sequence[Contestant], base: Path) -> list[Row]:
    rows: list[Row] = []
    frame_bytes = FRAME_BYTES
    for contestant in found:
        tell(f"round {number + 1}, {load.members} members: {contestant.name}")
        with tempfile.TemporaryDirectory(dir=base) as folder:
            figures = await measure(contestant, load, Path(folder), frame_bytes)
        rows.append({"round": number, "server": contestant.name, "members": load.members, **figures})
        frame_bytes = int(rows[0]["frame_bytes"])
    return [row | {"to_floor": to_floor(row, rows)} for row in rows]


async def run_pages(requests: int, rounds: int) -> Found:
    """Measure the page of a room in each round."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        demo = await fill_demo(Path(name))
        rows: list[Row] = []
        for number in range(rounds):
            tell(f"round {number + 1}: pages")
            rows += [row | {"round": number} for row in await measure_pages(demo, requests)]
    return found_in(rounds, rows, ("locale",)) | {"requests": requests}


async def run_storms(storm: Storm, core: int, rounds: int) -> Found:
    """Let a node die in each round."""
    rows: list[Row] = []
    for number in range(rounds):
        tell(f"round {number + 1}: {storm.members} sockets come back")
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            figures = await measure_storm(storm, Path(name), core)
        rows.append({"round": number, "members": storm.members, **figures})
    return found_in(rounds, rows, ("members",)) | {"cores": os.cpu_count()}


async def run_starts(rounds: int) -> Found:
    """Measure the start in each round, after one that is not counted."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        await fill_small(Path(name))
        await measure_start(Path(name))
        rows: list[Row] = []
        for number in range(rounds):
            tell(f"round {number + 1}: start")
            rows.append({"round": number, "what": "serve", **await measure_start(Path(name))})
    return found_in(rounds, rows, ("what",))


def found_in(rounds: int, rows: list[Row], keys: tuple[str, ...]) -> Found:
    """Return the figures of all rounds with their medians, by these keys, and the machine."""
    return {
        "machine": machine.describe(),
        "rounds": rounds,
        "rows": rows,
        "medians": medians(rows, keys),
    }


def to_floor(row: Row, rows: Sequence[Row]) -> float | None:
    """How many times what the floor of the same round needs for a delivery."""
    floor = next((other for other in rows if other["server"] == FLOOR), None)
    return row["us_per_delivery"] / floor["us_per_delivery"] if floor else None


def medians(rows: Sequence[Row], keys: Sequence[str]) -> list[Row]:
    """Return one row for each value of the keys, with the median of each figure over the rounds."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    return [dict(zip(keys, values, strict=True)) | _median(group, keys) for values, group in groups.items()]


def _median(group: Sequence[Row], keys: Sequence[str]) -> Row:
    names = [name for name in group[0] if name not in {"round", *keys}]
    return {
        name: statistics.median([row[name] for row in group]) if group[0][name] is not None else None
        for name in names
    }


def slopes(rows: Sequence[Row]) -> dict[str, float]:
    """Return what each further member costs, in µs for each post, from the fewest members to the most."""
    return {
        server: (posts[max(posts)] - posts[min(posts)]) / (max(posts) - min(posts))
        for server, posts in _posts_by_members(rows).items()
        if len(posts) > 1
    }


def fixed(rows: Sequence[Row]) -> dict[str, float]:
    """Return what a post costs that nobody hears, in µs: where the line of the slope begins."""
    posts = _posts_by_members(rows)
    return {
        server: posts[server][min(posts[server])] - cost * min(posts[server])
        for server, cost in slopes(rows).items()
    }


def _posts_by_members(rows: Sequence[Row]) -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = {}
    for row in medians(rows, ROOM):
        found.setdefault(row["server"], {})[row["members"]] = row["us_per_post"]
    return found


def tell(words: str) -> None:
    """Say to whoever waits what is being measured."""
    sys.stderr.write(words + "\n")
