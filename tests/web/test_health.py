"""Alive, and ready."""

from starlette.applications import Starlette
from starlette.testclient import TestClient

from balkancluster.web.health import Condition, health_routes
from tests.web.conftest import Visit


def test_the_house_is_alive_and_ready(visit: Visit) -> None:
    assert visit().get("/health/live").text == "live\n"
    assert visit().get("/health/ready").text.startswith("ready\n")


def test_a_part_that_is_missed_little_is_named_and_its_counters_only_on_the_machine_itself() -> None:
    bus = Condition(works=False, counters={"published": 3, "failed": 2})
    app = Starlette(routes=health_routes({}, {"bus": lambda: bus}))
    stranger = TestClient(app, client=("198.51.100.7", 50_000)).get("/health/ready")
    assert (stranger.status_code, stranger.text) == (200, "ready, degraded: bus\n")
    local = TestClient(app, client=("127.0.0.1", 50_000)).get("/health/ready")
    assert local.text == "ready, degraded: bus\nbus: published=3 failed=2\n"


async def is_broken() -> None:
    raise ConnectionError("password=hunter2")


def test_a_part_that_does_not_work_is_named_and_nothing_more() -> None:
    response = TestClient(Starlette(routes=health_routes({"database": is_broken}))).get("/health/ready")
    assert response.status_code == 503
    assert response.text == "not ready: database\n"
