"""No page has words that come from no catalogue: in the toy locale, plain Latin letters are theirs."""

import re
import sqlite3
from collections import defaultdict
from itertools import chain

import pytest

from balkancluster.i18n.locales import LOCALES
from balkancluster.sectors.labels import divisions
from tests.browser.accessibility_pages import PAGES, find_places
from tests.services.program import Program
from tests.services.spoken import spoken_words
from tests.services.toy_locale import mark, unmarked
from tests.toy.conftest import Toy

LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]{3,}")
ADDRESS = re.compile(r"\S+@\S+|\S+\.(?:example|rs|eu|bg|org|com)\b\S*")
SAID_BY_PEOPLE = (
    "SELECT name FROM person UNION SELECT name FROM organisation_text UNION SELECT title FROM topic"
    " UNION SELECT name FROM room_text UNION SELECT code FROM organisation"
)
NAMES = {"BalkanCluster", "Esc", "Kyiv", *(locale.own_name for locale in LOCALES)}
"""The platform, what is printed on a key, and a city for which CLDR has no Macedonian name."""


def read_known(program: Program) -> list[str]:
    """Return what people of the demo have said and sectors are called, the longest first."""
    (database,) = program.data.glob("*.sqlite3")
    with sqlite3.connect(database) as connection:
        said = {row[0] for row in connection.execute(SAID_BY_PEOPLE)}
    sectors = {division.labels["en"] for division in divisions().values()}
    return sorted(said | sectors | NAMES, key=len, reverse=True)


def unknown_words(page: str, known: list[str]) -> list[str]:
    """Return the words of a page that came through no catalogue and that nobody said."""
    rest = ADDRESS.sub(" ", unmarked(" ".join(spoken_words(page))))
    for text in known:
        rest = rest.replace(text, " ")
    return LATIN.findall(rest)


async def test_no_page_says_what_is_in_no_catalogue(toy: Toy) -> None:
    places, known = await find_places(toy.url), read_known(toy.program)
    found = defaultdict(set)
    for page in chain.from_iterable(PAGES.values()):
        answer = await (await toy.reader(page.person)).get(page.address.format_map(places))
        assert answer.status_code == page.status, page
        for word in unknown_words(answer.text, known):
            found[word].add(page.address)
    assert dict(found) == {}


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (f"<p>{mark('Settings')}</p>", []),
        (f"<p>{mark('Settings')} saved</p>", ["saved"]),
        ('<input placeholder="Write here">', ["Write", "here"]),
        ('<p lang="en">Said by somebody</p>', []),
        (f"<p>{mark('You are')} ⟦<b>Ana</b>⟧</p>", []),
        ("<p>Ana Jovanović · ana@demo.example</p>", []),
    ],
)
def test_a_word_outside_the_catalogues_is_heard(page: str, words: list[str]) -> None:
    assert unknown_words(page, ["Ana Jovanović"]) == words
