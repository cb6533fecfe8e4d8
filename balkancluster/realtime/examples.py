"""One example of each frame of the socket, for the documents that are made from the types."""

from balkancluster.realtime.frames import (
    Bye,
    ErrorNews,
    Heads,
    NoticeReset,
    PresenceNews,
    ReadingNews,
    Reset,
    ServerFrame,
    Somebody,
    TypingNews,
    Welcome,
)
from balkancluster.realtime.protocol import (
    VERSION,
    Frame,
    Hello,
    Here,
    Position,
    Prefs,
    Subscribe,
    Typing,
    Unsubscribe,
)

ANA = Somebody("1", "Ana Đorđević")
ELENA = Somebody("2", "Елена Дончева")

CLIENT_EXAMPLES: tuple[Frame, ...] = (
    Hello(v=VERSION, locale="bg", me=Position(epoch="0c41d7aa", after=16)),
    Subscribe(room="35", epoch="eda139aa", after=48),
    Unsubscribe(room="35"),
    Prefs(locale="sr-Latn"),
    Prefs(script="Cyrl", bulgarian_in_latin=True),
    Typing(room="35", topic="13"),
    Here(),
    Here(room="35"),
    Here(away=True),
)

SERVER_EXAMPLES: tuple[ServerFrame, ...] = (
    Welcome(v=VERSION, person="1"),
    Reset(room="35", epoch="eda139aa", head=49),
    NoticeReset(epoch="0c41d7aa", head=17),
    Heads(rooms={"35": 49, "36": 7}, me=17),
    TypingNews(room="35", topic="13", person=ANA),
    PresenceNews(room="35", count=2, here=[ANA, ELENA]),
    PresenceNews(room="35", count=140),
    ReadingNews(script="Latn", bulgarian_in_latin=False),
    Bye(after_ms=1_800),
    ErrorNews(code="not_found", ref="999"),
    ErrorNews(code="rate_limited", retry_after=12),
)
