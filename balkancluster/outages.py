"""Which errors mean that the database is away, full or busy, and which that somebody was only in the way.

Neither is a mistake of ours: the first is answered with 503 and heals by itself, the second is tried again.
"""

import socket
import sqlite3

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as NoConnection

DEADLOCK, SERIALIZATION = "40P01", "40001"
LOCK_NOT_AVAILABLE = "55P03"

AWAY = ("08", "53", "57P", "58")
"""Classes of SQLSTATE: no connection; no room, memory or connections; shut down; trouble of the system."""

_SQLITE_AWAY = ("locked", "busy", "full", "disk I/O error", "unable to open", "readonly")
_NETWORK = (NoConnection, ConnectionError, socket.gaierror, TimeoutError)


def is_outage(error: BaseException) -> bool:
    """Whether the database could not be asked, or has no room: the same may succeed later."""
    if isinstance(error, _NETWORK):
        return True
    if isinstance(error, asyncpg.PostgresError | asyncpg.InterfaceError):
        # As it comes from a connection that was about to be opened.
        return True
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return any(part in str(error.orig) for part in _SQLITE_AWAY)
    is_cut = error.connection_invalidated or isinstance(error, InterfaceError) or _was_cut(error)
    return is_cut or is_locked(error) or state_of(error).startswith(AWAY)


def is_collision(error: BaseException) -> bool:
    """Whether another transaction was in the way, in a circle or at the same rows: nothing was done."""
    return state_of(error) in (DEADLOCK, SERIALIZATION)


def is_locked(error: BaseException) -> bool:
    """Whether somebody held for too long what was needed: nothing was done."""
    return state_of(error) == LOCK_NOT_AVAILABLE


def state_of(error: BaseException) -> str:
    """Return the SQLSTATE of an error of PostgreSQL, or an empty text."""
    return str(getattr(getattr(error, "orig", error), "sqlstate", None) or "")


def _was_cut(error: DBAPIError) -> bool:
    # asyncpg has no SQLSTATE for a connection that ended in the middle.
    return "connection was closed" in str(error.orig) or "connection is closed" in str(error.orig)
