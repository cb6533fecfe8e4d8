"""Addresses, headers and bodies that are longer than anybody needs."""

from collections.abc import Iterator

import pytest

from balkancluster.web.request_limits import FORM_BYTES, JSON_BYTES
from tests.web.conftest import Visit

JSON = {"Content-Type": "application/json"}


def test_a_sixty_kilobyte_address_is_too_long(visit: Visit) -> None:
    assert visit("ana").get("/?q=" + "x" * 60_000).status_code == 414


def test_a_hundred_kilobyte_header_is_too_large(visit: Visit) -> None:
    assert visit("ana").get("/", headers={"X-Long": "x" * 100_000}).status_code == 431


def test_five_thousand_headers_are_too_many(visit: Visit) -> None:
    headers = {f"X-{number}": "1" for number in range(5000)}
    assert visit("ana").get("/", headers=headers).status_code == 431


def in_chunks(size: int) -> Iterator[bytes]:
    for _chunk in range(size // 1024 + 1):
        yield b" " * 1024


@pytest.mark.parametrize("announced", [True, False])
def test_json_over_the_limit_is_refused_by_length_and_in_chunks(visit: Visit, announced: bool) -> None:
    content = b" " * (JSON_BYTES + 1) if announced else in_chunks(JSON_BYTES)
    response = visit("ana").post("/api/v1/notes", content=content, headers=JSON)
    assert response.status_code == 413
    assert response.json()["code"] == "too_large"


def test_a_form_over_the_limit_is_refused(visit: Visit) -> None:
    response = visit("ana").post("/form", data={"body": "x" * FORM_BYTES})
    assert response.status_code == 413


def test_eight_thousand_cyrillic_letters_fit_into_a_form(visit: Visit) -> None:
    response = visit("elena").post("/form", data={"name": "Елена", "body": "Ж" * 8000})
    assert response.status_code == 200
    assert response.json()["errors"] == {}
