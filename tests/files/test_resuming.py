"""A large file goes up in pieces, stops anywhere, and goes on there: on another node, a day later."""

import asyncio
from dataclasses import replace

import httpx2
import pytest

from balkancluster.errors import Conflict, Invalid, NotFound, Unavailable
from balkancluster.files.keeping import Keeper, open_keeper
from balkancluster.files.quota import count_bytes
from balkancluster.files.resuming import LEAST_PART_BYTES, add_part, begin_upload, read_progress
from balkancluster.settings import Settings
from tests.files.conftest import OpenClient, in_pieces
from tests.files.pictures import draw
from tests.people import Network

PART = LEAST_PART_BYTES
CONTENT = bytes(range(256)) * (PART // 256) * 2 + b"kraj"


async def test_a_file_that_comes_in_pieces_is_the_file(network: Network, open_client: OpenClient) -> None:
    ana = await open_client(network.ana)
    begun = await ana.post("/api/v1/uploads", json={"name": "Цене.bin", "size": len(CONTENT)})
    assert begun.status_code == httpx2.codes.CREATED
    address = f"/api/v1/uploads/{begun.json()['id']}"
    for start in (0, PART):
        piece = CONTENT[start : start + PART]
        taken = await ana.patch(address, content=piece, headers={"Upload-Offset": str(start)})
        assert (taken.status_code, taken.headers["upload-offset"]) == (204, str(start + PART))
    head = await ana.head(address)
    assert (head.headers["upload-offset"], head.headers["upload-length"]) == (
        str(2 * PART),
        str(len(CONTENT)),
    )
    for _again in range(2):
        last = await ana.patch(address, content=b"kraj", headers={"Upload-Offset": str(2 * PART)})
        assert (last.status_code, last.json()["name"]) == (201, "Цене.bin")
    assert (await ana.get(last.json()["address"])).content == CONTENT


async def test_a_piece_of_another_place_hears_where_it_goes_on(
    network: Network, open_client: OpenClient
) -> None:
    ana, elena = await open_client(network.ana), await open_client(network.elena)
    begun = (await ana.post("/api/v1/uploads", json={"name": "a.bin", "size": len(CONTENT)})).json()
    address = f"/api/v1/uploads/{begun['id']}"
    await ana.patch(address, content=CONTENT[:PART], headers={"Upload-Offset": "0"})
    for offset in ("0", str(PART + 1), "99999999"):
        refused = await ana.patch(address, content=CONTENT[:PART], headers={"Upload-Offset": offset})
        assert (refused.status_code, refused.json()["code"]) == (409, "upload_offset")
        assert refused.headers["upload-offset"] == str(PART)
    for refused in (
        await ana.patch(address, content=b"x", headers={"Upload-Offset": "-1"}),
        await ana.patch(address, content=b"x" * PART),
        await ana.patch(address, content=b"x", headers={"Upload-Offset": str(PART)}),
    ):
        assert refused.status_code == httpx2.codes.UNPROCESSABLE_CONTENT
    too_long = await ana.patch(address, content=bytes(2**21), headers={"Upload-Offset": str(PART)})
    assert too_long.status_code == httpx2.codes.CONTENT_TOO_LARGE
    for answer in (
        await elena.patch(address, content=b"x" * PART, headers={"Upload-Offset": str(PART)}),
        await elena.head(address),
        await elena.delete(address),
    ):
        assert answer.status_code == httpx2.codes.NOT_FOUND


async def test_two_nodes_that_take_the_same_piece_count_it_once(
    network: Network, keeper: Keeper, settings: Settings
) -> None:
    other = open_keeper(settings, network.database)
    upload = await begin_upload(keeper, network.ana.id, "a.bin", len(CONTENT))
    for start in (0, PART, 2 * PART):
        both = await asyncio.gather(
            *(
                add_part(one, network.ana.id, upload.id, start, in_pieces(CONTENT[start : start + PART]))
                for one in (keeper, other)
            ),
            return_exceptions=True,
        )
        assert [one for one in both if isinstance(one, BaseException) and not isinstance(one, Conflict)] == []
        assert any(not isinstance(one, BaseException) for one in both)
    async with network.database.read() as session:
        progress = await read_progress(session, network.ana.id, upload.id)
        assert progress.file
        assert await count_bytes(session, network.ana.id) == len(CONTENT)


async def test_what_is_refused_at_the_end_is_forgotten_and_what_is_only_late_is_kept(
    network: Network, settings: Settings
) -> None:
    keeper = open_keeper(replace(settings, clamd_url="tcp://127.0.0.1:1"), network.database)
    ana, content = network.ana.id, draw("PNG")
    upload = await begin_upload(keeper, ana, "a.png", len(content))
    with pytest.raises(Unavailable):
        await add_part(keeper, ana, upload.id, 0, in_pieces(content))
    later = open_keeper(settings, network.database)
    done = await add_part(later, ana, upload.id, len(content), in_pieces(b""))
    assert done.file
    false = await begin_upload(later, ana, "a.png", 5)
    with pytest.raises(Invalid):
        await add_part(later, ana, false.id, 0, in_pieces(b"hello"))
    async with network.database.read() as session:
        with pytest.raises(NotFound):
            await read_progress(session, ana, false.id)
