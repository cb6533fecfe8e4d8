"""The two kinds of bus that reach other nodes."""

import pytest

from tests.services.postgresql import PostgreSQL
from tests.services.redis import Redis


@pytest.fixture(params=["redis", "postgresql"])
def bus_url(request: pytest.FixtureRequest) -> str:
    """The URL of a server over which nodes can talk."""
    server: Redis | PostgreSQL = request.getfixturevalue(request.param)
    if isinstance(server, PostgreSQL):
        return server.url("postgres").replace("+asyncpg", "")
    return server.url


@pytest.fixture
def redis_url(redis: Redis) -> str:
    """The URL of a Redis."""
    return redis.url
