"""Making the index of texts anew, by hand."""

import sys
from pathlib import Path

import click

from balkancluster.cli.data import data_option, run_with_database, write_line
from balkancluster.database import Database
from balkancluster.search.indexed import INDEX_SOURCES
from balkancluster.textindex.filling import fill_step, forget_filling
from balkancluster.textindex.indexes import Index


@click.command("reindex")
@click.option("--all", "everything", is_flag=True, help="Begin anew with what was indexed already.")
@data_option
def reindex_command(everything: bool, data: Path | None) -> None:
    """Index the texts that cannot be found yet, while people talk; interrupted, it goes on where it was.

    A server does the same by itself after an update or a restore, more slowly. --all is for after an update
    during which nodes of the version before were still serving.
    """

    async def run(database: Database) -> int:
        if everything:
            async with database.write() as session:
                await forget_filling(session)
        return sum([await _fill(database, index) for index in INDEX_SOURCES])

    write_line(f"Indexed {run_with_database(data, run)} texts: everything can be found.")


async def _fill(database: Database, index: Index) -> int:
    total = 0
    while (count := await fill_step(database, index, INDEX_SOURCES[index])) is not None:
        total += count
        if sys.stderr.isatty():
            click.echo(f"\r{index.name}: {total} texts", nl=False, err=True)
    return total
