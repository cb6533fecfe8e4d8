"""Where a backup is put back: a database of the same kind as the one it was made of, or of the other."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import migrate_url
from tests.services.databases import Databases, PostgreSQLDatabases, SqliteDatabases


@pytest.fixture(scope="session")
def other_databases(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Databases:
    """The source of databases of the kind that `databases` does not give."""
    if isinstance(databases, PostgreSQLDatabases):
        return SqliteDatabases(tmp_path_factory.mktemp("other"), migrate_url)
    return PostgreSQLDatabases(request.getfixturevalue("postgresql"), migrate_url, "other")


@pytest.fixture
async def other_url(other_databases: Databases) -> AsyncIterator[str]:
    """The URL of a database of the other kind, without a table."""
    url = await other_databases.create()
    yield url
    await other_databases.drop(url)


@pytest.fixture(params=["same kind", "other kind"])
def target_url(request: pytest.FixtureRequest, empty_database_url: str, other_url: str) -> str:
    """The URL of a database without a table, to put a backup into."""
    return empty_database_url if request.param == "same kind" else other_url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the backup is kept."""
    return tmp_path / "kept.zip"
