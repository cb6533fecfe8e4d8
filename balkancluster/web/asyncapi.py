"""The AsyncAPI 3.0 document of the live socket, made from the types that read and write its frames.

    asyncapi(CLIENT_EXAMPLES, SERVER_EXAMPLES, "https://network.example")

Each frame is known by its examples: their types give names, schemas and descriptions.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import msgspec

from balkancluster import __version__
from balkancluster.web.openapi import LICENCE, SCHEMAS

DESCRIPTION = (
    "One WebSocket that brings what is new. Each text frame is one JSON object of at most 64 KiB, named by "
    "its field t; the first one, within 10 seconds, is hello. Programs send their token in the header "
    "Authorization of the handshake. Close codes: 1009 a frame was too big, 1012 the server restarts, 4000 "
    "to 4499 come back later (4429 too many sockets of one person), 4500 to 4999 do not come back as you are "
    "(4500 the protocol was broken, 4501 the session or token has ended). Pass over what you do not know."
)

Example = msgspec.Struct


def asyncapi(from_client: Iterable[Example], from_server: Iterable[Example], server: str) -> dict[str, Any]:
    """Return the document for frames of which these are examples, on a server at this address."""
    client, told = _by_kind(from_client), _by_kind(from_server)
    types = [type(examples[0]) for examples in (*client.values(), *told.values())]
    _schemas, components = msgspec.json.schema_components(types, ref_template=f"{SCHEMAS}{{name}}")
    messages = {_key("client", kind): _message(kind, frames) for kind, frames in client.items()}
    messages |= {_key("server", kind): _message(kind, frames) for kind, frames in told.items()}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "BalkanCluster",
            "version": __version__,
            "description": DESCRIPTION,
            "license": {"name": LICENCE["name"]},
        },
        "defaultContentType": "application/json",
        "servers": {"network": _server(server)},
        "channels": {
            "live": {
                "address": "/live",
                "title": "The live socket",
                "servers": [{"$ref": "#/servers/network"}],
                "messages": {key: {"$ref": f"#/components/messages/{key}"} for key in messages},
                "bindings": {"ws": {"method": "GET", "bindingVersion": "0.1.0"}},
            }
        },
        "operations": {
            **{f"take-{kind}": _operation("receive", "client", kind) for kind in client},
            **{f"tell-{kind}": _operation("send", "server", kind) for kind in told},
        },
        "components": {
            "messages": messages,
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def summary_of(kind: type) -> str:
    """Return the sentences that say what a type is for, on one line."""
    return " ".join((kind.__doc__ or "").replace("`", "").split())


def spoken(frame: Example) -> dict[str, Any]:
    """Return a frame as JSON says it, without what a client may leave out."""
    fields: dict[str, Any] = msgspec.to_builtins(frame)
    optional = {field.encode_name for field in msgspec.structs.fields(frame) if not field.required}
    return {name: value for name, value in fields.items() if value or name not in optional}


def kind_of(frame: Example) -> str:
    """Return what the frame is named by."""
    return str(frame.__struct_config__.tag)


def _by_kind(examples: Iterable[Example]) -> dict[str, list[Example]]:
    found: dict[str, list[Example]] = {}
    for example in examples:
        found.setdefault(kind_of(example), []).append(example)
    return found


def _key(sender: str, kind: str) -> str:
    return f"{sender}-{kind}"


def _message(kind: str, examples: list[Example]) -> dict[str, Any]:
    type_ = type(examples[0])
    return {
        "name": kind,
        "summary": summary_of(type_),
        "payload": {"$ref": f"{SCHEMAS}{type_.__name__}"},
        "examples": [{"payload": spoken(example)} for example in examples],
    }


def _operation(action: str, sender: str, kind: str) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": "#/channels/live"},
        "messages": [{"$ref": f"#/channels/live/messages/{_key(sender, kind)}"}],
    }


def _server(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    return {
        "host": parts.netloc,
        "protocol": "wss" if parts.scheme == "https" else "ws",
        "security": [{"$ref": "#/components/securitySchemes/token"}],
    }
