"""The program with a promise broken on purpose: a test of the promise that passes here proves nothing.

`python broken_program.py PROMISE …` is the command line of the product with that promise broken.
"""

import asyncio
import sys
from typing import Any

from balkancluster.cli.main import main
from balkancluster.database import new_id
from balkancluster.realtime import log
from balkancluster.realtime.transaction import begin
from balkancluster.rooms import posting

SLOW_DISK = 0.5


async def answer_before_commit(self: Any, batch: list[Any]) -> list[Any]:
    """Commit a batch of the log a moment after everybody was told that it is safe."""
    async with self._database.write() as session:
        transaction = await begin(session, {stream for entry in batch for stream in entry.streams}, self._now)
        answers = [await entry.act(transaction) for entry in batch]
        for entry, answer in zip(batch, answers, strict=True):
            entry.answer.set_result(answer)
        moved = await transaction.write_events()
        await asyncio.sleep(SLOW_DISK)
    self._tell(moved)
    return answers


def break_promise(name: str) -> None:
    """Break D1 (the answer comes after the commit) or D5 (a repeat is the same message)."""
    if name == "answer-after-commit":
        log.Log._commit_together = answer_before_commit  # type: ignore[method-assign]
    elif name == "repeat-is-the-same":
        posting.clean_client_id = lambda client_id: new_id()  # type: ignore[attr-defined]


if __name__ == "__main__":
    break_promise(sys.argv.pop(1))
    main()
