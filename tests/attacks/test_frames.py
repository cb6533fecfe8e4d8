"""Frames that break the rules of WebSocket: each is answered by its close code, never by silence."""

import asyncio

import pytest

from tests.attacks.houses import Demo
from tests.attacks.visitors import Visitor
from tests.attacks.websocket_wire import BINARY, CLOSE, CONTINUATION, PING, TEXT, frame

LIMIT = 65_536
TOO_BIG, BAD_TEXT, BAD_FRAME = 1009, 1007, 1002
BAD_PROTOCOL, TOO_MANY_SOCKETS = 4500, 4429


@pytest.mark.parametrize(
    "attack",
    [
        pytest.param(frame(TEXT, b" " * (LIMIT + 1)), id="one byte too long"),
        pytest.param(frame(TEXT, declared=2**62), id="declared as 2⁶²"),
        pytest.param(frame(BINARY, declared=2**63 - 1), id="binary, declared as 2⁶³ - 1"),
    ],
)
async def test_row_01_a_frame_over_the_limit_closes_with_1009(ana: Visitor, attack: bytes) -> None:
    socket = await ana.open_socket()
    await socket.send(attack)
    assert await socket.read_close() == TOO_BIG


async def test_row_01_a_frame_of_exactly_the_limit_is_read(ana: Visitor) -> None:
    socket = await ana.open_socket()
    await socket.send(frame(TEXT, b" " * LIMIT))
    assert await socket.hear() == {"t": "error", "code": "bad_json"}


async def test_row_02_a_message_in_a_hundred_thousand_pieces_closes_with_1009(ana: Visitor) -> None:
    socket = await ana.open_socket()
    piece = frame(CONTINUATION, b" ", final=False)
    await socket.send(frame(TEXT, b" ", final=False) + piece * 99_999)
    assert await socket.read_close() == TOO_BIG


@pytest.mark.parametrize(
    "attack",
    [
        pytest.param(frame(TEXT, b'{"t": "\xff"}'), id="no UTF-8"),
        pytest.param(frame(TEXT, b'{"t": "\xed\xa0\x80"}'), id="an encoded surrogate"),
        pytest.param(frame(TEXT, b"\xc0\xaf"), id="an overlong slash"),
        pytest.param(frame(TEXT, b"\xd0", final=False) + frame(CONTINUATION, b"("), id="broken in pieces"),
    ],
)
async def test_row_03_text_that_is_no_utf8_closes_with_1007(ana: Visitor, attack: bytes) -> None:
    socket = await ana.open_socket()
    await socket.send(attack)
    assert await socket.read_close() == BAD_TEXT


async def test_row_03_a_cyrillic_letter_in_two_pieces_is_whole_again(ana: Visitor) -> None:
    socket = await ana.open_socket()
    text = '{"t": "Ћ"}'.encode()
    middle = text.index("Ћ".encode()) + 1
    await socket.send(frame(TEXT, text[:middle], final=False) + frame(CONTINUATION, text[middle:]))
    assert await socket.hear() == {"t": "error", "code": "invalid"}


@pytest.mark.parametrize(
    "attack",
    [
        pytest.param(frame(TEXT, b"{}", masked=False), id="unmasked"),
        pytest.param(frame(0x3), id="reserved opcode 3"),
        pytest.param(frame(0xB), id="reserved opcode 11"),
        pytest.param(frame(TEXT, b"{}", reserved=4), id="RSV1 without an extension"),
        pytest.param(frame(TEXT, b"{}", reserved=2), id="RSV2"),
        pytest.param(frame(TEXT, b"{}", reserved=1), id="RSV3"),
        pytest.param(frame(PING, b"a" * 126), id="long ping"),
        pytest.param(frame(PING, b"a", final=False), id="split ping"),
        pytest.param(frame(CONTINUATION, b"{}"), id="stray continuation"),
        pytest.param(frame(TEXT, b"{", final=False) + frame(TEXT, b"}"), id="text inside a text"),
        pytest.param(frame(CLOSE, b"\x03"), id="close with half a code"),
        pytest.param(frame(CLOSE, b"\x03\xee"), id="close with the code 1006"),
    ],
)
async def test_row_04_a_frame_against_the_protocol_closes_with_1002(ana: Visitor, attack: bytes) -> None:
    socket = await ana.open_socket()
    await socket.send(attack)
    assert await socket.read_close() == BAD_FRAME


