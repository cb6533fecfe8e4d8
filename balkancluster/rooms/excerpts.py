"""The first words of messages, for lists, quotes and notifications; without words the names of files."""

from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow
from balkancluster.rooms import markdown
from balkancluster.rooms.attachments import read_file_names
from balkancluster.rooms.former import find_former_mentions, without_names

LENGTH = 160


async def read_excerpts(
    session: AsyncSession, rows: Sequence[AnyRow], length: int = LENGTH
) -> dict[int, str]:
    """Return the first words of messages by key; rows have `key` and `html`, those removed give no words."""
    former = await find_former_mentions(session, [row.key for row in rows if "@" in (row.html or "")])
    names = await read_file_names(session, rows)
    return {row.key: excerpt(row, former.get(row.key, ()), names.get(row.key, ""), length) for row in rows}


def excerpt(row: AnyRow, former: Collection[int], file_names: str, length: int = LENGTH) -> str:
    """Return the first words of one message, which does not name who has left, or else of its file names."""
    return markdown.excerpt(without_names(row.html or "", former), length) or markdown.shorten(
        file_names, length
    )
