"""Pages of other sites, links that look like ours, names and addresses that are not."""

import httpx2
import pytest

from balkancluster.database import new_id
from tests.attacks.houses import Demo, House
from tests.attacks.language import speaks_bulgarian
from tests.attacks.production import Production
from tests.attacks.visitors import Visitor
from tests.attacks.websocket_wire import WebSocketWire
from tests.attacks.wire import Answer, ask, request

FOREIGN = {
    "foreign": "http://evil.example",
    "null": "null",
    "look-alike": "http://127.0.0.1:{port}.evil.example",
    "a name within": "http://evil.example/http://127.0.0.1:{port}",
    "another port": "http://127.0.0.1:1",
    "another scheme": "https://127.0.0.1:{port}",
    "no scheme": "127.0.0.1:{port}",
    "empty": "",
}
ORIGINS = pytest.mark.parametrize("origin", [pytest.param(text, id=kind) for kind, text in FOREIGN.items()])


async def knock(who: Visitor, *headers: tuple[str, str]) -> Answer:
    """Ask for a socket with these headers instead of the browser's own Origin."""
    async with await WebSocketWire.open(who.port) as socket:
        own = [(name, value) for name, value in who.headers if name != "Origin"]
        return await socket.shake_hands([*own, *headers])


@ORIGINS
async def test_row_21_a_socket_of_another_site_is_refused_before_it_opens(ana: Visitor, origin: str) -> None:
    assert (await knock(ana, ("Origin", origin.format(port=ana.port)))).status == 403


async def test_row_21_a_socket_without_a_site_is_refused_before_it_opens(ana: Visitor) -> None:
    assert (await knock(ana)).status == 403


async def test_row_21_a_program_with_its_token_needs_no_site_but_may_not_bring_a_cookie(
    demo: Demo, ana: Visitor
) -> None:
    token = ("Authorization", f"Bearer {await demo.token(ana, 'rooms:read')}")
    assert (await knock(demo.visit(), token)).status == 101
    assert (await knock(ana, token, ("Origin", "http://evil.example"))).status == 403


@ORIGINS
async def test_row_22_another_site_cannot_send_a_form_in_elenas_name(
    elena: Visitor, room: str, origin: str
) -> None:
    before = (await elena.get("/api/v1/rooms")).json()
    headers = {"Origin": origin.format(port=elena.port)}
    for path, values in (
        (f"/rooms/{room}/leave", {}),
        ("/sign-out", {}),
        ("/language", {"locale": "en"}),
        ("/rooms", {"kind": "private", "name-bg": "Капан"}),
    ):
        answer = await elena.client.post(path, data={"x": "1", **values}, headers=headers)
        assert answer.status_code == 403, path
        assert answer.headers["content-language"] == "bg"
        assert "set-cookie" not in answer.headers
    assert (await elena.get("/api/v1/rooms")).json() == before


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
async def test_row_22_what_the_browser_says_of_the_site_counts(elena: Visitor, room: str, site: str) -> None:
    headers = {"Sec-Fetch-Site": site}
    answer = await elena.client.post(f"/rooms/{room}/leave", data={"x": "1"}, headers=headers)
    assert answer.status_code == 403


