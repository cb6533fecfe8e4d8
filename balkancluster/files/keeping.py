"""Taking a file in: received into scratch, looked at, made clean, scanned, stored, and only then counted.

Until its row is committed nobody knows of it: whatever fails before leaves bytes that the sweep deletes.
"""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterable, Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import Database, database_now
from balkancluster.errors import Invalid, Problem
from balkancluster.files.errors import FileTooLarge, NoFilesHere
from balkancluster.files.images import Picture, prepare_image
from balkancluster.files.kinds import find_kind
from balkancluster.files.models import File
from balkancluster.files.names import clean_name
from balkancluster.files.quota import ensure_room, hold_room
from balkancluster.files.scanning import Scanner, open_scanner
from balkancluster.files.storage import Storage, open_storage, scratch_file, telling_room
from balkancluster.files.views import SHOWN, FileView, view_of
from balkancluster.i18n.messages import _
from balkancluster.settings import Settings

IMAGES_AT_ONCE = 2
"""A decoded image may take 250 MB of memory."""

ID_BYTES = 16

Also = Callable[[AsyncSession, str], Awaitable[None]]
"""What else belongs into the transaction in which a file begins to count, before there is its row."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was looked at: where it lies, and its small picture where it is an image."""

    path: Path
    media_type: str
    size: int
    digest: str
    picture: Picture | None
    thumbnail: Path


class Keeper:
    """Takes files in and gives them out, for one process."""

    def __init__(
        self, database: Database, settings: Settings, storage: Storage | None, scanner: Scanner | None
    ) -> None:
        self.database = database
        self.settings = settings
        self._storage = storage
        self._scanner = scanner
        self._images = asyncio.Semaphore(IMAGES_AT_ONCE)

    @property
    def storage(self) -> Storage:
        """Where bytes are kept. Raises NoFilesHere on a site that has no place for them."""
        if self._storage is None:
            raise NoFilesHere
        return self._storage

    @property
    def is_open(self) -> bool:
        """Whether files can be sent here at all."""
        return self._storage is not None

    def ensure_open(self) -> None:
        """Raises NoFilesHere on a site that has no place for files."""
        if not self.is_open:
            raise NoFilesHere

    async def ensure_welcome(self, owner_id: int, size: int = 0) -> None:
        """Refuse before anything is received what would be refused afterwards.

        Raises NoFilesHere, FileTooLarge or QuotaReached.
        """
        self.ensure_open()
        async with self.database.read() as session:
            await ensure_room(session, self.settings, owner_id, size)

    async def take_in(
        self, owner_id: int, name: str, pieces: AsyncIterable[bytes], also: Also | None = None
    ) -> FileView:
        """Keep what comes as a file of this person, attached to nothing yet.

        Raises Invalid (what is wrong with it), FileTooLarge, QuotaReached, NoRoom or Unavailable; nothing is
        kept then.
        """
        name = clean_name(name)
        with ExitStack() as stack:
            path, clean, thumbnail = (stack.enter_context(scratch_file(self.storage)) for _ in range(3))
            if not await self.receive(path, pieces, self.settings.file_bytes):
                raise Invalid(_("This file is empty."), code="file_empty", field="file")
            received = await self._look_at(path, name, clean, thumbnail)
            if self._scanner:
                await self._scanner.ensure_harmless(received.path)
            return await self._store(owner_id, name, received, also)

    async def receive(self, path: Path, pieces: AsyncIterable[bytes], most: int) -> int:
        """Write what comes to a file of the scratch folder and return its size.

        Raises FileTooLarge for more than that many bytes, NoRoom or Unavailable.
        """
        size = 0
        with telling_room():
            file = await asyncio.to_thread(path.open, "xb")
        with telling_room(), file:
            async for piece in pieces:
                size += len(piece)
                if size > most:
                    raise FileTooLarge(self.settings.file_bytes)
                await asyncio.to_thread(file.write, piece)
        return size

    async def _look_at(self, path: Path, name: str, clean: Path, thumbnail: Path) -> Received:
        with telling_room():
            media_type = await asyncio.to_thread(find_kind, path, name)
            if media_type not in SHOWN:
                size, digest = await asyncio.to_thread(_measure, path)
                return Received(path, media_type, size, digest, None, thumbnail)
            async with self._images:
                picture = await asyncio.to_thread(prepare_image, path, media_type, clean, thumbnail)
            size, digest = await asyncio.to_thread(_measure, clean)
            return Received(clean, media_type, size, digest, picture, thumbnail)

    async def _store(self, owner_id: int, name: str, received: Received, also: Also | None) -> FileView:
        id_ = secrets.token_urlsafe(ID_BYTES)
        # A key that begins with a dash or an underscore is as good as any: it never reaches a shell.
        if received.picture:
            await self.storage.put(thumbnail_key(id_), received.thumbnail)
        await self.storage.put(id_, received.path)
        picture = received.picture
        try:
            async with self.database.write() as session:
                if also:
                    await also(session, id_)
                await hold_room(session, self.settings, owner_id, received.size)
                file = File(
                    id=id_,
                    owner_id=owner_id,
                    name=name,
                    media_type=received.media_type,
                    size=received.size,
                    width=picture.width if picture else None,
                    height=picture.height if picture else None,
                    digest=received.digest,
                    created_at=await database_now(session),
                )
                session.add(file)
        except Problem:
            # Of any other error nobody knows whether the row was committed: then it is left to the sweep.
            await self.storage.delete([id_, thumbnail_key(id_)])
            raise
        return view_of(file)


def thumbnail_key(file_id: str) -> str:
    """Return the key under which the small picture of an image lies."""
    return f"{file_id}.small"


def _measure(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return file.tell(), digest.hexdigest()


def open_keeper(settings: Settings, database: Database) -> Keeper:
    """Return what keeps the files of an installation. Raises SettingsError."""
    return Keeper(database, settings, open_storage(settings), open_scanner(settings))
