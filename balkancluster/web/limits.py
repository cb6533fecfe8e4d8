"""How often something may be done: sliding windows, counted per name and key.

    SIGN_IN = Limit("sign-in", times=10, seconds=60)
    await limits.ensure_below(SIGN_IN, email)          # raises TooMany with Retry-After

One `Limits` belongs to a process and is shared by its routes.
"""

import math
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from limits import RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.requests import HTTPConnection

from balkancluster.errors import TooMany


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in so many seconds; `name` keeps different limits apart."""

    name: str
    times: int
    seconds: int


class Limits:
    """The counters of one process, in memory."""

    def __init__(self) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    async def ensure_below(self, limit: Limit, *keys: object) -> None:
        """Count one try of this key. Raises TooMany when that is one too many."""
        item = RateLimitItemPerSecond(limit.times, limit.seconds)
        names = (limit.name, *map(str, keys))
        if not await self._windows.hit(item, *names):
            stats = await self._windows.get_window_stats(item, *names)
            raise TooMany(max(1, math.ceil(stats.reset_time - time.time())))

    async def forgive(self, limit: Limit, *keys: object) -> None:
        """Forget the tries of a key, after it has shown to be right."""
        item = RateLimitItemPerSecond(limit.times, limit.seconds)
        await self._windows.clear(item, limit.name, *map(str, keys))


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
