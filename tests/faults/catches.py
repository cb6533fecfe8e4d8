"""Which mutant is caught by which scenario, in which row, and by which sentence of the judge."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.faults.cluster import Cluster
from tests.faults.scenarios import bus, changes, databases, nodes, readers, words

Scenario = Callable[[Cluster], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Catch:
    """`names` are for the runner, the mutant first or after a fail point; `is_quick` is part of every run."""

    names: str
    where: str
    rows: tuple[int, ...]
    scenario: Scenario
    sentence: str
    is_quick: bool = False

    @property
    def mutant(self) -> str:
        """Return the mutant among the names."""
        return self.names.rpartition(",")[2]

    @property
    def title(self) -> str:
        """Return what stands in brackets behind the name of the test."""
        return f"{self.mutant}-row{self.rows[0]}-{self.where}"


async def _dies_after_commit(cluster: Cluster) -> None:
    await nodes.dies_at(cluster, "die-after-commit")


async def _postgresql_crashes(cluster: Cluster) -> None:
    await databases.postgresql_crashes(cluster, times=3)


async def _is_torn(cluster: Cluster) -> None:
    await databases.is_torn_while_it_writes(cluster, times=2)


async def _one_stops_reading(cluster: Cluster) -> None:
    await readers.one_stops_reading(cluster, windows=4)


async def _node_dies(cluster: Cluster) -> None:
    await readers.node_of_somebody_dies(cluster, seconds=15)


async def _somebody_is_removed(cluster: Cluster) -> None:
    await changes.somebody_is_removed(cluster, times=4)


CATCHES = (
    Catch("answer-before-commit", "one", (1,), nodes.dies_in_a_burst, "answered and lost", True),
    Catch("no-dedupe", "one", (20,), nodes.same_send_three_times, "answered in two ways", True),
    Catch("identity-cursor", "one", (13,), words.two_rooms_at_once, "numbers are not contiguous", True),
    Catch("lose-hints,hint-only", "one", (22,), words.nothing_is_hinted, "after 3.0 s", True),
    Catch("lose-hints,no-sweep", "one", (22,), words.nothing_is_hinted, "after 3.0 s", True),
    Catch("unread-counter", "one", (26, 33), words.badges_under_way, "a fresh count gives", True),
    Catch("die-after-commit,no-dedupe", "one", (2,), _dies_after_commit, "duplicate|answered|said by nobody"),
    Catch("hint-only", "three", (6,), bus.redis_dies_at_the_last_message, "after 3.0 s"),
    Catch("no-sweep", "three", (6,), bus.redis_dies_at_the_last_message, "after 3.0 s"),
    Catch("answer-before-commit", "three", (10,), _postgresql_crashes, "answered and lost"),
    Catch("answer-before-commit", "one", (15,), _is_torn, "answered and lost"),
    Catch("identity-cursor", "three", (13,), words.two_rooms_at_once, "numbers are not contiguous"),
    Catch("no-dedupe", "three", (20,), nodes.same_send_three_times, "answered in two ways"),
    Catch("impatient,never-cut", "one", (16,), _one_stops_reading, "who never reads is still there"),
    Catch("impatient,keep-ghosts", "three", (29,), _node_dies, "was not told that 0 people"),
    Catch("deaf-to-removal", "one", (25,), _somebody_is_removed, "after she was removed"),
    Catch("impatient,no-heartbeat", "one", (23,), readers.a_frame_is_dropped, "asked for"),
)
