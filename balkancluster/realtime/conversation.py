"""What a client may ask for on its line, whether that is a socket or one request of a long poll."""

import contextlib
import time

from balkancluster.access import Actor
from balkancluster.errors import NotFound
from balkancluster.realtime.frames import ErrorNews
from balkancluster.realtime.hub import Hub
from balkancluster.realtime.listener import Listener
from balkancluster.realtime.protocol import (
    SUBSCRIPTIONS,
    ClientFrame,
    FrameError,
    Hello,
    Here,
    Prefs,
    Subscribe,
    Typing,
    Unsubscribe,
)
from balkancluster.realtime.streams import read_id

TYPING_SECONDS = 2.0


class Conversation:
    """What one listener asked for so far."""

    __slots__ = ("_hub", "_listener", "_subscriptions", "_typed")

    def __init__(self, hub: Hub, listener: Listener) -> None:
        self._hub = hub
        self._listener = listener
        self._subscriptions: set[str] = set()
        self._typed: dict[str, float] = {}

    async def take(self, frame: ClientFrame) -> None:
        """Do what a frame asks for. Raises FrameError for what cannot be done."""
        match frame:
            case Subscribe():
                await self._subscribe(frame)
            case Unsubscribe():
                self._unsubscribe(frame)
            case Typing():
                self._tell_typing(frame)
            case Prefs() | Hello():
                self._choose_language(frame)
                self._hub.change_language(self._listener)
                await self._follow_own(frame)
            case Here():
                self._note_presence(frame)

    async def _follow_own(self, frame: Hello | Prefs) -> None:
        if frame.me is not None:
            # Whose token may not read hears nothing, as with every other thing it may not.
            with contextlib.suppress(NotFound):
                await self._hub.follow_own(self._listener, frame.me.epoch, frame.me.after)

    async def _subscribe(self, frame: Subscribe) -> None:
        if len(self._subscriptions) >= SUBSCRIPTIONS:
            raise FrameError("too_many_rooms")
        try:
            await self._hub.subscribe(self._listener, read_id(frame.room), frame.epoch, frame.after)
        except NotFound:
            self._listener.send(ErrorNews(code="not_found", ref=frame.room))
        else:
            self._subscriptions.add(frame.room)

    def _unsubscribe(self, frame: Unsubscribe) -> None:
        self._subscriptions.discard(frame.room)
        with contextlib.suppress(NotFound):
            self._hub.unsubscribe(self._listener, read_id(frame.room))

    def _choose_language(self, frame: Hello | Prefs) -> None:
        listener = self._listener
        listener.locale = frame.locale or listener.locale
        listener.script = frame.script or listener.script
        if frame.bulgarian_in_latin is not None:
            listener.bulgarian_in_latin = frame.bulgarian_in_latin

    def _tell_typing(self, frame: Typing) -> None:
        actor = self._listener.actor
        now = time.monotonic()
        if now - self._typed.get(frame.room, 0.0) < TYPING_SECONDS or not may_be_seen(actor):
            return
        if frame.room not in self._subscriptions or not self._hub.hears(self._listener, int(frame.room)):
            return
        self._typed[frame.room] = now
        with contextlib.suppress(NotFound):
            topic_id = read_id(frame.topic) if frame.topic else None
            self._hub.typing.tell(actor, int(frame.room), topic_id)

    def _note_presence(self, frame: Here) -> None:
        presence, actor = self._hub.presence, self._listener.actor
        if not frame.away and actor.scopes is None:
            presence.on_look(actor.id)
        if frame.away:
            presence.step_away(self._listener)
        elif may_be_seen(actor) and (frame.room is None or frame.room in self._subscriptions):
            presence.renew(self._listener, int(frame.room) if frame.room else None)


def may_be_seen(actor: Actor) -> bool:
    """Whether others may be told that the actor is here or writes.

    That is the person's choice; of tokens, only those that may write in rooms say anything there.
    """
    return actor.shows_presence and actor.has_scope("rooms:write")
