"""Both databases find the same: each is held against a plain look through all texts, word by word."""

import random
from collections.abc import Sequence

import pytest

from balkancluster.database import Database
from balkancluster.textindex.entries import Entry, fold_text
from balkancluster.textindex.indexes import MESSAGES
from balkancluster.textindex.scoring import score_texts
from balkancluster.textindex.searching import COMPARED, find_best, find_newest
from balkancluster.textindex.terms import Marks, Phrase, Term, phrase_of, terms_of
from balkancluster.textindex.writing import index_texts
from tests.textindex.texts import make_texts

TEXTS = 5_000
QUERIES = 400

ENTRIES = [
    Entry(key, fold_text(text), (f"_room_{key % 7}", f"_by_{key % 31}", *(["_has_link"] * ("//" in text))))
    for key, text in enumerate(make_texts(TEXTS, seed=5), 1)
]


def answers(entry: Entry, term: Term) -> bool:
    words = entry.text.words
    if isinstance(term, Phrase):
        size = len(term.words)
        return any(words[start : start + size] == term.words for start in range(len(words)))
    said = {*words, *entry.text.stems}
    begins = term.is_prefix and any(word.startswith(term.forms[0]) for word in said)
    return begins or not said.isdisjoint(term.forms)


def look_through(terms: Sequence[Term], marks: Marks) -> list[Entry]:
    return [
        entry
        for entry in reversed(ENTRIES)
        if all(answers(entry, term) for term in terms)
        and all(not set(group).isdisjoint(entry.marks) for group in marks)
    ]


def best_of(terms: Sequence[Term], entries: list[Entry]) -> list[int | str]:
    scores = score_texts(terms, [" ".join(entry.text.words) for entry in entries])
    order = sorted(range(len(entries)), key=lambda place: scores[place], reverse=True)
    return [entries[place].key for place in order]


def make_query(chance: random.Random, texts: list[str]) -> tuple[list[Term], list[list[str]]]:
    """Ask for what stands in some text, written in some way, and for marks of some kind."""
    words = chance.choice(texts).split()
    start = chance.randrange(len(words))
    asked = " ".join(words[start : start + chance.randint(1, 3)])
    terms: list[Term] = []
    match chance.randrange(4):
        case 0:
            terms.extend(terms_of(asked.upper()))
        case 1:
            terms.append(phrase_of(asked))
        case 2:
            terms.extend(terms_of(asked[: chance.randint(2, len(asked) + 1)], is_open=True))
        case 3:
            terms.extend([phrase_of(asked), *terms_of(chance.choice(words))])
    marks = []
    if chance.random() < 0.5:
        marks.append([f"_room_{room}" for room in chance.sample(range(9), 3)])
    if chance.random() < 0.2:
        marks.append([f"_by_{chance.randrange(31)}"])
    if chance.random() < 0.05:
        marks.append(["_has_link"])
    return terms, marks


@pytest.fixture
async def filled(database: Database) -> Database:
    async with database.write() as session:
        await index_texts(session, MESSAGES, ENTRIES)
    return database


async def test_hundreds_of_questions_get_the_answers_of_a_look_through_all_texts(filled: Database) -> None:
    chance, texts = random.Random(7), make_texts(TEXTS, seed=5)
    counts = []
    async with filled.read() as session:
        for _ in range(QUERIES):
            terms, marks = make_query(chance, texts)
            expected = look_through(terms, marks) if any(_asks(term) for term in terms) or marks else []
            found = await find_newest(session, MESSAGES, terms, marks, limit=TEXTS)
            assert found == [entry.key for entry in expected], (terms, marks)
            best = await find_best(session, MESSAGES, terms, marks, limit=50)
            assert best == best_of(terms, expected[:COMPARED])[:50], (terms, marks)
            counts.append(len(found))
    assert sum(count > 0 for count in counts) > QUERIES / 2
    assert max(counts) > COMPARED / 2


def _asks(term: Term) -> bool:
    return not isinstance(term, Phrase) or bool(term.words)


async def test_pages_follow_one_another_without_a_gap(filled: Database) -> None:
    terms = terms_of("мебели")
    async with filled.read() as session:
        everything = await find_newest(session, MESSAGES, terms, limit=TEXTS)
        pages: list[int | str] = []
        while page := await find_newest(
            session, MESSAGES, terms, before=pages[-1] if pages else None, limit=17
        ):
            pages.extend(page)
    assert len(everything) > 100
    assert pages == everything
