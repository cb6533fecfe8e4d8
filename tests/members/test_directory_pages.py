"""The pages of the directory as a browser sees them."""

import pytest

from balkancluster.database import Database
from balkancluster.members.models import ERASED, INVITED
from balkancluster.members.organisation_file import MembersFile
from balkancluster.members.organisation_import import import_organisations
from balkancluster.members.people import create_person, find_person
from balkancluster.members.states import enter_state
from tests.members.members_files import members_file, row
from tests.members.people import Browser, OpenBrowser, People

KNITTERS = row()
MARKUP = row(
    id="RS902",
    name_own="<img src=x onerror=alert(1)>",
    short_name="{{7*7}}",
    summary_own="Удружење <script>alert(1)</script> плетиља из Лесковца.",
    country="MK",
)


@pytest.fixture
async def elena(database: Database, open_browser: OpenBrowser) -> Browser:
    """Elena at her browser, with two organisations from a file in the directory."""
    await import_organisations(database, MembersFile(members_file(KNITTERS, MARKUP)))
    browser = open_browser()
    await browser.sign_in("elena@demo.example")
    return browser


async def test_a_stranger_is_shown_the_way_in_and_nothing_else(open_browser: OpenBrowser) -> None:
    stranger = open_browser()
    for path in ("/members", "/organisations/RS901", "/people/1"):
        answer = await stranger.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={path}")


async def test_what_does_not_exist_is_not_found(elena: Browser) -> None:
    for path in ("/organisations/RS999", "/organisations/%00", "/people/0", "/people/x", f"/people/{10**20}"):
        assert (await elena.get(path)).status_code == 404, path


async def test_elena_reads_the_directory_in_bulgarian(elena: Browser) -> None:
    page = (await elena.get("/members?country=RS")).text
    assert '<option value="RS" selected>Сърбия</option>' in page
    assert '<option value="MK">Северна Македония</option>' in page
    assert '<span class="tag">Текстил</span>' in page
    assert '<a href="/organisations/RS901" lang="sr-Cyrl">Кластер плетиља</a>' in page
    assert "RS902" not in page


async def test_the_address_is_the_filter_and_the_links_keep_it(elena: Browser) -> None:
    page = (await elena.get("/members?q=pletilje&country=RS")).text
    assert 'value="pletilje"' in page
    assert 'href="/members?show=people&amp;q=pletilje&amp;country=RS"' in page
    assert 'href="/members?q=pletilje"' in page


async def test_elena_reads_an_organisation_that_has_not_joined(elena: Browser) -> None:
    page = (await elena.get("/organisations/RS901")).text
    assert "Knitters&#39; Cluster" in page
    assert '<div class="lede" lang="en">' in page
    assert (
        '<a href="https://pletilje.example/o-nama" rel="noopener noreferrer nofollow">pletilje.example</a>'
        in page
    )
    assert 'href="/members?sector=13"' in page


async def test_markup_in_a_name_is_text(elena: Browser) -> None:
    for path in ("/members", "/organisations/RS902"):
        page = (await elena.get(path)).text
        assert "<img src=x" not in page
        assert "<script>alert" not in page
        assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "{{7*7}}" in page


async def test_ana_can_be_written_to_and_elena_not_to_herself(elena: Browser, people: People) -> None:
    ana = (await elena.get(f"/people/{people.ana.id}")).text
    assert '<form id="write" method="post" action="/rooms/direct"' in ana
    assert f'name="person" value="{people.ana.id}"' in ana
    assert 'action="/rooms/direct"' not in (await elena.get(f"/people/{people.elena.id}")).text


async def test_who_was_erased_is_a_former_member_and_who_was_invited_is_nobody(
    elena: Browser, database: Database, people: People
) -> None:
    async with database.write() as session:
        goran = await create_person(
            session, name="Goran", email="goran@demo.example", locale="sr-Latn", state=INVITED
        )
        await enter_state(session, await find_person(session, people.ana.id), ERASED, None)
    assert (await elena.get(f"/people/{goran.id}")).status_code == 404
    former = await elena.get(f"/people/{people.ana.id}")
    assert former.status_code == 200
    assert "Ana" not in former.text
    assert 'action="/rooms/direct"' not in former.text


async def test_an_odd_address_is_a_page_like_any_other(elena: Browser) -> None:
    odd = ["q=" + "%25" * 2000, "q=%00", "country=%00&kind=%00&sector=%00", "page=0", "page=-1", "page=٣"]
    for query in (*odd, "show=<b>", "country=<b>&kind='&sector=%"):
        assert (await elena.get(f"/members?{query}")).status_code == 200, query
