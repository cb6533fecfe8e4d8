"""The way of a newcomer: a letter, a link, a form, and in."""

import pytest

from balkancluster.database import Database
from balkancluster.members.invitations import find_pending
from tests.members.people import PASSWORD, Browser, OpenBrowser, People, letters, link_in

SLAVICA = {"email": "slavica@demo.example", "locale": "sr-Latn", "role": "member"}
FORM = {"name": "Slavica Tasić", "locale": "sr-Latn", "password": PASSWORD}


@pytest.fixture
async def ana(open_browser: OpenBrowser) -> Browser:
    """Ana, signed in."""
    browser = open_browser()
    await browser.sign_in("ana@demo.example")
    return browser


@pytest.fixture
async def link(ana: Browser, people: People, database: Database) -> str:
    """The link in the letter that Slavica got from Ana."""
    answer = await ana.post("/my-organisation", data={**SLAVICA, "organisation": str(people.wool)})
    assert answer.status_code == 303, answer.text
    return link_in((await letters(database))[0].text)


async def test_the_letter_speaks_the_language_of_its_reader(link: str, database: Database) -> None:
    letter = (await letters(database))[0]
    assert (letter.recipient, letter.locale) == ("slavica@demo.example", "sr-Latn")
    assert "Ana Jović" in letter.text
    assert "Vunena nit" in letter.text
    assert "&" not in letter.text


async def test_slavica_accepts_and_is_in(link: str, open_browser: OpenBrowser) -> None:
    slavica = open_browser()
    page = await slavica.get(link)
    assert page.status_code == 200
    assert "Vunena nit" in page.text
    answer = await slavica.post(link, data=FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert 'value="Slavica Tasić"' in (await slavica.get("/settings")).text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_mail_scanner_that_opens_the_link_uses_nothing_up(
    link: str, open_browser: OpenBrowser, method: str
) -> None:
    for _time in range(2):
        assert (await open_browser().request(method, link)).status_code == 200
    assert (await open_browser().post(link, data=FORM)).status_code == 303


async def test_a_used_link_is_gone_for_everybody(link: str, open_browser: OpenBrowser) -> None:
    await open_browser().post(link, data=FORM)
    assert (await open_browser().get(link)).status_code == 410
    assert (await open_browser().post(link, data=FORM)).status_code == 410


async def test_an_invented_link_answers_like_a_used_one(link: str, open_browser: OpenBrowser) -> None:
    await open_browser().post(link, data=FORM)
    used = await open_browser().get(link)
    invented = await open_browser().get("/invitations/" + "a" * 43)
    assert (used.status_code, used.text.replace(link, "")) == (
        410,
        invented.text.replace("/invitations/" + "a" * 43, ""),
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "A\u202ena"}, "name"),
        ({"password": "kratka"}, "password"),
        ({"locale": "hr"}, "locale"),
    ],
)
async def test_a_form_with_a_fault_comes_back_as_typed_and_the_link_still_works(
    link: str, open_browser: OpenBrowser, changed: dict[str, str], field: str
) -> None:
    slavica = open_browser()
    answer = await slavica.post(link, data=FORM | changed)
    assert answer.status_code == 422
    assert f'id="{field}-note"' in answer.text
    if field != "name":
        assert 'value="Slavica Tasić"' in answer.text
    assert (await slavica.post(link, data=FORM)).status_code == 303


async def test_elena_accepts_with_the_account_that_she_has(
    ana: Browser, people: People, database: Database, open_browser: OpenBrowser
) -> None:
    elena_too = SLAVICA | {"email": "elena@demo.example", "organisation": str(people.wool)}
    await ana.post("/my-organisation", data=elena_too)
    link = link_in((await letters(database))[0].text)
    elena = open_browser()
    page = await elena.get(link)
    assert "/sign-in?next=" in page.text
    assert (await elena.post(link)).status_code == 401
    await elena.sign_in("elena@demo.example")
    assert (await elena.post(link)).headers["location"] == "/"
    assert "Vunena nit" in (await elena.get(f"/people/{people.elena.id}")).text


async def test_ana_cannot_accept_what_is_meant_for_elena(
    ana: Browser, people: People, database: Database
) -> None:
    await ana.post(
        "/my-organisation", data=SLAVICA | {"email": "elena@demo.example", "organisation": str(people.wool)}
    )
    link = link_in((await letters(database))[0].text)
    assert "elena@demo.example" in (await ana.get(link)).text
    assert (await ana.post(link)).status_code == 403


async def test_names_that_look_like_code_stay_words(
    ana: Browser, people: People, database: Database, open_browser: OpenBrowser
) -> None:
    await ana.post(
        "/settings", data={"name": "%s {0} {{7*7}} <b>", "locale": "sr-Latn", "time_zone": "Europe/Sofia"}
    )
    await ana.post("/my-organisation", data=SLAVICA | {"organisation": str(people.wool)})
    letter = (await letters(database))[0]
    assert "%s {0} {{7*7}} <b>" in letter.text
    outbox = await open_browser().get("/outbox")
    assert "%s {0} {{7*7}} &lt;b&gt;" in outbox.text
    assert f'href="https://house.example{link_in(letter.text)}"' in outbox.text


async def test_known_and_unknown_addresses_are_invited_alike(
    ana: Browser, people: People, database: Database
) -> None:
    answers = [
        await ana.post("/my-organisation", data=SLAVICA | {"email": email, "organisation": str(people.wool)})
        for email in ("elena@demo.example", "nobody@demo.example")
    ]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    async with database.read() as session:
        assert len(await find_pending(session, people.wool)) == 2
