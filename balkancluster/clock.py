"""The one clock of the process. Times that are stored come from the database instead."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present as an aware UTC time."""
    return datetime.now(UTC)
