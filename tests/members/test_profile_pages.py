"""The page on which an organisation's people edit its profile."""

import re

from tests.members.people import Browser, OpenBrowser, People
from tests.members.test_profile_edits import TYPED


async def sign_in(open_browser: OpenBrowser, name: str) -> Browser:
    browser = open_browser()
    await browser.sign_in(f"{name}@demo.example")
    await browser.post("/language", data={"locale": "en", "next": "/"})
    return browser


def form_on(page: str) -> dict[str, str]:
    """Return the hidden fields that the page put into its form."""
    found = dict(re.findall(r'<input type="hidden" name="(organisation|version)" value="([^"]+)">', page))
    assert set(found) == {"organisation", "version"}
    return found


PROFILE = "/my-organisation/profile"


async def test_the_form_shows_everything_and_keeps_it(open_browser: OpenBrowser) -> None:
    ana = await sign_in(open_browser, "ana")
    page = (await ana.get(PROFILE)).text
    assert 'value="Vunena nit" required' in page
    answer = await ana.post(PROFILE, data=TYPED | form_on(page) | {"nace": ["13", "14"]})
    assert answer.headers["location"] == "/organisations/M001?done=kept"
    page = (await ana.get("/organisations/M001?done=kept")).text
    for words in ("Your changes are saved", "We spin and weave.", "nit.example", "1998", "Ćuprija"):
        assert words in page
    page = (await ana.get(PROFILE)).text
    assert 'name="nace" value="13" checked' in page


async def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(open_browser: OpenBrowser) -> None:
    ana = await sign_in(open_browser, "ana")
    typed = TYPED | {"founded": "soon", "summary-bg": "Predemo"} | form_on((await ana.get(PROFILE)).text)
    answer = await ana.post(PROFILE, data=typed | {"nace": ["13"]})
    assert answer.status_code == 422
    for words in (
        'id="founded-note"',
        'value="soon"',
        'id="summary-bg-note"',
        "Predemo</textarea>",
        "a year",
    ):
        assert words in answer.text
    assert 'value="13" checked' in answer.text
    fixed = typed | {"founded": "1998", "summary-bg": ""} | form_on(answer.text)
    assert (await ana.post(PROFILE, data=fixed)).status_code == 303


async def test_a_change_by_somebody_else_is_shown_beside_what_was_typed(open_browser: OpenBrowser) -> None:
    ana, vesna = await sign_in(open_browser, "ana"), await sign_in(open_browser, "vesna")
    before = form_on((await ana.get(PROFILE)).text)
    address = f"{PROFILE}?organisation={before['organisation']}"
    theirs = TYPED | {"city": "Vranje"} | form_on((await vesna.get(address)).text)
    assert (await vesna.post(PROFILE, data=theirs)).status_code == 303
    answer = await ana.post(PROFILE, data=TYPED | {"city": "Pirot"} | before)
    assert answer.status_code == 409
    assert 'value="Pirot"' in answer.text
    assert "Stored now: Vranje" in answer.text
    again = TYPED | {"city": "Pirot"} | form_on(answer.text)
    assert (await ana.post(PROFILE, data=again)).status_code == 303
    assert (await ana.post(PROFILE, data=again | {"version": "yesterday"})).status_code == 409


async def test_nobody_else_finds_the_form(open_browser: OpenBrowser, people: People) -> None:
    elena = await sign_in(open_browser, "elena")
    assert (await elena.get(f"{PROFILE}?organisation={people.wool}")).status_code == 404
    form = TYPED | {"organisation": str(people.wool), "version": "x"}
    assert (await elena.post(PROFILE, data=form)).status_code == 404
    assert "Edit the profile" not in (await elena.get("/organisations/M001")).text
    assert "Edit the profile" in (await elena.get("/organisations/M002")).text
