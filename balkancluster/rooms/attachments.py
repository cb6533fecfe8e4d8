"""Files of messages: claimed when something is said, read a page at a time, given up with the message."""

import contextlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import cast

from sqlalchemy import Table, bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.database import AnyRow, fetch
from balkancluster.errors import Invalid, NotFound
from balkancluster.files.access import find_file
from balkancluster.files.claiming import claim_files, read_files, release_files
from balkancluster.files.views import FileView, view_of
from balkancluster.i18n.messages import _
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.drafts import nothing_said
from balkancluster.rooms.indexing import file_entry
from balkancluster.rooms.models import Membership, Message, MessageFile
from balkancluster.textindex.indexes import FILES
from balkancluster.textindex.writing import index_texts, remove_texts

FILES_LIMIT = 10
READ = "rooms:read"

_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


def clean_file_ids(ids: Collection[str]) -> tuple[str, ...]:
    """Return the ids of files that a message shall carry. Raises Invalid for the field files."""
    if len(ids) > FILES_LIMIT:
        raise too_many_files()
    if not all(map(_ID.fullmatch, ids)):
        raise _unknown_file()
    return tuple(ids)


def too_many_files() -> Invalid:
    """Return the refusal of more files than a message can carry."""
    message = _("A message can carry at most %(limit)s files.", limit=FILES_LIMIT)
    return Invalid(message, field="files", code="too_many_files")


def _unknown_file() -> Invalid:
    return Invalid(
        _("One of these files is not there any more. Add it again."), field="files", code="unknown_file"
    )


async def claim_attached(transaction: Transaction, actor: Actor, ids: Sequence[str]) -> tuple[FileView, ...]:
    """Take these files of the author for a message. Raises Invalid for the field files."""
    return await claim_files(transaction.session, actor.id, ids) if ids else ()


async def attach_files(transaction: Transaction, key: int, files: Sequence[FileView], **place: int) -> None:
    """Write which files a new message carries, and let them be found by their names where it is."""
    if not files:
        return
    for position, file in enumerate(files):
        transaction.note(_ATTACH, {"message_key": key, "file_id": file.id, "position": position})
    entries = [file_entry(file.id, file.name, **place) for file in files]
    await index_texts(transaction.session, FILES, entries)


async def split_attached(
    session: AsyncSession, key: int, kept: Collection[str] | None, body: str
) -> tuple[list[str], list[str]]:
    """Return the ids of the files that go and of those that stay when only these are kept; None keeps all.

    Raises Invalid for a file that the message does not have, and where neither words nor files would be left.
    """
    attached = await list_file_ids(session, key)
    if kept is not None and not set(kept) <= set(attached):
        raise _unknown_file()
    gone = [] if kept is None else [file_id for file_id in attached if file_id not in kept]
    if not body and len(gone) == len(attached):
        raise nothing_said()
    return gone, [file_id for file_id in attached if file_id not in gone]


async def detach_files(session: AsyncSession, gone: Collection[str]) -> None:
    """Take files from their message: nobody can read or find them any more."""
    if gone:
        await session.execute(delete(MessageFile).where(MessageFile.file_id.in_(gone)))
        await release_files(session, gone)
        await remove_texts(session, FILES, gone)


async def list_file_ids(session: AsyncSession, key: int) -> list[str]:
    """Return the ids of the files of a message, in their order."""
    return [row.file_id for row in await fetch(session, _FILES, keys=[key])]


async def read_attached(session: AsyncSession, keys: Iterable[int]) -> dict[int, tuple[FileView, ...]]:
    """Return the files of messages, by key; nothing is asked when there are no keys."""
    if not (wanted := list(keys)):
        return {}
    rows = await fetch(session, _FILES, keys=wanted)
    files = await read_files(session, [row.file_id for row in rows])
    found: dict[int, list[FileView]] = defaultdict(list)
    for row in rows:
        found[row.message_key].append(files[row.file_id])
    return {key: tuple(views) for key, views in found.items()}


async def list_loose_files(session: AsyncSession, actor: Actor, ids: Iterable[str]) -> list[FileView]:
    """Return those of these files that the actor has uploaded and that nothing holds yet."""
    found = []
    for file_id in filter(_ID.fullmatch, ids):
        with contextlib.suppress(NotFound):
            file = await find_file(session, actor, file_id)
            if file.attached_at is None:
                found.append(view_of(file))
    return found


async def read_file_names(session: AsyncSession, rows: Iterable[AnyRow]) -> dict[int, str]:
    """Return what stands for the words of those messages that have none: the names of their files, by key."""
    attached = await read_attached(session, (row.key for row in rows if row.html == ""))
    return {key: join_names(files) for key, files in attached.items()}


def join_names(files: Iterable[FileView]) -> str:
    """Return the names of files in one line."""
    return ", ".join(file.name for file in files)


async def holds_file(session: AsyncSession, actor: Actor, file_id: str) -> bool:
    """Whether the actor may read a file because of a message that stands, in a room the actor is in now."""
    if not actor.has_scope(READ):
        return False
    return bool(await fetch(session, _HELD, file_id=file_id, person_id=actor.id))


_ATTACH = insert(cast(Table, MessageFile.__table__))
_FILES = (
    select(MessageFile.message_key, MessageFile.file_id)
    .where(MessageFile.message_key.in_(bindparam("keys", expanding=True)))
    .order_by(MessageFile.message_key, MessageFile.position)
)
_HELD = (
    select(MessageFile.file_id)
    .join(Message, Message.key == MessageFile.message_key)
    .join(Membership, Membership.room_id == Message.room_id)
    .where(MessageFile.file_id == bindparam("file_id"), Membership.person_id == bindparam("person_id"))
    .where(Message.removed_at.is_(None))
)
