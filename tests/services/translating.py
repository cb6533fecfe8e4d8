"""A translation service for tests: it speaks the APIs of LibreTranslate and DeepL, and may misbehave.

It knows no language. Of every text that it may translate it makes words of the target that are long enough to
be told from others, and it leaves elements alone, as both services do.
"""

import asyncio
import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.services.ports import free_port

WORDS = {
    language: sentence.split(" ")
    for language, sentence in (
        ("bg", "Търсим партньор, който ще изработва мебели за хотелите ни през есента"),
        ("sr", "Тражимо партнера који ће јој израђивати намештај за наше хотеле"),
        ("en", "We are looking for the partner who will be making furniture with us"),
    )
}
LIBRETRANSLATE_LANGUAGES = [
    {"code": code, "name": code, "targets": targets}
    for code, targets in (("bg", ["bg", "en"]), ("en", ["bg", "en", "sr"]), ("sr", ["bg", "en"]))
]
DEEPL_LANGUAGES = [
    {"lang": "BG", "name": "Bulgarian", "usable_as_source": True, "usable_as_target": True, "features": {}},
    {"lang": "EN", "name": "English", "usable_as_source": True, "usable_as_target": False, "features": {}},
    {"lang": "EN-GB", "name": "English", "usable_as_source": False, "usable_as_target": True, "features": {}},
    {"lang": "EN-US", "name": "English", "usable_as_source": False, "usable_as_target": True, "features": {}},
    {"lang": "SR", "name": "Serbian", "usable_as_source": True, "usable_as_target": True, "features": {}},
]


@dataclass(frozen=True)
class Asked:
    """One request that came."""

    method: str
    target: str
    headers: dict[str, str]
    body: Any


@dataclass(frozen=True)
class Answer:
    """What to say instead of a translation: `content` as it is, after so many seconds."""

    status: int = 200
    content: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass
class TranslationService:
    """One server; `instead` are its next answers, `twist` changes what it translated.

    `languages` is what it lists instead of its own. `held` keeps every translation back until it is set.
    """

    port: int = field(default_factory=free_port)
    asked: list[Asked] = field(default_factory=list)
    instead: list[Answer] = field(default_factory=list)
    twist: Callable[[str], str] = lambda html: html
    languages: Any = None
    held: asyncio.Event | None = None
    _server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Return its base address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def translations(self) -> list[Asked]:
        """Return the requests for translations."""
        return [one for one in self.asked if one.method == "POST"]

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def stop(self) -> None:
        """Listen no more."""
        if self._server:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = await _read(reader)
            self.asked.append(asked)
            answer = await self._answer(asked)
            await asyncio.sleep(answer.seconds)
            headers = {"Content-Type": "application/json", "Connection": "close"} | answer.headers
            headers["Content-Length"] = str(len(answer.content))
            lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            writer.write(f"HTTP/1.1 {answer.status} .\r\n{lines}\r\n".encode() + answer.content)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, asked: Asked) -> Answer:
        if asked.method == "GET":
            is_deepl = asked.target.startswith("/v3/languages")
            known = DEEPL_LANGUAGES if is_deepl else LIBRETRANSLATE_LANGUAGES
            return _json(known if self.languages is None else self.languages)
        if self.held:
            await self.held.wait()
        if self.instead:
            return self.instead.pop(0)
        if asked.target == "/v2/translate":
            made = [translate(text, asked.body["target_lang"]) for text in asked.body["text"]]
            return _json({"translations": [{"text": self.twist(text)} for text in made]})
        made_of_one = self.twist(translate(asked.body["q"], asked.body["target"]))
        return _json({"translatedText": made_of_one, "detectedLanguage": {"language": "xx", "confidence": 1}})


def translate(html: str, target: str) -> str:
    """Return HTML with other words, in every place that may be translated."""
    words = itertools.cycle(WORDS[target.lower().split("-")[0]])
    parts = re.split(r"(<span translate=\"no\".*?</span>|<[^>]*>)", html, flags=re.DOTALL)
    return "".join(_other_words(part, words) if place % 2 == 0 else part for place, part in enumerate(parts))


def _other_words(text: str, words: Iterator[str]) -> str:
    return re.sub(r"[^\W\d_]+", lambda _word: next(words), text)


def _json(value: Any) -> Answer:
    return Answer(content=json.dumps(value).encode())


async def _read(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    content = await reader.readexactly(int(headers.get("content-length", "0")))
    method, target, _version = first.split(" ")
    return Asked(method, target, headers, json.loads(content) if content else None)
