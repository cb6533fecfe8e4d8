"""What was found, for the style guide: a message, a topic and a house, by one word in several scripts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from balkancluster.search.kinds import label_of
from balkancluster.search.marking import excerpt, mark
from balkancluster.search.searching import Section
from balkancluster.search.sources import Found, Page
from balkancluster.styleguide.people import ELENA, WEAVERS
from balkancluster.styleguide.talk import WOOL
from balkancluster.textindex.terms import Term, terms_of

SAID = "Можем да изтъчем 300 метра, ако вълната пристигне до петък."
ROOM = ("Tekstil i odeća", "sr-Latn")


def values(now: datetime) -> dict[str, Any]:
    """Return what the templates of search are given."""
    terms = terms_of("вълна vuna")
    page = Page(tuple(_things(terms, now)), "1")
    return {"found_things": Section("message", page), "label_of": label_of}


def _things(terms: Sequence[Term], now: datetime) -> list[Found]:
    message = Found(
        kind="message",
        id="1",
        address="#search",
        title=mark(ELENA.name, (), ELENA.lang),
        words=excerpt(SAID, terms, "bg"),
        author=ELENA,
        at=now,
        place=(ROOM,),
        topic=(WOOL, "sr-Latn"),
        is_related=True,
    )
    topic = Found("topic", "2", "#search", mark(WOOL, terms, "sr-Latn"), place=(ROOM,))
    name = mark(WEAVERS.own.name, terms, WEAVERS.lang)
    return [message, topic, Found("organisation", "3", "#search", name, house=WEAVERS.code)]
