"""How news travels: many pieces in one payload, sealed with the secret of the installation, split to fit.

The seal keeps out what did not come from one of our own nodes: who can write to a shared Redis still cannot
make anybody seem to be here. It is checked before anything is parsed.
"""

import hashlib
import hmac
from typing import Annotated, TypeVar

import msgspec

from balkancluster.realtime.bus.news import Changed, Ended, Heads, Here, News, Tries

LARGEST = 1_000_000
"""No node sends a payload of more bytes, and what is larger is not looked at."""

MARK = 32
"""Letters of the seal before the JSON."""

Whole = TypeVar("Whole", list[int], dict[int, int], dict[str, int], dict[int, list[int]])

NodeName = Annotated[str, msgspec.Meta(min_length=1, max_length=32)]


class Envelope(msgspec.Struct, frozen=True, array_like=True):
    """What one node tells at once; `number` grows with each payload of its life."""

    node: NodeName
    number: int
    news: list[News]


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Envelope)


class Packer:
    """Packs what this node tells, and opens what others told with the same secret."""

    def __init__(self, node: str, secret: str, limit: int) -> None:
        self._node = node
        self._limit = limit
        self._number = 0
        self._key = hashlib.blake2b(secret.encode(), person=b"balkan bus").digest()

    def pack(self, news: list[News]) -> list[bytes]:
        """Return these pieces in as few payloads as the limit allows, in order."""
        payload = self._seal(news)
        if len(payload) <= self._limit:
            return [payload]
        middle = len(news) // 2
        first, second = (news[:middle], news[middle:]) if middle else halve(news[0])
        return self.pack(first) + self.pack(second)

    def open(self, payload: bytes) -> Envelope | None:
        """Return what is in a payload, or None for what none of our nodes can have sent."""
        if len(payload) > LARGEST:
            return None
        mark, body = payload[:MARK], payload[MARK:]
        if not hmac.compare_digest(mark, self._mark(body)):
            return None
        try:
            return _decoder.decode(body)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            return None

    def _seal(self, news: list[News]) -> bytes:
        self._number += 1
        body = _encoder.encode(Envelope(self._node, self._number, news))
        return self._mark(body) + body

    def _mark(self, body: bytes) -> bytes:
        return hashlib.blake2b(body, key=self._key, digest_size=MARK // 2).hexdigest().encode()


def halve(news: News) -> tuple[list[News], list[News]]:
    """Return news that is too long as two pieces that say the same together."""
    match news:
        case Heads(heads):
            return [Heads(_first(heads))], [Heads(_second(heads))]
        case Tries(counts):
            return [Tries(_first(counts))], [Tries(_second(counts))]
        case Here(rooms, adds) if len(rooms) > 1:
            return [Here(_first(rooms), adds)], [Here(_second(rooms), adds)]
        case Here(rooms, adds):
            ((room, people),) = rooms.items()
            return [Here({room: _first(people)}, adds)], [Here({room: _second(people)}, adds=True)]
        case Changed(persons):
            return [Changed(_first(persons))], [Changed(_second(persons))]
        case Ended(persons, sessions, tokens):
            return (
                [Ended(_first(persons), _first(sessions), _first(tokens))],
                [Ended(_second(persons), _second(sessions), _second(tokens))],
            )
    raise ValueError("no piece of news of this kind can be too long")


def _first(whole: Whole) -> Whole:
    return _part(whole, slice(0, len(whole) // 2))


def _second(whole: Whole) -> Whole:
    return _part(whole, slice(len(whole) // 2, None))


def _part(whole: Whole, part: slice) -> Whole:
    return whole[part] if isinstance(whole, list) else dict(list(whole.items())[part])
