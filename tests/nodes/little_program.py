"""A program as small as can be under the real supervisor: each worker answers with its process id.

    python little_program.py WORKERS MODE_FILE

The file says what a worker does that starts now: serve, fail, or stay (it serves and ignores SIGTERM).
"""

import os
import signal
import socket
import sys
from pathlib import Path
from select import select

from balkancluster.cli.worker import Supervised, is_worker
from balkancluster.cli.workers import CrashLoopError, supervise
from balkancluster.telemetry import configure_logging


def work(mode: str) -> None:
    """Answer everybody until told to end."""
    supervised = Supervised()
    listening = supervised.listening
    print("a word to nobody", flush=True)  # noqa: T201 - it must not be taken for readiness
    if mode == "fail":
        sys.exit(3)
    told, telling = socket.socketpair()
    telling.setblocking(False)
    signal.set_wakeup_fd(telling.fileno())
    signal.signal(signal.SIGTERM, lambda *_: None)
    listening.setblocking(False)
    supervised.tell_ready()
    while told not in (ready := select([listening, told], [], [])[0]) or mode == "stay":
        if listening in ready:
            answer(listening)
        elif told in ready:
            told.recv(1)


def answer(listening: socket.socket) -> None:
    """Say who we are, unless another worker was faster."""
    try:
        line, _address = listening.accept()
    except BlockingIOError:
        return
    with line:
        line.sendall(f"{os.getpid()}\n".encode())


def lead(workers: int) -> None:
    """Print the port once all serve."""
    configure_logging()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        try:
            supervise(workers, listening.fileno(), lambda: print(port, flush=True))  # noqa: T201 - to the test
        except CrashLoopError as error:
            sys.exit(str(error))


if __name__ == "__main__":
    if is_worker():
        work(Path(sys.argv[2]).read_text(encoding="utf-8"))
    else:
        lead(int(sys.argv[1]))
