"""Addresses that climb, headers and bodies without end, forms that are cut off or made to burst."""

from collections.abc import Iterable

import pytest

from balkancluster.access import Actor
from balkancluster.database import new_id
from balkancluster.members.sessions import begin_session
from tests.attacks.houses import Demo
from tests.attacks.in_process import serve_in_process
from tests.attacks.language import speaks_bulgarian
from tests.attacks.visitors import Visitor
from tests.attacks.websocket_wire import WebSocketWire
from tests.attacks.wire import Answer, ask, request
from tests.people import Network

BULGARIAN = ("Accept-Language", "bg")
URLENCODED = ("Content-Type", "application/x-www-form-urlencoded")
JSON_LIMIT, FORM_LIMIT = 64 * 1024, 256 * 1024


async def get(who: Visitor, target: str, *headers: tuple[str, str]) -> Answer:
    """Ask for an address as it is, without a client that would tidy it up."""
    return await ask(who.port, request("GET", target, [*who.headers, *headers]))


@pytest.mark.parametrize(
    "target",
    [
        "/../etc/passwd",
        "/static/x/../../../pyproject.toml",
        "/static/x/%2e%2e/%2e%2e/settings.py",
        "/static/x/..%2f..%2fsettings.py",
        "/static/x/css/..%5c..%5csettings.py",
        "/static/x/css/style.css%00.txt",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "//etc/passwd",
        "//evil.example/",
        "/%00",
        "/rooms/%00",
        "/organisations/%00",
        "/organisations/..%2f..%2fetc%2fpasswd",
        "/people/%00",
        "/people/%D9%A1",
        "/catalog/bg/..%2f..%2fx.json",
        "/catalog/%2e%2e/x.json",
        "/api/v1/rooms/%00/topics",
        "/api/v1/rooms/%D9%A1/topics",
        "/api/v1/rooms/-1/topics",
    ],
)
async def test_row_26_an_address_that_climbs_leads_nowhere(elena: Visitor, target: str) -> None:
    answer = await get(elena, target)
    assert answer.status == 404
    assert not answer.header("location")


@pytest.mark.parametrize("path", ["/organisations/%00", "/rooms/%00", "/rooms/{room}/messages/%00"])
async def test_row_26_a_null_character_leads_nowhere_on_both_databases(
    network: Network, database_url: str, path: str
) -> None:
    room = await network.open_room(network.elena)
    async with serve_in_process(database_url) as open_browser:
        browser = open_browser(await _session(network, network.elena))
        assert (await browser.get(path.format(room=room))).status_code == 404
        for query in ("q", "country", "sector", "kind"):
            assert (await browser.get(f"/members?{query}=%00")).status_code == 200
        reply = {"client_id": new_id(), "body": "Здравейте", "reply_to": "\0"}
        topic = (await browser.get(f"/api/v1/rooms/{room}/topics")).json()["items"][0]["id"]
        answer = await browser.post(f"/rooms/{room}/topics/{topic}/messages", data=reply)
        assert answer.status_code == 422
        assert "Здравейте" in answer.text


async def _session(network: Network, who: Actor) -> str:
    async with network.database.write() as session:
        return await begin_session(session, who.id, "", "")


async def test_row_27_two_thousand_ranges_are_the_whole_file(ana: Visitor) -> None:
    page = (await ana.get("/sign-in", headers={"Cookie": ""})).text
    target = page[page.index("/static/") :].partition('"')[0]
    whole = await get(ana, target)
    ranges = ",".join(f"{start}-{start + 1}" for start in range(2_000))
    assert whole.status == 200
    pieces = await get(ana, target, ("Range", f"bytes={ranges}"))
    assert (pieces.status, pieces.body) == (200, whole.body)


LONG_HEADERS = {
    "one of 100 KB": [("X-Long", "x" * 100_000)],
    "5,000": [(f"X-{number}", "x") for number in range(5_000)],
    "a cookie of 40 KB": [("Cookie", "x=" + "x" * 40_000)],
}


@pytest.mark.parametrize("headers", [pytest.param(pairs, id=kind) for kind, pairs in LONG_HEADERS.items()])
async def test_row_28_headers_without_end_are_431(demo: Demo, headers: list[tuple[str, str]]) -> None:
    own = [*demo.visit().headers, BULGARIAN, ("Accept", "application/json")]
    answer = await ask(demo.port, request("GET", "/sign-in", [*own, *headers]))
    assert (answer.status, answer.json()["code"]) == (431, "headers_too_large")
    assert speaks_bulgarian(answer.json()["detail"])


@pytest.mark.parametrize(
    "target", ["/" + "x" * 70_000, "/members?q=" + "x" * 70_000, "/members?q=" + "x" * 9_000]
)
async def test_row_28_an_address_without_end_is_414(elena: Visitor, target: str) -> None:
    answer = await get(elena, target, ("Accept", "application/json"))
    assert (answer.status, answer.json()["code"]) == (414, "address_too_long")
    assert speaks_bulgarian(answer.json()["detail"])


ODD_HANDSHAKES = {
    **LONG_HEADERS,
    "a line over the limit of sockets": [("X-Long", "x" * 9_000)],
    "more headers than sockets take": [(f"X-{number}", "x") for number in range(90)],
    "no version": [("Sec-WebSocket-Version", "7")],
}


