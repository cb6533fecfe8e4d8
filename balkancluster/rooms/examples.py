"""An event as programs get it, for the documents that are made from the types."""

from datetime import UTC, datetime

from balkancluster.rooms.wire import EventOut, EventsFrame, MessageOut, PersonOut

ANA = PersonOut("1", "Ana Đorđević")
AT = datetime(2026, 11, 24, 16, 6, 32, 757_000, UTC)

MESSAGE_EXAMPLE = MessageOut(
    id="01a20e4f-123a-76cb-8e1b-477235a01319",
    client_id="0b0a9c1e-7c54-4f4e-9a5e-0f2c6f3f9a01",
    topic="13",
    reply_to=None,
    rev=1,
    body="Dobar dan iz **Leskovca**",
    lang="sr-Latn",
    html="<article …>",
    seq=49,
    at=AT,
    author=ANA,
)

EVENTS_EXAMPLE = EventsFrame(
    room="35",
    epoch="eda139aa",
    events=[EventOut(seq=49, kind="message.posted", at=AT, actor=ANA, message=MESSAGE_EXAMPLE)],
)
