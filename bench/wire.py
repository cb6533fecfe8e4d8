"""As much of WebSocket (RFC 6455) and HTTP as both ends of the bench need."""

from collections.abc import Iterator

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
ACCEPTED = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
)
TEXT, PING, PONG = 1, 9, 10
MASKED = 0x80


def handshake(path: str, headers: dict[str, str]) -> bytes:
    """Return the request that opens a socket."""
    lines = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": KEY,
    }
    return request("GET", path, headers | lines)


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """Return a request of HTTP/1.1."""
    lines = [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode() + body


def text_frame(payload: bytes) -> bytes:
    """Return a text frame of a server."""
    return bytes((0x80 | TEXT, *_length(payload, 0))) + payload


def masked_frame(payload: bytes, kind: int = TEXT) -> bytes:
    """Return a frame of a client. The mask is all zeros: valid, and free for who measures."""
    return bytes((0x80 | kind, *_length(payload, MASKED), 0, 0, 0, 0)) + payload


def _length(payload: bytes, masked: int) -> bytes:
    length = len(payload)
    if length < 126:
        return bytes((masked | length,))
    return bytes((masked | 126,)) + length.to_bytes(2, "big")


class Frames:
    """Takes the text frames of one peer apart, however they arrive."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the payload of each text frame that is complete now."""
        self._rest += data
        while (end := _end_of_frame(self._rest)) is not None:
            frame, self._rest = self._rest[:end], self._rest[end:]
            if frame[0] & 15 == TEXT:
                yield _payload(frame)


def _end_of_frame(data: bytes) -> int | None:
    if len(data) < 4:
        return None
    length, head = data[1] & 127, 2
    if length == 126:
        length, head = int.from_bytes(data[2:4], "big"), 4
    end = head + (4 if data[1] & MASKED else 0) + length
    return end if len(data) >= end else None


def _payload(frame: bytes) -> bytes:
    start = 4 if frame[1] & 127 == 126 else 2
    if not frame[1] & MASKED:
        return frame[start:]
    mask, payload = frame[start : start + 4], frame[start + 4 :]
    whole = (mask * (len(payload) // 4 + 1))[: len(payload)]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(whole, "big")).to_bytes(len(payload), "big")
