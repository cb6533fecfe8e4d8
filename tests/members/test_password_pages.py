"""Forgotten and changed passwords: one answer for all, links that work once, other devices out."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from balkancluster import clock
from balkancluster.database import Database
from balkancluster.members.models import PasswordReset
from tests.members.people import PASSWORD, OpenBrowser, letters, link_in, recorded

NEW = "osam dugih niti"


async def ask_for_link(open_browser: OpenBrowser, database: Database) -> str:
    await open_browser().post("/password/forgot", data={"email": "Elena@demo.example"})
    return link_in((await letters(database))[-1].text)


async def test_elena_sets_a_new_password_and_all_her_devices_are_out(
    open_browser: OpenBrowser, database: Database
) -> None:
    elena = open_browser()
    await elena.sign_in("elena@demo.example")
    link = await ask_for_link(open_browser, database)
    assert (await elena.get(link)).status_code == 200
    answer = await open_browser().post(link, data={"password": NEW})
    assert answer.headers["location"] == "/sign-in?done=password"
    assert (await elena.get("/settings")).status_code == 303
    assert (await open_browser().sign_in("elena@demo.example")).status_code == 422
    assert (await open_browser().sign_in("elena@demo.example", NEW)).status_code == 303
    assert "password.reset" in await recorded(database)


async def test_elenas_letters_are_in_bulgarian(open_browser: OpenBrowser, database: Database) -> None:
    link = await ask_for_link(open_browser, database)
    await open_browser().post(link, data={"password": NEW})
    assert [letter.locale for letter in await letters(database)] == ["bg", "bg"]


async def test_known_and_unknown_addresses_get_the_same_answer(
    open_browser: OpenBrowser, database: Database
) -> None:
    answers = [
        await open_browser().post("/password/forgot", data={"email": email})
        for email in ("elena@demo.example", "nobody@demo.example")
    ]
    assert {(answer.status_code, answer.headers["location"]) for answer in answers} == {
        (303, "/password/forgot?sent=1")
    }
    assert [letter.recipient for letter in await letters(database)] == ["elena@demo.example"]


@pytest.mark.parametrize("end", ["used", "old", "asked again"])
async def test_a_link_that_has_ended_is_gone(open_browser: OpenBrowser, database: Database, end: str) -> None:
    link = await ask_for_link(open_browser, database)
    if end == "used":
        await open_browser().post(link, data={"password": NEW})
    elif end == "old":
        async with database.write() as session:
            await session.execute(update(PasswordReset).values(expires_at=clock.now() - timedelta(seconds=1)))
    else:
        await ask_for_link(open_browser, database)
    assert (await open_browser().get(link)).status_code == 410
    assert (await open_browser().post(link, data={"password": NEW})).status_code == 410


async def test_a_password_too_short_leaves_the_link_as_it_was(
    open_browser: OpenBrowser, database: Database
) -> None:
    link = await ask_for_link(open_browser, database)
    assert (await open_browser().post(link, data={"password": "kratka"})).status_code == 422
    assert (await open_browser().post(link, data={"password": NEW})).status_code == 303


async def test_asking_for_links_without_end_is_slowed_down(open_browser: OpenBrowser) -> None:
    statuses = [
        (
            await open_browser(f"192.0.2.{number}").post("/password/forgot", data={"email": "a@demo.example"})
        ).status_code
        for number in range(6)
    ]
    assert statuses == [303] * 5 + [429]


async def test_ana_changes_her_password_and_stays_in_here_only(
    open_browser: OpenBrowser, database: Database
) -> None:
    laptop, phone = open_browser(), open_browser()
    await laptop.sign_in("ana@demo.example")
    await phone.sign_in("ana@demo.example")
    answer = await laptop.post("/settings/password", data={"current_password": PASSWORD, "new_password": NEW})
    assert answer.headers["location"] == "/settings?done=password"
    assert (await laptop.get("/settings")).status_code == 200
    assert (await phone.get("/settings")).status_code == 303
    assert [letter.recipient for letter in await letters(database)] == ["ana@demo.example"]
    assert "password.changed" in await recorded(database)


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [
        ("nije ova", NEW, "current_password"),
        (PASSWORD, "kratka", "new_password"),
        ("", NEW, "current_password"),
    ],
)
async def test_a_change_with_a_fault_changes_nothing(
    open_browser: OpenBrowser, current: str, new: str, field: str
) -> None:
    ana = open_browser()
    await ana.sign_in("ana@demo.example")
    answer = await ana.post("/settings/password", data={"current_password": current, "new_password": new})
    assert answer.status_code == 422
    assert f'id="{field}-note"' in answer.text
    assert (await open_browser().sign_in("ana@demo.example")).status_code == 303


async def test_a_stolen_session_cannot_guess_the_password(open_browser: OpenBrowser) -> None:
    thief = open_browser()
    await thief.sign_in("ana@demo.example")
    form = {"current_password": "nije ova", "new_password": NEW}
    statuses = [(await thief.post("/settings/password", data=form)).status_code for _time in range(11)]
    assert statuses == [422] * 10 + [429]
