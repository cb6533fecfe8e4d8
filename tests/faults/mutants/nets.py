"""Mutants beside the six of the contract: who stalls stays, ghosts stay, removal is not heard, no beat."""

from typing import Any

from balkancluster.realtime import audience, elsewhere, server
from balkancluster.realtime.hub import Hub
from tests.faults.mutants.patching import put

FOR_EVER = 1e6


async def _stay_silent(_hub: Any) -> None:
    """Send no heartbeat."""


def never_cut() -> None:
    """Break D12: whoever stops reading keeps a socket for ever."""
    put(server, "STALLED_SECONDS", FOR_EVER)


def keep_ghosts() -> None:
    """Break D18: who was here through a node that died stays here."""
    put(elsewhere, "SILENCE", FOR_EVER)


def go_on_hearing() -> None:
    """Break D18: who was removed from a room goes on hearing it."""
    put(audience, "ENDS_HEARING", frozenset())


def send_no_heartbeat() -> None:
    """Break a net of D10: no client is ever told the heads, and silent lines stay silent."""
    put(Hub, "beat", _stay_silent)
