"""A value of any type of the API as an example shows it, found by the names of its fields.

    sample(NewMessage)  ->  {"client_id": "0b0a…", "body": "Dobar dan iz **Leskovca**"}

Fields that may be left out are left out, unless a type has no others.
"""

from typing import Any

import msgspec

MESSAGE = "01a20e4f-123a-76cb-8e1b-477235a01319"
FILE = "T3k9vQ2wYz7LmN4pRs8uXa"
AT = "2026-11-24T16:06:32.757000Z"

VALUES: dict[str, Any] = {
    "actor": {"id": "1", "name": "Ana Đorđević"},
    "after": 48,
    "at": AT,
    "author": {"id": "1", "name": "Ana Đorđević"},
    "body": "Dobar dan iz **Leskovca**",
    "client_id": "0b0a9c1e-7c54-4f4e-9a5e-0f2c6f3f9a01",
    "also": [],
    "emoji": "👍",
    "epoch": "eda139aa",
    "events": [{"seq": 49, "kind": "message.posted", "at": AT, "actor": {"id": "1", "name": "Ana Đorđević"}}],
    "file": FILE,
    "head": 49,
    "html": "<article …>",
    "lang": "sr-Latn",
    "last_seq": 49,
    "meant": None,
    "message": MESSAGE,
    "next": None,
    "notes": [],
    "notification": "204",
    "read": 44,
    "reply_to": None,
    "room": "35",
    "seq": 49,
    "title": "Sajam u Plovdivu",
    "topic": "13",
    "unread": 4,
    "upload": FILE,
}

OF_TYPES: dict[str, dict[str, Any]] = {
    "RoomOut": {"id": "35", "name": "Tekstil i odeća", "kind": "open"},
    "TopicOut": {"id": "13"},
    "MessageOut": {"id": MESSAGE},
    "PostedOut": {"id": MESSAGE, "duplicate": False},
    "OwnEventsOut": {
        "epoch": "0c41d7aa",
        "head": 17,
        "events": [
            {"seq": 17, "kind": "read.marked", "at": AT, "actor": {"id": "1", "name": "Ana Đorđević"}}
        ],
    },
    "NotificationsOut": {"epoch": "0c41d7aa", "head": 17, "unread": 1},
    "NotificationOut": {
        "id": "204",
        "seq": 17,
        "kind": "mention",
        "read": False,
        "text": "Ana Đorđević mentions you in “Sajam u Plovdivu”",
        "href": f"/rooms/35/messages/{MESSAGE}",
    },
    "NotificationsRead": {"seq": 17},
    "FileOut": {
        "id": FILE,
        "name": "uzorak.jpg",
        "media_type": "image/jpeg",
        "size": 48_213,
        "width": 1200,
        "height": 900,
        "address": f"/files/{FILE}/uzorak.jpg",
        "thumbnail": f"/files/{FILE}/thumbnail",
    },
    "NewUpload": {"name": "katalog.pdf", "size": 12_400_000},
    "FoundOut": {"kind": "message", "id": MESSAGE, "address": f"/rooms/35/messages/{MESSAGE}"},
    "TranslationOut": {
        "state": "done",
        "lang": "bg",
        "html": "<p>Добър ден от <strong>Лесковац</strong></p>",
        "provider": "LibreTranslate",
        "corrected_by": "",
        "reason": "",
        "shown": "<article …>",
    },
    "UploadOut": {"id": FILE, "offset": 0, "limit": 4_194_304},
    "LiveIn": {"frames": [{"t": "sub", "room": "35", "epoch": "eda139aa", "after": 48}]},
    "LiveOut": {"frames": [{"t": "events", "room": "35", "epoch": "eda139aa", "events": VALUES["events"]}]},
}
"""What a field says in one type only."""


def sample(kind: type) -> Any:
    """Return an example of a type, as plain values of JSON."""
    return _sample(msgspec.inspect.type_info(kind))


def _sample(info: msgspec.inspect.Type) -> Any:
    match info:
        case msgspec.inspect.StructType(cls=cls, fields=fields):
            shown = [field for field in fields if field.required] or fields
            own = OF_TYPES.get(cls.__name__, {})
            return {field.encode_name: _field(field, own) for field in shown}
        case msgspec.inspect.ListType(item_type=item):
            return [_sample(item)]
        case msgspec.inspect.UnionType(types=types):
            return _sample(types[0])
        case msgspec.inspect.LiteralType(values=values):
            return values[0]
        case msgspec.inspect.BoolType():
            return True
        case msgspec.inspect.IntType():
            return 1
        case _:
            return "…"


def _field(field: msgspec.inspect.Field, own: dict[str, Any]) -> Any:
    name = field.encode_name
    if name in own:
        return own[name]
    return VALUES[name] if name in VALUES else _sample(field.type)
