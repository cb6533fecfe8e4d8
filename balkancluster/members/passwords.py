"""Passwords: argon2id (RFC 9106), computed beside the event loop, never more than two at once."""

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from balkancluster.errors import Invalid
from balkancluster.i18n.messages import ngettext

SHORTEST = 8
LONGEST = 128
"""NIST SP 800-63B asks for 8 at least and room for 64; rules about kinds of characters help nobody."""

hasher = PasswordHasher()

# Each hash takes 64 MiB and a tenth of a second of one core: more at once would slow the talk of all.
_workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="password")


def ensure_usable(password: str, field: str = "password") -> None:
    """Refuse a password that is too short to protect or too long to hash. Raises Invalid."""
    length = len(_normalized(password))
    if length < SHORTEST:
        message = ngettext(
            "A password has at least one character.",
            "A password has at least %(num)s characters.",
            SHORTEST,
        )
        raise Invalid(message, field=field)
    if length > LONGEST:
        message = ngettext(
            "A password has at most one character.",
            "A password has at most %(num)s characters.",
            LONGEST,
        )
        raise Invalid(message, field=field)


async def hash_password(password: str) -> str:
    """Return what is stored of a password. Raises Invalid when it is not usable."""
    ensure_usable(password)
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_workers, hasher.hash, _normalized(password))


async def is_right(password: str, stored: str | None) -> bool:
    """Whether the password is the stored one; the same work is done where nothing is stored."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_workers, _verify, _normalized(password), stored)


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than those of today."""
    return hasher.check_needs_rehash(stored)


def _verify(password: str, stored: str | None) -> bool:
    try:
        matches = hasher.verify(stored or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return matches and stored is not None


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return hasher.hash("the password of nobody")


def _normalized(password: str) -> str:
    """The same characters may be typed composed or apart, by keyboard: NFC makes them one (RFC 8265)."""
    return unicodedata.normalize("NFC", password)
