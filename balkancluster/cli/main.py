"""The command line: one group that each subject joins."""

import click

from balkancluster import __version__
from balkancluster.cli.backup import backup_command, restore_command
from balkancluster.cli.demo import demo_command
from balkancluster.cli.i18n import i18n_group
from balkancluster.cli.organisations import export_command, import_command
from balkancluster.cli.people import people_commands
from balkancluster.cli.reindex import reindex_command
from balkancluster.cli.serve import migrate_command, serve_command
from balkancluster.cli.text import text_group


@click.group()
@click.version_option(__version__, prog_name="balkancluster")
def main() -> None:
    """BalkanCluster: rooms and partner search for clusters, live, to each in their own language."""


@main.group("import")
def import_group() -> None:
    """Take data from a file."""


@main.group("export")
def export_group() -> None:
    """Give data back as a file."""


main.add_command(backup_command)
main.add_command(demo_command)
main.add_command(i18n_group)
main.add_command(migrate_command)
main.add_command(reindex_command)
main.add_command(restore_command)
main.add_command(serve_command)
main.add_command(text_group)
for command in people_commands:
    main.add_command(command)
import_group.add_command(import_command)
export_group.add_command(export_command)