@pytest.mark.parametrize("headers", [pytest.param(pairs, id=kind) for kind, pairs in ODD_HANDSHAKES.items()])
async def test_row_28_an_odd_handshake_is_answered_too(ana: Visitor, headers: list[tuple[str, str]]) -> None:
    async with await WebSocketWire.open(ana.port) as socket:
        answer = await socket.shake_hands([*ana.headers, *headers])
    assert 400 <= answer.status < 500 or answer.status == 101


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS"])
async def test_row_28_a_handshake_by_another_verb_is_answered_too(ana: Visitor, method: str) -> None:
    upgrade = [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13")]
    answer = await ask(ana.port, request(method, "/live", [*ana.headers, *upgrade]))
    assert 400 <= answer.status < 500


def chunked(body: bytes, size: int = 16_384) -> bytes:
    """Return a body in chunks, which says nothing of its length."""
    pieces = (body[start : start + size] for start in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("kind", "limit"),
    [("application/json", JSON_LIMIT), ("application/x-www-form-urlencoded", FORM_LIMIT)],
)
@pytest.mark.parametrize("way", ["by length", "chunked", "by length alone"])
async def test_row_29_a_body_over_the_limit_is_413(
    elena: Visitor, room: str, kind: str, limit: int, way: str
) -> None:
    headers = [*elena.headers, ("Content-Type", kind)]
    body = b"x" * (limit + 1)
    if way == "chunked":
        raw = request("POST", "/api/v1/rooms/1/messages", [*headers, ("Transfer-Encoding", "chunked")])
        raw += chunked(body)
    elif way == "by length":
        raw = request("POST", "/api/v1/rooms/1/messages", headers, body)
    else:
        raw = request("POST", "/api/v1/rooms/1/messages", [*headers, ("Content-Length", str(10**15))])
    # A form is read by pages only; the API refuses one unread.
    if kind != "application/json":
        raw = raw.replace(b"/api/v1/rooms/1/messages", f"/rooms/{room}/members".encode())
    answer = await ask(elena.port, raw)
    assert answer.status == 413
    assert answer.header("content-language") == "bg"


def multipart(parts: Iterable[bytes], *, closed: bool = True) -> tuple[tuple[str, str], bytes]:
    """Return the header and the body of a form in parts."""
    body = b"".join(b"--cut\r\n" + part + b"\r\n" for part in parts) + (b"--cut--\r\n" if closed else b"")
    return ("Content-Type", "multipart/form-data; boundary=cut"), body


def part(name: str, value: str, *headers: str) -> bytes:
    """Return one part of a form."""
    lines = [f'Content-Disposition: form-data; name="{name}"', *headers, "", value]
    return "\r\n".join(lines).encode()


BURSTING = {
    "1,001 fields": (URLENCODED, b"&".join(b"f%d=x" % number for number in range(1_001))),
    "1,001 parts": multipart(part(f"f{number}", "x") for number in range(1_001)),
    "2,000 headers": multipart([part("name", "x", *(f"X-{number}: x" for number in range(2_000)))]),
    "a header of 60 KB": multipart([part("name", "x", "X: " + "x" * 60_000)]),
    "a field of 70 KB": (URLENCODED, b"name=" + b"x" * 70_000),
    "a part of 70 KB": multipart([part("name", "x" * 70_000)]),
    "a file": multipart([part("name", "x").replace(b'"name"', b'"name"; filename="../../x.png"')]),
    "no boundary": (("Content-Type", "multipart/form-data"), b"--cut\r\n\r\nx\r\n--cut--\r\n"),
    "an empty boundary": (("Content-Type", "multipart/form-data; boundary="), b"----\r\n"),
    "another boundary": (("Content-Type", "multipart/form-data; boundary=other"), multipart([b""])[1]),
    "cut off": multipart([part("name", "x")], closed=False),
    "a part without a name": multipart([b"Content-Disposition: form-data\r\n\r\nx"]),
    "a part without headers": multipart([b"\r\nx"]),
    "no UTF-8": (URLENCODED, b"name=%FF%FE"),
    "raw bytes": (URLENCODED, b"name=\xff\xfe"),
    "an odd charset": (
        ("Content-Type", "multipart/form-data; boundary=cut; charset=utf-7"),
        multipart([part("name", "\udcff".encode("utf-8", "surrogatepass").decode("latin-1"))])[1],
    ),
}


@pytest.mark.parametrize(
    ("kind", "body"),
    [pytest.param(*attack, id=name) for name, attack in BURSTING.items() if name != "an odd charset"],
)
async def test_row_30_a_form_made_to_burst_is_400(elena: Visitor, kind: tuple[str, str], body: bytes) -> None:
    answer = await ask(elena.port, request("POST", "/settings", [*elena.headers, kind], body))
    assert answer.status == 400
    assert answer.header("content-language") == "bg"


async def test_row_30_a_charset_of_yesterday_is_no_500(elena: Visitor) -> None:
    kind, body = BURSTING["an odd charset"]
    answer = await ask(elena.port, request("POST", "/settings", [*elena.headers, kind], body))
    assert answer.status in {400, 422}
