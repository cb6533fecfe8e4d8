"""The tables of files: what was uploaded, and what is still on its way."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from balkancluster.database import Base


class File(Base):
    """A file that was stored whole; `id` is random (128 bits), and the only name that its bytes have.

    `media_type` was found by looking at the content. `width` and `height` are pixels of an image, as it is
    shown. `digest` is the SHA-256 of the stored bytes in hexadecimal. `attached_at` is when something took it
    (a message, a page): until then it is its owner's only, and swept after a day. A row with `removed_at` is
    gone for everybody; the sweep deletes its bytes, and then the row.
    """

    __tablename__ = "file"
    __table_args__ = (
        Index(
            "ix_file_loose",
            "created_at",
            sqlite_where=text("attached_at IS NULL OR removed_at IS NOT NULL"),
            postgresql_where=text("attached_at IS NULL OR removed_at IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    digest: Mapped[str]
    created_at: Mapped[datetime]
    attached_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class Upload(Base):
    """A file that comes in pieces; `parts` are the storage keys and sizes of the pieces so far, in order.

    `received` is the sum of their sizes, and what a piece must begin at. `file_id` is the file that it has
    become: who did not hear the last answer may ask again.
    """

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    size: Mapped[int]
    received: Mapped[int]
    parts: Mapped[list[Any]] = mapped_column(JSON)
    touched_at: Mapped[datetime] = mapped_column(index=True)
    file_id: Mapped[str | None]
