"""How often somebody may try."""

import pytest
from starlette.requests import HTTPConnection

from balkancluster.errors import TooMany
from balkancluster.web.limits import Limit, Limits, client_address

SIGN_IN = Limit("sign-in", times=3, seconds=60)
INVITE = Limit("invite", times=3, seconds=60)


async def test_the_fourth_try_is_told_when_to_come_back() -> None:
    limits = Limits()
    for _try in range(3):
        await limits.ensure_below(SIGN_IN, "ana@demo.example")
    with pytest.raises(TooMany) as refusal:
        await limits.ensure_below(SIGN_IN, "ana@demo.example")
    assert 1 <= refusal.value.retry_after <= 60
    assert refusal.value.headers["Retry-After"] == str(refusal.value.retry_after)


async def test_elena_does_not_pay_for_anas_tries() -> None:
    limits = Limits()
    for _try in range(3):
        await limits.ensure_below(SIGN_IN, "ana@demo.example")
    await limits.ensure_below(SIGN_IN, "elena@demo.example")
    await limits.ensure_below(INVITE, "ana@demo.example")


async def test_who_was_right_in_the_end_starts_anew() -> None:
    limits = Limits()
    for _try in range(3):
        await limits.ensure_below(SIGN_IN, "ana@demo.example")
    await limits.forgive(SIGN_IN, "ana@demo.example")
    await limits.ensure_below(SIGN_IN, "ana@demo.example")


async def test_tries_that_are_over_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    limits, clock = Limits(), iter(range(0, 10**6, 61))
    monkeypatch.setattr("balkancluster.web.limits.time.monotonic", lambda: float(next(clock)))
    monkeypatch.setattr("balkancluster.web.limits.SMALL", 3)
    limits._keep_below = 3
    for number in range(10):
        await limits.ensure_below(SIGN_IN, number)
    assert len(limits._windows) <= len(limits._by_key) <= 4


@pytest.mark.parametrize(
    ("host", "counted_by"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_a_customer_with_many_addresses_is_counted_once(host: str, counted_by: str) -> None:
    connection = HTTPConnection({"type": "http", "client": (host, 1), "headers": []})
    assert client_address(connection) == counted_by
