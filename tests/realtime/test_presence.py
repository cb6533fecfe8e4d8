"""Presence: who is seen where and for how long, and how little is said about it."""

from collections import Counter
from dataclasses import replace

import pytest

from balkancluster.access import Actor
from balkancluster.realtime.presence import CROWD_PAUSE, LEASE, LINGER, LOOK_AGAIN, NAMED
from tests.realtime.present import ANA, BORIS, ELENA, FOOD, TEXTILE, House


@pytest.fixture
def house() -> House:
    return House()


async def test_who_is_here_is_told_to_everybody_in_the_room(house: House) -> None:
    ana, boris = house.open(ANA, TEXTILE), house.open(BORIS, TEXTILE)
    house.presence.renew(ana, TEXTILE)
    await house.after(1)
    news = {"t": "presence", "room": "35", "count": 1, "here": [{"id": "1", "name": "Ana"}]}
    assert house.frames[ana] == house.frames[boris] == [news]


async def test_here_without_a_room_is_seen_in_every_room_that_the_socket_hears(house: House) -> None:
    house.presence.renew(house.open(ANA, TEXTILE, FOOD), None)
    house.presence.renew(house.open(BORIS, TEXTILE, FOOD), FOOD)
    await house.after(1)
    assert (house.names(TEXTILE), house.names(FOOD)) == (["Ana"], ["Ana", "Boris"])


async def test_nobody_hears_of_a_room_that_they_do_not_hear(house: House) -> None:
    elena = house.open(ELENA, FOOD)
    house.presence.renew(house.open(ANA, TEXTILE), None)
    await house.after(1)
    assert house.frames[elena] == []


async def test_a_lease_that_is_renewed_goes_on_and_says_nothing_new(house: House) -> None:
    ana = house.open(ANA, TEXTILE)
    for _ in range(10):
        house.presence.renew(ana, None)
        await house.after(25)
    assert house.names() == ["Ana"]
    assert len(house.frames[ana]) == 1


async def test_a_socket_that_fell_silent_is_gone_after_its_lease(house: House) -> None:
    boris = house.open(BORIS, TEXTILE)
    house.presence.renew(house.open(ANA, TEXTILE), None)
    await house.after(LEASE - 1)
    assert house.names() == ["Ana"]
    await house.after(1)
    assert house.frames[boris][-1] == {"t": "presence", "room": "35", "count": 0, "here": []}


@pytest.mark.parametrize("leave", ["close", "hide"])
async def test_who_leaves_is_gone_within_seconds(house: House, leave: str) -> None:
    ana = house.open(ANA, TEXTILE)
    house.presence.renew(ana, None)
    await house.after(1)
    if leave == "close":
        house.close(ana)
    else:
        house.presence.step_away(ana)
    await house.after(LINGER)
    assert house.names() == []


async def test_going_to_another_page_says_nothing_to_anybody(house: House) -> None:
    boris, ana = house.open(BORIS, TEXTILE), house.open(ANA, TEXTILE)
    house.presence.renew(ana, None)
    await house.after(1)
    house.presence.step_away(ana)
    house.close(ana)
    await house.after(1)
    house.presence.renew(house.open(ANA, TEXTILE), None)
    await house.after(LINGER)
    assert house.names() == ["Ana"]
    assert len(house.frames[boris]) == 1


async def test_somebody_with_two_devices_is_one_person_until_both_are_gone(house: House) -> None:
    phone, desk = house.open(ANA, TEXTILE), house.open(ANA, TEXTILE)
    house.presence.renew(phone, None)
    house.presence.renew(desk, None)
    await house.after(1)
    assert house.frames[desk][-1]["count"] == 1
    house.close(phone)
    await house.after(LINGER)
    assert house.names() == ["Ana"]
    house.close(desk)
    await house.after(LINGER)
    assert house.names() == []


async def test_who_left_a_room_is_not_here_in_it_from_the_next_news(house: House) -> None:
    ana = house.open(ANA, TEXTILE, FOOD)
    house.presence.renew(ana, None)
    await house.after(1)
    house.heard[ana].discard(TEXTILE)
    house.presence.hears_no_more(ana, TEXTILE)
    await house.after(1)
    assert (house.names(TEXTILE), house.names(FOOD)) == ([], ["Ana"])


