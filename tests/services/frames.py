"""Cuts what a server sends into whole WebSocket frames, so that one of them can be lost on purpose."""

HEADER_ENDS = b"\r\n\r\n"


class FrameSplitter:
    """The bytes of one connection from the server; before the handshake is over they pass as they are."""

    def __init__(self) -> None:
        self.is_socket = False
        self._waiting = b""

    def feed(self, data: bytes) -> list[bytes]:
        """Return what is complete: bytes of HTTP as they came, then one whole frame each."""
        if not self.is_socket:
            return self._read_http(data)
        self._waiting += data
        return self._take_frames()

    def _read_http(self, data: bytes) -> list[bytes]:
        if not data.startswith(b"HTTP/1.1 101"):
            return [data]
        head, end, rest = data.partition(HEADER_ENDS)
        self.is_socket = bool(end)
        self._waiting = rest
        return [head + end, *self._take_frames()]

    def _take_frames(self) -> list[bytes]:
        frames: list[bytes] = []
        while (size := _frame_size(self._waiting)) and len(self._waiting) >= size:
            frames.append(self._waiting[:size])
            self._waiting = self._waiting[size:]
        return frames


def _frame_size(data: bytes) -> int:
    """Return the length of the frame that `data` begins with, or 0 where that cannot be read yet."""
    if len(data) < 2:
        return 0
    size = data[1] & 0x7F
    more = {126: 2, 127: 8}.get(size, 0)
    if len(data) < 2 + more:
        return 0
    return 2 + more + (int.from_bytes(data[2 : 2 + more], "big") if more else size)
