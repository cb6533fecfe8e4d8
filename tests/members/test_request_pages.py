"""The pages of claims and removals, as members and coordinators see them."""

import re

import pytest

from balkancluster.database import Database
from balkancluster.members.organisation_models import LISTED
from balkancluster.members.organisation_profiles import Profile, Words
from balkancluster.members.organisations import create_organisation
from tests.members.people import Browser, OpenBrowser, People, letters

LOOMS = "/organisations/RS900"
EMPTY = {"role": ""}
WORDS = {"words": "Radim tamo kao <b>direktorka</b>."}


@pytest.fixture(autouse=True)
async def looms(database: Database, people: People) -> int:
    """An organisation that is only listed."""
    words = {"sr-Latn": Words("Razboji")}
    profile = Profile("RS900", "cluster", "sr-Latn", "RS", words, source_url="https://a.example/x")
    async with database.write() as session:
        return (await create_organisation(session, profile, LISTED)).id


async def sign_in(open_browser: OpenBrowser, name: str) -> Browser:
    browser = open_browser()
    await browser.sign_in(f"{name}@demo.example")
    await browser.post("/language", data={"locale": "en", "next": "/"})
    return browser


@pytest.fixture
async def ana(open_browser: OpenBrowser) -> Browser:
    return await sign_in(open_browser, "ana")


@pytest.fixture
async def vesna(open_browser: OpenBrowser) -> Browser:
    return await sign_in(open_browser, "vesna")


async def request_of(vesna: Browser, what: str) -> str:
    found = re.search(rf'action="(/coordination/requests/\d+/{what})"', (await vesna.get(WAITING)).text)
    assert found
    return found[1]


WAITING = "/coordination/requests"


async def test_ana_asks_vesna_approves_and_both_see_it(ana: Browser, vesna: Browser, looms: int) -> None:
    assert f'href="{LOOMS}/claim"' in (await ana.get(LOOMS)).text
    assert (
        "Your tie to the organisation you belong to already stays" in (await ana.get(f"{LOOMS}/claim")).text
    )
    answer = await ana.post(f"{LOOMS}/claim", data=WORDS)
    assert answer.headers["location"] == f"{LOOMS}?done=asked"
    page = (await ana.get(LOOMS)).text
    assert "Waiting" in page
    assert f'href="{LOOMS}/claim"' not in page
    assert "Waiting" in (await ana.get("/settings")).text
    waiting = (await vesna.get(WAITING)).text
    assert "Radim tamo kao &lt;b&gt;direktorka&lt;/b&gt;." in waiting
    assert '<blockquote class="prose"><p lang="sr-Latn">' in waiting
    for page in ("/coordination", "/coordination/people"):
        assert re.search(r"Requests <span class=\"badge\">1", (await vesna.get(page)).text)
    answer = await vesna.post(await request_of(vesna, "approve"), data=EMPTY)
    assert answer.headers["location"] == f"{WAITING}?done=approved"
    page = (await ana.get(LOOMS)).text
    assert "put together from public sources" not in page
    assert "Ana Jović" in page
    assert "Approved" in (await ana.get("/settings")).text
    assert (await ana.get(f"/my-organisation?organisation={looms}")).status_code == 200
    assert (await ana.get(f"{LOOMS}/claim")).status_code == 404


async def test_a_refusal_needs_a_reason_and_keeps_what_was_typed(ana: Browser, vesna: Browser) -> None:
    await ana.post(f"{LOOMS}/claim", data=WORDS)
    refuse = await request_of(vesna, "refuse")
    answer = await vesna.post(refuse, data={"answer": "x" * 2001})
    assert (answer.status_code, "x" * 2001 in answer.text) == (422, True)
    assert (await vesna.post(refuse, data={"answer": " "})).status_code == 422
    assert (await vesna.post(refuse, data={"answer": "Јавите се телефоном."})).status_code == 303
    assert '<q lang="sr-Cyrl">Јавите се телефоном.</q>' in (await ana.get(LOOMS)).text
    again = await vesna.post(refuse, data={"answer": "Још једном."})
    assert (again.status_code, "Nothing was done a second time." in again.text) == (409, True)
    assert (await vesna.post(refuse.replace("refuse", "approve"), data=EMPTY)).status_code == 409


