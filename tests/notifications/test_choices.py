"""Quiet hours on a person's own clock, and the link that ends letters."""

from datetime import UTC, datetime

import pytest

from balkancluster.errors import Invalid, NotFound
from balkancluster.notifications.choices import (
    Choices,
    choose,
    find_subscriber,
    read_choices,
    unsubscribe,
    unsubscribe_token,
)
from balkancluster.settings import Settings
from tests.people import Network

SETTINGS = Settings(database_url="", secret="0123456789abcdefghijklmnopqrstuv")
NIGHT = Choices(quiet_from=22 * 60, quiet_until=7 * 60)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("choices", "now", "end"),
    [
        (Choices(), "2026-11-27 23:00", None),
        (NIGHT, "2026-11-27 20:59", None),
        (NIGHT, "2026-11-27 21:00", "2026-11-28 06:00"),
        (NIGHT, "2026-11-28 05:59", "2026-11-28 06:00"),
        (NIGHT, "2026-11-28 06:00", None),
        (NIGHT, "2026-12-31 22:30", "2027-01-01 06:00"),
        (Choices(quiet_from=12 * 60, quiet_until=14 * 60), "2026-11-27 12:30", "2026-11-27 13:00"),
        (Choices(quiet_from=12 * 60, quiet_until=14 * 60), "2026-11-27 13:00", None),
        # On that night the clocks of Belgrade go from 03:00 back to 02:00.
        (NIGHT, "2026-10-24 22:30", "2026-10-25 06:00"),
        (Choices(quiet_from=8 * 60, quiet_until=8 * 60), "2026-11-27 07:00", None),
    ],
)
def test_quiet_hours_are_those_of_the_person_s_own_clock(choices: Choices, now: str, end: str | None) -> None:
    assert choices.quiet_end(at(now), "Europe/Belgrade") == (at(end) if end else None)


def test_the_same_hours_are_others_in_another_time_zone() -> None:
    assert NIGHT.quiet_end(at("2026-11-27 20:30"), "Europe/Sofia") == at("2026-11-28 05:00")
    assert NIGHT.quiet_end(at("2026-11-27 20:30"), "Europe/Belgrade") is None


async def test_choices_are_kept(network: Network) -> None:
    async with network.database.write() as session:
        await choose(session, network.elena.id, Choices(False, 0, 1_439))
    async with network.database.read() as session:
        assert await read_choices(session, network.elena.id) == Choices(False, 0, 1_439)
        assert await read_choices(session, network.ana.id) == Choices(True, None, None)


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        (Choices(quiet_from=10), "quiet_until"),
        (Choices(quiet_until=10), "quiet_from"),
        (Choices(quiet_from=-1, quiet_until=10), "quiet_from"),
        (Choices(quiet_from=1, quiet_until=1_440), "quiet_until"),
    ],
)
async def test_hours_that_no_clock_shows_are_refused(network: Network, choices: Choices, field: str) -> None:
    async with network.database.write() as session:
        with pytest.raises(Invalid) as refusal:
            await choose(session, network.elena.id, choices)
    assert refusal.value.field == field


async def test_the_link_of_a_letter_ends_letters_for_its_person_only(network: Network) -> None:
    token = unsubscribe_token(SETTINGS, network.elena.id)
    for _again in range(2):
        async with network.database.write() as session:
            assert (await unsubscribe(session, SETTINGS, token)).id == network.elena.id
    async with network.database.read() as session:
        assert not (await read_choices(session, network.elena.id)).wants_mail
        assert (await read_choices(session, network.ana.id)).wants_mail


async def test_a_link_that_nobody_made_leads_nowhere(network: Network) -> None:
    elena, ana = (unsubscribe_token(SETTINGS, who.id) for who in (network.elena, network.ana))
    forged = f"{network.ana.id}-{elena.partition('-')[2]}"
    async with network.database.read() as session:
        for token in (forged, ana[:-1], "", "-", "1", "x-y", f"{2**60}-abc", "1-ћ"):
            with pytest.raises(NotFound):
                await find_subscriber(session, SETTINGS, token)
        other = Settings(database_url="", secret="another secret of thirty-two signs")
        with pytest.raises(NotFound):
            await find_subscriber(session, other, ana)
