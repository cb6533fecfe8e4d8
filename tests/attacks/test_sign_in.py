"""Guessing who is a member, guessing passwords, links that are opened twice or by machines, ways out."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Literal

import httpx2
import pytest
from argon2 import PasswordHasher
from sqlalchemy import update

from balkancluster import clock
from balkancluster.access import Actor
from balkancluster.members import passwords
from balkancluster.members.invitations import invite
from balkancluster.members.models import SUSPENDED, Invitation, PasswordReset
from balkancluster.members.organisation_profiles import Profile, Words
from balkancluster.members.organisations import create_organisation
from balkancluster.members.passwords import hash_password
from balkancluster.members.people import find_person
from balkancluster.members.resets import make_reset
from balkancluster.members.sessions import begin_session
from balkancluster.members.states import enter_state
from tests.attacks.in_process import OpenBrowser, serve_in_process
from tests.attacks.language import speaks_bulgarian
from tests.attacks.visitors import Visitor
from tests.people import Network

PASSWORD = "vuna i pamuk 2026"
UNKNOWN = "nepoznat@klaster.example"


class CountingHasher(PasswordHasher):
    """A hasher that costs nothing and counts how often it was asked."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)
        self.verified = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - the library's name
        """Verify, and count."""
        self.verified += 1
        return super().verify(hash, password)


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> Iterator[CountingHasher]:
    """The hasher of these tests."""
    counting = CountingHasher()
    monkeypatch.setattr(passwords, "hasher", counting)
    passwords._nobodys_hash.cache_clear()
    yield counting
    passwords._nobodys_hash.cache_clear()


@pytest.fixture
async def open_browser(database_url: str, hasher: CountingHasher) -> AsyncIterator[OpenBrowser]:
    """Opens a browser at the application on the database of the test."""
    async with serve_in_process(database_url) as opener:
        yield opener


async def set_password(network: Network, who: Actor) -> None:
    stored = await hash_password(PASSWORD)
    async with network.database.write() as session:
        (await find_person(session, who.id)).password_hash = stored


async def try_to_sign_in(browser: httpx2.AsyncClient, email: str, password: str) -> httpx2.Response:
    return await browser.post("/sign-in", data={"email": email, "password": password})


def anonymous(answer: httpx2.Response, email: str) -> tuple[int, str, str]:
    """Return what an answer says, but for the address that was typed."""
    text = answer.text.replace(email, "…")
    return answer.status_code, answer.headers.get("location", ""), text


async def test_row_41_a_wrong_password_says_nothing_of_who_is_a_member(
    network: Network, open_browser: OpenBrowser, hasher: CountingHasher
) -> None:
    await set_password(network, network.ana)
    await set_password(network, network.boris)
    async with network.database.write() as session:
        await enter_state(session, await find_person(session, network.boris.id), SUSPENDED, None)
    browser = open_browser(**{"Accept-Language": "bg"})
    said = set()
    for email in (network.ana.email, network.boris.email, network.elena.email, UNKNOWN):
        asked = hasher.verified
        said.add(anonymous(await try_to_sign_in(browser, email, "wrong password"), email))
        assert hasher.verified == asked + 1
    assert len(said) == 1
    status, _location, text = said.pop()
    assert status == 422
    assert speaks_bulgarian(re.sub("<[^>]+>", "", text))


async def test_row_41_a_forgotten_password_says_nothing_of_who_is_a_member(
    network: Network, open_browser: OpenBrowser
) -> None:
    await set_password(network, network.ana)
    async with network.database.write() as session:
        await enter_state(session, await find_person(session, network.boris.id), SUSPENDED, None)
    browser = open_browser()
    emails = (network.ana.email, network.boris.email, network.elena.email, UNKNOWN)
    answers = [await browser.post("/password/forgot", data={"email": email}) for email in emails]
    assert {anonymous(answer, UNKNOWN) for answer in answers} == {(303, "/password/forgot?sent=1", "")}


async def test_row_41_an_invitation_says_nothing_of_who_is_a_member(
    network: Network, open_browser: OpenBrowser
) -> None:
    async with network.database.write() as session:
        house = await create_organisation(session, Profile("", "sme", "bg", "BG", {"bg": Words("Шевица")}))
        token = await begin_session(session, network.vesna.id, "", "")
    vesna = open_browser(token)
    form = {"locale": "bg", "organisation": str(house.id)}
    emails = (network.ana.email, network.elena.email, UNKNOWN)
    answers = [await vesna.post("/coordination", data={"email": email, **form}) for email in emails]
    assert {anonymous(answer, UNKNOWN) for answer in answers} == {(303, "/coordination?done=invited", "")}


async def test_row_43_guessing_one_account_from_many_addresses_is_over_after_ten(
    network: Network, open_browser: OpenBrowser
) -> None:
    await set_password(network, network.elena)
    await set_password(network, network.ana)
    for number in range(10):
        browser = open_browser(address=f"203.0.113.{number}")
        assert (await try_to_sign_in(browser, network.elena.email, "wrong password")).status_code == 422
    browser = open_browser(address="203.0.113.99", **{"Accept-Language": "bg"})
    for password in ("wrong password", PASSWORD):
        answer = await try_to_sign_in(browser, network.elena.email.upper(), password)
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 0
        assert speaks_bulgarian(answer.text)
    assert (await try_to_sign_in(browser, network.ana.email, PASSWORD)).status_code == 303


