"""U+0000 and its like in addresses and forms: no page falls over them, on either database."""

import pytest

from tests.members.people import OpenBrowser

NUL = "%00"


@pytest.mark.parametrize(
    "path",
    [
        f"/coordination/people?q={NUL}",
        f"/coordination?organisation={NUL}",
        f"/invitations/{NUL}",
        f"/password/reset/{NUL}",
        f"/members?q={NUL}&country={NUL}&kind={NUL}&sector={NUL}",
        f"/members?show=people&country={NUL}",
        f"/organisations/{NUL}",
        f"/people/{NUL}",
    ],
)
async def test_an_address_with_a_character_that_cannot_be_kept(open_browser: OpenBrowser, path: str) -> None:
    vesna = open_browser()
    await vesna.sign_in("vesna@demo.example")
    assert (await vesna.get(path)).status_code in {200, 404, 410}


@pytest.mark.parametrize(
    "path",
    ["/sign-in", "/password/forgot", "/settings", "/settings/password", "/my-organisation", "/coordination"],
)
async def test_a_form_with_a_character_that_cannot_be_kept(open_browser: OpenBrowser, path: str) -> None:
    browser = open_browser()
    if path != "/sign-in":
        await browser.sign_in("ana@demo.example" if path == "/my-organisation" else "vesna@demo.example")
    fields = (
        "email",
        "password",
        "name",
        "locale",
        "time_zone",
        "organisation_name",
        "country",
        "kind",
        "role",
    )
    answer = await browser.post(
        path, data=dict.fromkeys((*fields, "current_password", "new_password"), "a\x00")
    )
    assert answer.status_code in {404, 422}
