"""A session that ends takes its open sockets with it, before the answer is sent."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from balkancluster.app import build_app
from balkancluster.realtime.hub import SESSION_ENDED, Hub
from balkancluster.realtime.listener import Listener
from balkancluster.settings import Settings
from balkancluster.web.services import Services
from tests.members.people import ORIGIN, PASSWORD, Browser, People
from tests.members.recognised import find_by_session


@pytest.fixture
async def house(database_url: str, people: People) -> AsyncIterator[tuple[Browser, Services]]:
    """Vesna's browser at an application whose hub can be watched."""
    settings = Settings(database_url=database_url, base_url=ORIGIN, allowed_hosts=("house.example",))
    app = build_app(settings)
    async with Browser(
        transport=httpx2.ASGITransport(app),
        base_url=ORIGIN,
        headers={"Origin": ORIGIN, "Accept": "text/html"},
    ) as browser:
        await browser.sign_in("vesna@demo.example")
        yield browser, app.state.services
    await app.state.services.log.close()
    await app.state.services.database.close()


async def open_socket(services: Services, hub: Hub, token: str, closed: list[int]) -> None:
    async with services.database.read() as session:
        found = await find_by_session(session, token)
    assert found
    hub.welcome(Listener(found[0], lambda _frame: None, closed.append, "en"))


@pytest.mark.parametrize("act", ["sign out", "change the password", "end others", "suspend", "let go"])
async def test_sockets_close_with_the_session(
    house: tuple[Browser, Services], people: People, act: str
) -> None:
    browser, services = house
    own: list[int] = []
    others: list[int] = []
    await open_socket(services, services.hub, browser.cookies["__Host-session"], own)
    other = Browser(transport=browser._transport, base_url=ORIGIN, headers=browser.headers)
    await other.sign_in("elena@demo.example" if act in ("suspend", "let go") else "vesna@demo.example")
    await open_socket(services, services.hub, other.cookies["__Host-session"], others)
    match act:
        case "sign out":
            await browser.post("/sign-out")
        case "change the password":
            form = {"current_password": PASSWORD, "new_password": "osam dugih niti"}
            await browser.post("/settings/password", data=form)
        case "end others":
            await browser.post("/settings/sessions/end-others")
        case _:
            state = {"suspend": "suspended", "let go": "left"}[act]
            await browser.post(f"/coordination/people/{people.elena.id}/state", data={"state": state})
    assert (own, others) == (([SESSION_ENDED], []) if act == "sign out" else ([], [SESSION_ENDED]))


async def test_sockets_of_who_leaves_close_on_every_device(
    house: tuple[Browser, Services], people: People
) -> None:
    browser, services = house
    elena = Browser(transport=browser._transport, base_url=ORIGIN, headers=browser.headers)
    phone = Browser(transport=browser._transport, base_url=ORIGIN, headers=browser.headers)
    closed: list[int] = []
    for device in (elena, phone):
        await device.sign_in("elena@demo.example")
        await open_socket(services, services.hub, device.cookies["__Host-session"], closed)
    await elena.post("/settings/leave", data={"password": PASSWORD})
    assert closed == [SESSION_ENDED, SESSION_ENDED]
