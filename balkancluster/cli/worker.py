"""The side of a worker: the socket it was given, the word to its supervisor, and an end when that is gone."""

import os
import signal
import socket
import sys
import threading

SOCKET = "_BALKANCLUSTER_WORKER_SOCKET"
"""Tells a process that it is a worker, and which descriptor is the socket it was given."""

READY = b"ready\n"


def is_worker() -> bool:
    """Whether a supervisor started this process."""
    return SOCKET in os.environ


class Supervised:
    """What a worker has of its supervisor: the socket, a line to say that it serves, and its life."""

    def __init__(self) -> None:
        threading.Thread(target=_end_with_the_supervisor, name="lifeline", daemon=True).start()
        self.listening = socket.socket(fileno=int(os.environ.pop(SOCKET)))
        # Nobody reads more than that one line: whatever else is printed goes where the logs go.
        self._line = os.dup(sys.stdout.fileno())
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def tell_ready(self) -> None:
        """Tell the supervisor that this process serves."""
        os.write(self._line, READY)
        os.close(self._line)


def _end_with_the_supervisor() -> None:
    # Nobody writes to it; it ends when the supervisor does, even by SIGKILL. A thread that waits within
    # sys.stdin would make the interpreter abort at its end.
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)
