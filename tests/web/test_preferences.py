"""Language and appearance, chosen with and without scripts; and the cookies of a browser."""

from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.responses import Response

from balkancluster.settings import Settings
from balkancluster.web.sessions import clear_session, set_session
from tests.web.conftest import SETTINGS, Visit


def remembered(browser: object) -> list[tuple[str, str]]:
    app = getattr(browser, "app", None)
    assert isinstance(app, Starlette)
    found: list[tuple[str, str]] = app.state.remembered
    return found


def test_ana_switches_to_bulgarian_and_stays_on_her_page(visit: Visit) -> None:
    browser = visit("ana")
    response = browser.post("/language", data={"locale": "bg", "next": "/rooms/3?topic=4"})
    assert response.status_code == 303
    assert response.headers["location"] == "/rooms/3?topic=4"
    assert "locale=bg" in response.headers["set-cookie"]
    assert remembered(browser) == [("Ana Jovanović", "bg")]


def test_a_visitor_keeps_the_choice_in_the_cookie(visit: Visit) -> None:
    browser = visit(None, **{"Accept-Language": "en"})
    browser.post("/language", data={"locale": "sr-Cyrl", "next": "/"})
    assert remembered(browser) == []
    assert '<html lang="sr-Cyrl">' in browser.get("/").text


def test_a_script_that_switches_stays_where_it_is(visit: Visit) -> None:
    response = visit("ana", Accept="*/*").post("/language", data={"locale": "bg"})
    assert response.status_code == 204
    assert "locale=bg" in response.headers["set-cookie"]


@pytest.mark.parametrize("locale", ["de", "", "bg\r\nX: 1", "sr"])
def test_a_language_that_nobody_offered_changes_nothing(visit: Visit, locale: str) -> None:
    browser = visit("ana")
    response = browser.post("/language", data={"locale": locale, "next": "/"})
    assert response.status_code == 303
    assert "set-cookie" not in response.headers
    assert remembered(browser) == []


@pytest.mark.parametrize(
    "url",
    [
        "//evil.example",
        "/\\evil.example",
        "https:evil",
        "https://evil.example",
        "/a\r\nX: 1",
        "/\tx",
        "x",
        "/š",
    ],
)
def test_nobody_is_sent_to_another_site(visit: Visit, url: str) -> None:
    response = visit("ana").post("/language", data={"locale": "bg", "next": url})
    assert response.headers["location"] == "/"


def test_the_appearance_is_kept_without_scripts(visit: Visit) -> None:
    browser = visit("ana")
    assert browser.post("/theme", data={"theme": "dark", "next": "/"}).status_code == 303
    assert 'data-theme="dark"' in browser.get("/").text


def test_the_words_of_the_scripts_are_kept_until_they_change(visit: Visit) -> None:
    browser = visit("elena")
    address = browser.get("/").text.split('data-catalog="')[1].split('"')[0]
    response = browser.get(address)
    assert response.json()["locale"] == "bg"
    assert "immutable" in response.headers["cache-control"]
    assert browser.get("/catalog/bg/old.json").headers["cache-control"] == "no-cache"
    assert browser.get("/catalog/xx/old.json").status_code == 404


def test_a_session_cookie_over_https_cannot_be_set_by_another_host() -> None:
    response = Response()
    set_session(response, SETTINGS, "token", timedelta(days=30))
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-session=token;")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=lax", "Max-Age=2592000"):
        assert part in cookie
    assert "Domain" not in cookie


def test_the_demo_on_loopback_uses_a_plain_name_and_signing_out_takes_it_away() -> None:
    response = Response()
    clear_session(response, Settings(database_url=""))
    assert response.headers["set-cookie"].startswith('session="";')
    assert "Max-Age=0" in response.headers["set-cookie"]
