"""JSON from programs: bad, deep, strange and too clever."""

import pytest

from tests.web.conftest import Visit

JSON = {"Content-Type": "application/json"}


def post(visit: Visit, content: bytes) -> tuple[int, dict[str, object]]:
    response = visit("ana", Accept="application/json").post("/api/v1/notes", content=content, headers=JSON)
    return response.status_code, response.json()


def test_a_note_of_ana_is_taken(visit: Visit) -> None:
    assert post(visit, '{"body": "Ćao"}'.encode()) == (201, {"body": "Ćao", "times": 1})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"body": "a"} x',
        b'\xef\xbb\xbf{"body": "a"}',
        b'{"body": "\xff"}',
        b"[" * 60_000,
        b'{"body": ' * 6_000,
        b'{"body": "a", "times": NaN}',
        b'{"body": "a", "times": Infinity}',
        b'{"body": "a", "times": 1e999}',
        b'{"body": "a", "times": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_json_is_called_bad_json(visit: Visit, content: bytes) -> None:
    status, problem = post(visit, content)
    assert (status, problem["code"]) == (400, "bad_json")


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (b"{}", "body"),
        (b'{"body": 1}', "body"),
        (b'{"body": "a", "times": true}', "times"),
        (b'{"body": "a", "times": 1.5}', "times"),
        (b'{"body": "a", "role": "coordinator"}', "role"),
        (b'{"body": "a\\u0000b"}', "body"),
    ],
)
def test_json_of_another_shape_is_refused_with_its_path(visit: Visit, content: bytes, field: str) -> None:
    status, problem = post(visit, content)
    assert (status, problem["code"]) == (422, "invalid")
    errors = problem["errors"]
    assert isinstance(errors, list)
    assert errors[0]["field"] == field


@pytest.mark.parametrize("content", [b'{"body": "\\ud800"}', b'{"body": "\\uDC00 ", "times": 2}'])
def test_half_a_surrogate_pair_is_json_that_no_text_can_hold(visit: Visit, content: bytes) -> None:
    status, problem = post(visit, content)
    assert (status, problem["code"]) == (422, "invalid")


def test_json_that_is_no_object_is_refused(visit: Visit) -> None:
    status, problem = post(visit, b"[]")
    assert (status, problem["code"]) == (422, "invalid")


@pytest.mark.parametrize("number", [2**53, 2**63, 10**30, -1])
def test_a_number_that_a_browser_cannot_count_to_is_refused(visit: Visit, number: int) -> None:
    status, problem = post(visit, b'{"body": "a", "times": %d}' % number)
    assert (status, problem["code"]) == (422, "invalid")


def test_json_under_another_name_is_not_read(visit: Visit) -> None:
    response = visit("ana").post("/api/v1/notes", content=b"{}", headers={"Content-Type": "text/plain"})
    assert response.status_code == 415
