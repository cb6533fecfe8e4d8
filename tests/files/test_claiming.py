"""A file belongs to its owner until something takes it, and to nobody once it was let go."""

import pytest

from balkancluster.errors import Invalid, NotFound
from balkancluster.files import access
from balkancluster.files.claiming import claim_files, read_files, release_files
from tests.files.conftest import Keep
from tests.people import Network


async def test_files_are_taken_in_the_order_asked_for_and_once(network: Network, keep: Keep) -> None:
    first, second = await keep(b"Vuna"), await keep(b"Pamuk")
    async with network.database.write() as session:
        taken = await claim_files(session, network.ana.id, [second.id, first.id])
    assert taken == (second, first)
    assert hash(taken[0])
    for ids in ([first.id], [second.id, "nothing"]):
        async with network.database.write() as session:
            with pytest.raises(Invalid):
                await claim_files(session, network.ana.id, ids)


async def test_nobody_takes_another_s_file_or_one_twice(network: Network, keep: Keep) -> None:
    file = await keep(b"Vuna")
    async with network.database.write() as session:
        with pytest.raises(Invalid):
            await claim_files(session, network.elena.id, [file.id])
        with pytest.raises(Invalid):
            await claim_files(session, network.ana.id, [file.id, file.id])
        assert await claim_files(session, network.ana.id, [file.id])


async def test_what_was_let_go_is_nowhere(network: Network, keep: Keep) -> None:
    file = await keep(b"Vuna")
    async with network.database.write() as session:
        assert await read_files(session, [file.id]) == {file.id: file}
        await release_files(session, [file.id])
        assert await read_files(session, [file.id]) == {}
        with pytest.raises(NotFound):
            await access.find_file(session, network.ana, file.id)


async def test_a_loose_file_is_its_owner_s_and_a_held_one_its_holder_s(
    network: Network, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def elena_may(_session: object, actor: object, _file_id: str) -> bool:
        return actor is network.elena

    monkeypatch.setattr(access, "_holders", [])
    file = await keep(b"Vuna")
    async with network.database.write() as session:
        assert (await access.find_file(session, network.ana, file.id)).id == file.id
        with pytest.raises(NotFound):
            await access.find_file(session, network.elena, file.id)
        await claim_files(session, network.ana.id, [file.id])
        for who in (network.ana, network.elena):
            with pytest.raises(NotFound):
                await access.find_file(session, who, file.id)
        access.register(elena_may)
        assert (await access.find_file(session, network.elena, file.id)).id == file.id
        with pytest.raises(NotFound):
            await access.find_file(session, network.ana, file.id)
