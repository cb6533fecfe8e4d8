"""The invented people, organisations and talk of the demo, read from the JSON files beside this module.

Everybody in these files is invented, and so is every organisation, except the real ones of `members.csv`,
which never speak. Times are minutes before the moment of loading and dates are days from it, so that the
demo looks fresh on any day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from balkancluster.resources import PACKAGE

FOLDER = PACKAGE / "demo" / "content"

FRONT_DOOR = ("ana@demo.example", "elena@demo.example", "boris@demo.example", "vesna@demo.example")
"""Whom a newcomer can sign in as with one click: a member of each country, a moderator, a coordinator."""

Locale = Literal["sr-Cyrl", "sr-Latn", "bg", "en"]
Key = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]*$")]
Line = Annotated[str, msgspec.Meta(min_length=1, pattern=r"^\S(.*\S)?$")]
Text = Annotated[str, msgspec.Meta(min_length=1)]
Ago = Annotated[int, msgspec.Meta(ge=1)]


class Organisation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An invented member organisation; the columns of members.csv with texts in one or more languages.

    `lang` is the language of the organisation itself: `city` and one entry of each filled text are in it.
    `nace` holds NACE Rev. 2 divisions of two digits. One that is only `listed` has nobody here.
    """

    key: Key
    kind: Literal["cluster", "network", "support_institution", "sme"]
    lang: Locale
    country: Literal["RS", "BG"]
    city: Line
    names: dict[Locale, Line]
    summaries: dict[Locale, Text]
    nace: Annotated[tuple[Annotated[str, msgspec.Meta(pattern=r"^\d\d$")], ...], msgspec.Meta(min_length=1)]
    website: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9.-]+\.example$")]
    founded: Annotated[int, msgspec.Meta(ge=1850, le=2026)]
    listed: bool = False
    members_count: Annotated[int, msgspec.Meta(ge=1)] | None = None
    offers: dict[Locale, Text] = {}
    seeks: dict[Locale, Text] = {}


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An invented person; `name` and `title` stay in the script that the person writes."""

    key: Key
    name: Line
    email: Annotated[str, msgspec.Meta(pattern=r"^[a-z.]+@demo\.example$")]
    locale: Locale
    time_zone: Literal["Europe/Belgrade", "Europe/Sofia"]
    organisation: Key
    title: Line
    organisation_role: Literal["member", "admin"] = "member"
    network_role: Literal["moderator", "coordinator"] | None = None


class Deed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody did once, `minutes_ago` before now."""

    by: Key
    minutes_ago: Ago


class Move(Deed, frozen=True, forbid_unknown_fields=True):
    """A topic came from another room, in which all was said that is older than this."""

    from_room: Key


class Request(Deed, frozen=True, forbid_unknown_fields=True):
    """What somebody asked the coordinator about an organisation that is only listed."""

    kind: Literal["claim", "removal"]
    organisation: Key
    words: Text


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file under the name that its sender gave it; `made` says what makes it (`demo.files`)."""

    name: Line
    made: Literal["kilim", "label", "specification"]


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One message of Markdown, `minutes_ago` before now, with the placeholders of `demo.wording`.

    `edited_from` is the wording it was first posted with. A `removed` message was posted with `body` and then
    taken back by its author. `files` came with it. `reactions` are who put which emoji to it.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^m[1-9]\d*$")]
    author: Key
    minutes_ago: Ago
    lang: Locale
    body: Text
    reply_to: str | None = None
    edited_from: Text | None = None
    removed: bool = False
    reactions: dict[str, tuple[Key, ...]] = {}
    pinned_by: Key | None = None
    files: tuple[File, ...] = ()


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A conversation, oldest message first; only a direct room may have one without a title.

    `levels` says who follows or muted it.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^t[1-9]\d*$")]
    title: Line | None
    lang: Locale
    opened_by: Key
    messages: Annotated[tuple[Message, ...], msgspec.Meta(min_length=1)]
    moved: Move | None = None
    closed: Deed | None = None
    levels: dict[Key, Literal["followed", "muted"]] = {}


class Room(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A room with its talk; a direct room has no names, since each side sees the other person's.

    `names` and `purposes` leave out sr-Latn, which follows from sr-Cyrl. `read` says how far a member has
    read: everything posted up to and including that message, in all topics ("all" is the whole room); members
    who are not named have read all.
    """

    slug: Key
    kind: Literal["open", "private", "direct"]
    names: dict[Literal["sr-Cyrl", "bg", "en"], Line]
    purposes: dict[Literal["sr-Cyrl", "bg", "en"], Text]
    members: Annotated[tuple[Key, ...], msgspec.Meta(min_length=2)]
    moderators: tuple[Key, ...]
    topics: Annotated[tuple[Topic, ...], msgspec.Meta(min_length=1)]
    read: dict[Key, str] = {}
    archived: Deed | None = None

    def messages(self) -> tuple[Message, ...]:
        """All messages of all topics, oldest first: the order in which they were posted."""
        spoken = (message for topic in self.topics for message in topic.messages)
        return tuple(sorted(spoken, key=lambda message: -message.minutes_ago))


class Content(msgspec.Struct, frozen=True):
    """Everything the demo puts in place besides the real directory."""

    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]
    rooms: tuple[Room, ...]
    requests: tuple[Request, ...]

    def names(self) -> Mapping[str, str]:
        """Each person's full name by key, for writing out mentions."""
        return {person.key: person.name for person in self.people}


def load() -> Content:
    """Read all content; raises msgspec.ValidationError where a file departs from the shapes above."""
    decode = msgspec.json.decode
    room_files = sorted((FOLDER / "rooms").iterdir(), key=lambda file: file.name)
    return Content(
        organisations=decode((FOLDER / "organisations.json").read_bytes(), type=tuple[Organisation, ...]),
        people=decode((FOLDER / "people.json").read_bytes(), type=tuple[Person, ...]),
        rooms=tuple(decode(file.read_bytes(), type=Room) for file in room_files),
        requests=decode((FOLDER / "requests.json").read_bytes(), type=tuple[Request, ...]),
    )
