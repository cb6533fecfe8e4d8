"""The AsyncAPI document is what the types say, whole, and true of what goes over the socket."""

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import msgspec
import pytest

from balkancluster.app import SERVER_FRAMES, describe_socket
from balkancluster.notifications.examples import NOTICE_EXAMPLE
from balkancluster.notifications.wire import NoticeFrame
from balkancluster.realtime.examples import CLIENT_EXAMPLES
from balkancluster.realtime.frames import ServerFrame
from balkancluster.realtime.framing import IN_ROOMS, OWN
from balkancluster.realtime.protocol import ClientFrame, decode_frame
from balkancluster.rooms.examples import EVENTS_EXAMPLE
from balkancluster.rooms.wire import EventsFrame
from tests.asyncapi import PATH, document
from tests.services.house import PACKAGE

DOCUMENT = describe_socket("https://network.example")
MESSAGES = DOCUMENT["components"]["messages"]
ORIGINAL = json.loads(json.dumps(DOCUMENT))


def find_references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from [inner] if name == "$ref" else find_references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from find_references(inner)


def look_up(reference: str) -> Any:
    found = ORIGINAL
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found


def server_types() -> set[type]:
    return {*ServerFrame.__subclasses__()}


def test_the_file_in_docs_is_what_the_types_say() -> None:
    assert PATH.read_text(encoding="utf-8") == document(), "run python -m tests.asyncapi"


def test_every_reference_leads_somewhere() -> None:
    references = set(find_references(ORIGINAL))
    assert references
    assert all(look_up(reference) for reference in references)


def test_it_has_the_parts_that_asyncapi_3_asks_for() -> None:
    assert re.fullmatch(r"3\.\d+\.\d+", DOCUMENT["asyncapi"])
    assert {"title", "version"} <= DOCUMENT["info"].keys()
    assert all({"host", "protocol"} <= server.keys() for server in DOCUMENT["servers"].values())
    assert DOCUMENT["channels"]["live"]["address"] == "/live"
    for operation in DOCUMENT["operations"].values():
        assert operation["action"] in {"send", "receive"}
        assert operation["channel"] == {"$ref": "#/channels/live"}
        listed = DOCUMENT["channels"]["live"]["messages"].values()
        assert all(look_up(message["$ref"]) in listed for message in operation["messages"])
    names = re.compile(r"[A-Za-z0-9._-]+")
    assert all(names.fullmatch(key) for part in DOCUMENT["components"].values() for key in part)


def test_every_frame_of_the_protocol_has_an_example() -> None:
    assert {type(example) for example in CLIENT_EXAMPLES} == set(get_args(ClientFrame))
    assert {type(example) for example in SERVER_FRAMES} == server_types()


def test_every_message_explains_itself() -> None:
    assert [key for key, message in MESSAGES.items() if len(message["summary"]) < 20] == []


@pytest.mark.parametrize("key", [key for key in MESSAGES if key.startswith("client-")])
def test_the_server_takes_what_a_client_is_shown_to_send(key: str) -> None:
    for example in MESSAGES[key]["examples"]:
        assert decode_frame(json.dumps(example["payload"])).__struct_config__.tag == MESSAGES[key]["name"]


@pytest.mark.parametrize("key", [key for key in MESSAGES if key.startswith("server-")])
def test_what_a_server_is_shown_to_say_is_of_its_own_type(key: str) -> None:
    types = {kind.__struct_config__.tag: kind for kind in server_types()}  # type: ignore[attr-defined]
    for example in MESSAGES[key]["examples"]:
        text = msgspec.json.encode(example["payload"])
        frame: msgspec.Struct = msgspec.json.decode(text, type=types[MESSAGES[key]["name"]])
        assert msgspec.json.decode(msgspec.json.encode(frame)) == msgspec.json.decode(text)


def test_the_frame_of_events_that_is_joined_by_hand_is_of_the_type_that_is_documented() -> None:
    events = [msgspec.json.encode(event) for event in EVENTS_EXAMPLE.events] * 2
    (frame,) = IN_ROOMS.frames(35, "eda139aa", events)
    assert msgspec.json.decode(frame, type=EventsFrame) == EventsFrame(
        room="35", epoch="eda139aa", events=EVENTS_EXAMPLE.events * 2
    )


def test_the_frame_of_one_s_own_stream_is_of_the_type_that_is_documented() -> None:
    events = [msgspec.json.encode(event) for event in NOTICE_EXAMPLE.events]
    (frame,) = OWN.frames(7, NOTICE_EXAMPLE.epoch, events)
    assert msgspec.json.decode(frame, type=NoticeFrame) == NOTICE_EXAMPLE


def test_an_event_of_the_socket_has_no_field_that_the_document_does_not_know() -> None:
    known = DOCUMENT["components"]["schemas"]["EventOut"]["properties"]
    assert set(msgspec.to_builtins(EVENTS_EXAMPLE)["events"][0]) <= set(known)


def test_nothing_is_said_on_the_socket_that_has_no_type() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (PACKAGE / "realtime").glob("*.py")]
    assert [line for text in sources for line in text.splitlines() if re.search(r"\.send\(t=", line)] == []
