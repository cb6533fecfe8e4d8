"""Clusters of each kind, for all tests of a run."""

from collections.abc import AsyncIterator

import pytest

from tests.conftest import PROGRAMS, migrate_url
from tests.nodes.cluster import Cluster, running_cluster
from tests.services.databases import PostgreSQLDatabases
from tests.services.postgresql import PostgreSQL
from tests.services.redis import Redis, find_redis


@pytest.fixture(scope="session")
def cluster_databases(postgresql: PostgreSQL) -> PostgreSQLDatabases:
    """Databases that several nodes can share."""
    return PostgreSQLDatabases(postgresql, migrate_url, "cluster")


@pytest.fixture(scope="session")
def cluster_redis() -> Redis:
    """The Redis of the three nodes; a test may kill it."""
    program = find_redis()
    if program is None:
        pytest.skip("Redis is not installed here")
    return Redis(program)


@pytest.fixture(scope="session")
async def running_three(
    cluster_databases: PostgreSQLDatabases,
    cluster_redis: Redis,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Cluster]:
    """Three nodes on Redis."""
    cluster_redis.start()
    url = await cluster_databases.create_migrated()
    async with running_cluster(tmp_path_factory.mktemp("three"), url, cluster_redis.url, 3) as running:
        yield running
    cluster_redis.stop()
    await cluster_databases.drop(url)


@pytest.fixture(scope="session")
async def running_two(
    cluster_databases: PostgreSQLDatabases, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Cluster]:
    """Two nodes on the bus of PostgreSQL."""
    url = await cluster_databases.create_migrated()
    async with running_cluster(tmp_path_factory.mktemp("two"), url, "postgresql:", 2) as running:
        yield running
    await cluster_databases.drop(url)


def watch(request: pytest.FixtureRequest, cluster: Cluster) -> Cluster:
    """Show what the nodes printed when the test fails."""
    request.node.stash.setdefault(PROGRAMS, []).extend(cluster.nodes)
    return cluster


@pytest.fixture
async def three_nodes(request: pytest.FixtureRequest, running_three: Cluster) -> AsyncIterator[Cluster]:
    """Three nodes on Redis; a test may kill any of them."""
    yield watch(request, running_three)
    await running_three.heal()


@pytest.fixture(params=["redis", "postgresql"])
def cluster(request: pytest.FixtureRequest) -> Cluster:
    """Three nodes on Redis, or two on the bus of PostgreSQL."""
    name = {"redis": "running_three", "postgresql": "running_two"}[request.param]
    return watch(request, request.getfixturevalue(name))
