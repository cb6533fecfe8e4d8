"""The 33 faults, by the numbers of docs/faults.md, and the mark that ties a test to its row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest

Test = TypeVar("Test", bound=Callable[..., Any])

ONE, THREE = "one", "three"
BACKUP = "tests/backup/test_drill.py"
GAPS = "tests/browser/test_gaps.py"
UPLOADS = "tests/files/test_taking_in.py"
MAIL = "tests/mail/test_sending.py"


@dataclass(frozen=True, slots=True)
class Row:
    """A fault, how it is brought about, and where the row makes sense.

    `elsewhere` are files of tests that prove the row, or a part of it, outside this folder; `remark` says
    what is not tried, and why.
    """

    fault: str
    injected: str
    where: tuple[str, ...] = (ONE, THREE)
    elsewhere: tuple[str, ...] = ()
    remark: str = ""


ROWS = {
    1: Row("a node dies in the middle of a burst", "SIGKILL, three times"),
    2: Row("death between commit and answer, between commit and hint", "fail points"),
    3: Row("deploy", "SIGTERM with 20 windows; 200 in full"),
    4: Row("SIGTERM with a reader that stalls", "a client that never reads"),
    5: Row("Redis restarts", "SIGKILL, one second, start", (THREE,)),
    6: Row("Redis dies at the last message, then silence", "SIGKILL and quiet", (THREE,)),
    7: Row(
        "Redis stands still; Redis out of reach",
        "SIGSTOP for 3 s, 10 s in full; a proxy that swallows everything",
        (THREE,),
        remark="the proxy stands for a DROP rule: no firewall is needed",
    ),
    8: Row("Redis cuts a slow subscriber", "output limit of 64 KiB, junk, SIGSTOP of the node", (THREE,)),
    9: Row("requests are given up", "100 hang-ups at any moment; 1,000 in full", (THREE,)),
    10: Row("PostgreSQL crashes", "immediate stop and start, twice", (THREE,)),
    11: Row("no connection to the database is free", "fail point: all are held for 4 s"),
    12: Row("a room, or the file, is locked", "an open transaction for 4 to 7 s; 30 s in full"),
    13: Row("deadlock; race for the unique index", "locks in a circle; one message on all nodes at once"),
    14: Row(
        "the disk is full",
        "a file system of 24 MiB, filled to the last byte",
        (ONE,),
        elsewhere=(UPLOADS,),
        remark="words and files; a full PostgreSQL is PostgreSQL's to say",
    ),
    15: Row("four processes on one file; torn stop", "four writers; SIGKILL while writing", (ONE,)),
    16: Row("a stalled reader in a busy room", "one of 13 never reads; one of 51 in full", (ONE,)),
    17: Row("half-open line", "a proxy that swallows everything", (ONE,)),
    18: Row(
        "a crowd connects at once",
        "40 windows; 200 in full",
        remark="10,000 sockets are measured by the bench (docs/performance.md)",
    ),
    19: Row(
        "a crowd comes back at once",
        "SIGKILL of the node of 40 windows; 200 in full",
        remark="thousands are measured by the bench (docs/performance.md)",
    ),
    20: Row("the same send three times at once", "script, on every node"),
    21: Row("clocks are wrong", "clients a day off; a node and its database clock an hour behind"),
    22: Row("hints lost, late, doubled, forged, reordered", "fail point; a fake publisher on Redis"),
    23: Row("a frame is lost on the way", "a proxy drops one", (ONE,), (GAPS,)),
    24: Row("yesterday's backup is restored", "the two commands", elsewhere=(BACKUP,)),
    25: Row("somebody is removed while messages flow", "race, 4 times; 100 in full"),
    26: Row("edit against removal against replay", "race, 8 times"),
    27: Row(
        "letters: killed after the mail server took one; it refuses; it is away",
        "fail point; stub",
        (ONE,),
        (MAIL,),
    ),
    28: Row("people come and go for a day", "5 s of churn; 20 minutes in full"),
    29: Row("the node of somebody who is here dies", "SIGKILL", (THREE,)),
    30: Row("the event loop is blocked", "eight passwords are checked at once", (ONE,)),
    31: Row("two versions during a migration", "tables of the next version appear under way"),
    32: Row("broken rows; a proxy cuts idle lines", "rows no program writes; cut after 2.5 s, 60 s in full"),
    33: Row("a laptop sleeps", "1,050 messages meanwhile"),
}

THREE_IN_FULL = pytest.mark.parametrize(
    "cluster", [ONE, pytest.param(THREE, marks=pytest.mark.slow)], indirect=True
)
"""For a test that takes long on three nodes and tells little more there than on one."""


def row(*numbers: int) -> Callable[[Test], Test]:
    """Say which rows of the table a test proves."""

    def mark(test: Test) -> Test:
        test.rows = numbers  # type: ignore[attr-defined]
        return test

    return mark
