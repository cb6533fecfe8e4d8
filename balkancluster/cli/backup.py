"""Keeping a copy of everything, and putting it back."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
from sqlalchemy import make_url

from balkancluster import clock
from balkancluster.backup.archive import Archive, OnRows, open_archive
from balkancluster.backup.errors import BackupError
from balkancluster.backup.making import OnCount, make_backup
from balkancluster.backup.manifest import Keys, Manifest
from balkancluster.backup.newfile import write_new_file
from balkancluster.backup.renewal import Renewal
from balkancluster.backup.restoring import restore_backup
from balkancluster.cli.data import data_option, run_with_database, settings_for, write_line
from balkancluster.database import Database
from balkancluster.files.storage import Storage, open_storage
from balkancluster.settings import MEGABYTE, Settings, SettingsError

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("backup")
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Replace FILE if it is there already.")
@data_option
def backup_command(file: Path, replace: bool, data: Path | None) -> None:
    """Keep everything of this installation in FILE, while it runs.

    The file holds what people wrote, their addresses, and BALKANCLUSTER_SECRET: guard it.
    """
    settings = settings_for(data)
    _ensure_there(settings)
    storage = _open_storage(settings)

    async def run(database: Database) -> Manifest:
        with _progress("Keeping") as on_count:
            return await make_backup(
                database,
                file,
                Keys(settings.secret),
                clock.now(),
                on_count,
                storage=storage,
                replace=replace,
            )

    with _one_sentence():
        manifest = run_with_database(data, run, needs_tables=False)
    write_line(f"{file} holds {manifest.rows} rows of {len(manifest.contents)} tables.")
    if manifest.blobs:
        megabytes = sum(blob.size for blob in manifest.blobs) / MEGABYTE
        write_line(f"Of files it holds {len(manifest.blobs)}, with thumbnails: {megabytes:.1f} MB.")
    if not settings.secret:
        write_line("BALKANCLUSTER_SECRET is not in it, because it is not set here: keep it as well.")


@click.command("restore")
@click.argument("file", type=FILE)
@click.option(
    "--keep-sign-ins",
    is_flag=True,
    help="Keep sessions and tokens: only for a move, of an installation that was stopped before its backup.",
)
@click.option("--secret-file", type=FILE, help="Write the secret that the backup holds to this new file.")
@data_option
def restore_command(file: Path, keep_sign_ins: bool, secret_file: Path | None, data: Path | None) -> None:
    """Put the backup FILE into an empty database, of either kind.

    FILE is checked to its last byte before anything is touched. Everybody signs in again, programs need new
    tokens, and open pages load again.
    """
    storage = _open_storage(settings_for(data))

    async def run(database: Database) -> Renewal:
        with _progress("Putting back") as on_count:
            on_rows = on_count(archive.manifest.rows)
            return await restore_backup(
                database, archive, on_rows, storage=storage, keep_sign_ins=keep_sign_ins
            )

    with _one_sentence(), open_archive(file) as archive:
        with _progress("Checking") as on_count:
            archive.ensure_whole(on_count(archive.manifest.rows))
        with ExitStack() as stack:
            if secret_file:
                # It gets its name when everything is put back.
                stream = stack.enter_context(write_new_file(secret_file))
                stream.write(f"{_secret_in(archive)}\n".encode())
            renewal = run_with_database(data, run, needs_tables=False)
    _report(settings_for(data), archive.manifest, renewal, secret_file)


def _secret_in(archive: Archive) -> str:
    if not archive.manifest.keys.secret:
        raise BackupError("The backup holds no secret: none was set when it was made.")
    return archive.manifest.keys.secret


def _report(settings: Settings, manifest: Manifest, renewal: Renewal, secret_file: Path | None) -> None:
    write_line(f"Put back what was kept at {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC: {manifest.rows} rows.")
    write_line(f"Ended: {renewal.sessions} sessions, {renewal.tokens} tokens of programs.")
    if manifest.keys.secret not in ("", settings.secret) and not secret_file:
        write_line("The backup was made under another BALKANCLUSTER_SECRET than is set here.")


def _ensure_there(settings: Settings) -> None:
    """Refuse a SQLite file that does not exist: to open it would make it."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not (url.database and Path(url.database).exists()):
        raise click.ClickException(f"There is no database {url.database}.")


def _open_storage(settings: Settings) -> Storage | None:
    try:
        return open_storage(settings)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def _one_sentence() -> Iterator[None]:
    try:
        yield
    except BackupError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def _progress(label: str) -> Iterator[OnCount]:
    """Show a bar on a terminal, once it is known how many rows there are."""
    with ExitStack() as stack:

        def on_count(rows: int) -> OnRows:
            hidden = not sys.stderr.isatty()
            bar = click.progressbar(length=rows, label=label, file=sys.stderr, hidden=hidden)
            return stack.enter_context(bar).update

        yield on_count
