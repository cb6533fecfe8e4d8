"""How one is told: letters and quiet hours, every room on one page, and the link that ends letters."""

import re
from typing import Any

import httpx2
import pytest

from balkancluster.access import Actor
from balkancluster.notifications.choices import Choices, read_choices, unsubscribe_token
from balkancluster.rooms.levels import set_level
from balkancluster.rooms.memberships import leave_room
from balkancluster.settings import Settings
from tests.notifications.conftest import Visit
from tests.notifications.own import gather, kinds_of
from tests.people import Network

PAGE = "/settings/notifications"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
NIGHT = {"mail": "1", "quiet": "1", "quiet_from": "22:00", "quiet_until": "06:00"}


async def choices_of(network: Network, who: Actor) -> Choices:
    async with network.database.read() as session:
        return await read_choices(session, who.id)


def selected(page: str, field: str) -> str:
    """Return which value of a list a page shows as chosen."""
    found = re.search(rf'<select id="{field}".*?</select>', page, re.S)
    assert found, field
    (value,) = re.findall(r'value="([^"]*)" selected', found[0])
    return str(value)


async def test_elena_sleeps_at_night_and_says_of_each_room_what_she_wants_to_hear(
    network: Network, visit: Visit
) -> None:
    loud, silent = [await gather(network, network.ana, network.elena) for _room in range(2)]
    elena = await visit(network.elena)
    answer = await elena.post(PAGE, data=NIGHT | {f"room-{loud}": "all", f"room-{silent}": "nothing"})
    assert answer.headers["location"] == f"{PAGE}?done=notifications"
    assert await choices_of(network, network.elena) == Choices(True, 22 * 60, 6 * 60)
    page = (await elena.get(answer.headers["location"])).text
    assert [selected(page, name) for name in ("quiet_from", "quiet_until")] == ["22:00", "06:00"]
    assert selected(page, f"room-{loud}") == "all"
    assert selected(page, f"room-{silent}") == "nothing"
    await network.say(network.ana, loud, "Dobro jutro")
    await network.say(network.ana, silent, "@Елена Петрова, zdravo")
    assert await kinds_of(network, network.elena) == ["room"]


async def test_hours_stand_as_the_reader_writes_them_and_belong_to_their_clock(
    network: Network, visit: Visit
) -> None:
    bulgarian = (await (await visit(network.elena)).get(PAGE)).text
    serbian = (await (await visit(network.vesna)).get(PAGE)).text
    assert '<option value="07:00" selected>7:00' in bulgarian
    assert '<option value="07:00" selected>07:00' in serbian
    assert "София" in bulgarian
    assert "Београд" in serbian


async def test_without_a_tick_there_are_no_letters_and_no_quiet_hours(network: Network, visit: Visit) -> None:
    elena = await visit(network.elena)
    await elena.post(PAGE, data=NIGHT)
    await elena.post(PAGE, data={"quiet_from": "22:00", "quiet_until": "06:00"})
    assert await choices_of(network, network.elena) == Choices(wants_mail=False)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"quiet_from": "25:00"}, "quiet_from"),
        ({"quiet_from": ""}, "quiet_from"),
        ({"quiet_until": "7"}, "quiet_until"),
        ({"quiet_until": "22:00"}, "quiet_until"),
    ],
)
async def test_hours_with_a_fault_come_back_with_everything_else_as_chosen(
    network: Network, visit: Visit, typed: dict[str, str], field: str
) -> None:
    room = await gather(network, network.ana, network.elena)
    elena = await visit(network.elena)
    answer = await elena.post(PAGE, data=NIGHT | {f"room-{room}": "all"} | typed)
    assert answer.status_code == 422
    assert f'class="error" id="{field}-note"' in answer.text
    assert selected(answer.text, f"room-{room}") == "all"
    assert await choices_of(network, network.elena) == Choices()


