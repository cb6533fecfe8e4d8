"""Mutants of the log's writer: the answer comes too early (D1), a repeat is another message (D5)."""

import asyncio
from typing import Any

from balkancluster.database import new_id
from balkancluster.realtime import log
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms import posting
from tests.faults.mutants.patching import put

SLOW_DISK = 0.3


def answer_before_commit() -> None:
    """Break D1: everybody is told that it is safe a moment before the commit."""

    async def commit_answered(self: Any, batch: list[Any], *others: Any) -> Any:
        for entry in batch:
            entry.act = _answering(entry)
        return await commit(self, batch, *others)

    async def write_slowly(self: Any) -> Any:
        moved = await write(self)
        await asyncio.sleep(SLOW_DISK)
        return moved

    commit = put(log.Log, "_commit_together", commit_answered)
    write = put(Transaction, "write_events", write_slowly)


def _answering(entry: Any) -> Any:
    act = entry.act

    async def act_and_answer(transaction: Any) -> Any:
        answer = await act(transaction)
        if not entry.answer.done():
            entry.answer.set_result(answer)
        return answer

    return act_and_answer


def forget_repeats() -> None:
    """Break D5: every post is a new message, whatever client id it names."""
    put(posting, "clean_client_id", lambda _client_id: new_id())
