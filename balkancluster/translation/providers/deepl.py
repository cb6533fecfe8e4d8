"""DeepL: POST /v2/translate, GET /v3/languages (developers.deepl.com)."""

from typing import Any

import msgspec

from balkancluster.translation.failures import GARBLED, Failure
from balkancluster.translation.languages import Languages, Offered, Pair
from balkancluster.translation.providers.calls import Calls


class _Language(msgspec.Struct):
    lang: str
    usable_as_source: bool
    usable_as_target: bool


class _Text(msgspec.Struct):
    text: str


class _Translated(msgspec.Struct):
    translations: list[_Text]


class DeepL:
    """The service at a base address; the key is in a header of every request."""

    name = "DeepL"

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def read_languages(self) -> Languages:
        """Return what the service offers now: every source into every target. Raises Failure."""
        found = await self._calls.ask("GET", "/v3/languages?resource=translate_text", list[_Language])
        targets = frozenset(one.lang for one in found if one.usable_as_target)
        return Languages(Offered(one.lang, targets) for one in found if one.usable_as_source)

    async def translate(self, html: str, pair: Pair) -> str:
        """Return a fragment of HTML in another language. Raises Failure."""
        body: dict[str, Any] = {"text": [html], "target_lang": pair.target, "tag_handling": "html"}
        if pair.source:
            body["source_lang"] = pair.source
        found = await self._calls.ask("POST", "/v2/translate", _Translated, body)
        if len(found.translations) != 1:
            raise Failure(GARBLED)
        return found.translations[0].text

    async def close(self) -> None:
        """Close every line to the service."""
        await self._calls.close()
