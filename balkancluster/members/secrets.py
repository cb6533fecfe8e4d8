"""Secrets that are given out once: the holder has the token, the database only its hash."""

import hashlib
import secrets

BYTES = 32
"""256 bits: a token cannot be guessed, so that a plain hash without salt is enough (ASVS 5.0, 7.2.3)."""


def new_secret(prefix: str = "") -> str:
    """Return a new token for a URL, a cookie or a header."""
    return prefix + secrets.token_urlsafe(BYTES)


def hash_secret(token: str) -> str:
    """Return what is stored of a token: its SHA-256 in hexadecimal. Any text may be asked for."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
