"""Passwords are hashed by argon2id and compared as characters, not as keys pressed."""

from typing import Literal

import pytest
from argon2 import PasswordHasher

from balkancluster.errors import Invalid
from balkancluster.members import passwords
from balkancluster.members.passwords import ensure_usable, hash_password, is_right


async def test_the_right_password_is_right_and_another_is_not() -> None:
    stored = await hash_password("sedam vunenih niti")
    assert stored.startswith("$argon2id$")
    assert await is_right("sedam vunenih niti", stored)
    assert not await is_right("sedam vunenih nita", stored)


async def test_letters_typed_composed_or_apart_are_the_same_password() -> None:
    stored = await hash_password("de\u0161nja kula")
    assert await is_right("des\u030cnja kula", stored)


async def test_nobody_has_no_password_even_the_one_that_is_hashed_instead() -> None:
    assert not await is_right("the password of nobody", None)


async def test_the_same_work_is_done_for_an_unknown_account(monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []

    class Watched(PasswordHasher):
        def verify(self, stored: str | bytes, password: str | bytes) -> Literal[True]:
            verified.append(str(password))
            return super().verify(stored, password)

    monkeypatch.setattr(passwords, "hasher", Watched(time_cost=1, memory_cost=64, parallelism=1))
    await is_right("sedam vunenih niti", None)
    assert verified == ["sedam vunenih niti"]


@pytest.mark.parametrize("password", ["kratka", "a" * 129])
def test_a_password_of_unusable_length_is_refused(password: str) -> None:
    with pytest.raises(Invalid):
        ensure_usable(password)


@pytest.mark.parametrize("password", ["osamznak", "реч " * 16, "a" * 128, "        "])
def test_any_characters_may_make_a_password(password: str) -> None:
    ensure_usable(password)
