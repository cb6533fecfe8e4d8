"""The page of notifications, as a browser without scripts uses it."""

import re

import httpx2
import pytest

from balkancluster.notifications.routes import centre
from tests.notifications.conftest import Visit
from tests.notifications.own import gather, notices_of, unread_of
from tests.people import Network

SEE_OTHER = httpx2.codes.SEE_OTHER


def lines_of(page: str) -> list[str]:
    """Return the HTML of each notification that a page lists."""
    return re.findall(r'<li id="told-.*?</li>', page, re.S)


def bell_of(page: str) -> list[str]:
    """Return what stands on the bells of a page."""
    return re.findall(r'data-bell><span aria-hidden="true">([^<]*)<', page)


async def test_elena_reads_who_named_her_where_and_in_which_words(network: Network, visit: Visit) -> None:
    room = await gather(network, network.ana, network.elena)
    said = await network.say(network.ana, room, "@Елена Петрова, dolaziš li u Pirot?")
    page = (await (await visit(network.elena)).get("/notifications")).text
    (line,) = lines_of(page)
    assert f'href="/rooms/{room}/messages/{said.id}"' in line
    assert '<span lang="sr-Latn">Ana Stojanović</span>' in line
    assert re.search(r'<bdi lang="sr-Latn">@Елена Петрова, dolaziš li u Pirot\?</bdi>', line)
    assert '<span lang="bg">Текстил и облекло</span>' in line
    assert bell_of(page) == ["1", "1"]


async def test_unread_is_said_in_words_and_not_by_colour_alone(network: Network, visit: Visit) -> None:
    room = await gather(network, network.ana, network.elena)
    await network.say(network.ana, room, "@Елена Петрова, zdravo")
    elena = await visit(network.elena)
    (line,) = lines_of((await elena.get("/notifications")).text)
    assert re.search(r'class="visually-hidden">\([^)]+\)</span>', line)
    form = re.search(r'action="(/notifications/\d+/read)"', line)
    assert form
    done = await elena.post(form[1], data={"next": "/notifications"})
    assert (done.status_code, done.headers["location"]) == (SEE_OTHER, "/notifications")
    page = (await elena.get("/notifications")).text
    (line,) = lines_of(page)
    assert "visually-hidden" not in line
    assert "data-mark-told" not in page
    assert bell_of(page) == []


async def test_all_are_marked_up_to_what_the_page_showed(network: Network, visit: Visit) -> None:
    room = await gather(network, network.ana, network.elena)
    await network.say(network.ana, room, "@Елена Петрова, prvo")
    elena = await visit(network.elena)
    page = (await elena.get("/notifications")).text
    shown = re.search(r'name="seq" value="(\d+)"', page)
    assert shown
    await network.say(network.ana, room, "@Елена Петрова, drugo")
    await elena.post("/notifications/read", data={"seq": shown[1], "next": "/notifications?show=unread"})
    assert await unread_of(network, network.elena) == 1
    (line,) = lines_of((await elena.get("/notifications?show=unread")).text)
    assert "drugo" in line


@pytest.mark.parametrize("typed", [{"x": "1"}, {"seq": ""}, {"seq": "-1"}, {"seq": "all"}, {"seq": "9" * 30}])
async def test_marking_without_a_number_is_refused_and_marks_nothing(
    network: Network, visit: Visit, typed: dict[str, str]
) -> None:
    room = await gather(network, network.ana, network.elena)
    await network.say(network.ana, room, "@Елена Петрова, zdravo")
    answer = await (await visit(network.elena)).post("/notifications/read", data=typed)
    assert answer.status_code == httpx2.codes.BAD_REQUEST
    assert await unread_of(network, network.elena) == 1


async def test_nobody_marks_what_is_somebody_elses(network: Network, visit: Visit) -> None:
    room = await gather(network, network.ana, network.elena)
    await network.say(network.ana, room, "@Елена Петрова, zdravo")
    (notice,) = await notices_of(network, network.elena)
    dragan = await visit(network.dragan)
    hers = await dragan.post(f"/notifications/{notice.id}/read", data={"next": "/notifications"})
    nobodys = await dragan.post("/notifications/999999/read", data={"next": "/notifications"})
    assert (hers.status_code, hers.text) == (nobodys.status_code, nobodys.text)
    assert (await dragan.post("/notifications/x/read", data={"x": "1"})).status_code == 404
    assert await unread_of(network, network.elena) == 1


async def test_a_long_list_comes_in_pages(
    network: Network, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(centre, "PAGE", 2)
    room = await gather(network, network.ana, network.elena)
    for number in range(5):
        await network.say(network.ana, room, f"@Елена Петрова, poruka broj {number}")
    elena, seen, address = await visit(network.elena), [], "/notifications?show=unread"
    while address:
        page = (await elena.get(address)).text
        seen += re.findall(r"poruka broj (\d)</bdi>", page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older[1].replace("&amp;", "&") if older else ""
    assert seen == ["4", "3", "2", "1", "0"]
    assert 'href="/notifications?show=unread"' in page


@pytest.mark.parametrize(
    "query", ["before=x", "before=-1", "before=99999999999999999999", "show=%00", "before="]
)
async def test_an_odd_address_shows_the_list(network: Network, visit: Visit, query: str) -> None:
    assert (await (await visit(network.ana)).get(f"/notifications?{query}")).status_code == 200


async def test_who_was_told_nothing_reads_what_will_stand_here(network: Network, visit: Visit) -> None:
    ana = await visit(network.ana)
    everything, unread = (
        (await ana.get("/notifications")).text,
        (await ana.get("/notifications?show=unread")).text,
    )
    assert 'class="panel empty"' in everything
    assert 'class="panel empty"' in unread
    assert everything.count("<h2>") == unread.count("<h2>") == 1


async def test_days_are_those_of_the_readers_clock(network: Network, visit: Visit) -> None:
    room = await gather(network, network.ana, network.elena)
    await network.say(network.ana, room, "@Елена Петрова, zdravo")
    page = (await (await visit(network.elena)).get("/notifications")).text
    assert re.search(r'<h2 class="day"[^>]* data-day="\d{4}-\d\d-\d\d"><time[^>]*>Днес</time>', page)


async def test_a_stranger_is_shown_the_way_in(visit: Visit) -> None:
    answer = await (await visit(None)).get("/notifications")
    assert answer.headers["location"] == "/sign-in?next=/notifications"
