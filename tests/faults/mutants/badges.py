"""A mutant of unread counts (D16): a counter goes up with every message and down when somebody reads."""

from collections import defaultdict
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import balkancluster.app  # noqa: F401 - whoever has imported what is replaced must be there already
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms import marking, unread
from tests.faults.mutants.patching import put, put_everywhere

_counters: dict[tuple[int, int], int] = {}
_posted: dict[int, int] = defaultdict(int)


async def _fetch_counters(session: Any, statement: Any, **values: Any) -> Sequence[Any]:
    """Answer what is unread from counters in memory, as a cache beside the database would."""
    rows: Sequence[Any] = await _fetch(session, statement, **values)
    if statement is not unread._UNREAD:
        return rows
    return [_counted(row, values["person_id"]) for row in rows]


def _counted(row: Any, person_id: int) -> Any:
    first = _counters.setdefault((person_id, row.id), row.messages - _posted[row.id])
    return SimpleNamespace(**row._asdict() | {"messages": max(0, first + _posted[row.id])})


def _record_and_count(self: Any, stream_id: int, kind: str, **ids: Any) -> Any:
    if kind == "message.posted":
        _posted[ids["topic_id"]] += 1
    return _record(self, stream_id, kind, **ids)


async def _mark_and_reset(database: Any, log: Any, actor: Any, *place: Any) -> None:
    await _mark(database, log, actor, *place)
    for person_id, topic_id in _counters:
        if person_id == actor.id:
            _counters[person_id, topic_id] = -_posted[topic_id]


_fetch: Any = getattr(unread, "fetch")  # noqa: B009 - it is of another module, and only here by import
_record: Any = Transaction.record
_mark: Any = marking.mark_read


def count_up_and_down() -> None:
    """Break D16: what is shown as unread is remembered, not counted."""
    put(unread, "fetch", _fetch_counters)
    put(Transaction, "record", _record_and_count)
    put_everywhere("mark_read", _mark, _mark_and_reset)
