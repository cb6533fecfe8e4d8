"""The judge: given what people did and saw, and the log as it is now, says everything that is wrong.

It knows nothing of the product's code. The promises are those of docs/faults.md: nothing answered is lost,
nothing is doubled, one order everywhere, numbers without gaps, everybody has everything in time, and a badge
is what a fresh count gives.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from tests.faults.history import POSTED, Happened, History, Watch

MOST_NAMED = 5

Logs = dict[str, dict[str, Sequence[Happened]]]
"""For each room what each node reads as its whole log."""


def find_faults(history: History, logs: Logs) -> list[str]:
    """Return one sentence for every broken promise; an empty list when all were kept."""
    faults = [*history.late]
    for room, by_node in logs.items():
        faults += _compare_nodes(room, by_node)
        log = next(iter(by_node.values()))
        faults += _check_numbers(room, log)
        faults += _check_messages(history, room, log)
        faults += _check_turns(history, room, log)
        for watch in history.watches:
            if watch.room == room:
                faults += _check_watch(watch, log)
    faults += _check_badges(history)
    return faults


def ensure_no_fault(history: History, logs: Logs) -> None:
    """Raise AssertionError with everything that is wrong, and do not pass where nothing was tried."""
    faults = find_faults(history, logs)
    assert not faults, "\n".join(faults)
    assert history.answers, "nothing was answered: this proves nothing"
    assert any(watch.taken for watch in history.watches), "nobody heard anything: this proves nothing"


def _compare_nodes(room: str, by_node: dict[str, Sequence[Happened]]) -> Iterable[str]:
    (first, log), *others = by_node.items()
    wanted = [(event.seq, event.kind, event.message) for event in log]
    for name, other in others:
        if [(event.seq, event.kind, event.message) for event in other] != wanted:
            yield f"room {room}: {name} reads another log than {first}"


def _check_numbers(room: str, log: Sequence[Happened]) -> Iterable[str]:
    numbers = [event.seq for event in log]
    if numbers != list(range(1, len(numbers) + 1)):
        wrong = [seq for place, seq in enumerate(numbers, 1) if seq != place]
        yield f"room {room}: numbers are not contiguous, from {wrong[0]} on"


def _check_messages(history: History, room: str, log: Sequence[Happened]) -> Iterable[str]:
    posted = [event for event in log if event.kind == POSTED]
    place = {event.message: event.seq for event in posted}
    ours = {said.client_id for said in history.said.values() if said.room == room}
    counts = Counter(event.client_id for event in posted if event.client_id)
    yield from _name("doubled", room, [one for one, count in counts.items() if count > 1])
    yield from _name("said by nobody", room, [one for one in counts if one not in ours])
    answers = [answer for answer in history.answers if answer.room == room]
    yield from _name("answered and lost", room, [a.client_id for a in answers if a.id not in place])
    moved = [a.client_id for a in answers if place.get(a.id, a.seq) != a.seq]
    yield from _name("answered with another number", room, moved)
    fresh = Counter(answer.client_id for answer in answers if not answer.duplicate)
    yield from _name("answered as new twice", room, [one for one, count in fresh.items() if count > 1])
    first = history.answered()
    unequal = [
        a.client_id for a in answers if (a.id, a.seq) != (first[a.client_id].id, first[a.client_id].seq)
    ]
    yield from _name("answered in two ways", room, unequal)


def _check_turns(history: History, room: str, log: Sequence[Happened]) -> Iterable[str]:
    """What was said one after the other stands in that order."""
    order = {client_id: place for place, client_id in enumerate(history.said)}
    latest: dict[str, int] = {}
    for event in log:
        said = history.said.get(event.client_id)
        if event.kind != POSTED or said is None or not said.lane:
            continue
        if order[event.client_id] < latest.get(said.lane, -1):
            yield f"room {room}: the words of {said.who} are reordered at {event.seq}"
        latest[said.lane] = order[event.client_id]


def _check_watch(watch: Watch, log: Sequence[Happened]) -> Iterable[str]:
    name = f"room {watch.room}: {watch.who}"
    numbers = [event.seq for event in watch.taken]
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        yield f"{name} took events in another order"
    if watch.again:
        yield f"{name} was sent {len(watch.again)} events twice, from {watch.again[0].seq} on"
    skipped = {seq for start, end in watch.gaps for seq in range(start + 1, end + 1)}
    missing = sorted({event.seq for event in log if event.seq > watch.start} - set(numbers) - skipped)
    if missing:
        yield f"{name} misses {len(missing)} events, from {missing[0]} on"
    known = {event.seq: event for event in log}
    for event in watch.taken:
        there = known.get(event.seq)
        if there is None or (there.kind, there.message) != (event.kind, event.message):
            yield f"{name} saw something else at {event.seq} than the log has"
            break
    yield from _check_removed(name, watch)


def _check_removed(name: str, watch: Watch) -> Iterable[str]:
    """After the news that a message was removed its words never come again."""
    gone: set[str] = set()
    for event in watch.taken:
        if event.kind == "message.removed":
            gone.add(event.message)
        if event.message in gone and event.body is not None:
            yield f"{name} was sent removed words at {event.seq}"


def _check_badges(history: History) -> Iterable[str]:
    for badge in history.badges:
        if badge.shown != badge.counted:
            yield (
                f"room {badge.room}: the badge of {badge.who} shows {badge.shown}, "
                f"a fresh count gives {badge.counted}"
            )


def _name(what: str, room: str, client_ids: Sequence[str]) -> Iterable[str]:
    if client_ids:
        some = ", ".join(client_ids[:MOST_NAMED])
        yield f"room {room}: {len(client_ids)} messages {what}: {some}"
