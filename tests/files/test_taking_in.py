"""What is refused before, while and after a file comes; and that nothing of it counts then."""

import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from balkancluster.errors import Invalid, Problem, Unavailable
from balkancluster.files.errors import FileTooLarge, NoFilesHere, NoRoom, QuotaReached
from balkancluster.files.keeping import Keeper, open_keeper
from balkancluster.files.quota import count_bytes
from balkancluster.files.resuming import begin_upload
from balkancluster.settings import Settings, SettingsError
from tests.files.clamd import HARMFUL, running_scanner
from tests.files.conftest import in_pieces
from tests.files.pictures import draw
from tests.people import Network


async def count(network: Network) -> int:
    async with network.database.read() as session:
        return await count_bytes(session)


def kept_in(settings: Settings) -> list[str]:
    return [path.name for path in Path(settings.files_url).rglob("*") if path.is_file()]


async def refusal(keeper: Keeper, network: Network, content: bytes, name: str = "a.txt") -> Problem:
    with pytest.raises(Problem) as refused:
        await keeper.take_in(network.ana.id, name, in_pieces(content))
    assert await count(network) == 0
    assert kept_in(keeper.settings) == []
    return refused.value


async def test_an_empty_file_and_one_that_is_too_large_are_refused(
    network: Network, settings: Settings
) -> None:
    keeper = open_keeper(replace(settings, file_bytes=2_000_000), network.database)
    assert (await refusal(keeper, network, b"")).code == "file_empty"
    too_large = await refusal(keeper, network, bytes(2_000_001))
    assert isinstance(too_large, FileTooLarge)
    assert "2 мегабајта" in too_large.message.in_locale("sr-Cyrl")
    with pytest.raises(FileTooLarge):
        await keeper.ensure_welcome(network.ana.id, 2_000_001)


async def test_everybody_has_their_room_and_the_site_has_its_own(
    network: Network, settings: Settings
) -> None:
    limits = replace(settings, file_bytes=1_000, person_file_bytes=1_500, site_file_bytes=2_500)
    keeper = open_keeper(limits, network.database)
    ana, elena = network.ana.id, network.elena.id
    await keeper.take_in(ana, "a.txt", in_pieces(b"a" * 1_000))
    with pytest.raises(QuotaReached) as mine:
        await keeper.take_in(ana, "b.txt", in_pieces(b"a" * 501))
    await keeper.take_in(elena, "b.txt", in_pieces(b"a" * 501))
    await begin_upload(keeper, ana, "c.bin", 500)
    with pytest.raises(QuotaReached) as everybody_s:
        await keeper.take_in(elena, "c.txt", in_pieces(b"a" * 501))
    with pytest.raises(QuotaReached):
        await begin_upload(keeper, elena, "c.bin", 501)
    assert mine.value.message.in_locale("bg") != everybody_s.value.message.in_locale("bg")
    assert await count(network) == 2_001
    assert len(kept_in(settings)) == 2


async def test_a_file_is_scanned_before_anybody_has_it(network: Network, settings: Settings) -> None:
    async with running_scanner() as scanner:
        keeper = open_keeper(replace(settings, clamd_url=scanner.url), network.database)
        infected = await refusal(keeper, network, b"zip " + HARMFUL)
        assert (infected.status, infected.code) == (422, "infected")
        for nonsense in (b"INSTREAM size limit exceeded. ERROR\0", b"\0", b"stream: OK"):
            scanner.answer = nonsense
            assert isinstance(await refusal(keeper, network, b"Vuna"), Unavailable)
        scanner.answer = b""
        await keeper.take_in(network.ana.id, "a.txt", in_pieces(b"Vuna" * 200_000))
    assert scanner.seen[-1] == b"Vuna" * 200_000
    assert isinstance(await _without_scanner(keeper, network), Unavailable)


async def _without_scanner(keeper: Keeper, network: Network) -> Problem:
    with pytest.raises(Problem) as refused:
        await keeper.take_in(network.ana.id, "b.txt", in_pieces(b"Vuna"))
    return refused.value


@pytest.mark.parametrize("url", ["127.0.0.1:3310", "tcp://", "unix:", "http://a", "tcp://a:b"])
def test_a_scanner_that_cannot_be_one_is_said_at_the_start(url: str, network: Network) -> None:
    with pytest.raises(SettingsError, match="CLAMD_URL"):
        open_keeper(Settings("sqlite+aiosqlite:///x", clamd_url=url), network.database)


@pytest.mark.parametrize("act", ["write", "fsync", "replace", "mkdir"])
async def test_a_full_disk_is_said_and_heals(
    act: str, network: Network, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: Any, **_options: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        if act == "write":
            patch.setattr(Path, "open", full)
        elif act == "fsync":
            patch.setattr(os, "fsync", full)
        else:
            patch.setattr(Path, act, full)
        refused = await refusal(keeper, network, b"Vuna")
    assert isinstance(refused, NoRoom)
    assert (refused.status, refused.code) == (507, "storage_full")
    assert await keeper.take_in(network.ana.id, "a.txt", in_pieces(b"Vuna"))


async def test_a_disk_that_is_torn_off_is_no_mistake_of_ours(
    network: Network, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: Any, **_options: Any) -> Any:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", broken)
        assert isinstance(await refusal(keeper, network, draw("PNG"), "a.png"), Unavailable)


async def test_a_sender_who_goes_away_leaves_nothing(network: Network, keeper: Keeper) -> None:
    async def torn() -> Any:
        yield b"Vu"
        raise ConnectionResetError

    with pytest.raises(Unavailable):
        await keeper.take_in(network.ana.id, "a.txt", torn())
    assert kept_in(keeper.settings) == []


async def test_a_site_without_a_place_for_files_says_so(network: Network) -> None:
    keeper = open_keeper(Settings("postgresql+asyncpg://nowhere/x"), network.database)
    assert not keeper.is_open
    with pytest.raises(NoFilesHere):
        await keeper.take_in(network.ana.id, "a.txt", in_pieces(b"Vuna"))
    with pytest.raises(NoFilesHere):
        await keeper.ensure_welcome(network.ana.id)


async def test_an_image_that_is_no_image_is_refused(network: Network, keeper: Keeper) -> None:
    refused = await refusal(keeper, network, b"<svg onload='alert(1)'/>", "slika.png")
    assert isinstance(refused, Invalid)
