"""Documents on an organisation's page: its people add and remove them, every member reads them."""

import re

import httpx2

from balkancluster.database import Database
from balkancluster.members.organisation_files import MOST
from tests.files.pictures import draw
from tests.members.people import Browser, OpenBrowser, People, recorded

WOOL = "/organisations/M001"
PRICES = "Ценовник — вуна.csv"


async def send(browser: Browser, content: bytes = b"Vuna;400\n", name: str = PRICES) -> httpx2.Response:
    return await browser.post(f"{WOOL}/documents", files={"file": (name, content)})


def addresses(page: str) -> list[str]:
    return re.findall(r'href="(/files/[^"]+)"', page)


async def test_every_member_reads_what_ana_adds(
    open_browser: OpenBrowser, people: People, database: Database
) -> None:
    ana, elena = open_browser(), open_browser()
    await ana.sign_in("ana@demo.example")
    await elena.sign_in("elena@demo.example")
    added = await send(ana)
    assert (added.status_code, added.headers["location"]) == (303, f"{WOOL}?done=document")
    page = (await elena.get(WOOL)).text
    assert PRICES in page
    (address,) = addresses(page)
    got = await elena.get(address)
    assert (got.content, got.headers["content-disposition"][:10]) == (b"Vuna;400\n", "attachment")
    assert (await open_browser().get(address)).status_code == 303
    assert "document.added" in await recorded(database)


async def test_only_its_own_people_add_and_remove(
    open_browser: OpenBrowser, people: People, database: Database
) -> None:
    ana, elena = open_browser(), open_browser()
    await ana.sign_in("ana@demo.example")
    await elena.sign_in("elena@demo.example")
    await send(ana)
    assert (await send(elena)).status_code == 404
    (address,) = addresses((await elena.get(WOOL)).text)
    removal = f"{WOOL}/documents/{address.split('/')[2]}/remove"
    assert (await elena.post(removal, data={})).status_code == 404
    assert "/documents" not in (await elena.get(WOOL)).text
    assert (await ana.post("/organisations/M002/documents", files={"file": ("a", b"x")})).status_code == 404
    removed = await ana.post(removal, data={})
    assert removed.headers["location"] == f"{WOOL}?done=removed"
    assert addresses((await ana.get(WOOL)).text) == []
    assert (await ana.get(address)).status_code == 404
    assert (await ana.post(removal, data={})).status_code == 404
    assert (await recorded(database))[-1] == "document.removed"


async def test_what_cannot_be_kept_is_said_on_the_page(open_browser: OpenBrowser, people: People) -> None:
    ana = open_browser()
    await ana.sign_in("ana@demo.example")
    for content, name, words in (
        (b"", "a.txt", "prazna"),
        (b"<svg/>", "a.png", "nije slika"),
        (draw("PNG")[:200], "a.png", "oštećena"),
    ):
        refused = await send(ana, content, name)
        assert refused.status_code == 422
        assert words in refused.text
    nothing = await ana.post(f"{WOOL}/documents", files={"file": ("", b"")})
    assert (nothing.status_code, "Izaberite datoteku." in nothing.text) == (422, True)
    assert addresses((await ana.get(WOOL)).text) == []


async def test_a_page_holds_so_many_and_no_more(open_browser: OpenBrowser, people: People) -> None:
    ana = open_browser()
    await ana.sign_in("ana@demo.example")
    for number in range(MOST):
        assert (await send(ana, f"{number}".encode())).status_code == 303
    refused = await send(ana)
    assert (refused.status_code, f"{MOST}" in refused.text) == (422, True)
    assert len(addresses((await ana.get(WOOL)).text)) == MOST


async def test_the_settings_say_how_much_room_is_used(open_browser: OpenBrowser, people: People) -> None:
    ana = open_browser()
    await ana.sign_in("ana@demo.example")
    assert "500 MB" not in (await ana.get("/settings")).text
    await send(ana, b"Vuna;400\n" * 300_000)
    assert "2,7 od 500 MB" in (await ana.get("/settings")).text