async def test_row_05_a_binary_frame_is_unsupported_and_the_socket_stays(ana: Visitor) -> None:
    socket = await ana.open_socket()
    await socket.send(frame(BINARY, b"\x00\x01"))
    assert await socket.hear() == {"t": "error", "code": "unsupported"}
    await socket.say({"t": "sub", "room": "999999999", "epoch": "", "after": 0})
    assert await socket.hear() == {"t": "error", "code": "not_found", "ref": "999999999"}


async def test_row_05_a_binary_greeting_is_unsupported_too(ana: Visitor) -> None:
    socket = await ana.shake_hands()
    await socket.send(frame(BINARY, b"hello"))
    assert await socket.hear() == {"t": "error", "code": "unsupported"}
    assert await socket.read_close() == BAD_PROTOCOL


async def test_five_errors_in_a_row_close_with_4500_and_four_do_not(ana: Visitor) -> None:
    socket = await ana.open_socket()
    for _ in range(4):
        await socket.say("{")
    await socket.say({"t": "here"})
    for _ in range(5):
        await socket.say("{")
    for _ in range(9):
        assert (await socket.hear())["code"] == "bad_json"
    assert await socket.read_close() == BAD_PROTOCOL


async def test_row_51_the_51st_socket_of_a_person_is_told_4429(demo: Demo) -> None:
    ana = await demo.newcomer("Ana Jovanović")
    sockets = [await ana.open_socket() for _ in range(50)]
    refused = await ana.shake_hands()
    assert await refused.read_close() == TOO_MANY_SOCKETS
    sockets[0].close()
    await sockets[1].say("{")
    assert (await sockets[1].hear())["code"] == "bad_json"


async def test_row_51_a_handshake_that_is_never_finished_is_over_in_ten_seconds(
    demo: Demo, ana: Visitor
) -> None:
    half_asked = demo.visit()
    await asyncio.gather(_never_says_hello(ana), _never_asks(half_asked), _asks_halfway(half_asked))


async def _never_says_hello(who: Visitor) -> None:
    socket = await who.shake_hands()
    assert await socket.read_close() == BAD_PROTOCOL


async def _never_asks(who: Visitor) -> None:
    wire = await who.connect()
    await wire.wait_until_hung_up()


async def _asks_halfway(who: Visitor) -> None:
    wire = await who.connect()
    await wire.send(b"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: web")
    await wire.wait_until_hung_up()


@pytest.mark.parametrize("room", ["elsewhere", "999999999", "0", "9" * 64, "-"])
async def test_being_here_or_writing_in_a_foreign_room_tells_nobody_anything(
    ana: Visitor, elena: Visitor, vesna: Visitor, room: str
) -> None:
    hers, other = await ana.open_socket(), await elena.open_socket()
    room = await vesna.open_room(elena) if room == "elsewhere" else room
    await other.say({"t": "sub", "room": room, "epoch": "", "after": 0})
    for kind in ("here", "typing"):
        await hers.say({"t": kind, "room": room})
    await hers.say("{")
    assert await hers.hear() == {"t": "error", "code": "bad_json"}
    await other.say("{")
    heard = [await other.hear()]
    while heard[-1].get("code") != "bad_json":
        heard.append(await other.hear())
    assert {frame["t"] for frame in heard}.isdisjoint({"presence", "typing"})


async def test_a_flood_of_here_and_typing_is_refused_and_told_nobody_as_often(
    ana: Visitor, elena: Visitor, room: str
) -> None:
    hers, other = await ana.open_socket(), await elena.open_socket()
    for socket in (hers, other):
        await socket.say({"t": "sub", "room": room, "epoch": "another", "after": 0})
        assert (await socket.hear())["t"] == "reset"
    for _ in range(350):
        await hers.say({"t": "here", "room": room})
        await hers.say({"t": "typing", "room": room, "topic": "13"})
    while (refusal := await hers.hear())["t"] != "error":
        pass
    assert refusal["code"] == "rate_limited"
    await other.say("{")
    heard = [await other.hear()]
    while heard[-1].get("code") != "bad_json":
        heard.append(await other.hear())
    kinds = [frame["t"] for frame in heard]
    assert kinds.count("typing") <= 3
    assert kinds.count("presence") <= 3


@pytest.mark.parametrize(
    "frame",
    [
        {"t": "here", "room": 35},
        {"t": "here", "room": "35; drop"},
        {"t": "here", "away": "yes"},
        {"t": "here", "person": "2"},
        {"t": "typing", "room": "35", "person": {"id": "2", "name": "Елена"}},
    ],
)
async def test_nobody_can_be_here_or_write_in_the_name_of_another(
    ana: Visitor, frame: dict[str, object]
) -> None:
    socket = await ana.open_socket()
    await socket.say(frame)
    assert await socket.hear() == {"t": "error", "code": "invalid"}
