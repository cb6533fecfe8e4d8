"""The page for people who write programs shows every request and every frame, with examples that are true."""

import re
import shlex
from typing import get_args

import msgspec
import pytest

from balkancluster.app import SERVER_FRAMES, operations
from balkancluster.realtime.examples import CLIENT_EXAMPLES
from balkancluster.realtime.frames import ServerFrame
from balkancluster.realtime.protocol import ClientFrame
from balkancluster.web.api_page import BOT, show_frames, show_operation
from balkancluster.web.operations import Operation
from balkancluster.web.samples import sample
from tests.services.house import DOCS, TEMPLATES

SERVER = "https://network.example"

every_operation = pytest.mark.parametrize(
    "operation", operations, ids=lambda operation: f"{operation.method} {operation.path}"
)


@every_operation
def test_the_example_of_a_body_would_be_taken(operation: Operation) -> None:
    if operation.body:
        assert msgspec.convert(sample(operation.body), operation.body)


@every_operation
def test_the_example_of_an_answer_is_one(operation: Operation) -> None:
    if operation.answer:
        answer = sample(operation.answer)
        assert msgspec.convert(answer, operation.answer)
        assert "…" not in msgspec.json.encode(answer).decode().replace("<article …>", "")


@every_operation
def test_the_command_can_be_pasted(operation: Operation) -> None:
    words = shlex.split(show_operation(operation, SERVER).command)
    address = words[-1]
    assert words[0] == "curl"
    assert re.fullmatch(rf"{SERVER}/api/v1(/[\w%-]+)+", address)
    method = words[words.index("-X") + 1] if "-X" in words else "POST" if "-d" in words else "GET"
    assert method == operation.method


def test_bounds_of_a_query_are_shown() -> None:
    events = next(operation for operation in operations if operation.path == "/rooms/{room}/events")
    shown = {parameter.name: parameter.range for parameter in show_operation(events, SERVER).parameters}
    assert shown == {"after": "", "limit": "1 … 500", "wait": "0 … 25"}


def test_every_frame_is_shown_once() -> None:
    kinds = [frame.kind for frame in (*show_frames(CLIENT_EXAMPLES), *show_frames(SERVER_FRAMES))]
    told = [*get_args(ClientFrame), *ServerFrame.__subclasses__()]
    assert sorted(kinds) == sorted(frame.__struct_config__.tag for frame in told)


def test_the_bot_of_the_page_is_the_one_of_the_documents() -> None:
    # The page is shown from an installed wheel, in which the documents are not.
    assert (TEMPLATES / BOT).read_text() == (DOCS / "examples" / "echo_bot.py").read_text()
