"""One node and two, with the same members: what a second node adds to a delivery.

All nodes share one core with the members, and their processor time is counted together; PostgreSQL has
another core, where there is one, and is not counted. Members and posters come to each node in turn, as a
proxy would send them. What is said at one node is read again by the other, and written once more in every
locale.
"""

import itertools
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import machine, ours
from bench.contestants import OurRoom
from bench.network import Network, fill
from bench.postgresql import running_postgresql
from bench.process import ServerProcess
from bench.room import Load, measure
from bench.rounds import ROOM, Row, medians, tell
from bench.tables import Found

COUNTS = {"one node": 1, "two nodes": 2}
PROGRAMS = {"": ours.PROGRAM, ", each event apart": ours.APART}


async def run_nodes(loads: Sequence[Load], core: int, rounds: int) -> Found:
    """Measure one node and two under every load, in each round."""
    rows: list[Row] = []
    for number, load in itertools.product(range(rounds), loads):
        for how, program in PROGRAMS.items():
            rows += await _run_round(number, load, core, how, program)
    rows = compare(rows)
    return {
        "machine": machine.describe(),
        "rounds": rounds,
        "posters": loads[0].posters,
        "messages": loads[0].messages,
        "rows": rows,
        "medians": medians(rows, (*ROOM, "how")),
    }


async def _run_round(number: int, load: Load, core: int, how: str, program: tuple[str, ...]) -> list[Row]:
    rows: list[Row] = []
    for name, count in COUNTS.items():
        tell(f"round {number + 1}, {load.members} members: {name}{how}")
        with (
            tempfile.TemporaryDirectory(prefix="bench-") as folder,
            running_postgresql(Path(folder), core) as postgresql,
        ):
            nodes = Nodes(name + how, count, postgresql.url, program)
            figures = await measure(nodes, load, Path(folder), 0)
        place = {"round": number, "server": nodes.name, "how": how, "nodes": count}
        rows.append(place | {"members": load.members} | figures)
    return rows


def compare(rows: Sequence[Row]) -> list[Row]:
    """Say of each row what a delivery costs beside one node in the same round.

    `to_one` is beside one node that has all of its members, `to_size` beside one with as many as each of its
    nodes has: None where that was not measured.
    """
    single = {
        (row["round"], row["how"], row["members"]): row["us_per_delivery"]
        for row in rows
        if row["nodes"] == 1
    }

    def beside(row: Row, members: int) -> float | None:
        other = single.get((row["round"], row["how"], members))
        return row["us_per_delivery"] / other if other else None

    return [
        row | {"to_one": beside(row, row["members"]), "to_size": beside(row, row["members"] // row["nodes"])}
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Nodes:
    """So many nodes on one database."""

    name: str
    count: int
    database_url: str
    program: tuple[str, ...]

    async def start(self, folder: Path, members: int, frame_length: int) -> "NodesRoom":
        """Make a network of so many people and serve it at every node."""
        network = await fill(folder, members, self.database_url)
        places = [folder / f"node-{number}" for number in range(self.count)]
        nodes = Cluster([ours.serve_node(place, self.database_url, self.program) for place in places])
        await nodes.start()
        return NodesRoom(network, nodes)


class Cluster:
    """Several nodes, counted as one server."""

    def __init__(self, nodes: Sequence[ServerProcess]) -> None:
        self.nodes = nodes
        self.port = nodes[0].port

    async def start(self) -> None:
        """Start one after the other. Raises ClickException when one ends instead."""
        for node in self.nodes:
            await node.start()

    def words(self) -> str:
        """Return what all of them have printed."""
        return "\n".join(node.words() for node in self.nodes)

    def cpu_seconds(self) -> float:
        """Return the processor time that all of them have used so far."""
        return sum(node.cpu_seconds() for node in self.nodes)

    def memory_bytes(self) -> int:
        """Return the memory that all of them hold now."""
        return sum(node.memory_bytes() for node in self.nodes)

    async def stop(self) -> None:
        """End all of them."""
        for node in self.nodes:
            await node.stop()


class NodesRoom(OurRoom):
    """One room, at every node: members and posters come to each in turn."""

    def __init__(self, network: Network, nodes: Cluster) -> None:
        super().__init__(network, nodes)
        self._ports = [node.port for node in nodes.nodes]

    def port_of(self, number: int) -> int:
        """Return the port of the node that somebody comes to."""
        return self._ports[number % len(self._ports)]
