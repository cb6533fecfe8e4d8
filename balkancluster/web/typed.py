"""What a person had typed into a form that could not be taken just now: shown again, ready to be sent again.

The body is remembered while it is read, whoever reads it; what nobody has read yet is read now. Passwords are
not shown again: they would lie in the page.
"""

import asyncio
from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import Message, Receive, Scope

from balkancluster.errors import Problem
from balkancluster.web.connections import SAFE_METHODS, address, header, is_api
from balkancluster.web.forms import read_form
from balkancluster.web.request_limits import FORM_BYTES, FORM_TYPES

SECONDS = 5.0
HIDDEN = "password"
WRITTEN = frozenset({"body", "title", "name", "reason"})
SHORT = 40


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a form; a text is shown, anything else is only sent again."""

    name: str
    value: str

    @property
    def is_text(self) -> bool:
        """Whether a person may have written this, and may want to see and keep it."""
        value = self.value.strip()
        looks_written = " " in value or "\n" in value or not value.isascii() or len(value) > SHORT
        return bool(value) and (looks_written or self.name in WRITTEN)


@dataclass(frozen=True, slots=True)
class Typed:
    """A whole form, and the address that it goes to."""

    action: str
    fields: list[Field]


class Body:
    """The body of a request as it passes by; `receive` stands in for that of the server."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._scope = scope
        self._receive = receive
        self._pieces: list[bytes] = []
        self._size = 0
        self._is_whole = False

    async def receive(self) -> Message:
        """Receive the next message, and remember what it holds."""
        message = await self._receive()
        if message["type"] == "http.request":
            self._remember(message.get("body", b""))
            self._is_whole = not message.get("more_body", False)
        return message

    def _remember(self, piece: bytes) -> None:
        """Remember no more than a form of words has: files pass by here as well."""
        self._size += len(piece)
        if self._size <= FORM_BYTES:
            self._pieces.append(piece)
        else:
            self._pieces.clear()

    async def read_form(self) -> Typed | None:
        """Return the form that this is, or None where it is none or does not come in time."""
        try:
            async with asyncio.timeout(SECONDS):
                while not self._is_whole and self._size <= FORM_BYTES:
                    if (await self.receive())["type"] == "http.disconnect":
                        return None
            form = await read_form(Request(self._scope, self._again))
        except (Problem, TimeoutError):
            return None
        fields = [
            Field(name, value)
            for name, values in form.lists.items()
            for value in values
            if HIDDEN not in name
        ]
        return Typed(address(Request(self._scope)), fields)

    async def _again(self) -> Message:
        return {"type": "http.request", "body": b"".join(self._pieces), "more_body": False}


def is_form(scope: Scope) -> bool:
    """Whether a person sends a form from a page."""
    if scope["type"] != "http" or scope["method"] in SAFE_METHODS or is_api(scope):
        return False
    return (header(scope, b"content-type") or "").lower().startswith(FORM_TYPES)
