"""Questions that want to be commands, line breaks that want to be headers, fields that nobody offered."""

from typing import Any

import pytest

from balkancluster.access import COORDINATOR
from balkancluster.database import new_id
from tests.attacks.houses import Demo
from tests.attacks.language import speaks_bulgarian
from tests.attacks.visitors import Visitor

COMMANDS = {
    "quotes": "' OR '1'='1' --",
    "a second statement": "'; DROP TABLE person; --",
    "wildcards": "%_%",
    "full-text syntax": '"AND* NEAR(a b, 5) ^name:',
    "a lone quote": "'",
    "a lone backslash": "\\",
    "a regular expression": ".*(a+)+$",
    "a template": "{{7*7}}",
    "a null character": "\0",
    "half a character": "%C4",
    "many words": "a b c d e f g h " * 60,
}
LIMIT = 2.0
"""Seconds, on a machine on which other tests run; 0.2 is what is promised of one that answers people."""

QUESTIONS = pytest.mark.parametrize("text", [pytest.param(text, id=kind) for kind, text in COMMANDS.items()])


@QUESTIONS
async def test_row_35_a_question_is_no_command(elena: Visitor, room: str, text: str) -> None:
    for address, name in (
        ("/members", "q"),
        ("/members?show=people", "q"),
        ("/members", "country"),
        ("/members", "sector"),
        ("/members", "kind"),
        ("/members", "page"),
        (f"/rooms/{room}/people", "q"),
        ("/search", "q"),
        ("/search?kind=message&sort=best", "q"),
        ("/search?q=vuna", "kind"),
        ("/search?q=vuna&kind=message", "before"),
        ("/search/suggestions", "q"),
    ):
        answer = await elena.get(address, params={name: text})
        assert answer.status_code == 200, (address, name)


@pytest.mark.parametrize("text", ["%", "_", "%%%", "' = ''", "*", "\\"])
async def test_row_35_a_wildcard_finds_only_itself(elena: Visitor, text: str) -> None:
    everybody = (await elena.get("/members")).text
    assert 'href="/organisations/' in everybody
    assert 'href="/organisations/' not in (await elena.get("/members", params={"q": text})).text


@QUESTIONS
async def test_row_35_the_coordinator_may_ask_odd_things_too(vesna: Visitor, text: str) -> None:
    assert (await vesna.get("/coordination/people", params={"q": text})).status_code == 200


async def test_row_35_a_question_of_ten_thousand_characters_is_too_long(elena: Visitor) -> None:
    answer = await elena.get("/members", params={"q": "а" * 10_000})
    assert answer.status_code == 414
    assert speaks_bulgarian(answer.text)
    assert (await elena.get("/members", params={"q": "a" * 7_000})).status_code == 200


@pytest.mark.parametrize(
    "text", ["a" * 7_500, "a " * 3_700, '"' * 2_500, "od:a " * 1_000, "ab\u0301" * 1_000]
)
async def test_row_35_a_long_question_is_answered_at_once(elena: Visitor, text: str) -> None:
    await elena.get("/search", params={"q": "vuna"})
    for address in ("/search", "/search?kind=message&sort=best", "/search/suggestions"):
        answer = await elena.get(address, params={"q": text})
        assert answer.status_code == 200, address
        assert answer.elapsed.total_seconds() < LIMIT, address


async def test_row_35_nobody_is_brought_into_a_room_by_a_quote(elena: Visitor, room: str) -> None:
    answer = await elena.send_form(f"/rooms/{room}/members", person="' OR '1'='1")
    assert answer.status_code == 422
    assert "&#39; OR &#39;1&#39;=&#39;1" in answer.text


BREAKS = pytest.mark.parametrize("line", ["\r\n", "\n", "\r", "\u2028", "\x0b"])


@BREAKS
async def test_row_36_a_name_is_one_line(demo: Demo, line: str) -> None:
    elena = await demo.newcomer("Елена Петрова", "bg")
    name = f"Елена{line}Bcc: all@klaster.example"
    answer = await elena.send_form("/settings", name=name, locale="bg", time_zone="Europe/Sofia")
    assert answer.status_code == 422
    assert 'id="name-note"' in answer.text
    assert "Bcc: all@klaster.example" in answer.text


@BREAKS
async def test_row_36_what_goes_into_a_letter_is_one_line(vesna: Visitor, line: str) -> None:
    invited = {"email": f"{new_id()}@klaster.example", "locale": "bg", "organisation_name": "Шевица"}
    house = {"kind": "sme", "country": "BG", "lang": "bg"}
    for field in ("email", "organisation_name"):
        broken = invited | {field: f"{invited[field]}{line}Bcc: all@klaster.example"}
        answer = await vesna.send_form("/coordination", **broken, **house)
        assert answer.status_code == 422, field
        assert f'id="{field}-note"' in answer.text


@BREAKS
async def test_row_36_nobody_asks_for_a_letter_with_two_addresses(demo: Demo, line: str) -> None:
    visitor = demo.visit(**{"Accept-Language": "bg"})
    answer = await visitor.send_form("/password/forgot", email=f"a@klaster.example{line}b@klaster.example")
    assert answer.status_code == 422
    assert speaks_bulgarian(answer.text)


@BREAKS
async def test_row_36_a_redirect_takes_no_second_header(elena: Visitor, line: str) -> None:
    answer = await elena.send_form("/language", locale="bg", next=f"/rooms{line}Set-Cookie: locale=en")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "locale=en" not in answer.headers["set-cookie"]


@pytest.mark.parametrize("field", ["role", "org_id", "sender_id", "author_id", "seq", "posted_at", "html"])
async def test_row_37_a_message_takes_no_field_that_is_not_offered(
    elena: Visitor, ana: Visitor, room: str, field: str
) -> None:
    before = (await elena.get(f"/api/v1/rooms/{room}/topics")).json()
    answer = await elena.say(room, "Здравейте", **{field: str(ana.id)})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert (await elena.get(f"/api/v1/rooms/{room}/topics")).json() == before


@pytest.mark.parametrize("field", ["person", "person_id", "for"])
async def test_row_37_nobody_marks_for_somebody_else(
    ana: Visitor, elena: Visitor, room: str, field: str
) -> None:
    seq = (await ana.say(room, "Pročitaj kad stigneš")).json()["seq"]
    before = await unread(elena, room)
    answer = await ana.client.put(f"/api/v1/rooms/{room}/read", json={"seq": seq, field: str(elena.id)})
    assert answer.status_code == 422
    assert await unread(elena, room) == before > 0


async def unread(who: Visitor, room: str) -> int:
    rooms = (await who.get("/api/v1/rooms")).json()["items"]
    return next(int(item["unread"]) for item in rooms if item["id"] == room)


async def test_row_37_a_form_changes_what_it_shows_and_nothing_else(demo: Demo) -> None:
    mallory = await demo.newcomer("Mladen Malović")
    offered = {"name": "Mladen Malović", "locale": "sr-Latn", "time_zone": "Europe/Belgrade"}
    wanted: dict[str, Any] = {
        "role": COORDINATOR,
        "roles": COORDINATOR,
        "email": "vesna@demo.example",
        "state": "erased",
        "id": "1",
        "password_hash": "",
        "organisation_id": "1",
    }
    assert (await mallory.send_form("/settings", **offered, **wanted)).status_code == 303
    assert (await mallory.get("/coordination")).status_code == 404
    assert (await mallory.get("/my-organisation")).status_code == 404
    assert mallory.email in (await (await demo.coordinator()).get("/coordination/people?q=Malović")).text