async def test_row_43_guessing_many_accounts_from_one_address_is_over_after_fifty(
    network: Network, open_browser: OpenBrowser
) -> None:
    await set_password(network, network.ana)
    browser = open_browser(address="2001:db8::1")
    for number in range(50):
        answer = await try_to_sign_in(browser, f"{number}@klaster.example", "wrong password")
        assert answer.status_code == 422
    neighbour = open_browser(address="2001:db8::ffff")
    answer = await try_to_sign_in(neighbour, network.ana.email, PASSWORD)
    assert (answer.status_code, answer.headers["retry-after"].isdecimal()) == (429, True)
    elsewhere = open_browser(address="2001:db8:0:1::1")
    assert (await try_to_sign_in(elsewhere, network.ana.email, PASSWORD)).status_code == 303


async def test_row_43_knowing_the_password_forgives_earlier_tries(
    network: Network, open_browser: OpenBrowser
) -> None:
    await set_password(network, network.ana)
    browser = open_browser()
    for _ in range(3):
        for _ in range(9):
            answer = await try_to_sign_in(browser, network.ana.email, "wrong password")
            assert answer.status_code == 422
        assert (await try_to_sign_in(browser, network.ana.email, PASSWORD)).status_code == 303


async def make_invitation(network: Network) -> str:
    async with network.database.write() as session:
        house = await create_organisation(session, Profile("", "sme", "bg", "BG", {"bg": Words("Шевица")}))
        invited = await invite(session, network.vesna, email=UNKNOWN, locale="bg", organisation_id=house.id)
    return f"/invitations/{invited.token}"


async def make_reset_link(network: Network) -> str:
    async with network.database.write() as session:
        return f"/password/reset/{await make_reset(session, network.elena.id)}"


MakeLink = Callable[[Network], Awaitable[str]]

LINKS = pytest.mark.parametrize("make_link", [make_invitation, make_reset_link])
ACCOUNT = {"name": "Нов Човек", "locale": "bg", "password": PASSWORD}
IN_BULGARIAN = {"Accept-Language": "bg"}


@LINKS
async def test_row_44_a_scanner_that_opens_a_link_uses_nothing_up(
    network: Network, open_browser: OpenBrowser, make_link: MakeLink
) -> None:
    link, scanner = await make_link(network), open_browser()
    for method in ("GET", "HEAD", "GET"):
        answer = await scanner.request(method, link)
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers
    assert "<button" in answer.text
    assert (await open_browser().post(link, data=ACCOUNT)).status_code == 303


@LINKS
async def test_row_44_a_link_works_once(
    network: Network, open_browser: OpenBrowser, make_link: MakeLink
) -> None:
    link, browser = await make_link(network), open_browser(**IN_BULGARIAN)
    assert (await browser.post(link, data=ACCOUNT)).status_code == 303
    for answer in (await open_browser(**IN_BULGARIAN).get(link), await browser.post(link, data=ACCOUNT)):
        assert answer.status_code == 410
        assert "set-cookie" not in answer.headers
        assert speaks_bulgarian(re.sub("<[^>]+>", "", answer.text))


@LINKS
async def test_row_44_an_old_link_and_a_made_up_one_are_gone(
    network: Network, open_browser: OpenBrowser, make_link: MakeLink
) -> None:
    link, browser = await make_link(network), open_browser()
    async with network.database.write() as session:
        for table in (Invitation, PasswordReset):
            await session.execute(update(table).values(expires_at=clock.now()))
    for address in (link, f"{link[:-1]}-", link.rpartition("/")[0] + "/%00x"):
        answers = (await browser.get(address), await browser.post(address, data=ACCOUNT))
        assert {answer.status_code for answer in answers} <= {404, 410}, address


@LINKS
async def test_row_44_a_form_with_a_fault_comes_back_and_uses_nothing_up(
    network: Network, open_browser: OpenBrowser, make_link: MakeLink
) -> None:
    link, browser = await make_link(network), open_browser(**IN_BULGARIAN)
    answer = await browser.post(link, data=ACCOUNT | {"password": "kratko"})
    assert answer.status_code == 422
    assert 'id="password-note"' in answer.text
    assert "kratko" not in answer.text
    assert (await browser.post(link, data=ACCOUNT)).status_code == 303


ELSEWHERE = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example",
    "///evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    " //evil.example",
    "/%0d%0aSet-Cookie:x=1\r\n",
    "evil.example",
    "/" + "x" * 3_000,
]


@pytest.mark.parametrize("address", ELSEWHERE)
async def test_row_48_a_way_back_never_leads_to_another_site(elena: Visitor, address: str) -> None:
    answer = await elena.send_form("/language", locale="bg", next=address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    answer = await elena.get("/sign-in", params={"next": address})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


async def test_row_48_nor_does_signing_in(network: Network, open_browser: OpenBrowser) -> None:
    await set_password(network, network.ana)
    for address in ELSEWHERE:
        page = (await open_browser().get("/sign-in", params={"next": address})).text
        assert '<input type="hidden" name="next" value="/">' in page
        form = {"email": network.ana.email, "password": PASSWORD, "next": address}
        answer = await open_browser().post("/sign-in", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
