"""The command line: one group that each subject joins."""

import click

from balkancluster import __version__


@click.group()
@click.version_option(__version__, prog_name="balkancluster")
def main() -> None:
    """BalkanCluster: rooms and partner search for clusters, live, in four locales."""
