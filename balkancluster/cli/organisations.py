"""Importing and exporting the organisations of the directory."""

import sys
from pathlib import Path
from typing import BinaryIO

import click

from balkancluster.cli.data import data_option, run_with_database, write_line
from balkancluster.database import Database
from balkancluster.errors import Invalid
from balkancluster.members.organisation_export import export_organisations
from balkancluster.members.organisation_file import MembersFile
from balkancluster.members.organisation_import import ImportReport, import_organisations


@click.command("organisations")
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Report what would happen and write nothing.")
@data_option
def import_command(file: BinaryIO, dry_run: bool, data: Path | None) -> None:
    """Take the organisations of FILE (the columns of docs/members-file.md; - is standard input).

    Rows are known by their id: running again changes only what the file says otherwise. A row with a fault is
    left out and named with its line, column and reason; the exit status is then 1.
    """
    try:
        members = MembersFile(file.read())
    except Invalid as problem:
        raise click.ClickException(problem.message.in_locale("en")) from problem

    async def run(database: Database) -> ImportReport:
        hidden = not sys.stderr.isatty()
        with click.progressbar(length=len(members), label="Importing", file=sys.stderr, hidden=hidden) as bar:
            return await import_organisations(
                database, members, dry_run=dry_run, on_line=lambda line: bar.update(line - bar.pos)
            )

    report = run_with_database(data, run)
    _write_report(report, dry_run)
    sys.exit(1 if report.rejected else 0)


def _write_report(report: ImportReport, dry_run: bool) -> None:
    for name in ("created", "updated", "unchanged", "rejected"):
        write_line(f"{name} {getattr(report, name)}")
    if report.removed:
        write_line(f"left out, because they were taken off the list: {', '.join(report.removed)}")
    for fault in report.faults:
        place = f"line {fault.line}, column {fault.column}" if fault.column else f"line {fault.line}"
        write_line(f"{place}: {fault.reason.in_locale('en')}")
    if dry_run:
        write_line("This was a dry run: nothing was written.")


@click.command("organisations")
@click.argument("file", type=click.File("wb", atomic=True), default="-")
@data_option
def export_command(file: BinaryIO, data: Path | None) -> None:
    """Write all organisations to FILE as a members file; without FILE to standard output."""

    async def run(database: Database) -> None:
        async for piece in export_organisations(database):
            file.write(piece)

    run_with_database(data, run)
