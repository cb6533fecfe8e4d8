"""The way in as a browser sees it: cookies, limits, where one lands, what a stranger can learn."""

import re

import httpx2
import pytest

from balkancluster.database import Database
from tests.members.people import PASSWORD, OpenBrowser, People


async def test_ana_signs_in_and_lands_where_she_wanted_in_her_language(open_browser: OpenBrowser) -> None:
    ana = open_browser()
    page = await ana.get("/settings")
    assert (page.status_code, page.headers["location"]) == (303, "/sign-in?next=/settings")
    answer = await ana.post(
        "/sign-in", data={"email": "ana@demo.example", "password": PASSWORD, "next": "/settings"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings")
    page = await ana.get("/settings")
    assert '<html lang="sr-Latn"' in page.text
    assert 'value="Ana Jović"' in page.text


async def test_the_session_cookie_is_out_of_reach_for_scripts_and_other_sites(
    open_browser: OpenBrowser,
) -> None:
    answer = await open_browser().sign_in("ana@demo.example")
    cookie = next(
        each for each in answer.headers.get_list("set-cookie") if each.startswith("__Host-session=")
    )
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


async def test_without_remember_me_the_session_ends_with_the_browser(open_browser: OpenBrowser) -> None:
    answer = await open_browser().post("/sign-in", data={"email": "ana@demo.example", "password": PASSWORD})
    cookie = next(
        each for each in answer.headers.get_list("set-cookie") if each.startswith("__Host-session=")
    )
    assert "Max-Age" not in cookie


async def test_signing_in_changes_the_cookie_that_was_planted_before(open_browser: OpenBrowser) -> None:
    browser = open_browser()
    await browser.sign_in("ana@demo.example")
    planted = browser.cookies["__Host-session"]
    await browser.sign_in("ana@demo.example")
    assert browser.cookies["__Host-session"] != planted
    thief = open_browser()
    thief.cookies.set("__Host-session", planted)
    assert (await thief.get("/settings")).status_code == 303


@pytest.mark.parametrize(
    "next_page", ["//evil.example", "/\\evil.example", "https:evil.example", "javascript:x"]
)
async def test_nobody_is_sent_to_another_site(open_browser: OpenBrowser, next_page: str) -> None:
    answer = await open_browser().post(
        "/sign-in", data={"email": "ana@demo.example", "password": PASSWORD, "next": next_page}
    )
    assert answer.headers["location"] == "/"


async def test_a_known_and_an_unknown_address_get_the_same_page(open_browser: OpenBrowser) -> None:
    answers = [
        await open_browser().sign_in(email, "nije ova lozinka")
        for email in ("ana@demo.example", "ona@demo.example")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    first, second = [_without_address(answer) for answer in answers]
    assert first == second


def _without_address(answer: httpx2.Response) -> str:
    return re.sub(r"(ana|ona)@demo.example", "", answer.text)


async def test_a_failed_try_keeps_the_address_and_forgets_the_password(open_browser: OpenBrowser) -> None:
    answer = await open_browser().sign_in("ana@demo.example", "nije ova lozinka")
    assert 'value="ana@demo.example"' in answer.text
    assert "nije ova lozinka" not in answer.text
    assert 'id="password-note"' in answer.text


async def test_one_account_from_many_addresses_is_slowed_down(open_browser: OpenBrowser) -> None:
    statuses = [
        (await open_browser(f"192.0.2.{number}").sign_in("ana@demo.example", "nije ova")).status_code
        for number in range(11)
    ]
    assert statuses == [422] * 10 + [429]


async def test_many_accounts_from_one_address_are_slowed_down(open_browser: OpenBrowser) -> None:
    browser = open_browser()
    statuses = []
    for number in range(51):
        answer = await browser.sign_in(f"person{number}@demo.example", "nije ova")
        statuses.append(answer.status_code)
    assert statuses == [422] * 50 + [429]
    assert int(answer.headers["retry-after"]) > 0
    assert (await open_browser("198.51.100.1").sign_in("ana@demo.example")).status_code == 303


async def test_elena_signs_out_and_her_cookie_is_worth_nothing(open_browser: OpenBrowser) -> None:
    elena = open_browser()
    await elena.sign_in("elena@demo.example")
    cookie = elena.cookies["__Host-session"]
    assert (await elena.get("/sign-out")).status_code == 405
    answer = await elena.post("/sign-out")
    assert answer.headers["location"] == "/sign-in"
    elena.cookies.set("__Host-session", cookie)
    assert (await elena.get("/settings")).status_code == 303
    assert (await elena.get("/api/v1/rooms")).status_code == 401


async def test_who_is_signed_in_does_not_see_the_form_again(open_browser: OpenBrowser) -> None:
    ana = open_browser()
    await ana.sign_in("ana@demo.example")
    assert (await ana.get("/sign-in?next=/rooms")).headers["location"] == "/rooms"


async def test_one_click_exists_in_the_demo_only(open_browser: OpenBrowser, people: People) -> None:
    answer = await open_browser().post("/demo/sign-in", data={"person": "elena@demo.example"})
    assert answer.status_code == 404


async def test_the_database_keeps_no_cookie(open_browser: OpenBrowser, database: Database) -> None:
    ana = open_browser()
    await ana.sign_in("ana@demo.example")
    async with database.engine.connect() as connection:
        rows = (await connection.exec_driver_sql('SELECT * FROM "session"')).all()
    assert ana.cookies["__Host-session"] not in repr(rows)