async def test_who_was_taken_out_without_a_word_is_noticed_all_the_same(house: House) -> None:
    ana, boris = house.open(ANA, TEXTILE), house.open(BORIS, TEXTILE)
    house.presence.renew(ana, None)
    await house.after(1)
    house.heard[ana].clear()
    house.presence.renew(ana, None)
    await house.after(LOOK_AGAIN)
    assert house.frames[boris][-1]["count"] == 0


async def test_a_newcomer_is_told_who_is_here_and_the_others_nothing(house: House) -> None:
    ana = house.open(ANA, TEXTILE)
    house.presence.renew(ana, None)
    await house.after(1)
    elena = house.open(ELENA, TEXTILE)
    await house.after(1)
    assert [frame["count"] for frame in house.frames[elena]] == [1]
    assert len(house.frames[ana]) == 1


async def test_a_newcomer_to_a_room_where_nobody_ever_was_is_told_nothing(house: House) -> None:
    elena = house.open(ELENA, TEXTILE)
    await house.after(1)
    assert house.frames[elena] == []


async def test_a_slow_reader_is_told_when_it_reads_again_how_things_are_by_then(house: House) -> None:
    slow, ana = house.open(ELENA, TEXTILE), house.open(ANA, TEXTILE)
    slow.paused = True
    house.presence.renew(ana, None)
    await house.after(1)
    house.close(ana)
    await house.after(LINGER)
    assert house.frames[slow] == []
    slow.paused = False
    await house.after(1)
    assert [frame["count"] for frame in house.frames[slow]] == [0]


# Switched off


async def test_who_switched_presence_off_is_nowhere(house: House) -> None:
    boris = house.open(BORIS, TEXTILE)
    house.presence.renew(house.open(replace(ANA, shows_presence=False), TEXTILE), None)
    await house.after(1)
    assert (house.names(), house.frames[boris]) == ([], [])


async def test_switching_off_holds_at_once_for_every_device_open_or_just_closed(house: House) -> None:
    boris = house.open(BORIS, TEXTILE)
    phone, desk = house.open(ANA, TEXTILE), house.open(ANA, TEXTILE)
    for device in (phone, desk):
        house.presence.renew(device, None)
    await house.after(1)
    house.close(phone)
    house.presence.forget(ANA.id)
    await house.after(0)
    assert [frame["count"] for frame in house.frames[boris]] == [1, 0]


# How much is said


async def test_two_hundred_people_who_arrive_at_once_cost_each_listener_one_frame(house: House) -> None:
    for number in range(200):
        house.presence.renew(house.open(Actor(100 + number, f"Član {number}"), TEXTILE), None)
    await house.after(1)
    assert {len(frames) for frames in house.frames.values()} == {1}
    assert next(iter(house.frames.values())) == [{"t": "presence", "room": "35", "count": 200}]


async def test_a_thousand_who_arrive_within_a_minute_cost_a_handful_of_small_frames(house: House) -> None:
    watcher = house.open(BORIS, TEXTILE)
    sockets = [house.open(Actor(100 + number, f"Član {number}"), TEXTILE) for number in range(1_000)]
    for number, socket in enumerate(sockets):
        house.presence.renew(socket, None)
        if number % 25 == 24:
            await house.after(1.5)
    kinds = Counter("here" in frame for frame in house.frames[watcher])
    assert kinds[False] <= 60 / CROWD_PAUSE + 1
    assert kinds[True] == 0
    for socket in sockets:
        house.presence.renew(socket, None)
    await house.after(CROWD_PAUSE)
    assert house.frames[watcher][-1] == {"t": "presence", "room": "35", "count": 1_000}


async def test_a_crowd_that_has_gone_home_is_named_again(house: House) -> None:
    sockets = [house.open(Actor(100 + number, f"Član {number}"), TEXTILE) for number in range(NAMED + 1)]
    for socket in sockets:
        house.presence.renew(socket, None)
    await house.after(1)
    house.close(sockets.pop())
    await house.after(LINGER)
    assert len(house.frames[sockets[0]][-1]["here"]) == NAMED
