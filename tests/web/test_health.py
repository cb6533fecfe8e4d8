"""Alive, and ready."""

from starlette.applications import Starlette
from starlette.testclient import TestClient

from balkancluster.web.health import health_routes
from tests.web.conftest import Visit


def test_the_house_is_alive_and_ready(visit: Visit) -> None:
    assert visit().get("/health/live").text == "live\n"
    assert visit().get("/health/ready").text == "ready\n"


async def is_broken() -> None:
    raise ConnectionError("password=hunter2")


def test_a_part_that_does_not_work_is_named_and_nothing_more() -> None:
    response = TestClient(Starlette(routes=health_routes({"database": is_broken}))).get("/health/ready")
    assert response.status_code == 503
    assert response.text == "not ready: database\n"
