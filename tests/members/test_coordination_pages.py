"""The coordinator's pages, and those of an organisation's administrator: nobody else finds them."""

import re

import pytest

from balkancluster.database import Database
from balkancluster.members.people import create_person
from tests.members.people import PASSWORD, Browser, OpenBrowser, People, letters, link_in

NEW_HOUSE = {
    "organisation": "",
    "organisation_name": "Дрвна нит",
    "kind": "cluster",
    "country": "RS",
    "lang": "sr-Cyrl",
    "email": "dragan@demo.example",
    "locale": "sr-Cyrl",
}


@pytest.fixture
async def vesna(open_browser: OpenBrowser) -> Browser:
    """Vesna, signed in, who reads English today."""
    browser = open_browser()
    await browser.sign_in("vesna@demo.example")
    await browser.post("/language", data={"locale": "en", "next": "/"})
    return browser


async def test_vesna_invites_an_organisation_whose_admin_invites_its_people(
    vesna: Browser, open_browser: OpenBrowser, database: Database
) -> None:
    assert (await vesna.post("/coordination", data=NEW_HOUSE)).headers[
        "location"
    ] == "/coordination?done=invited"
    dragan = open_browser()
    link = link_in((await letters(database))[0].text)
    await dragan.post(link, data={"name": "Драган Стојиљковић", "locale": "sr-Cyrl", "password": PASSWORD})
    page = (await dragan.get("/my-organisation")).text
    assert "Дрвна нит" in page
    house = re.search(r'name="organisation" value="(\d+)"', page)
    assert house
    jelena = {"email": "jelena@demo.example", "locale": "sr-Latn", "role": "member", "organisation": house[1]}
    assert (await dragan.post("/my-organisation", data=jelena)).status_code == 303
    assert [letter.recipient for letter in await letters(database)][-1] == "jelena@demo.example"


async def test_an_invited_organisation_has_a_page_that_offers_to_invite_it_again(
    vesna: Browser, open_browser: OpenBrowser
) -> None:
    await vesna.post("/coordination", data=NEW_HOUSE)
    page = (await vesna.get("/organisations/M003")).text
    assert "This organisation is invited and has not joined yet." in page
    again = re.search(r'href="(/coordination\?organisation=\d+)"', page)
    assert again
    assert re.search(
        r'<option value="\d+" lang="sr-Cyrl" selected>Дрвна нит', (await vesna.get(again[1])).text
    )
    ana = open_browser()
    await ana.sign_in("ana@demo.example")
    assert "/coordination" not in (await ana.get("/organisations/M003")).text


@pytest.mark.parametrize("field", ["organisation_name", "email"])
async def test_a_form_with_a_gap_comes_back_as_typed(vesna: Browser, database: Database, field: str) -> None:
    answer = await vesna.post("/coordination", data=NEW_HOUSE | {field: ""})
    assert answer.status_code == 422
    assert f'id="{field}-note"' in answer.text
    assert ("Дрвна нит" in answer.text) == (field == "email")
    assert await letters(database) == []


async def test_vesna_is_told_of_an_organisation_and_an_account_that_may_be_the_same(vesna: Browser) -> None:
    await vesna.post("/coordination", data=NEW_HOUSE)
    assert "of the same name" not in (await vesna.get("/coordination")).text
    twin = NEW_HOUSE | {
        "organisation_name": "DRVNA NIT",
        "email": "jovic.ana@drvo.example",
        "lang": "sr-Latn",
    }
    assert (await vesna.post("/coordination", data=twin)).status_code == 303
    page = (await vesna.get("/coordination")).text
    assert page.count("An organisation of the same name is in the directory:") == 2
    assert page.count("There is an account already that may be the same person:") == 1
    assert ">Ana Jović</a>" in page


async def test_vesna_is_told_of_two_accounts_of_one_name(vesna: Browser, database: Database) -> None:
    async with database.write() as session:
        await create_person(session, name="Ана Јовић", email="ana2@demo.example", locale="sr-Cyrl")
    page = (await vesna.get("/coordination/people?q=jović")).text
    assert page.count("may be the same person:") == 2


