"""Asking a virus scanner: ClamAV's daemon, by its command INSTREAM (clamd(8)), over TCP or a local socket."""

import asyncio
import struct
from pathlib import Path
from urllib.parse import urlsplit

from balkancluster.errors import Invalid, Unavailable
from balkancluster.files.storage import PIECE
from balkancluster.i18n.messages import _
from balkancluster.settings import Settings, SettingsError

SECONDS = 60.0
"""How long an answer may take; a scanner of large archives is slow."""

CONNECT_SECONDS = 5.0
PORT = 3310
LONGEST_ANSWER = 4_096
CLAMD_URL_WRONG = "BALKANCLUSTER_CLAMD_URL must be tcp://host:port or unix:/path/of/the/socket."


class Scanner:
    """One scanner; whoever cannot ask it keeps nothing."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        try:
            self._host, self._port = parts.hostname or "", parts.port or PORT
        except ValueError as error:
            raise SettingsError(CLAMD_URL_WRONG) from error
        self._path = parts.path if parts.scheme == "unix" else ""
        if not (self._path or (parts.scheme == "tcp" and self._host)):
            raise SettingsError(CLAMD_URL_WRONG)

    async def ensure_harmless(self, path: Path) -> None:
        """Refuse a file in which the scanner finds something.

        Raises Invalid, code infected, or Unavailable while no scanner answers.
        """
        try:
            async with asyncio.timeout(SECONDS):
                answer = await self._ask(path)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise _no_answer() from error
        if answer.endswith(b" FOUND"):
            raise Invalid(
                _("The virus scanner found something harmful in this file. It was not kept."),
                code="infected",
                field="file",
            )
        if not answer.endswith(b" OK"):
            raise _no_answer()

    async def _ask(self, path: Path) -> bytes:
        async with asyncio.timeout(CONNECT_SECONDS):
            if self._path:
                reader, writer = await asyncio.open_unix_connection(self._path, limit=LONGEST_ANSWER)
            else:
                reader, writer = await asyncio.open_connection(self._host, self._port, limit=LONGEST_ANSWER)
        try:
            await _send(path, writer)
            # Commands that begin with z, and their answers, end with U+0000.
            return (await reader.readuntil(b"\0")).rstrip(b"\0").strip()
        finally:
            writer.close()


async def _send(path: Path, writer: asyncio.StreamWriter) -> None:
    writer.write(b"zINSTREAM\0")
    with await asyncio.to_thread(path.open, "rb") as file:
        while piece := await asyncio.to_thread(file.read, PIECE):
            writer.write(struct.pack(">I", len(piece)) + piece)
            await writer.drain()
    writer.write(struct.pack(">I", 0))
    await writer.drain()


def _no_answer() -> Unavailable:
    return Unavailable(
        _("The virus scanner of this site does not answer. The file was not kept; try again in a moment.")
    )


def open_scanner(settings: Settings) -> Scanner | None:
    """Return the scanner that the settings name, None where they name none. Raises SettingsError."""
    return Scanner(settings.clamd_url) if settings.clamd_url else None
