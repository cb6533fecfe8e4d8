"""The tour of a newcomer: there until it is ended, on every device, and again when asked for."""

import pytest

from tests.members.people import OpenBrowser

PANEL = "data-tour-steps"


async def test_a_new_member_is_shown_around_until_they_end_it_on_any_device(
    open_browser: OpenBrowser,
) -> None:
    ana, phone = open_browser(), open_browser()
    await ana.sign_in("ana@demo.example")
    await phone.sign_in("ana@demo.example")
    assert PANEL in (await ana.get("/")).text
    assert PANEL in (await phone.get("/members")).text
    answer = await phone.post("/tour/end", data={"next": "/members"})
    assert answer.headers["location"] == "/members"
    assert PANEL not in (await ana.get("/")).text
    again = await ana.post("/tour/begin")
    assert again.headers["location"] == "/"
    assert PANEL in (await phone.get("/")).text


async def test_the_page_of_the_tour_stands_alone_and_leads_to_rooms_when_there_is_none_to_show(
    open_browser: OpenBrowser,
) -> None:
    ana = open_browser()
    await ana.sign_in("ana@demo.example")
    page = (await ana.get("/tour")).text
    assert PANEL not in page
    assert page.count('id="step-') == 5
    assert (await ana.get("/tour/example")).headers["location"] == "/rooms"


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
async def test_ending_it_leads_nowhere_else(open_browser: OpenBrowser, elsewhere: str) -> None:
    ana = open_browser()
    await ana.sign_in("ana@demo.example")
    assert (await ana.post("/tour/end", data={"next": elsewhere})).headers["location"] == "/"


async def test_a_visitor_has_no_tour(open_browser: OpenBrowser) -> None:
    visitor = open_browser()
    assert PANEL not in (await visitor.get("/sign-in")).text
    assert (await visitor.get("/tour")).headers["location"].startswith("/sign-in")
