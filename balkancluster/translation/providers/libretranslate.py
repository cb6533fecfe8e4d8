"""LibreTranslate, one's own or rented: POST /translate, GET /languages (docs.libretranslate.com)."""

from typing import Any

import msgspec

from balkancluster.translation.languages import Languages, Offered, Pair
from balkancluster.translation.providers.calls import Calls

FIND_OUT = "auto"


class _Language(msgspec.Struct):
    code: str
    targets: list[str]


class _Translated(msgspec.Struct):
    text: str = msgspec.field(name="translatedText")


class LibreTranslate:
    """The service at a base address; the key is sent in the body, as its documentation says."""

    name = "LibreTranslate"

    def __init__(self, calls: Calls, key: str = "") -> None:
        self._calls, self._key = calls, key

    async def read_languages(self) -> Languages:
        """Return what the service offers now. Raises Failure."""
        found = await self._calls.ask("GET", "/languages", list[_Language])
        return Languages(Offered(one.code, frozenset(one.targets)) for one in found)

    async def translate(self, html: str, pair: Pair) -> str:
        """Return a fragment of HTML in another language. Raises Failure."""
        body: dict[str, Any] = {"q": html, "source": pair.source or FIND_OUT, "target": pair.target}
        body |= {"format": "html"} | ({"api_key": self._key} if self._key else {})
        return (await self._calls.ask("POST", "/translate", _Translated, body)).text

    async def close(self) -> None:
        """Close every line to the service."""
        await self._calls.close()
