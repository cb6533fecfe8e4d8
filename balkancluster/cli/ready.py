"""Telling whoever started the server that it serves: a line for a person, a datagram for systemd."""

import contextlib
import os
import socket
import sys


def say_ready(place: str, workers: int) -> None:
    """Say that all workers serve. A manager of services such as systemd (sd_notify(3)) is told as well."""
    sys.stdout.write(f"Serving on {place}" + (f" with {workers} workers.\n" if workers > 1 else ".\n"))
    sys.stdout.flush()
    if address := os.environ.get("NOTIFY_SOCKET"):
        _notify(address)


def _notify(address: str) -> None:
    # An address that begins with @ is of the abstract kind, which begins with a zero byte.
    name = "\0" + address[1:] if address.startswith("@") else address
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(b"READY=1", name)
