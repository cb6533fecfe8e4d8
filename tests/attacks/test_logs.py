"""What strangers write cannot forge a line of the log, nor colour the terminal of who reads it."""

import json
import logging

from balkancluster.telemetry import JsonLines
from tests.attacks.production import Production
from tests.attacks.websocket_wire import TEXT, frame
from tests.attacks.wire import ask, request

HOSTILE = 'x\x1b[31m\r\n{"level": "error", "message": "forged"}\x07\u2028'


def test_row_49_a_line_of_the_log_holds_whatever_comes() -> None:
    record = logging.LogRecord("house", logging.WARNING, "", 0, "seen %s", (HOSTILE,), None)
    record.agent = HOSTILE
    line = JsonLines().format(record)
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["message"] == f"seen {HOSTILE}"
    assert json.loads(line)["agent"] == HOSTILE


async def test_row_49_nothing_that_a_stranger_sends_is_a_line_of_its_own(production: Production) -> None:
    ana = await production.newcomer("Ana \x1b[31mJovanović".replace("\x1b", ""))
    for headers in (
        [("User-Agent", "x\x1b[31m")],
        [("User-Agent", "Mozilla\xc3\xa9 \x9b31m")],
        [("X-Forwarded-For", '"forged\x1b[0m"')],
    ):
        answer = await ask(production.port, request("GET", "/settings/sessions", [*ana.headers, *headers]))
        assert answer.status in {200, 400}
    for target in ("/%0a%1b[31mforged", "/\x1b[31m", "/rooms/%0d%0a{}", "/settings?x=%0aforged"):
        answer = await ask(production.port, request("GET", target, ana.headers))
        assert answer.status in {200, 400, 404}
    socket = await ana.open_socket()
    await socket.send(frame(TEXT, b'\x1b[31m\n{"forged": 1}\xff'))
    await socket.read_close()
    # The first line is for whoever started the program by hand; all that follow are the log.
    greeting, *lines = production.program.output().splitlines()
    assert greeting.startswith("Serving on ")
    assert [line for line in lines if not (line.isascii() and line.isprintable())] == []
    assert all("at" in json.loads(line) for line in lines)
    assert lines, "the broken frame was noted, or this test looks at nothing"