async def test_only_rooms_of_ones_own_can_be_chosen_for(network: Network, visit: Visit) -> None:
    room = await gather(network, network.ana, network.elena)
    dragan = await visit(network.dragan)
    assert (await dragan.post(PAGE, data={f"room-{room}": "all"})).status_code == 303
    await network.say(network.ana, room, "Dobro jutro")
    assert await kinds_of(network, network.dragan) == []
    wrong = await (await visit(network.elena)).post(PAGE, data={f"room-{room}": "shout"})
    assert wrong.status_code == 422


@pytest.fixture
def link(network: Network, settings: Settings) -> str:
    """The link at the foot of Elena's letters."""
    return f"/unsubscribe/{unsubscribe_token(settings, network.elena.id)}"


async def test_the_link_of_a_letter_asks_first_and_then_ends_letters_without_a_sign_in(
    network: Network, visit: Visit, link: str
) -> None:
    stranger = await visit(None)
    page = await stranger.get(link)
    assert '<html lang="bg"' in page.text
    assert network.elena.email in page.text
    stranger.cookies.set("locale", "en")
    assert '<html lang="en"' in (await stranger.get(link)).text
    assert (await choices_of(network, network.elena)).wants_mail
    ended = await stranger.post(link, data={"x": ""})
    assert ended.status_code == 200
    assert not (await choices_of(network, network.elena)).wants_mail
    assert 'name="again"' in ended.text
    await stranger.post(link, data={"again": "1"})
    assert (await choices_of(network, network.elena)).wants_mail


@pytest.mark.parametrize("click", [{"data": ONE_CLICK}, {"files": {"List-Unsubscribe": (None, "One-Click")}}])
async def test_a_mail_program_ends_letters_with_one_click(
    network: Network, visit: Visit, link: str, click: dict[str, Any]
) -> None:
    provider = await visit(None)
    del provider.headers["Origin"]
    for _time in range(2):
        answer = await provider.post(link, **click)
        assert answer.status_code == 200
        assert not (await choices_of(network, network.elena)).wants_mail


@pytest.mark.parametrize("token", ["1", "1-", "x-y", "999999-abc", "1-%00", "1-ж", "٣-x", "1" * 40])
async def test_a_link_that_was_not_made_here_opens_nothing(
    network: Network, visit: Visit, token: str
) -> None:
    stranger = await visit(None)
    assert (await stranger.get(f"/unsubscribe/{token}")).status_code == 404
    assert (await stranger.post(f"/unsubscribe/{token}", data={"x": ""})).status_code == 404


async def test_a_link_of_one_person_is_not_that_of_another(network: Network, visit: Visit, link: str) -> None:
    forged = link.replace(f"/{network.elena.id}-", f"/{network.ana.id}-")
    assert forged != link
    assert (await (await visit(None)).post(forged, data={"x": ""})).status_code == 404
    assert (await choices_of(network, network.ana)).wants_mail


async def test_another_site_cannot_end_letters_for_who_is_signed_in(
    network: Network, visit: Visit, link: str
) -> None:
    elena = await visit(network.elena)
    answer = await elena.post(link, data={"x": ""}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == httpx2.codes.FORBIDDEN
    assert (await choices_of(network, network.elena)).wants_mail


async def test_topics_that_go_their_own_way_stand_below_the_rooms(network: Network, visit: Visit) -> None:
    room, elsewhere = [await gather(network, network.ana, network.elena) for _room in range(2)]
    quiet = (await network.say(network.ana, room, "Dobro jutro")).topic_id
    gone = (await network.say(network.ana, elsewhere, "Dobro jutro")).topic_id
    await set_level(network.log, network.elena, room, quiet, "muted")
    await set_level(network.log, network.elena, elsewhere, gone, "followed")
    elena = await visit(network.elena)
    listed = re.findall(r'<li><a href="/rooms/(\d+)/topics/(\d+)">', (await elena.get(PAGE)).text)
    assert listed == [(str(elsewhere), str(gone)), (str(room), str(quiet))]
    await leave_room(network.log, network.elena, elsewhere)
    assert f"/topics/{gone}" not in (await elena.get(PAGE)).text
    assert f"/topics/{quiet}" not in (await (await visit(network.ana)).get(PAGE)).text
