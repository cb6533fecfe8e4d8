"""Two nodes behind each proxy, with the samples as they are: people talk, a node dies, nobody is missed."""

import asyncio
import contextlib
import re
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx2
import pytest

from balkancluster.web.request_limits import ADDRESS_BYTES, FORM_BYTES, HEADER_BYTES
from tests.operate.conftest import StartProxy
from tests.operate.installation import Installation, live, sign_in, signed_in
from tests.operate.proxies import NAME, URL, Proxy, browser
from tests.realtime.sockets import Frame, Socket, message, numbers

FORGED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
VISITOR = "127.0.0.7"
JSON = {"Content-Type": "application/json"}
BEYOND = 600_001


async def post(client: httpx2.AsyncClient, room: str, body: str) -> Frame:
    """Post a message through the API, and again with the same id if no answer came, as browsers do."""
    draft = message(body)
    for _try in range(3):
        answer = await client.post(f"/api/v1/rooms/{room}/messages", json=draft)
        if answer.status_code == httpx2.codes.CREATED:
            break
    assert answer.status_code == httpx2.codes.CREATED, answer.text
    posted: Frame = answer.json()
    return posted


async def room_of(client: httpx2.AsyncClient) -> Frame:
    """Return what the API says of the one room."""
    (room,) = (await client.get("/api/v1/rooms")).json()["items"]
    found: Frame = room
    return found


async def ended_within(socket: Socket, seconds: float) -> bool:
    """Whether a socket ends in this time."""
    try:
        async with asyncio.timeout(seconds):
            await socket.hear_the_end()
    except TimeoutError:
        return False
    return True


async def test_people_talk_and_a_node_dies(proxy: Proxy, installation: Installation) -> None:
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        ana, elena = [await enter(signed_in(proxy, name)) for name in ("ana", "elena")]
        room = await room_of(elena)
        sockets = [await enter(live(proxy, elena)) for _ in range(4)]
        for socket in sockets:
            await socket.follow(room)
        seqs = [(await post(ana, room["id"], f"poruka {number}"))["seq"] for number in range(10)]
        for socket in sockets:
            assert numbers(await socket.hear_events(seqs[-1])) == seqs

        await installation.kill(0)
        ends = await asyncio.gather(*(ended_within(socket, 2) for socket in sockets))
        stayed = [socket for socket, ended in zip(sockets, ends, strict=True) if not ended]
        assert 0 < len(stayed) < len(sockets), "all sockets were at one node"
        for number in range(10):
            assert (await elena.get("/rooms")).status_code == httpx2.codes.OK
            seqs.append((await post(ana, room["id"], f"dalje {number}"))["seq"])
        again = await enter(live(proxy, elena))
        await again.follow(room)
        for socket in stayed:
            assert numbers(await socket.hear_events(seqs[-1])) == seqs[10:]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a machine has one loopback address only")
async def test_a_visitor_is_known_by_their_own_address(proxy: Proxy, installation: Installation) -> None:
    network = installation.network
    async with proxy.client(VISITOR, FORGED) as through:
        await sign_in(through, network.ana.email)
    assert await installation.address_of(network.ana.id) == VISITOR
    async with browser(f"http://127.0.0.1:{installation.ports[0]}", VISITOR, FORGED) as past:
        await sign_in(past, network.elena.email)
    assert await installation.address_of(network.elena.id) == VISITOR


