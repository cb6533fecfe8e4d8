"""What is no JSON, what is JSON of another shape, and numbers and texts that no database should meet."""

from collections.abc import Mapping
from typing import Any

import httpx2
import pytest

from balkancluster.database import new_id
from tests.attacks.language import speaks_bulgarian
from tests.attacks.visitors import Visitor

LIMIT_OF_A_BROWSER = 2**53 - 1

NO_JSON = {
    "broken": b"{",
    "trailing": b'{"body": "Zdravo"} x',
    "empty": b"",
    "a BOM": b'\xef\xbb\xbf{"body": "Zdravo"}',
    "single quotes": b"{'body': 'Zdravo'}",
    "no UTF-8": b'{"body": "\xff"}',
}
NESTED = {
    "60,000 lists": b"[" * 60_000,
    "10,000 objects": b'{"a":' * 10_000,
    "30,000 lists, closed again": b"[" * 30_000 + b"]" * 30_000,
}
NO_NUMBERS = {"NaN": b"NaN", "infinite": b"Infinity", "1e999": b"1e999", "5,000 digits": b"9" * 5_000}


def params(cases: Mapping[str, bytes | str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in cases.items()])


async def post(who: Visitor, room: str, content: bytes) -> httpx2.Response:
    """Post a message whose JSON is given byte for byte."""
    address, headers = f"/api/v1/rooms/{room}/messages", {"Content-Type": "application/json"}
    return await who.client.post(address, content=content, headers=headers)


def ensure_problem(answer: httpx2.Response, status: int, code: str, field: str = "") -> None:
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert answer.headers["content-language"] == "bg"
    assert speaks_bulgarian(problem["title"])
    assert speaks_bulgarian(problem["detail"])
    if field:
        assert [error["field"] for error in problem["errors"]] == [field]


async def hear_error(who: Visitor, text: str) -> dict[str, Any]:
    """Say something on a socket; return the error, and make sure that the socket still listens."""
    socket = await who.open_socket()
    await socket.say(text)
    error = await socket.hear()
    await socket.say({"t": "sub", "room": "999999999", "epoch": "", "after": 0})
    assert (await socket.hear())["code"] == "not_found"
    return error


@params(NO_JSON)
async def test_row_06_what_is_no_json_is_called_that(elena: Visitor, room: str, text: bytes) -> None:
    ensure_problem(await post(elena, room, text), 400, "bad_json")


@params({name: text for name, text in NO_JSON.items() if name != "no UTF-8"})
async def test_row_06_a_socket_calls_it_the_same_and_stays(elena: Visitor, text: bytes) -> None:
    assert await hear_error(elena, text.decode()) == {"t": "error", "code": "bad_json"}


@params(NESTED)
async def test_row_07_nesting_without_end_is_no_json(elena: Visitor, room: str, text: bytes) -> None:
    ensure_problem(await post(elena, room, text), 400, "bad_json")


@params({name: text for name, text in NESTED.items() if name != "30,000 lists, closed again"})
async def test_row_07_a_socket_is_not_led_into_the_depth(elena: Visitor, text: bytes) -> None:
    assert await hear_error(elena, text.decode()) == {"t": "error", "code": "bad_json"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"body": None}, "body", id="null for a text"),
        pytest.param({"body": True}, "body", id="true for a text"),
        pytest.param({"body": ["Zdravo"]}, "body", id="a list for a text"),
        pytest.param({"client_id": 7}, "client_id", id="a number for an id"),
        pytest.param({"new_topic": {"title": 1}}, "new_topic.title", id="deep inside"),
        pytest.param({"new_topic": {}}, "new_topic.title", id="missing deep inside"),
        pytest.param({"colour": "red"}, "colour", id="a field nobody knows"),
    ],
)
async def test_row_08_json_of_another_shape_is_refused_with_its_path(
    elena: Visitor, room: str, change: dict[str, Any], field: str
) -> None:
    message = {"client_id": new_id(), "body": "Zdravo"} | change
    answer = await elena.client.post(f"/api/v1/rooms/{room}/messages", json=message)
    ensure_problem(answer, 422, "invalid", field)


async def test_row_08_a_missing_field_is_named(elena: Visitor, room: str) -> None:
    ensure_problem(await post(elena, room, b'{"client_id": "x"}'), 422, "invalid", "body")


async def test_row_08_true_is_no_number(elena: Visitor, room: str) -> None:
    answer = await elena.client.put(f"/api/v1/rooms/{room}/read", json={"seq": True})
    ensure_problem(answer, 422, "invalid", "seq")


@params(
    {
        "an unknown type": '{"t": "dance"}',
        "no type": '{"room": "1"}',
        "a list": "[]",
        "a missing field": '{"t": "sub", "room": "1"}',
        "one field too many": '{"t": "here", "role": "coordinator"}',
        "true for a number": '{"t": "sub", "room": "1", "epoch": "", "after": true}',
        "a number for an id": '{"t": "unsub", "room": 1}',
    }
)
async def test_row_08_a_frame_of_another_shape_is_invalid_and_the_socket_stays(
    elena: Visitor, text: str
) -> None:
    assert await hear_error(elena, text) == {"t": "error", "code": "invalid"}


