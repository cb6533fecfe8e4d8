"""What one node tells the others: small, ids only, never a name or a text.

Nothing here is needed for anything to be right. Who hears of a new head reads the log, who hears of an end
asks the database: so news that is late, doubled, out of order or a lie changes nothing that anybody sees.
"""

from typing import Annotated

import msgspec

Id = Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]
Number = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
Key = Annotated[str, msgspec.Meta(max_length=128)]


class Heads(msgspec.Struct, frozen=True, tag="heads"):
    """Streams that moved, each with its new head; told after the commit."""

    heads: dict[Id, Number]


class Ended(msgspec.Struct, frozen=True, tag="ended", omit_defaults=True):
    """What is known of these is no longer true: signed out, revoked, suspended, left, another role.

    Nodes forget what they remember of them, ask the database who has really ended, and close those sockets.
    """

    persons: list[Id] = []
    sessions: list[Id] = []
    tokens: list[Id] = []


class Changed(msgspec.Struct, frozen=True, tag="changed"):
    """These persons are as before, but something about them is not: name, language, being seen, roles."""

    persons: list[Id]


class Typing(msgspec.Struct, frozen=True, tag="typing"):
    """Somebody writes in a room just now."""

    room: Id
    topic: Id | None
    person: Id


class Here(msgspec.Struct, frozen=True, tag="here", omit_defaults=True):
    """Who is in which room at the node that tells: all of them, for each room that is named.

    `adds` says that these come on top of what the node told of those rooms just before: a room in which there
    are more people than one payload holds.
    """

    rooms: dict[Id, list[Id]]
    adds: bool = False


class Goodbye(msgspec.Struct, frozen=True, tag="goodbye"):
    """The node that tells stops in good order."""


class Tries(msgspec.Struct, frozen=True, tag="tries"):
    """Tries that count towards limits, by key, as counted at the node that tells."""

    counts: dict[Key, Number]


News = Heads | Ended | Changed | Typing | Here | Goodbye | Tries