async def test_an_admin_is_told_of_nobody_outside_the_house(
    open_browser: OpenBrowser, people: People
) -> None:
    ana = open_browser()
    await ana.sign_in("ana@demo.example")
    for email in ("elena@demo.example", "jovic.ana@vuna.example"):
        form = {"organisation": str(people.wool), "email": email, "locale": "sr-Latn", "role": "member"}
        assert (await ana.post("/my-organisation", data=form)).status_code == 303
    await ana.post("/language", data={"locale": "en", "next": "/"})
    page = (await ana.get("/my-organisation")).text
    assert page.count("may be the same person:") == 1
    assert f"/people/{people.elena.id}" not in page


async def test_waiting_invitations_are_sent_again_and_withdrawn(
    vesna: Browser, database: Database, open_browser: OpenBrowser
) -> None:
    await vesna.post("/coordination", data=NEW_HOUSE)
    page = (await vesna.get("/coordination")).text
    addresses = re.findall(r'action="(/pending-invitations/\d+/(?:resend|withdraw))"', page)
    for address in addresses:
        answer = await vesna.post(address, data={"next": "/coordination"})
        assert answer.headers["location"].startswith("/coordination?done=")
    links = [link_in(letter.text) for letter in await letters(database)]
    assert len(set(links)) == 2
    assert [(await open_browser().get(link)).status_code for link in links] == [410, 410]


async def test_vesna_suspends_elena_who_is_out_at_once(
    vesna: Browser, open_browser: OpenBrowser, people: People
) -> None:
    elena = open_browser()
    await elena.sign_in("elena@demo.example")
    address = f"/coordination/people/{people.elena.id}"
    await vesna.post(f"{address}/state", data={"state": "suspended"})
    assert (await elena.get("/settings")).status_code == 303
    page = (await vesna.get("/coordination/people?q=elena")).text
    assert "Suspended" in page
    assert "Reactivate" in page
    await vesna.post(f"{address}/state", data={"state": "active"})
    assert (await elena.sign_in("elena@demo.example")).status_code == 303


async def test_vesna_makes_elena_a_moderator(vesna: Browser, people: People) -> None:
    address = f"/coordination/people/{people.elena.id}/roles"
    assert (await vesna.post(f"{address}/grant", data={"role": "moderator"})).status_code == 303
    assert "Remove as moderator" in (await vesna.get("/coordination/people?q=Елена")).text
    assert (await vesna.post(f"{address}/revoke", data={"role": "moderator"})).status_code == 303
    assert (await vesna.post(f"{address}/revoke", data={"role": "moderator"})).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/coordination"),
        ("POST", "/coordination"),
        ("GET", "/coordination/people"),
        ("POST", "/coordination/people/1/state"),
        ("POST", "/coordination/people/1/roles/grant"),
        ("POST", "/pending-invitations/1/resend"),
        ("POST", "/pending-invitations/1/withdraw"),
        ("POST", "/my-organisation/people/1/end"),
    ],
)
async def test_ana_finds_nothing_at_pages_of_others(
    open_browser: OpenBrowser, method: str, path: str
) -> None:
    ana = open_browser()
    await ana.sign_in("ana@demo.example")
    data = {"role": "coordinator", "state": "left", "organisation": "1"} if method == "POST" else None
    assert (await ana.request(method, path, data=data)).status_code == 404


async def test_ana_cannot_act_in_the_house_of_elena(
    open_browser: OpenBrowser, people: People, database: Database
) -> None:
    ana = open_browser()
    await ana.sign_in("ana@demo.example")
    form = {"email": "x@demo.example", "locale": "bg", "role": "admin", "organisation": str(people.roses)}
    assert (await ana.post("/my-organisation", data=form)).status_code == 404
    end = await ana.post(
        f"/my-organisation/people/{people.elena.id}/end", data={"organisation": str(people.roses)}
    )
    assert end.status_code == 404
    assert "Шевица" not in (await ana.get(f"/my-organisation?organisation={people.roses}")).text
    assert await letters(database) == []


async def test_who_administers_nothing_has_no_such_page(vesna: Browser) -> None:
    assert (await vesna.get("/my-organisation")).status_code == 404
