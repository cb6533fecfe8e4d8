"""Proxies and nodes, for all tests of docs/operate that only use them."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.conftest import PROGRAMS, migrate_url
from tests.operate.installation import Installation, running_installation
from tests.operate.proxies import Certificate, Proxy, find_proxy
from tests.services.databases import PostgreSQLDatabases
from tests.services.postgresql import PostgreSQL
from tests.services.redis import Redis, find_redis

StartProxy = Callable[..., Awaitable[Proxy]]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate that only these tests trust."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed here")
    return Certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="session")
async def lasting_installation(
    postgresql: PostgreSQL, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Installation]:
    """Two nodes with people, for all tests of a run: to start them takes longer than most of these."""
    program = find_redis()
    if program is None:
        pytest.skip("Redis is not installed here")
    databases = PostgreSQLDatabases(postgresql, migrate_url, "behind_a_proxy")
    url, redis = await databases.create_migrated(), Redis(program)
    redis.start()
    async with running_installation(tmp_path_factory.mktemp("nodes"), url, redis.url) as running:
        yield running
    redis.stop()
    await databases.drop(url)


@pytest.fixture
async def installation(
    request: pytest.FixtureRequest, lasting_installation: Installation
) -> AsyncIterator[Installation]:
    """Two nodes with people; the test may kill them."""
    request.node.stash.setdefault(PROGRAMS, []).extend(lasting_installation.nodes)
    yield lasting_installation
    await lasting_installation.heal()


@pytest.fixture(params=["caddy", "nginx"])
def proxy_kind(request: pytest.FixtureRequest) -> str:
    """Each of the proxies that docs/operate has a file for."""
    kind: str = request.param
    if find_proxy(kind) is None:
        pytest.skip(f"{kind} is not installed here")
    return kind


@pytest.fixture
async def start_proxy(
    proxy_kind: str, installation: Installation, certificate: Certificate, tmp_path: Path
) -> AsyncIterator[StartProxy]:
    """Starts the proxy before the two nodes, with changes of the sample; it is ended after the test."""
    started: list[Proxy] = []

    async def start(changes: dict[str, str] | None = None) -> Proxy:
        folder = tmp_path / f"{proxy_kind}-{len(started)}"
        folder.mkdir()
        started.append(proxy := Proxy(proxy_kind, folder, certificate, installation.ports))
        await proxy.start(changes or {})
        return proxy

    yield start
    for proxy in started:
        await proxy.stop()


@pytest.fixture
async def proxy(start_proxy: StartProxy) -> Proxy:
    """The proxy with the sample as it is."""
    return await start_proxy()
