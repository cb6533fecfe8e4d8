"""Mutants of the safety nets (D10): what a hint does not say nobody looks for."""

from typing import Any

from balkancluster.realtime.hub import Hub
from tests.faults.mutants.patching import put


async def _look_at_nothing(self: Any, *_details: Any) -> None:
    """Believe that nothing was missed."""


def never_sweep() -> None:
    """Break one net of D10: the heads of the rooms that are heard here are never read again."""
    put(Hub, "_sweep_heads", _look_at_nothing)


def hear_hints_only() -> None:
    """Break all nets of D10: no sweep, no look after a gap of the bus, no heads in the heartbeat."""
    never_sweep()
    put(Hub, "sweep", _look_at_nothing)
    put(Hub, "beat", _look_at_nothing)
