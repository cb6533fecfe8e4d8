"""What was kept is put back as it was, into either database, with new epochs and without old sign-ins."""

from dataclasses import replace
from pathlib import Path

from balkancluster.backup.shapes import find_shapes
from balkancluster.members.people import find_person
from balkancluster.members.resets import make_reset
from balkancluster.members.sessions import begin_session
from balkancluster.members.tokens import create_token
from balkancluster.migrations.migrate import is_migrated, migrate
from balkancluster.realtime.log import Log
from tests.backup.house import fill, keep, opened, put_back, read_everything, url_of
from tests.people import Network


async def test_every_row_comes_back_as_it_was(network: Network, target_url: str, file: Path) -> None:
    room = await network.open_room(network.ana, network.elena, network.dragan)
    for body in ("Ćao **svima**!", "Здравейте, 47 €", "Поздрав из Пирота\nи Лесковца", "🙂 emoji"):
        await network.say(network.elena, room, body)
    url = url_of(network.database)
    before = await read_everything(url)
    manifest = await keep(url, file)
    renewal = await put_back(file, target_url)
    after = await read_everything(target_url)
    assert after["audit_entry"].pop()["action"] == "installation.restored"
    old, new = ([row.pop("epoch") for row in rows["stream"]] for rows in (before, after))
    assert after == before
    assert manifest.rows == sum(len(rows) for rows in before.values())
    assert renewal.streams == len(new)
    assert not set(new) & set(old), "a stream kept its epoch"


async def test_life_goes_on_where_it_was(network: Network, target_url: str, file: Path) -> None:
    room = await network.open_room(network.ana, network.elena)
    last = await network.say(network.ana, room, "Pre rezervne kopije")
    await keep(url_of(network.database), file)
    await put_back(file, target_url)
    async with opened(target_url) as database:
        restored = replace(network, database=database, log=Log(database))
        posted = await restored.say(network.elena, room, "После копието")
        another = await restored.open_room(network.ana, network.elena)
        await restored.log.close()
    assert posted.seq == last.seq + 1
    assert another > room


async def test_a_backup_of_the_first_version_is_put_back_and_migrated(
    empty_database_url: str, other_url: str, file: Path
) -> None:
    async with opened(empty_database_url) as database:
        await migrate(database, "0001")
        await fill(database, "0001")
    before = await read_everything(empty_database_url, "0001")
    assert (await keep(empty_database_url, file)).revision == "0001"
    await put_back(file, other_url)
    async with opened(other_url) as database:
        assert await is_migrated(database)
    after = await read_everything(other_url)
    assert after["person"][0]["shows_presence"] is True
    for name in {shape.name for shape in find_shapes("0001")} - {"stream", "session", "token", "audit_entry"}:
        kept = [{column: row[column] for column in before[name][0]} for row in after[name]]
        assert kept == before[name], name


async def test_everybody_signs_in_again(network: Network, target_url: str, file: Path) -> None:
    async with network.database.write() as session:
        await begin_session(session, network.ana.id, "Firefox", "192.0.2.7")
        await make_reset(session, network.elena.id)
        boris = await find_person(session, network.boris.id)
        await create_token(session, boris, ["rooms:read"], 30)
    await keep(url_of(network.database), file)
    renewal = await put_back(file, target_url)
    assert (renewal.sessions, renewal.tokens) == (1, 1)
    found = await read_everything(target_url)
    assert [row["revoked_at"] is None for row in found["session"] + found["token"]] == [False, False]
    assert [row["used_at"] is None for row in found["password_reset"]] == [False]


async def test_sign_ins_are_kept_for_a_move(network: Network, target_url: str, file: Path) -> None:
    async with network.database.write() as session:
        await begin_session(session, network.ana.id, "Firefox", "192.0.2.7")
    await keep(url_of(network.database), file)
    renewal = await put_back(file, target_url, keep_sign_ins=True)
    assert (renewal.sessions, renewal.tokens) == (0, 0)
    assert [row["revoked_at"] for row in (await read_everything(target_url))["session"]] == [None]
