"""One's own settings and devices."""

import re

import pytest

from tests.members.people import Browser, OpenBrowser

KEPT = {"name": "Ana Jovanović", "locale": "bg", "time_zone": "Europe/Sofia"}
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


async def sign_in(open_browser: OpenBrowser, email: str = "ana@demo.example", agent: str = "") -> Browser:
    browser = open_browser(**{"User-Agent": agent} if agent else {})
    await browser.sign_in(email)
    return browser


async def test_ana_changes_name_language_and_time_zone_everywhere(open_browser: OpenBrowser) -> None:
    ana, phone = await sign_in(open_browser), await sign_in(open_browser)
    answer = await ana.post("/settings", data=KEPT)
    assert answer.headers["location"] == "/settings?done=settings"
    page = (await phone.get("/settings")).text
    assert '<html lang="bg"' in page
    assert 'value="Ana Jovanović"' in page
    assert re.search(r'value="Europe/Sofia" selected', page)


async def test_ana_gives_her_name_in_the_other_letters_and_is_found_by_it(open_browser: OpenBrowser) -> None:
    ana = await sign_in(open_browser)
    page = (await ana.get("/settings")).text
    assert '<option value="Ана Јовић">' in page
    assert 'name="other_name" type="text" value=""' in page
    await ana.post("/settings", data=KEPT | {"other_name": " Ана  Јовановић-Џонс "})
    assert 'value="Ана Јовановић-Џонс"' in (await ana.get("/settings")).text
    assert "Ana Jovanović" in (await ana.get("/members?tab=people&q=джонс")).text
    await ana.post("/settings", data=KEPT | {"other_name": ""})
    assert 'name="other_name" type="text" value=""' in (await ana.get("/settings")).text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"other_name": "Ana Djones"}, "other_name"),
        ({"other_name": "Анa Јовановић"}, "other_name"),
        ({"name": "\u200b"}, "name"),
        ({"locale": "hr"}, "locale"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
    ],
)
async def test_settings_with_a_fault_come_back_as_typed(
    open_browser: OpenBrowser, changed: dict[str, str], field: str
) -> None:
    ana = await sign_in(open_browser)
    answer = await ana.post("/settings", data=KEPT | changed)
    assert answer.status_code == 422
    assert f'id="{field}-note"' in answer.text
    assert 'value="Ana Jović"' in (await ana.get("/settings")).text


async def test_nobody_becomes_more_by_a_field_that_the_form_does_not_have(open_browser: OpenBrowser) -> None:
    ana = await sign_in(open_browser)
    await ana.post("/settings", data=KEPT | {"role": "coordinator", "state": "active", "id": "1"})
    assert (await ana.get("/coordination")).status_code == 404


async def test_devices_are_named_in_words_and_signed_out_one_by_one(open_browser: OpenBrowser) -> None:
    ana, phone = await sign_in(open_browser), await sign_in(open_browser, agent=FIREFOX)
    await ana.post("/language", data={"locale": "en", "next": "/"})
    page = (await ana.get("/settings/sessions")).text
    assert "Firefox on Windows" in page
    assert "this device" in page
    address = re.search(r'action="(/settings/sessions/\d+/end)"', page)
    assert address
    assert (await ana.get(address[1])).status_code == 405
    assert (await ana.post(address[1])).status_code == 303
    assert (await phone.get("/settings")).status_code == 303
    assert (await ana.get("/settings")).status_code == 200


async def test_elena_cannot_sign_out_a_device_of_ana(open_browser: OpenBrowser) -> None:
    ana = await sign_in(open_browser)
    await sign_in(open_browser)
    address = re.search(r"/settings/sessions/\d+/end", (await ana.get("/settings/sessions")).text)
    assert address
    elena = await sign_in(open_browser, "elena@demo.example")
    assert (await elena.post(address[0])).status_code == 404
    assert (await elena.post("/settings/sessions/" + "9" * 30 + "/end")).status_code == 404


async def test_all_other_devices_are_signed_out_at_once(open_browser: OpenBrowser) -> None:
    ana, *others = [await sign_in(open_browser) for _device in range(3)]
    await ana.post("/settings/sessions/end-others")
    assert [(await other.get("/settings")).status_code for other in others] == [303, 303]
    assert (await ana.get("/settings")).status_code == 200
