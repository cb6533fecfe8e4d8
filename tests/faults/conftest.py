"""The clusters of the suite: one node with SQLite, three nodes with PostgreSQL and Redis.

Those of `one`, `three` and `cluster` (both, one after the other) are the product as it is. They live for the
whole run, and each test has rooms of its own in them. `open_cluster` starts nodes for one test only.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.cluster import Cluster
from tests.faults.services import Services
from tests.faults.world import World

OpenCluster = Callable[..., Awaitable[Cluster]]


@pytest.fixture(scope="session")
def faults_services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The databases and the Redis of this suite, started when they are first asked for."""
    services = Services(tmp_path_factory.mktemp("faults"))
    yield services
    services.stop()


async def _warm(services: Services, where: str, folder: Path) -> Cluster:
    world = await World.found(await services.create_database(where))
    return Cluster(world, folder, services, where)


@pytest.fixture(scope="session")
async def warm_one(
    faults_services: Services, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Cluster]:
    """One node with SQLite that several tests share, one after the other."""
    cluster = await _warm(faults_services, "one", tmp_path_factory.mktemp("one"))
    yield cluster
    await cluster.close()


@pytest.fixture(scope="session")
async def warm_three(
    faults_services: Services, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Cluster]:
    """Three nodes with PostgreSQL and Redis that several tests share, one after the other."""
    cluster = await _warm(faults_services, "three", tmp_path_factory.mktemp("three"))
    yield cluster
    await cluster.close()


@pytest.fixture
async def one(warm_one: Cluster) -> AsyncIterator[Cluster]:
    """One node with SQLite, healthy; the test may kill any part of it."""
    await warm_one.start()
    yield warm_one
    await warm_one.leave()


@pytest.fixture
async def three(warm_three: Cluster) -> AsyncIterator[Cluster]:
    """Three nodes with PostgreSQL and Redis, healthy; the test may kill any part of them."""
    await warm_three.start()
    yield warm_three
    await warm_three.leave()


@pytest.fixture(params=["one", "three"])
def cluster(request: pytest.FixtureRequest) -> Cluster:
    """Either of them, one after the other."""
    found: Cluster = request.getfixturevalue(request.param)
    return found


@pytest.fixture
async def open_cluster(faults_services: Services, tmp_path: Path) -> AsyncIterator[OpenCluster]:
    """Opens a cluster of this test's own, with mutants or fail points in its nodes."""
    opened: list[Cluster] = []

    async def open_one(names: str, where: str = "one", database_url: str = "", **options: object) -> Cluster:
        world = await World.found(database_url or await faults_services.create_database(where))
        made = Cluster(world, tmp_path, faults_services, where, names, **options)  # type: ignore[arg-type]
        opened.append(made)
        await made.start()
        return made

    yield open_one
    for made in opened:
        await made.close()
