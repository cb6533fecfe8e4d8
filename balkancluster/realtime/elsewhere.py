"""Who is here by way of other nodes, as those told last, and what this node tells them.

A node tells the whole of each room that changed at it, and every RENEW seconds of all its rooms: that is the
lease on which the others go on believing it. What was lost is healed by the next renewal, and the people of a
node that died are gone SILENCE seconds after its last word. One that stops in good order says goodbye: its
people are given the seconds that it takes them to come back through another.
"""

from collections.abc import Collection
from dataclasses import dataclass

from balkancluster.realtime.bus.news import Goodbye, Here, News

RENEW = 15.0
SILENCE = 45.0
LINGER = 6.0


@dataclass(slots=True)
class Word:
    """What one node said of one room, and until when that is believed."""

    people: frozenset[int]
    until: float


class Elsewhere:
    """The people of other nodes by room; and what was told of this node's own."""

    def __init__(self) -> None:
        self._words: dict[int, dict[str, Word]] = {}
        self._nodes: dict[str, float] = {}
        self._changed: set[int] = set()
        self._told: dict[int, frozenset[int]] = {}
        self._to_tell: dict[int, list[int]] = {}
        self._renewed_at = 0.0

    # What other nodes say

    def hear(self, news: Here, node: str, now: float) -> None:
        """A node tells who is in these rooms by way of it."""
        if node not in self._nodes:
            # It has just begun, and knows nothing of this one yet.
            self.tell_everything()
        self._nodes[node] = now + SILENCE
        for room_id, people in news.rooms.items():
            words = self._words.setdefault(room_id, {})
            before = words[node].people if node in words else frozenset()
            today = before.union(people) if news.adds else frozenset(people)
            words[node] = Word(today, now + SILENCE)
            if today != before:
                self._changed.add(room_id)

    def hear_goodbye(self, _news: Goodbye, node: str, now: float) -> None:
        """A node stops."""
        self._nodes.pop(node, None)
        for words in self._words.values():
            if node in words:
                words[node].until = min(words[node].until, now + LINGER)

    def people_in(self, room_id: int) -> set[int]:
        """Return who is in a room by way of other nodes."""
        found: set[int] = set()
        for word in self._words.get(room_id, {}).values():
            found |= word.people
        return found

    def rooms_of(self, person_ids: Collection[int]) -> set[int]:
        """Return the rooms in which other nodes see any of these."""
        return {room_id for room_id in self._words if not self.people_in(room_id).isdisjoint(person_ids)}

    def take_changed(self, now: float) -> set[int]:
        """Return the rooms in which something has changed since this was asked last."""
        for room_id, words in list(self._words.items()):
            for node in [node for node, word in words.items() if word.until <= now or not word.people]:
                if words.pop(node).people:
                    self._changed.add(room_id)
            if not words:
                del self._words[room_id]
        for node in [node for node, until in self._nodes.items() if until <= now]:
            del self._nodes[node]
        changed, self._changed = self._changed, set()
        return changed

    # What this node says

    def note(self, room_id: int, people: Collection[int]) -> None:
        """These are in a room by way of this node; it is told with the next news."""
        today = frozenset(people)
        if today != self._told.get(room_id, frozenset()):
            self._to_tell[room_id] = sorted(today)
            if today:
                self._told[room_id] = today
            else:
                self._told.pop(room_id, None)

    def tell_everything(self) -> None:
        """Tell all rooms with the next news: somebody may not know them."""
        self._renewed_at = 0.0

    def take_news(self, now: float) -> News | None:
        """Return what is to be told to other nodes by now, if anything."""
        rooms, self._to_tell = self._to_tell, {}
        if not self._renewed_at or now - self._renewed_at >= RENEW:
            self._renewed_at = now
            return Here({room_id: sorted(people) for room_id, people in self._told.items()} | rooms)
        return Here(rooms) if rooms else None
