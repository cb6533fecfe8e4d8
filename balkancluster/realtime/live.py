"""The listeners at an audience's position, grouped so that a frame is built once per kind of reader."""

from collections.abc import Callable, Iterator

from balkancluster.realtime.channel import Variant
from balkancluster.realtime.listener import Listener, Write


class LiveListeners:
    """For each variant a tuple of bound write functions: sending touches nothing else of a socket."""

    def __init__(self) -> None:
        self._listeners: dict[Variant, dict[Listener, Write]] = {}
        self._writes: dict[Variant, tuple[Write, ...]] = {}

    def join(self, listener: Listener, variant: Variant) -> None:
        """Serve this listener from the next frame on."""
        self._listeners.setdefault(variant, {})[listener] = listener.write
        self._writes[variant] = tuple(self._listeners[variant].values())

    def leave(self, listener: Listener, variant: Variant) -> bool:
        """Serve this listener no longer; return whether it was live."""
        group = self._listeners.get(variant, {})
        if group.pop(listener, None) is None:
            return False
        if group:
            self._writes[variant] = tuple(group.values())
        else:
            del self._listeners[variant], self._writes[variant]
        return True

    def variants(self) -> Iterator[tuple[Variant, tuple[Write, ...]]]:
        """Return each kind of reader with its writes, as they are at this moment."""
        return iter(list(self._writes.items()))

    def broadcast(self, frame: bytes, to: Callable[[Listener], bool]) -> None:
        """Write one frame that is in no log to every live listener that `to` picks."""
        for group in list(self._listeners.values()):
            for listener, write in list(group.items()):
                if to(listener):
                    write(frame)
