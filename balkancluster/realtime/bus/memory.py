"""The bus of a single process: news is heard at once by those who listen here, and nobody else is told.

Other processes on the same database, such as commands, are noticed by the sweep.
"""

from balkancluster.realtime.bus.hearers import Hearers
from balkancluster.realtime.bus.news import News


class MemoryBus(Hearers):
    """Hands news to the hearers of this process."""

    is_connected = True

    def publish(self, news: News) -> None:
        """Tell everybody who listens here."""
        self.counters.published += 1
        self.tell(news, self.node)

    async def ensure_reachable(self) -> None:
        """There is nothing to reach."""

    async def run(self) -> None:
        """There is nothing to run."""

    async def close(self) -> None:
        """There is nothing to close."""
