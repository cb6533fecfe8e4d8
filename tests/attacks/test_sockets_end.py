"""Whoever may not hear any more hears nothing more: sockets end with their session, token, person or seat."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from balkancluster.members.models import SUSPENDED
from balkancluster.members.sessions import begin_session, end_sessions
from balkancluster.members.tokens import revoke_tokens_of
from tests.attacks.houses import Demo, House
from tests.attacks.production import Production
from tests.attacks.visitors import Visitor
from tests.attacks.websocket_wire import CLOSE, WebSocketWire

SESSION_ENDED = 4501
AT_ONCE = 1.0
"""Seconds in which a process that ended a session itself has closed its sockets."""

BY_THE_SWEEP = 3.0
"""Seconds in which it finds what another process has ended, by looking once a second."""

PASSWORD, NEW_PASSWORD = "vuna i pamuk 2026", "svila i lan 2027"


async def ensure_closed(socket: WebSocketWire, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        assert await socket.read_close() == SESSION_ENDED


async def ensure_open(socket: WebSocketWire) -> None:
    await socket.say("{")
    assert (await socket.hear("error"))["code"] == "bad_json"


async def second_device(house: House, who: Visitor) -> Visitor:
    """Sign somebody in at one more browser."""
    async with house.database.write() as session:
        token = await begin_session(session, who.id, "", "")
    device = house.visit()
    device.id, device.email = who.id, who.email
    device.take_session(house.session_cookie, token)
    return device


async def test_signing_out_closes_the_sockets_of_this_browser_only(demo: Demo) -> None:
    ana = await demo.newcomer("Ana Jovanović")
    phone = await second_device(demo, ana)
    here, there = await ana.open_socket(), await phone.open_socket()
    assert (await ana.send_form("/sign-out", x="1")).status_code == 303
    await ensure_closed(here, AT_ONCE)
    await ensure_open(there)


async def test_signing_other_devices_out_closes_their_sockets(demo: Demo) -> None:
    ana = await demo.newcomer("Ana Jovanović")
    phone = await second_device(demo, ana)
    here, there = await ana.open_socket(), await phone.open_socket()
    assert (await ana.send_form("/settings/sessions/end-others", x="1")).status_code == 303
    await ensure_closed(there, AT_ONCE)
    await ensure_open(here)
    assert (await phone.get("/api/v1/rooms")).status_code == 401


async def test_a_suspended_person_is_silent_at_once(demo: Demo, ana: Visitor) -> None:
    dragan = await demo.newcomer("Драган Ћирић", "sr-Cyrl")
    room = await ana.open_room(dragan)
    socket, coordinator = await dragan.listen(room), await demo.coordinator()
    changed = await coordinator.send_form(f"/coordination/people/{dragan.id}/state", state=SUSPENDED)
    assert changed.status_code == 303
    await ana.say(room, "Ovo Dragan više ne čuje")
    opcode, code = await socket.read_frame()
    assert (opcode, int.from_bytes(code[:2], "big")) == (CLOSE, SESSION_ENDED), "it heard something before"


async def end_all_sessions(demo: Demo, who: Visitor) -> None:
    async with demo.database.write() as session:
        await end_sessions(session, who.id)


async def end_all_tokens(demo: Demo, who: Visitor) -> None:
    async with demo.database.write() as session:
        await revoke_tokens_of(session, who.id)


@pytest.mark.parametrize("is_program", [False, True])
async def test_what_another_process_has_ended_is_silent_after_the_next_sweep(
    demo: Demo, is_program: bool
) -> None:
    ana = await demo.newcomer("Ana Jovanović")
    who, end = await _knock_as(demo, ana, is_program)
    socket = await who.open_socket()
    await end(demo, ana)
    await ensure_closed(socket, BY_THE_SWEEP)


async def _knock_as(
    demo: Demo, ana: Visitor, is_program: bool
) -> tuple[Visitor, Callable[[Demo, Visitor], Awaitable[None]]]:
    if not is_program:
        return ana, end_all_sessions
    program = demo.visit()
    program.token = await demo.token(ana, "rooms:read")
    return program, end_all_tokens


async def test_who_leaves_a_room_hears_it_no_more_and_keeps_the_socket(demo: Demo, ana: Visitor) -> None:
    dragan = await demo.newcomer("Драган Ћирић", "sr-Cyrl")
    room = await ana.open_room(dragan)
    socket = await dragan.listen(room)
    assert (await dragan.send_form(f"/rooms/{room}/leave", x="1")).status_code == 303
    async with asyncio.timeout(AT_ONCE):
        assert await socket.hear() == {"t": "error", "code": "not_found", "ref": room}
    await ana.say(room, "Sada bez Dragana")
    await ensure_open(socket)


async def test_a_long_poll_of_who_is_removed_ends_with_404(demo: Demo, ana: Visitor) -> None:
    dragan = await demo.newcomer("Драган Ћирић", "sr-Cyrl")
    room = await ana.open_room(dragan)
    head = (await dragan.get("/api/v1/rooms")).json()["items"][0]["head"]
    waiting = asyncio.create_task(dragan.get(f"/api/v1/rooms/{room}/events?wait=25&after={head}"))
    await asyncio.sleep(0)
    assert (await ana.send_form(f"/rooms/{room}/members/{dragan.id}/remove", x="1")).status_code == 303
    async with asyncio.timeout(BY_THE_SWEEP):
        assert (await waiting).status_code == 404


async def test_another_password_sends_other_devices_away(production: Production) -> None:
    ana = await production.newcomer("Ana Jovanović", password=PASSWORD)
    phone = await second_device(production, ana)
    here, there = await ana.open_socket(), await phone.open_socket()
    form = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert (await ana.send_form("/settings/password", **form)).status_code == 303
    await ensure_closed(there, AT_ONCE)
    await ensure_open(here)
    assert (await phone.get("/api/v1/rooms")).status_code == 401
    assert (await phone.get("/settings")).headers["location"] == "/sign-in?next=/settings"
    assert (await ana.get("/settings")).status_code == 200


async def test_who_is_not_signed_in_is_told_by_the_close_code(demo: Demo) -> None:
    await ensure_closed(await demo.visit().shake_hands(), AT_ONCE)
