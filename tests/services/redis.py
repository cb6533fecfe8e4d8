"""A Redis or Valkey server of the tests' own: nothing on disk, and a test may kill, freeze and restart it."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from tests.services.ports import free_port

START_SECONDS = 10.0


def find_redis() -> Path | None:
    """Return the program of the server, or None."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    return Path(found) if found else None


class Redis:
    """One server, on one port for all of its lives."""

    def __init__(self, program: Path) -> None:
        self._program = program
        self._folder = Path(tempfile.mkdtemp(prefix="balkancluster-redis-"))
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the server; returns when it accepts connections."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *(self._program, "--port", str(self.port), "--bind", "127.0.0.1"),
                    *("--save", "", "--appendonly", "no", "--dir", self._folder),
                ],
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, self.output()
            assert time.monotonic() < until, self.output()
            time.sleep(0.02)

    def kill(self) -> None:
        """End the server as a power cut would; who was connected is cut off."""
        if self._process and self._process.poll() is None:
            # A frozen process dies of SIGKILL too.
            self._process.kill()
            self._process.wait()

    def ensure_running(self) -> None:
        """Start the server unless it runs, and let it go on if it stands still."""
        if self._process is None or self._process.poll() is not None:
            self.start()
        self.thaw()

    def restart(self) -> None:
        """Kill the server and start it again on the same port."""
        self.kill()
        self.start()

    def freeze(self) -> None:
        """Let the server stand still: connections stay open and nothing is answered."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on, with all that waited for it meanwhile."""
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        """End the server and remove its files."""
        self.kill()
        shutil.rmtree(self._folder)

    def command(self, *words: str | int) -> bytes:
        """Say something to the server, as with redis-cli, and return the first line of its answer."""
        parts = [str(word).encode() for word in words]
        request = b"".join(
            [b"*%d\r\n" % len(parts), *(b"$%d\r\n%b\r\n" % (len(part), part) for part in parts)]
        )
        with socket.create_connection(("127.0.0.1", self.port), timeout=START_SECONDS) as connection:
            connection.sendall(request)
            return connection.recv(65_536).partition(b"\r\n")[0]

    def output(self) -> str:
        """Return what the server has printed."""
        return (self._folder / "log").read_text(errors="replace")

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        os.kill(self._process.pid, number)

    def _answers(self) -> bool:
        try:
            return self.command("PING") == b"+PONG"
        except OSError:
            return False
