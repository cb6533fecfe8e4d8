"""A file as everybody outside sees it: a plain value."""

from dataclasses import dataclass
from urllib.parse import quote

from balkancluster.files.models import File
from balkancluster.files.names import NAMELESS

SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a browser is given to show; everything else is given to keep."""


@dataclass(frozen=True, slots=True)
class FileView:
    """What is shown of a file; `width` and `height` are None unless it is an image."""

    id: str
    name: str
    media_type: str
    size: int
    width: int | None = None
    height: int | None = None

    @property
    def is_image(self) -> bool:
        """Whether it is shown as a picture, and has a thumbnail."""
        return self.media_type in SHOWN

    @property
    def address(self) -> str:
        """The path of the file itself."""
        # A file may be called "thumbnail"; the last part of its own address may be anything.
        name = NAMELESS if self.name == "thumbnail" else self.name
        return f"/files/{self.id}/{quote(name, safe='')}"

    @property
    def thumbnail(self) -> str:
        """The path of a small picture of an image."""
        return f"/files/{self.id}/thumbnail"


def view_of(file: File) -> FileView:
    """Return what is shown of a row."""
    return FileView(file.id, file.name, file.media_type, file.size, file.width, file.height)
