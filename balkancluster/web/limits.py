"""How often something may be done: sliding windows, counted per name and key.

    SIGN_IN = Limit("sign-in", times=10, seconds=60)
    await limits.ensure_below(SIGN_IN, email)          # raises TooMany with Retry-After

One `Limits` belongs to a process and is shared by its routes. What a process counts it tells the others over
the bus: at once when a tenth of the limit is untold, else within TELL_AFTER. Each of the others lets no more
than that through above the limit. While the bus is down each holds the limit by itself. Limits that stop who
guesses passwords are kept in the database, exactly.
"""

import asyncio
import hashlib
import math
import time
from collections import deque
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.requests import HTTPConnection

from balkancluster.database import Database
from balkancluster.errors import TooMany
from balkancluster.realtime.bus.bus import Bus
from balkancluster.realtime.bus.news import Tries
from balkancluster.web.kept_tries import KeptLimits

SMALL = 1_000
"""So many keys are kept without looking for old ones."""

TELL_AFTER = 0.25
LONGEST = 24 * 60 * 60
MOST_TRIES = 1_000
"""What another process tells of one key at once is taken for no more than this."""

Name = tuple["Limit", *tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in so many seconds; `name` keeps different limits apart.

    One that `is_kept` is counted in the database: exact over all processes and restarts, but dearer.
    """

    name: str
    times: int
    seconds: int
    is_kept: bool = False


class Window:
    """The tries of one key that still count; of these, `untold` are not known to the other processes."""

    __slots__ = ("key", "seconds", "tries", "untold")

    def __init__(self, key: str, seconds: int) -> None:
        self.key = key
        self.seconds = seconds
        self.tries: deque[float] = deque()
        self.untold = 0

    def forget_old(self, now: float) -> None:
        """Drop what no longer counts."""
        tries, first = self.tries, now - self.seconds
        while tries and tries[0] <= first:
            tries.popleft()


class Limits:
    """The counters of one process, in memory; `database` keeps those limits that ask for it."""

    def __init__(self, secret: str = "", database: Database | None = None) -> None:
        self._secret = hashlib.blake2b(secret.encode()).digest()
        self._kept = KeptLimits(database) if database else None
        self._windows: dict[Name, Window] = {}
        self._by_key: dict[str, Window] = {}
        self._untold: set[Window] = set()
        self._keep_below = SMALL
        self._bus: Bus | None = None
        self._is_telling = False

    def join(self, bus: Bus) -> None:
        """Count together with the other processes on this bus."""
        self._bus = bus
        bus.listen(Tries, self._hear)
        bus.on_gap(self._tell)

    async def ensure_below(self, limit: Limit, *keys: object) -> None:
        """Count one try of this key. Raises TooMany, and counts nothing, when that is one too many."""
        name: Name = (limit, *map(str, keys))
        if limit.is_kept and self._kept:
            await self._kept.ensure_below(self._key(name), limit.times, limit.seconds)
            return
        now = time.monotonic()
        window = self._windows.get(name) or self._open(name)
        window.forget_old(now)
        if len(window.tries) >= limit.times:
            raise TooMany(max(1, math.ceil(window.tries[0] + limit.seconds - now)))
        window.tries.append(now)
        if self._bus:
            self._note_untold(window, limit.times)

    async def forgive(self, limit: Limit, *keys: object) -> None:
        """Forget the tries of a key, after it has shown to be right."""
        name: Name = (limit, *map(str, keys))
        if limit.is_kept and self._kept:
            await self._kept.forgive(self._key(name))
        elif window := self._windows.pop(name, None):
            self._by_key.pop(window.key, None)
            self._untold.discard(window)

    def _key(self, name: Name) -> str:
        """Return what stands for a name outside of this process: nobody can tell from it whom it counts."""
        limit, *keys = name
        text = "\0".join((limit.name, *keys)).encode()
        return f"{limit.seconds}.{hashlib.blake2b(text, key=self._secret, digest_size=12).hexdigest()}"

    def _open(self, name: Name) -> Window:
        key = self._key(name)
        window = self._windows[name] = self._by_key.get(key) or Window(key, name[0].seconds)
        self._by_key[key] = window
        self._forget_old()
        return window

    def _note_untold(self, window: Window, times: int) -> None:
        window.untold += 1
        self._untold.add(window)
        if window.untold * 10 >= times:
            self._tell()
        elif not self._is_telling:
            self._is_telling = True
            asyncio.get_running_loop().call_later(TELL_AFTER, self._tell)

    def _tell(self) -> None:
        """Tell the others what they do not know; what nobody can be told now waits for the bus."""
        self._is_telling = False
        if self._bus is None or not self._bus.is_connected:
            return
        now = time.monotonic()
        counts: dict[str, int] = {}
        for window in self._untold:
            window.forget_old(now)
            # After a while without the bus some of them no longer count.
            counts[window.key] = min(window.untold, len(window.tries))
            window.untold = 0
        self._untold.clear()
        if counts:
            self._bus.publish(Tries(counts))

    def _hear(self, news: Tries, node: str) -> None:
        """Add what another process counted."""
        if self._bus is None or node == self._bus.node:
            return
        now = time.monotonic()
        for key, count in news.counts.items():
            window = self._by_key.get(key) or self._open_foreign(key)
            if window:
                window.forget_old(now)
                window.tries.extend([now] * min(count, MOST_TRIES))

    def _open_foreign(self, key: str) -> Window | None:
        """Return the window for a key that nobody has used here yet; None when it cannot be read."""
        seconds, _, _digest = key.partition(".")
        if not (seconds.isascii() and seconds.isdigit() and 0 < int(seconds[:6]) <= LONGEST):
            return None
        window = self._by_key[key] = Window(key, int(seconds))
        self._forget_old()
        return window

    def _forget_old(self) -> None:
        """Forget keys that nobody tries any more; seldom enough to cost each try next to nothing."""
        if len(self._by_key) <= self._keep_below:
            return
        now = time.monotonic()
        self._by_key = {
            key: one for key, one in self._by_key.items() if one.tries and one.tries[-1] > now - one.seconds
        }
        self._windows = {name: one for name, one in self._windows.items() if one.key in self._by_key}
        self._untold = {one for one in self._untold if one.key in self._by_key}
        self._keep_below = max(SMALL, 2 * len(self._by_key))


def client_address(connection: HTTPConnection) -> str:
    """Return what to count a visitor by: the address, or the network of an IPv6 customer (/64).

    Forwarded addresses were already resolved by the server, for trusted proxies only.
    """
    host = connection.client.host if connection.client else ""
    try:
        found = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else host
