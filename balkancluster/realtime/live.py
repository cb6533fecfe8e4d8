"""The listeners at an audience's position, grouped so that a frame is built once per kind of reader.

Sending is one system call a socket and touches no object of that socket, only its descriptor: with a thousand
of them in a room the objects would not stay in the processor's cache from one message to the next. This is
safe because a live listener's transport holds nothing back: whoever does not take all of a frame, and whoever
is closing, leaves the live ones before the descriptor can mean another socket (realtime/server.py).
"""

import os
from collections.abc import Callable, Sequence
from typing import TypeVar

from balkancluster.realtime.channel import Variant
from balkancluster.realtime.listener import Listener

Key = TypeVar("Key")
Value = TypeVar("Value")


class LiveListeners:
    """For each variant the listeners with a descriptor, and those that only their outlet can write to."""

    def __init__(self) -> None:
        self._sockets: dict[Variant, dict[int, Listener]] = {}
        self._others: dict[Variant, dict[Listener, None]] = {}

    def join(self, listener: Listener, variant: Variant) -> None:
        """Serve this listener from the next frame on."""
        if listener.descriptor is None:
            self._others.setdefault(variant, {})[listener] = None
        else:
            self._sockets.setdefault(variant, {})[listener.descriptor] = listener

    def leave(self, listener: Listener, variant: Variant) -> bool:
        """Serve this listener no longer; return whether it was live."""
        if listener.descriptor is None:
            return _take_out(self._others, variant, listener)
        is_live = self._sockets.get(variant, {}).get(listener.descriptor) is listener
        return is_live and _take_out(self._sockets, variant, listener.descriptor)

    def variants(self) -> list[Variant]:
        """Return the kinds of readers that there are at this moment."""
        return list(self._sockets.keys() | self._others.keys())

    def send(self, variant: Variant, frames: Sequence[bytes]) -> None:
        """Write frames to every listener of this kind, one listener after the other; never waits."""
        sockets = self._sockets.get(variant, {})
        for descriptor, rest in _write_to_all(sockets, frames):
            sockets[descriptor].write(rest)
        for listener in list(self._others.get(variant, ())):
            for frame in frames:
                listener.write(frame)

    def broadcast(self, frame: bytes, to: Callable[[Listener], bool]) -> None:
        """Write one frame that is in no log to every live listener that `to` picks."""
        groups = [*(group.values() for group in self._sockets.values()), *self._others.values()]
        for listener in [listener for group in groups for listener in group if to(listener)]:
            listener.write(frame)


def _take_out(groups: dict[Variant, dict[Key, Value]], variant: Variant, key: Key) -> bool:
    group = groups.get(variant, {})
    if key not in group:
        return False
    del group[key]
    if not group:
        del groups[variant]
    return True


def _write_to_all(sockets: dict[int, Listener], frames: Sequence[bytes]) -> list[tuple[int, bytes]]:
    """Return who has not taken everything, and the rest of it."""
    behind: list[tuple[int, bytes]] = []
    write, sized = os.write, [(frame, len(frame), place) for place, frame in enumerate(frames, 1)]
    for descriptor in sockets:
        for frame, size, place in sized:
            try:
                sent = write(descriptor, frame)
            except BlockingIOError:
                sent = 0
            except OSError:
                # The peer is gone; its transport is told so by the loop, and costs the others nothing.
                break
            if sent != size:
                behind.append((descriptor, frame[sent:] + b"".join(frames[place:])))
                break
    return behind