async def test_what_is_too_long_is_refused(proxy: Proxy, installation: Installation) -> None:
    async with signed_in(proxy, "ana") as ana:
        address = f"/api/v1/rooms/{installation.room}/messages"
        for length in (64 * 1024 + 1, 400_000):
            big = await ana.post(address, content=b" " * length, headers=JSON)
            assert big.status_code == httpx2.codes.CONTENT_TOO_LARGE
            assert big.json()["code"] == "too_large", "the program itself refuses what is a little too long"
        # Whoever goes on sending when the answer is there may find the line torn before they read it.
        with contextlib.suppress(httpx2.TransportError):
            huge = await ana.post(address, content=b" " * BEYOND, headers=JSON)
            assert huge.status_code == httpx2.codes.CONTENT_TOO_LARGE
            assert "too_large" not in huge.text, "the proxy refuses it by itself"
        form = await ana.post("/sign-in", data={"email": "x" * (FORM_BYTES - 100)})
        assert form.status_code != httpx2.codes.CONTENT_TOO_LARGE
        long_address = await ana.get("/rooms?q=" + "x" * ADDRESS_BYTES)
        assert long_address.status_code == httpx2.codes.URI_TOO_LONG
        headers = {f"X-{number}": "x" * 8_000 for number in range(HEADER_BYTES // 8_000 + 1)}
        assert (await ana.get("/rooms", headers=headers)).status_code == 431
        flood = {f"X-{number}": "x" * 8_000 for number in range(20)}
        assert (await ana.get("/rooms", headers=flood)).status_code in (400, 431)


async def test_nobody_takes_a_node_away_by_sending_nonsense(proxy: Proxy, installation: Installation) -> None:
    async def without_end() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 10_000

    async with signed_in(proxy, "ana") as ana:
        for _try in range(4):
            answer = await ana.post("/sign-in", content=without_end(), headers=JSON)
            # A form is asked for: the node may say so before it has read how long the body is.
            assert answer.status_code in (413, 415, 503)
            await send_broken_chunks(proxy)
            assert (await ana.get("/rooms")).status_code == httpx2.codes.OK
            await post(ana, installation.room, "Radi li?")


async def send_broken_chunks(proxy: Proxy) -> None:
    """Begin a body in chunks and go on with what is none."""
    trust = proxy.certificate.trust()
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port, ssl=trust, server_hostname=NAME)
    writer.write(f"POST /sign-in HTTP/1.1\r\nHost: {NAME}\r\nOrigin: {URL}\r\n".encode())
    writer.write(b"Transfer-Encoding: chunked\r\n\r\n5\r\nemail\r\nnonsense\r\n\r\n")
    await reader.read(100)
    writer.close()


async def test_pages_are_compressed_and_the_live_socket_is_not(proxy: Proxy) -> None:
    async with signed_in(proxy, "ana") as ana:
        page = await ana.get("/rooms", headers={"Accept-Encoding": "gzip"})
        (style, *_) = re.findall(r'rel="stylesheet" href="([^"]+)"', page.text)
        for answer in (page, await ana.get(style, headers={"Accept-Encoding": "gzip"})):
            assert answer.status_code == httpx2.codes.OK
            assert answer.headers.get("content-encoding") == "gzip"
        async with live(proxy, ana) as socket:
            assert socket.is_uncompressed


async def test_health_is_asked_of_nodes_and_not_of_the_proxy(proxy: Proxy) -> None:
    async with proxy.client() as stranger:
        assert (await stranger.get("/health/ready")).status_code == httpx2.codes.NOT_FOUND


async def test_a_page_in_every_language_says_that_no_node_answers(
    proxy: Proxy, installation: Installation
) -> None:
    await asyncio.gather(*(node.stop() for node in installation.nodes))
    async with proxy.client() as client:
        answer = await client.get("/rooms")
        assert answer.status_code == httpx2.codes.SERVICE_UNAVAILABLE
        assert answer.headers["retry-after"] == "5"
        assert answer.headers["cache-control"] == "no-store"
        assert all(f'lang="{locale}"' in answer.text for locale in ("sr-Cyrl", "sr-Latn", "bg", "en"))
        await installation.nodes[1].start()
        async with asyncio.timeout(15):
            # A proxy does not tell when it has found a node again.
            while (await client.get("/sign-in")).status_code != httpx2.codes.OK:  # noqa: ASYNC110
                await asyncio.sleep(0.2)


@pytest.mark.slow
async def test_a_socket_on_which_nobody_talks_stays(
    start_proxy: StartProxy, proxy_kind: str, installation: Installation
) -> None:
    if proxy_kind == "caddy":
        idle, hasty = {"idle 2m": "idle 26s"}, None
    else:
        idle, hasty = {"75s": "26s"}, {"75s": "5s"}
    proxy = await start_proxy(idle)
    async with signed_in(proxy, "ana") as ana, live(proxy, ana) as quiet:
        room = await room_of(ana)
        await quiet.follow(room)
        if hasty:
            # To show that the proxy would cut it: this one does not wait for a beat.
            other = await start_proxy(hasty)
            async with live(other, ana) as cut:
                assert await ended_within(cut, 15)
        assert not await ended_within(quiet, 40)
        seq = (await post(ana, room["id"], "Ima li koga?"))["seq"]
        assert numbers(await quiet.hear_events(seq)) == [seq]