async def test_nothing_typed_is_lost_when_a_claim_cannot_be_taken(ana: Browser) -> None:
    answer = await ana.post(f"{LOOMS}/claim", data={"words": "r" * 2001})
    assert (answer.status_code, "r" * 2001 in answer.text) == (422, True)
    await ana.post(f"{LOOMS}/claim", data=WORDS)
    answer = await ana.post(f"{LOOMS}/claim", data={"words": "Još jednom"})
    assert (answer.status_code, "Još jednom" in answer.text) == (409, True)


async def test_ana_withdraws_what_she_asked(ana: Browser, vesna: Browser) -> None:
    await ana.post(f"{LOOMS}/claim", data=WORDS)
    address = re.search(r"/organisation-requests/\d+/withdraw", (await ana.get(LOOMS)).text)
    assert address
    assert (await vesna.post(address[0], data={"next": LOOMS})).status_code == 404
    assert (await ana.post(address[0], data={"next": LOOMS})).headers["location"] == LOOMS
    assert "Withdrawn" in (await ana.get(LOOMS)).text
    assert "Every request is decided." in (await vesna.get(WAITING)).text


async def test_off_the_list_is_off_every_page_and_on_again(ana: Browser, vesna: Browser) -> None:
    assert (await ana.get(f"{LOOMS}/removal")).status_code == 200
    assert (await ana.post(f"{LOOMS}/removal", data={"words": ""})).status_code == 303
    await vesna.post(await request_of(vesna, "approve"), data=EMPTY)
    for page in (LOOMS, f"{LOOMS}/claim", f"{LOOMS}/removal"):
        assert (await ana.get(page)).status_code == 404
    assert "Razboji" not in (await ana.get("/members?q=razboji")).text
    assert "off the list" in (await vesna.get(LOOMS)).text
    assert (await ana.post(f"{LOOMS}/list-again")).status_code == 404
    assert f'action="{LOOMS}/list-again"' in (await vesna.get(WAITING)).text
    assert (await vesna.post(f"{LOOMS}/list-again")).status_code == 303
    assert (await ana.get(LOOMS)).status_code == 200


async def test_the_coordinator_takes_off_by_hand(ana: Browser, vesna: Browser) -> None:
    assert (await ana.post(f"{LOOMS}/take-off")).status_code == 404
    assert "take-off" not in (await ana.get(LOOMS)).text
    assert f'action="{LOOMS}/take-off"' in (await vesna.get(LOOMS)).text
    assert (await vesna.post(f"{LOOMS}/take-off")).status_code == 303
    assert (await ana.get(LOOMS)).status_code == 404


async def test_nobody_but_coordinators_finds_the_requests(ana: Browser) -> None:
    for answer in (
        await ana.get(WAITING),
        await ana.post(f"{WAITING}/1/approve", data=EMPTY),
        await ana.post(f"{WAITING}/1/refuse", data={"answer": "Ne"}),
    ):
        assert answer.status_code == 404


async def test_a_person_asks_a_few_times_an_hour_only(ana: Browser) -> None:
    answers = [await ana.post(f"{LOOMS}/claim", data={"words": ""}) for _try in range(21)]
    assert [answer.status_code for answer in answers] == [422] * 20 + [429]


@pytest.mark.parametrize(
    ("locale", "name"), [("sr-Cyrl", "vesna"), ("sr-Latn", "ana"), ("bg", "elena"), ("en", "ana")]
)
async def test_letters_come_in_the_language_of_their_reader(
    open_browser: OpenBrowser, database: Database, vesna: Browser, locale: str, name: str
) -> None:
    reader = await sign_in(open_browser, name)
    await reader.post("/language", data={"locale": locale, "next": "/"})
    await reader.post(f"{LOOMS}/claim", data=WORDS)
    await vesna.post(await request_of(vesna, "refuse"), data={"answer": "Разлог."})
    letter = (await letters(database))[-1]
    assert (letter.recipient, letter.locale) == (f"{name}@demo.example", locale)
    assert ("Razlog." if locale == "sr-Latn" else "Разлог.") in letter.text
    assert "\n\n\n" not in letter.text
