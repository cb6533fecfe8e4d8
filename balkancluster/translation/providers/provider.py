"""What every translation service must be able to do."""

from typing import Protocol

from balkancluster.translation.languages import Languages, Pair


class Provider(Protocol):
    """A service that translates; `name` is shown to readers beside what it made."""

    name: str

    async def read_languages(self) -> Languages:
        """Return what the service offers now. Raises Failure."""
        ...

    async def translate(self, html: str, pair: Pair) -> str:
        """Return a fragment of HTML in another language. Raises Failure."""
        ...

    async def close(self) -> None:
        """Close every line to the service."""
        ...