@params(NO_NUMBERS)
async def test_row_09_what_is_no_number_is_no_json(elena: Visitor, room: str, text: bytes) -> None:
    content = b'{"client_id": "x", "body": "Zdravo", "colour": ' + text + b"}"
    ensure_problem(await post(elena, room, content), 400, "bad_json")


@params(NO_NUMBERS)
async def test_row_09_nor_is_it_on_a_socket(elena: Visitor, text: bytes) -> None:
    frame = '{"t": "sub", "room": "1", "epoch": "", "after": ' + text.decode() + "}"
    assert await hear_error(elena, frame) == {"t": "error", "code": "bad_json"}


@pytest.mark.parametrize("number", [2**53, 2**63, 2**64, -1])
async def test_row_10_a_number_that_a_browser_cannot_count_to_is_refused(
    elena: Visitor, room: str, number: int
) -> None:
    answer = await elena.client.put(f"/api/v1/rooms/{room}/read", json={"seq": number})
    ensure_problem(answer, 422, "invalid", "seq")
    for query in (f"after={number}", f"limit={number}", f"wait={number}"):
        answer = await elena.get(f"/api/v1/rooms/{room}/events?{query}")
        ensure_problem(answer, 422, "invalid", query.partition("=")[0])
    frame = f'{{"t": "sub", "room": "{room}", "epoch": "", "after": {number}}}'
    assert await hear_error(elena, frame) == {"t": "error", "code": "invalid"}


async def test_row_10_the_largest_number_of_a_browser_is_the_head(elena: Visitor, room: str) -> None:
    answer = await elena.client.put(f"/api/v1/rooms/{room}/read", json={"seq": LIMIT_OF_A_BROWSER})
    assert answer.status_code == 204
    answer = await elena.get(f"/api/v1/rooms/{room}/events?after={LIMIT_OF_A_BROWSER}")
    assert answer.json()["events"] == []


@pytest.mark.parametrize("digits", [19, 400, 5_000])
@pytest.mark.parametrize(
    "path",
    [
        "/rooms/{number}",
        "/rooms/{room}/topics/{number}",
        "/rooms/{number}/about",
        "/people/{number}",
        "/api/v1/rooms/{number}/topics",
        "/api/v1/rooms/{number}/events",
    ],
)
async def test_row_10_an_address_with_an_endless_number_leads_nowhere(
    elena: Visitor, room: str, path: str, digits: int
) -> None:
    answer = await elena.get(path.format(room=room, number="9" * digits))
    assert answer.status_code == 404
    assert answer.headers["content-language"] == "bg"


@pytest.mark.parametrize("digits", [19, 400, 5_000])
async def test_row_10_a_form_to_an_endless_number_leads_nowhere(
    elena: Visitor, room: str, digits: int
) -> None:
    number = "9" * digits
    for path in (
        f"/settings/sessions/{number}/end",
        f"/rooms/{room}/topics/{number}/messages",
        f"/rooms/{room}/topics/{number}/read",
        f"/rooms/{room}/topics/{number}/title",
        f"/rooms/{number}/leave",
    ):
        answer = await elena.send_form(path, body="Здравейте", client_id=new_id(), seq="1", title="Тема")
        assert answer.status_code == 404, path


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ({"body": "Здра\0вейте"}, "body"),
        ({"body": "Здравейте", "new_topic": {"title": "Тема\0"}}, "new_topic.title"),
        ({"body": "Здравейте", "client_id": "\0"}, "client_id"),
    ],
)
async def test_row_11_no_text_may_have_a_null_character(
    elena: Visitor, room: str, message: dict[str, Any], field: str
) -> None:
    message = {"client_id": new_id()} | message
    answer = await elena.client.post(f"/api/v1/rooms/{room}/messages", json=message)
    ensure_problem(answer, 422, "invalid", field)


async def test_row_11_a_form_comes_back_with_its_text_and_the_reason(elena: Visitor, room: str) -> None:
    topic = (await elena.get(f"/api/v1/rooms/{room}/topics")).json()["items"][0]["id"]
    answer = await elena.send_form(
        f"/rooms/{room}/topics/{topic}/messages", client_id=new_id(), body="Здра\0вейте от Пловдив"
    )
    assert answer.status_code == 422
    assert "вейте от Пловдив" in answer.text
    assert 'aria-invalid="true"' in answer.text


async def test_row_12_no_text_may_have_half_a_surrogate_pair(elena: Visitor, room: str) -> None:
    content = b'{"client_id": "%s", "body": "\\ud800"}' % new_id().encode()
    ensure_problem(await post(elena, room, content), 422, "invalid")
    assert await hear_error(elena, '{"t": "unsub", "room": "\\udc00"}') == {"t": "error", "code": "invalid"}
