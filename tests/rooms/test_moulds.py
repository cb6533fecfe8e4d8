"""A message poured into a mould is, letter by letter, what the template would have made of it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from balkancluster.i18n.locales import TAGS
from balkancluster.i18n.reading import Reading, choose_reading
from balkancluster.members.marks import Mark
from balkancluster.rooms.channel.moulds import TEMPLATE, present_message
from balkancluster.rooms.channel.telling import Telling, present_event
from balkancluster.rooms.views import EventView, MessageView, Quote, ReactionView
from balkancluster.web.pages import remembered

ANA = Mark(7, "Ana Stojanović", "sr-Latn", False, "Predionica Leskovac", "sr-Latn", "rs-17", "Leskovac")
SHARP = Mark(8, "Елена <b>\"&'", "bg", False)
GONE = Mark(9, "", "und", True)
DRAGAN = Mark(
    6,
    "Драган Ђорђевић",
    "sr-Cyrl",
    False,
    "Вуница",
    "sr-Cyrl",
    "rs-18",
    "Сурдулица",
    other_name="Dragan Djordjević",
    other_lang="sr-Latn",
    has_lookalike=True,
    organisation_other="Vunica",
)
NOON = datetime(2026, 11, 27, 12, 0, 30, 5, tzinfo=UTC)
PLAIN = MessageView(
    id="01934e4c-0001-7000-8000-000000000001",
    seq=5,
    client_id="00000000-0000-4000-8000-000000000001",
    room_id=3,
    topic_id=4,
    author=ANA,
    posted_at=NOON,
    rev=1,
    body="Dobro jutro",
    html="<p>Dobro jutro &amp; <strong>hvala</strong></p>",
    lang="sr-Latn",
    edited_at=None,
    removed_at=None,
    reply=None,
    mentions=frozenset(),
)
LATER: dict[str, Any] = {
    "id": "01934e4c-0002-7000-8000-000000000002",
    "seq": 6,
    "client_id": "00000000-0000-4000-8000-000000000002",
    "posted_at": NOON.replace(hour=13),
    "html": '<p lang="bg">Добро утро</p>',
}
READINGS = [*(choose_reading(tag) for tag in TAGS), Reading("en", "Cyrl"), Reading("en", "Latn", True)]
CASES = {
    "plain": PLAIN,
    "by another": replace(PLAIN, author=SHARP),
    "by somebody who left": replace(PLAIN, author=GONE),
    "in another room": replace(PLAIN, room_id=30),
    "in another topic": replace(PLAIN, topic_id=40),
    "in another language": replace(PLAIN, lang="bg"),
    "in another script": replace(PLAIN, lang="sr-Cyrl", html="<p>Добро <code>јутро</code></p>"),
    "in no language": replace(PLAIN, lang="und", html="<p>5.000</p>"),
    "pinned": replace(PLAIN, is_pinned=True),
    "another revision": replace(PLAIN, rev=2),
    "edited": replace(PLAIN, rev=2, edited_at=NOON),
    "removed": replace(PLAIN, body=None, html=None, removed_at=NOON),
    "naming somebody": replace(PLAIN, mentions=frozenset({8})),
    "an answer": replace(PLAIN, reply=Quote("01934e4c-0003", SHARP, "Hvala", "sr-Latn")),
    "reacted to": replace(PLAIN, reactions=(ReactionView("👍", (SHARP,), 1),)),
    "by somebody with two forms of the name": replace(PLAIN, author=DRAGAN),
    "with a strange id": replace(PLAIN, id='"<&>', client_id="'<&>"),
}


@pytest.mark.parametrize("reading", READINGS, ids=str)
@pytest.mark.parametrize("message", CASES.values(), ids=CASES.keys())
def test_a_mould_gives_what_the_template_gives(message: MessageView, reading: Reading) -> None:
    for said in (message, replace(message, **LATER), message):
        assert present_message(said, reading) == remembered(TEMPLATE, reading, message=said)


OWN = ('lang="sr-Cyrl">Драган Ђорђевић</a>', '<span lang="sr-Cyrl">Вуница, Сурдулица</span>')
OTHER = ('lang="sr-Latn">Dragan Djordjević</a>', '<span lang="sr-Latn">Vunica, Сурдулица</span>')


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (Reading("sr-Latn", "Latn"), OTHER),
        (Reading("sr-Latn", "Cyrl"), OWN),
        (Reading("sr-Latn", "as-written"), OWN),
        (Reading("sr-Cyrl", "Cyrl"), OWN),
        (choose_reading("en"), OTHER),
        (choose_reading("bg"), OWN),
    ],
    ids=str,
)
def test_an_author_is_called_by_the_form_that_they_gave_for_the_script_of_the_reader(
    reading: Reading, expected: tuple[str, str]
) -> None:
    html = present_message(replace(PLAIN, author=DRAGAN), reading)
    assert all(words in html for words in expected)
    # Nobody gave this one in Cyrillic: it is never converted.
    assert 'lang="sr-Latn">Ana Stojanović</a>' in present_message(PLAIN, reading)


def test_a_name_that_looks_like_another_is_marked_with_words() -> None:
    assert "looks the same in other letters" in present_message(
        replace(PLAIN, author=DRAGAN), choose_reading("en")
    )
    assert "lookalike" not in present_message(PLAIN, choose_reading("en"))


@pytest.mark.parametrize("message", CASES.values(), ids=CASES.keys())
def test_an_event_is_told_on_the_socket_as_in_the_api(message: MessageView) -> None:
    event = EventView(5, "message.posted", NOON, ANA, message=message)
    telling = Telling(event)
    for reading in READINGS:
        assert telling.to(reading) == msgspec.json.encode(present_event(event, reading))


def test_an_event_without_a_message_is_told_too() -> None:
    event = EventView(5, "member.joined", NOON, ANA, person=ANA)
    bulgarian = Reading("bg")
    assert Telling(event).to(bulgarian) == msgspec.json.encode(present_event(event, bulgarian))


def test_a_sentence_is_told_to_each_reader_in_their_own_way() -> None:
    told = {reading: present_message(PLAIN, reading) for reading in READINGS}
    for reading, html in told.items():
        assert ("Добро јутро" in html) == (reading.script == "Cyrl")
        assert "Dobro jutro" in html
