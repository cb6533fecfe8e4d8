"""Everybody in the demo writes in their own alphabet; no real organisation's name or address is borrowed."""

import csv
import re
from collections import Counter

import pytest

from balkancluster.demo import content
from balkancluster.demo.content import FOLDER, Content

BULGARIAN_ONLY = set("йщъьюяЙЩЪЬЮЯ")
SERBIAN_ONLY = set("јљњђћџЈЉЊЂЋЏ")
LOCALES = {"sr-Cyrl", "sr-Latn", "bg", "en"}
CODE_LINKS_PLACEHOLDERS = re.compile(r"`[^`]*`|\]\([^)]*\)|\{[^}]*\}")


@pytest.fixture(scope="module")
def demo() -> Content:
    return content.load()


def wordings(demo: Content) -> list[tuple[str, str, str]]:
    """Every text with where it stands and its language."""
    found: list[tuple[str, str, str]] = [
        (room.slug, topic.lang, topic.title or "") for room in demo.rooms for topic in room.topics
    ]
    for room in demo.rooms:
        for message in room.messages():
            found.append((f"{room.slug} {message.id}", message.lang, message.body))
            found.append((f"{room.slug} {message.id}", message.lang, message.edited_from or ""))
        for texts in (room.names, room.purposes):
            found += [(room.slug, lang, text) for lang, text in texts.items()]
    for house in demo.organisations:
        found.append((house.key, house.lang, house.city))
        for spoken in (house.names, house.summaries, house.offers, house.seeks):
            found += [(house.key, lang, text) for lang, text in spoken.items()]
    found += [(person.key, person.locale, f"{person.name}, {person.title}") for person in demo.people]
    return found


def test_nobody_writes_the_letters_of_another_language(demo: Content) -> None:
    for place, lang, text in wordings(demo):
        letters = set(CODE_LINKS_PLACEHOLDERS.sub("", text))
        cyrillic = {letter for letter in letters if "\u0400" <= letter <= "\u04ff"}
        if lang == "bg":
            assert not letters & SERBIAN_ONLY, (place, text)
        elif lang == "sr-Cyrl":
            assert not letters & BULGARIAN_ONLY, (place, text)
        else:
            assert not cyrillic, (place, cyrillic, text)


def test_cyrillic_is_written_by_those_who_say_so(demo: Content) -> None:
    for place, lang, text in wordings(demo):
        plain = CODE_LINKS_PLACEHOLDERS.sub("", text)
        cyrillic = len(re.findall(r"[\u0400-\u04ff]", plain))
        latin = len(re.findall(r"[A-Za-zČĆŽŠĐčćžšđ]", plain))
        if plain and lang in ("bg", "sr-Cyrl"):
            assert cyrillic > latin, (place, text)


def test_no_word_mixes_two_alphabets(demo: Content) -> None:
    mixed = re.compile(r"[A-Za-zČĆŽŠĐčćžšđ][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-zČĆŽŠĐčćžšđ]")
    for place, _, text in wordings(demo):
        plain = re.sub(r"`[^`]*`", "", text)
        assert not mixed.search(plain), (place, text)


def test_every_language_and_both_serbian_scripts_are_heard(demo: Content) -> None:
    spoken = Counter(message.lang for room in demo.rooms for message in room.messages())
    assert set(spoken) == LOCALES
    assert min(spoken["bg"], spoken["sr-Cyrl"], spoken["sr-Latn"]) >= 60
    assert spoken["en"] >= 15


def test_somebody_writes_bald_latin_as_on_a_phone(demo: Content) -> None:
    spoken = [m.body for room in demo.rooms for m in room.messages() if m.author == "slavica"]
    assert len(spoken) >= 10
    assert not set("čćžšđ") & set("".join(spoken))


def test_links_lead_only_to_example_domains(demo: Content) -> None:
    bodies = [message.body for room in demo.rooms for message in room.messages()]
    hosts = {host for body in bodies for host in re.findall(r"https?://([^/)\s]+)", body)}
    assert hosts
    assert all(host.endswith(".example") for host in hosts)


def quoted_part(name: str) -> str:
    """The proper name within the quotation marks, or the whole name."""
    found = re.search(r"[„“](.+?)[“”]", name)
    return (found[1] if found else name).casefold()


def test_no_invented_organisation_bears_a_real_name(demo: Content) -> None:
    with (FOLDER / "members.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = ("name_own", "name_en", "short_name")
    real = {row[column].casefold() for row in rows for column in columns if row[column]}
    invented = [quoted_part(name) for house in demo.organisations for name in house.names.values()]
    assert len(rows) == 77
    assert not [name for name in invented if any(name in known for known in real)]
