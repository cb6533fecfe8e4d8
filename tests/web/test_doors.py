"""Who may enter, and what the others see."""

import pytest
from starlette.testclient import TestClient

from balkancluster.web.doors import door_of
from tests.web.conftest import (
    ORIGIN,
    Visit,
    list_notes,
    make_house,
    show_coordinators_page,
    show_problem_page,
)


def test_every_door_has_a_name() -> None:
    assert door_of(show_problem_page) == "public"
    assert door_of(show_coordinators_page) == "role:coordinator"
    assert door_of(list_notes) == "scope:rooms:read"
    assert door_of(make_house) is None


def test_vesna_enters_the_coordinators_page(visit: Visit) -> None:
    assert visit("vesna").get("/coordinator").status_code == 200


def test_for_elena_there_is_no_such_page(visit: Visit) -> None:
    assert visit("elena").get("/coordinator").status_code == 404


def test_a_person_at_a_browser_may_use_the_api(visit: Visit) -> None:
    assert visit("elena").get("/api/v1/notes").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [("POST", "/api/v1/notes", "scope_missing"), ("GET", "/private", "token_on_page")],
)
def test_a_token_opens_only_what_it_was_given(method: str, path: str, code: str) -> None:
    client = TestClient(make_house(), base_url=ORIGIN)
    headers = {"Authorization": "Bearer good", "Accept": "application/json"}
    response = client.request(method, path, headers=headers)
    assert response.status_code == 403
    assert response.json()["code"] == code


def test_a_wrong_token_is_nobody() -> None:
    client = TestClient(make_house(), base_url=ORIGIN)
    assert client.get("/api/v1/notes", headers={"Authorization": "Bearer bad"}).status_code == 401
