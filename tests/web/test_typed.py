"""A form that could not be taken just now comes back with what was typed into it."""

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from balkancluster.errors import TooMany
from balkancluster.web.doors import public
from balkancluster.web.forms import read_form
from tests.web.conftest import ORIGIN, make_house

WORDS = 'Tražimo 5.000 komada "pletenih" kapa,\n<b>hitno</b> & jeftino'
TYPED = {"client_id": "0190a1b2", "body": WORDS, "title": "", "password": "sedam vunenih niti"}
SHOWN = "\nTražimo 5.000 komada &#34;pletenih&#34; kapa,\n&lt;b&gt;hitno&lt;/b&gt; &amp; jeftino</textarea>"


@public
async def read_then_lose_the_database(request: Request) -> Response:
    await read_form(request)
    raise ConnectionRefusedError("127.0.0.1:5432")


@public
async def lose_the_database(request: Request) -> Response:
    raise OperationalError(
        "SELECT secrets", {}, Exception("connection is closed"), connection_invalidated=True
    )


@public
async def refuse_because_of_haste(request: Request) -> Response:
    raise TooMany(30)


@pytest.fixture
def browser() -> TestClient:
    house = make_house()
    house.router.routes += [
        Route("/read", read_then_lose_the_database, methods=["POST"]),
        Route("/lost", lose_the_database, methods=["GET", "POST"]),
        Route("/haste", refuse_because_of_haste, methods=["POST"]),
        Route("/api/v1/lost", lose_the_database, methods=["GET"]),
    ]
    headers = {"Origin": ORIGIN, "Accept": "text/html", "Accept-Language": "en"}
    return TestClient(house, base_url=ORIGIN, headers=headers)


@pytest.mark.parametrize(("path", "status"), [("/read", 503), ("/lost", 503), ("/haste", 429)])
@pytest.mark.parametrize("is_multipart", [False, True])
def test_what_was_typed_comes_back_ready_to_be_sent_again(
    browser: TestClient, path: str, status: int, is_multipart: bool
) -> None:
    in_parts = {name: (None, value) for name, value in TYPED.items()}
    sent: dict[str, Any] = {"files": in_parts} if is_multipart else {"data": TYPED}
    response = browser.post(f"{path}?topic=3", **sent)
    assert response.status_code == status
    assert int(response.headers["retry-after"]) > 0
    assert f'action="{path}?topic=3"' in response.text
    assert SHOWN in response.text.replace("\r\n", "\n")
    assert '<input type="hidden" name="client_id" value="0190a1b2">' in response.text


def test_a_password_does_not_lie_in_the_page(browser: TestClient) -> None:
    assert "vunenih" not in browser.post("/lost", data=TYPED).text


@pytest.mark.parametrize("words", ["Da", "Здраво", "ok?"])
def test_a_word_is_shown_too(browser: TestClient, words: str) -> None:
    assert f"\n{words}</textarea>" in browser.post("/lost", data={"body": words, "rev": "3"}).text


def test_a_page_that_cannot_be_shown_says_when_to_come_back(browser: TestClient) -> None:
    response = browser.get("/lost")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert "try again in a moment" in response.text
    assert "secrets" not in response.text
    assert "<textarea" not in response.text


def test_a_program_is_told_the_same_as_a_document(browser: TestClient) -> None:
    response = browser.get("/api/v1/lost")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert response.json()["code"] == "unavailable"


def test_a_body_that_is_no_form_comes_back_as_a_plain_page(browser: TestClient) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    response = browser.post("/lost", content=b"--x\r\nnothing of the kind", headers=headers)
    assert response.status_code == 503
    assert "<textarea" not in response.text