async def test_row_22_a_cookie_without_any_word_of_its_site_is_not_trusted(elena: Visitor, room: str) -> None:
    headers = [pair for pair in elena.headers if pair[0] != "Origin"]
    form = ("Content-Type", "application/x-www-form-urlencoded")
    answer = await ask(elena.port, request("POST", f"/rooms/{room}/leave", [*headers, form], b"x=1"))
    assert answer.status == 403
    assert (await elena.get(f"/rooms/{room}/about")).status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "", "application/x-www-form-urlencoded", "multipart/form-data"]
)
async def test_row_22_json_under_another_name_is_not_read(elena: Visitor, room: str, kind: str) -> None:
    content = b'{"client_id": "%s", "body": "Zdravo"}' % new_id().encode()
    address = f"/api/v1/rooms/{room}/messages"
    answer = await elena.client.post(address, content=content, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert speaks_bulgarian(answer.json()["detail"])


async def test_row_22_a_form_under_another_name_is_not_read(elena: Visitor) -> None:
    answer = await elena.client.post("/rooms", json={"kind": "private"})
    assert answer.status_code == 415
    assert speaks_bulgarian(answer.text)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_row_23_looking_changes_nothing(elena: Visitor, room: str, method: str) -> None:
    said = (await elena.say(room, "Остава")).json()["id"]
    before = (await elena.get("/api/v1/rooms")).json()
    for path in (
        "/sign-out",
        f"/rooms/{room}/leave",
        f"/rooms/{room}/join",
        f"/rooms/{room}/members/{elena.id}/remove",
        f"/api/v1/rooms/{room}/messages/{said}",
        f"/api/v1/rooms/{room}/read",
        "/settings/sessions/1/end",
        "/settings/sessions/end-others",
        "/pending-invitations/1/withdraw",
        "/language",
    ):
        answer = await elena.client.request(method, path)
        assert answer.status_code == 405, path
        assert answer.headers["content-language"] == "bg"
        assert answer.headers["allow"]
    assert (await elena.get("/api/v1/rooms")).json() == before


HOSTS: dict[str, list[tuple[str, str]]] = {
    "a path": [("Host", "a/?x=")],
    "a user": [("Host", "127.0.0.1:80@evil.example")],
    "foreign": [("Host", "evil.example")],
    "look-alike": [("Host", "127.0.0.1.evil.example")],
    "empty": [("Host", "")],
    "none": [],
    "doubled": [("Host", "127.0.0.1"), ("Host", "evil.example")],
    "twice the same": [("Host", "127.0.0.1"), ("Host", "127.0.0.1")],
    "a list": [("Host", "127.0.0.1, evil.example")],
    "a port that is none": [("Host", "127.0.0.1:http")],
}


@pytest.mark.parametrize("headers", [pytest.param(pairs, id=kind) for kind, pairs in HOSTS.items()])
async def test_row_24_only_the_name_of_the_house_is_answered_to(
    demo: Demo, headers: list[tuple[str, str]]
) -> None:
    for target in ("/sign-in", "/api/v1/rooms", "/static/x/css/style.css", "/nowhere"):
        answer = await ask(demo.port, request("GET", target, [*headers, ("Accept-Language", "bg")]))
        assert answer.status == 400, target
        assert not answer.header("location")


async def test_row_24_an_address_with_a_foreign_name_in_it_is_not_followed(demo: Demo) -> None:
    answer = await ask(demo.port, request("GET", "http://evil.example/rooms", [("Host", "127.0.0.1")]))
    # One parser of HTTP takes the path out of it, the other takes all of it for the path.
    assert answer.header("location").startswith("/sign-in") or answer.status == 404


async def test_row_24_letters_name_the_configured_address(demo: Demo) -> None:
    dragan = await demo.newcomer("Драган Ћирић", "sr-Cyrl")
    other_name = f"localhost:{demo.port}"
    claimed = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Host": "evil.example"}
    visitor = demo.visit(Host=other_name, Origin=f"http://{other_name}", **claimed)
    assert (await visitor.send_form("/password/forgot", email=dragan.email)).status_code == 303
    letter = await demo.letter_to(dragan.email)
    assert f"{demo.base_url}/password/reset/" in letter
    assert "evil" not in letter
    assert other_name not in letter


async def test_row_25_an_address_that_a_stranger_claims_does_not_count(production: Production) -> None:
    answers = await ask_for_many_links(production)
    assert answers[0].status_code == 303
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0


async def ask_for_many_links(house: House) -> list[httpx2.Response]:
    """Ask for new passwords, each time under another claimed address."""
    answers = []
    for number in range(22):
        visitor = house.visit(**{"X-Forwarded-For": f"198.51.100.{number}", "X-Forwarded-Proto": "http"})
        answers.append(await visitor.send_form("/password/forgot", email=f"{number}@nobody.example"))
    return answers


async def test_row_25_an_address_that_a_listed_proxy_names_does(demo: Demo) -> None:
    answers = await ask_for_many_links(demo)
    assert {answer.status_code for answer in answers} == {303}
