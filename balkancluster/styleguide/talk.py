"""Rooms, topics and messages of the style guide, in every state in which a reader meets them."""

from dataclasses import replace
from datetime import datetime, timedelta

from balkancluster.files.views import FileView
from balkancluster.members.marks import Mark
from balkancluster.rooms.conversation import Line
from balkancluster.rooms.models import FOLLOWED, MUTED
from balkancluster.rooms.translation_views import Translated
from balkancluster.rooms.views import Glimpse, MessageView, Quote, ReactionView, RoomView, TopicView
from balkancluster.styleguide.people import ANA, BORIS, DRAGAN, ELENA, FORMER, ME
from balkancluster.translation.failures import BUSY, say_reason
from balkancluster.translation.models import DONE, FAILED

NOWHERE = 0
"""No room has this number: what is pressed in the style guide changes nothing."""

WOOL = "Zajednička ponuda za vuneno predivo"


def rooms() -> list[RoomView]:
    """Return a room of each kind, read and unread."""
    plain = RoomView(
        id=NOWHERE,
        kind="open",
        name="Tekstil i odeća",
        lang="sr-Latn",
        purpose="Predivo, tkanje, krojenje, i ko s kim može da radi.",
        head=40,
        epoch="guide",
        role=None,
        members=48,
    )
    return [
        replace(plain, id=-1, unread=4),
        replace(plain, id=-2, name="Покани и срокове", lang="bg"),
        replace(
            plain, id=-3, kind="private", name="Менаџери кластера", lang="sr-Cyrl", unread=1200, members=7
        ),
        replace(plain, id=-4, kind="direct", name=ELENA.name, lang="bg", unread=2, for_me=2, people=(ELENA,)),
    ]


def topics(now: datetime) -> list[TopicView]:
    """Return topics that are unread, for the reader, read, and without a word."""
    first = TopicView(
        id=-1,
        room_id=NOWHERE,
        title=WOOL,
        lang="sr-Latn",
        is_first=True,
        last_seq=40,
        unread=3,
        last_at=now - timedelta(minutes=8),
        last_author=DRAGAN,
        excerpt="Узорци стижу сутра до 14 часова, послао сам три нијансе.",
        excerpt_lang="sr-Cyrl",
    )
    silent = replace(first, unread=0, last_author=None)
    return [
        first,
        replace(first, id=-2, title="Покана за общ щанд в Пловдив", lang="bg", level=FOLLOWED, for_me=1),
        replace(first, id=-3, title="Who can certify organic wool?", lang="en", level=MUTED),
        replace(silent, id=-4, title="Грађевинске фирме траже партнера", lang="sr-Cyrl", is_closed=True),
    ]


def glimpses(now: datetime) -> tuple[Glimpse, ...]:
    """Return the first words of two messages that wait to be read, one of them for the reader."""
    at = now - timedelta(minutes=50)
    return (
        Glimpse(
            "-1", DRAGAN, at, "Узорци стижу сутра до 14 часова, послао сам три нијансе.", "sr-Cyrl", False
        ),
        Glimpse("-2", BORIS, at, "@Ana Jovanović, could you bring the dyes?", "en", True),
    )


FILES = (
    FileView("-1", "Specifikacija Grac.pdf", "application/pdf", 240_000),
    FileView("-2", "Количества по месеци.csv", "text/csv", 1_530_000),
)


def lines(now: datetime) -> dict[str, Line]:
    """Return one message for each state, by the name of the state."""
    said = _message(-1, DRAGAN, "Узорци стижу сутра до 14 часова.", "sr-Cyrl", now - timedelta(minutes=40))
    long = _message(
        -2,
        ELENA,
        "Можем да изтъчем <strong>300 метра</strong> до края на месеца. Списъкът е тук: "
        '<a href="https://thracia.example/wool">thracia.example/wool</a>',
        "bg",
        now - timedelta(minutes=31),
    )
    mine = _message(-3, ANA, "Hvala, javiću čim stignu.", "sr-Latn", now - timedelta(minutes=25))
    to_me = _message(
        -5,
        BORIS,
        '<a class="mention me" href="/people/1" lang="sr-Latn">@Ana Jovanović</a>, could you bring the dyes?',
        "en",
        now - timedelta(minutes=12),
    )
    quote = Quote(said.id, DRAGAN, "Узорци стижу сутра до 14 часова.", "sr-Cyrl")
    return {
        "plain": _line(said),
        "edited": _line(replace(long, edited_at=now - timedelta(minutes=29))),
        "reacted": _line(replace(long, id="-8", reactions=_reactions(), is_pinned=True)),
        "mine": _line(mine, is_mine=True),
        "continued": _line(
            replace(mine, id="-4", html="<p>Boja je važnija od roka.</p>"), True, continues=True
        ),
        "to_me": _line(replace(to_me, reply=quote), is_for_me=True),
        "with_files": _line(replace(said, id="-11", html="", files=FILES)),
        "former": _line(_message(-6, FORMER, "I leave the samples with Dragan.", "en", now)),
        "translated": _line(replace(said, id="-9"), translated=_translated(DONE)),
        "untranslated": _line(replace(said, id="-10"), translated=_translated(FAILED)),
        "gone": _line(replace(said, id="-7", body=None, html=None, removed_at=now)),
    }


def _translated(state: str) -> Translated:
    words = "<p>The samples arrive tomorrow by 2 p.m.</p>" if state == DONE else ""
    reason = say_reason(BUSY) if state == FAILED else None
    return Translated(state, "LibreTranslate", words, "en", words, "en", reason, DRAGAN, is_open=True)


def _line(
    message: MessageView,
    is_mine: bool = False,
    is_for_me: bool = False,
    continues: bool = False,
    translated: Translated | None = None,
) -> Line:
    own = frozenset({"👍"} if message.reactions else ())
    return Line(message, is_mine, is_for_me, continues, own, translated)


def _reactions() -> tuple[ReactionView, ...]:
    return (ReactionView("👍", (ANA, DRAGAN, BORIS), 3), ReactionView("🧶", (BORIS,), 1))


def _message(number: int, author: Mark, words: str, lang: str, at: datetime) -> MessageView:
    return MessageView(
        id=str(number),
        seq=40 + number,
        client_id="",
        room_id=NOWHERE,
        topic_id=NOWHERE,
        author=author,
        posted_at=at,
        rev=1,
        body=words,
        html=f"<p>{words}</p>",
        lang=lang,
        edited_at=None,
        removed_at=None,
        reply=None,
        mentions=frozenset({ME.id} if "mention me" in words else ()),
    )
