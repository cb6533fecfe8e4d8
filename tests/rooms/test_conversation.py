"""A topic laid out: days in the reader's time zone, where the new begins, who goes on speaking."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from balkancluster.members.marks import Mark
from balkancluster.rooms.conversation import Day, Entry, Line, Since, lay_out
from balkancluster.rooms.views import MessageView, ReactionView

ANA, ELENA = 1, 2
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def message(seq: int, author: int, at: datetime, *, names: int | None = None) -> MessageView:
    return MessageView(
        id=f"m{seq}",
        seq=seq,
        client_id="",
        room_id=1,
        topic_id=1,
        author=Mark(author, "Ana" if author == ANA else "Елена", "sr-Latn", is_former=False),
        posted_at=at,
        rev=1,
        body="…",
        html="<p>…</p>",
        lang="sr-Latn",
        edited_at=None,
        removed_at=None,
        reply=None,
        mentions=frozenset({names} if names else ()),
    )


def shapes(entries: list[Entry]) -> list[str]:
    return [type(entry).__name__ for entry in entries]


def lay(messages: list[MessageView], *, read: int = 99, unread: int = 0, zone: str = "UTC") -> list[Entry]:
    return lay_out(messages, person_id=ANA, read=read, unread=unread, time_zone=zone)


def test_a_day_begins_where_the_reader_lives() -> None:
    late = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    messages = [message(1, ELENA, late), message(2, ANA, late + timedelta(hours=2))]
    assert shapes(lay(messages, zone="UTC")) == ["Day", "Line", "Day", "Line"]
    in_sofia = lay(messages, zone="Europe/Sofia")
    assert shapes(in_sofia) == ["Day", "Line", "Line"]
    assert isinstance(in_sofia[0], Day)
    assert in_sofia[0].at.day == late.day + 1


def test_the_new_begins_at_the_first_unread_message_of_somebody_else() -> None:
    messages = [message(n, author, NOON) for n, author in ((1, ELENA), (2, ANA), (3, ELENA), (4, ELENA))]
    entries = lay(messages, read=1, unread=2)
    assert shapes(entries) == ["Day", "Line", "Line", "Since", "Line", "Line"]
    assert entries[3] == Since(2)


def test_the_same_author_within_minutes_goes_on_speaking() -> None:
    messages = [
        message(1, ELENA, NOON),
        message(2, ELENA, NOON + timedelta(minutes=2)),
        message(3, ELENA, NOON + timedelta(minutes=20)),
        message(4, ANA, NOON + timedelta(minutes=21)),
    ]
    lines = [entry for entry in lay(messages) if isinstance(entry, Line)]
    assert [line.continues for line in lines] == [False, True, False, False]
    assert [line.is_mine for line in lines] == [False, False, False, True]


def test_a_message_that_names_the_reader_is_for_them() -> None:
    lines = [e for e in lay([message(1, ELENA, NOON, names=ANA)]) if isinstance(e, Line)]
    assert lines[0].is_for_me


def test_the_reader_s_own_reactions_are_marked_and_no_others() -> None:
    thumbs = ReactionView("👍", (Mark(ANA, "Ana", "sr-Latn", is_former=False),), 1)
    wool = ReactionView("🧶", (Mark(ELENA, "Елена", "bg", is_former=False),), 1)
    said = replace(message(1, ELENA, NOON), reactions=(thumbs, wool))
    entries = lay_out(
        [said, message(2, ELENA, NOON)],
        person_id=ANA,
        read=9,
        unread=0,
        time_zone="UTC",
        own={("m1", "👍"), ("m9", "🧶")},
    )
    assert [entry.own for entry in entries if isinstance(entry, Line)] == [{"👍"}, frozenset()]
