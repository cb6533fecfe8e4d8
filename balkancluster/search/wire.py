"""The JSON of search: what programs ask, and answers of any kind in one shape."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from balkancluster.i18n.messages import Message
from balkancluster.realtime.protocol import Identifier
from balkancluster.rooms.wire import PersonOut, person_out
from balkancluster.search.marking import Marked
from balkancluster.search.searching import Results
from balkancluster.search.sources import Found

Text = Annotated[str, msgspec.Meta(max_length=8_000)]
Limit = Annotated[int, msgspec.Meta(ge=1, le=100)]
Cursor = Annotated[str, msgspec.Meta(max_length=16, pattern=r"^\d*$")]


class SearchQuery(msgspec.Struct, forbid_unknown_fields=True):
    """What a program looks for; `before` is the `next` of an earlier answer."""

    q: Text = ""
    room: Identifier | None = None
    kind: Literal["message", "topic", "person", "organisation", "room", "file"] = "message"
    sort: Literal["newest", "best"] = "newest"
    before: Cursor = ""
    limit: Limit = 20
    exact: bool = False


class FoundOut(msgspec.Struct, omit_defaults=True):
    """One answer; `hits` are the beginnings and ends of found words in `text`, in characters of Unicode."""

    kind: str
    id: str
    address: str
    title: str
    lang: str
    text: str = ""
    text_lang: str = ""
    hits: list[tuple[int, int]] = []
    author: PersonOut | None = None
    at: datetime | None = None
    room: str | None = None
    topic: str | None = None
    related: bool = False
    to_join: bool = False


class RelatedOut(msgspec.Struct):
    """A word of another language that was looked for too."""

    text: str
    lang: str


class SearchOut(msgspec.Struct):
    """Answers, and where the next ones begin; `meant` is a nearer query where nothing was found."""

    items: list[FoundOut]
    next: str | None
    also: list[RelatedOut]
    notes: list[str]
    meant: str | None


def search_out(results: Results, locale: str) -> SearchOut:
    """Return a page of answers as JSON says it."""
    page = results.sections[0].page if results.sections else None
    return SearchOut(
        items=[_found_out(found) for found in page.items] if page else [],
        next=(page.following or None) if page else None,
        also=[RelatedOut(related.text, related.lang) for related in results.wanted.related],
        notes=[_said(note, locale) for note in results.wanted.notes],
        meant=results.meant or None,
    )


def _said(note: Message, locale: str) -> str:
    return note.in_locale(locale)


def _found_out(found: Found) -> FoundOut:
    words = found.words or Marked(())
    return FoundOut(
        kind=found.kind,
        id=found.id,
        address=found.address,
        title=found.title.text,
        lang=found.title.lang,
        text=words.text,
        text_lang=words.lang if words.pieces else "",
        hits=_hits(words),
        author=person_out(found.author) if found.author and found.kind == "message" else None,
        at=found.at,
        room=str(found.room_id) if found.room_id else None,
        topic=str(found.topic_id) if found.topic_id else None,
        related=found.is_related,
        to_join=found.is_to_join,
    )


def _hits(words: Marked) -> list[tuple[int, int]]:
    hits, at = [], 0
    for piece in words.pieces:
        if piece.is_hit:
            hits.append((at, at + len(piece.text)))
        at += len(piece.text)
    return hits
