"""Members files for tests: the real 77, and rows made for one test."""

import csv
from importlib.resources import files
from io import StringIO

from balkancluster.members.organisation_columns import COLUMNS

REAL = (files("balkancluster.demo") / "content" / "members.csv").read_bytes()

KNITTERS = {
    "id": "RS901",
    "kind": "cluster",
    "name_own": "Кластер плетиља",
    "lang_own": "sr-Cyrl",
    "name_en": "Knitters' Cluster",
    "short_name": "",
    "country": "RS",
    "city": "Лесковац",
    "founded": "2012",
    "members_count": "14",
    "nace": "13;14",
    "website": "pletilje.example",
    "summary_own": "Удружење плетиља из Лесковца и околине.",
    "summary_en": "Association of knitters from Leskovac and around.",
    "offers_own": "Плетене прслуке.",
    "seeks_own": "",
    "source_url": "https://pletilje.example/o-nama",
}


def row(**cells: str) -> dict[str, str]:
    """Return a row without fault, but for the cells that are given."""
    return KNITTERS | cells


def members_file(*rows: dict[str, str]) -> bytes:
    """Return a members file with these rows."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    writer.writerows([cells[name] for name in COLUMNS] for cells in rows)
    return buffer.getvalue().encode()
