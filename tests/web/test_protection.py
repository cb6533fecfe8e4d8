"""Foreign hosts, foreign sites, cookies beside tokens, and the headers of every answer."""

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from balkancluster.settings import Settings
from tests.web.conftest import ORIGIN, SETTINGS, Visit, make_house


@pytest.mark.parametrize(
    "host", ["evil.example", "house.example/?x=", "house.example.evil.example", "", "a b"]
)
def test_only_the_names_of_the_house_are_answered_to(visit: Visit, host: str) -> None:
    response = visit().get("/", headers={"Host": host})
    assert response.status_code == 400
    assert "location" not in response.headers


def test_two_host_headers_are_one_too_many(visit: Visit) -> None:
    client = visit()
    request = client.build_request("GET", "/")
    request.headers = type(request.headers)([("Host", "house.example"), ("Host", "evil.example")])
    assert client.send(request).status_code == 400


def test_a_port_belongs_to_no_name(visit: Visit) -> None:
    assert visit().get("/", headers={"Host": "house.example:8443"}).status_code == 200


def test_a_health_check_may_use_the_address_of_the_machine(visit: Visit) -> None:
    assert visit().get("/health/live", headers={"Host": "10.0.0.7"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://house.example"},
        {"Origin": "https://house.example.evil.example"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_cannot_write_in_anas_name(visit: Visit, headers: dict[str, str]) -> None:
    response = visit("ana").post("/language", data={"locale": "bg"}, headers=headers)
    assert response.status_code == 403
    assert "set-cookie" not in response.headers


def test_a_cookie_without_any_word_of_its_origin_is_not_trusted(visit: Visit) -> None:
    ana = visit("ana")
    del ana.headers["Origin"]
    assert ana.post("/language", data={"locale": "bg"}).status_code == 403


def test_anas_own_browser_may_write(visit: Visit) -> None:
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert visit("ana").post("/language", data={"locale": "bg"}, headers=headers).status_code == 303


def program(**headers: str) -> TestClient:
    client = TestClient(make_house(), base_url=ORIGIN)
    client.headers.update(headers)
    return client


def test_a_program_with_its_token_needs_no_origin() -> None:
    response = program(Authorization="Bearer good").get("/api/v1/notes")
    assert response.status_code == 200


def test_a_cookie_beside_a_token_is_refused() -> None:
    client = program(Authorization="Bearer good", Cookie="__Host-session=ana")
    response = client.get("/api/v1/notes")
    assert response.status_code == 400
    assert response.json()["code"] == "token_and_cookie"


def test_a_socket_from_another_site_is_refused_before_it_opens() -> None:
    client = program(Origin="https://evil.example")
    with pytest.raises(WebSocketDisconnect) as refusal, client.websocket_connect("wss://house.example/live"):
        pass
    assert refusal.value.reason == "cross_site"


def test_every_answer_carries_the_headers_that_guard_it(visit: Visit) -> None:
    for path in ("/", "/nowhere", "/api/v1/notes", "/broken"):
        headers = visit("ana").get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["strict-transport-security"].startswith("max-age=31536000")
        assert headers["cache-control"] == "no-store"


def test_the_demo_on_loopback_promises_no_https() -> None:
    client = TestClient(make_house(Settings(database_url="")), base_url="http://127.0.0.1:8000")
    assert "strict-transport-security" not in client.get("/").headers
    assert SETTINGS.secure
