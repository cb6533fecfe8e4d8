"""Rooms for programs: the operations of DESIGN section 5, one file a subject."""

from balkancluster.rooms.api import following, messages, reactions, rooms, topics, translations

operations = [
    *rooms.operations,
    *topics.operations,
    *messages.operations,
    *reactions.operations,
    *following.operations,
    *translations.operations,
]
