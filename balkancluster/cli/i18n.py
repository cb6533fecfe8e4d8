"""The catalogues of a checkout, for translators and maintainers: check, update, stats."""

import sys
from pathlib import Path

import click
from babel.messages.catalog import Catalog

from balkancluster.cli.data import write_line
from balkancluster.i18n.catalog_checks import count, find_all
from balkancluster.i18n.catalogs import read_catalog
from balkancluster.i18n.extraction import NoSourcesError, extract, find_checkout, update_catalogs
from balkancluster.i18n.locales import LOCALES


@click.group("i18n")
def i18n_group() -> None:
    """Keep the translations whole. These commands work in a checkout of the sources only."""


def _checkout() -> Path:
    try:
        return find_checkout()
    except NoSourcesError as error:
        raise click.ClickException(str(error)) from error


def _sources() -> Catalog:
    return extract(_checkout())


@i18n_group.command("check")
def check_command() -> None:
    """Say what is wrong with the catalogues, a line each; then the status is 1."""
    findings = find_all(_sources())
    for finding in findings:
        write_line(str(finding))
    if findings:
        sys.exit(1)
    write_line("Every catalogue is whole.")


@i18n_group.command("update")
def update_command() -> None:
    """Bring the catalogues up to date with the sources, and say how many texts are still to translate."""
    for tag, missing in update_catalogs(_checkout()).items():
        write_line(f"{tag}: {missing} to translate")


@i18n_group.command("stats")
def stats_command() -> None:
    """Print for each locale how many texts it has translated, how many are missing, and its words."""
    sources = _sources()
    write_line(f"{'locale':<10}{'translated':>12}{'missing':>9}{'words':>9}")
    for locale in LOCALES:
        found = count(locale.tag, read_catalog(locale.tag), sources)
        write_line(f"{locale.tag:<10}{found.translated:>12}{found.missing:>9}{found.words:>9}")
