"""What is found by words in any script and form, by phrases, by the start of a word, and by marks."""

from balkancluster.database import Database
from balkancluster.textindex.entries import Entry, Key, fold_text
from balkancluster.textindex.indexes import FILES, MESSAGES, PEOPLE, Index
from balkancluster.textindex.searching import find_best, find_newest
from balkancluster.textindex.terms import Marks, Phrase, Word, phrase_of, terms_of
from balkancluster.textindex.writing import index_texts, remove_texts


async def put(database: Database, index: Index, texts: dict[Key, str], *marks: str) -> None:
    async with database.write() as session:
        await index_texts(session, index, [Entry(key, fold_text(text), marks) for key, text in texts.items()])


async def find(database: Database, words: str, *, is_open: bool = False, marks: Marks = ()) -> list[Key]:
    async with database.read() as session:
        return await find_newest(session, MESSAGES, terms_of(words, is_open=is_open), marks)


async def test_script_marks_and_endings_do_not_matter(database: Database) -> None:
    await put(database, MESSAGES, {1: "Намештај од дрвета", 2: "nema nameštaja", 3: "Kruške i šljive"})
    for words in ("namestaj", "НАМЕШТАЈА", "nameštaj", "намештају"):
        assert await find(database, words) == [2, 1]
    assert await find(database, "дрво намештај") == [1]
    assert await find(database, "kruška") == [3]


async def test_the_start_of_the_last_word_is_enough_while_it_is_typed(database: Database) -> None:
    await put(database, MESSAGES, {1: "Dogovor o isporuci", 2: "Договорили смо се"})
    assert await find(database, "догов", is_open=True) == [2, 1]
    assert await find(database, "догов") == []
    assert await find(database, "dogovor ispo", is_open=True) == [1]


async def test_a_phrase_is_words_in_their_order_and_no_stems(database: Database) -> None:
    await put(database, MESSAGES, {1: "Мајстори од дрвета", 2: "Од мајстора дрво", 3: "дрвета од мајстори"})
    async with database.read() as session:
        assert await find_newest(session, MESSAGES, [phrase_of("majstori od")]) == [1]
        assert await find_newest(session, MESSAGES, [phrase_of("drveta")]) == [3, 1]
        assert await find_newest(session, MESSAGES, [phrase_of("majstor")]) == []
        assert await find_newest(session, MESSAGES, [phrase_of("drv majstor")]) == []


async def test_marks_narrow_and_no_text_can_hold_one(database: Database) -> None:
    await put(database, MESSAGES, {1: "ponuda", 2: "ponuda _room_5 room 5 _room"}, "_room_4")
    await put(database, MESSAGES, {3: "ponuda"}, "_room_5", "_by_1")
    assert await find(database, "ponuda", marks=[["_room_4", "_room_9"]]) == [2, 1]
    assert await find(database, "ponuda", marks=[["_room_5"]]) == [3]
    assert await find(database, "", marks=[["_room_4", "_room_5"], ["_by_1"]]) == [3]
    assert await find(database, "_roo", is_open=True) == [2]
    assert await find(database, "ponuda", marks=[[]]) == []


async def test_a_member_of_a_thousand_rooms_finds_something(database: Database) -> None:
    await put(database, MESSAGES, {1: "ponuda"}, "_room_977")
    assert await find(database, "ponuda", marks=[[f"_room_{room}" for room in range(1_000)]]) == [1]


async def test_what_asks_for_nothing_finds_nothing(database: Database) -> None:
    await put(database, MESSAGES, {1: "ponuda", 2: ""})
    async with database.read() as session:
        assert await find_newest(session, MESSAGES, []) == []
        assert await find_newest(session, MESSAGES, [Phrase(())]) == []
        assert await find_best(session, MESSAGES, []) == []


async def test_no_query_is_an_order_to_the_database(database: Database) -> None:
    await put(database, MESSAGES, {1: 'a NOT b NEAR c\'; DROP TABLE message; -- "*" ()|&!:<->\\'})
    for words in ('"', "'", "*", "a*", 'a" OR "b', "words:a", "a:*", "!a", "a & b", "\\'", "()", "NEAR(a b)"):
        assert await find(database, words, is_open=True) in ([1], [])
    assert await find(database, "drop table message") == [1]


async def test_a_word_of_eight_thousand_letters_is_found_by_its_beginning(database: Database) -> None:
    await put(database, MESSAGES, {1: "abcdefgh" * 1_000})
    assert await find(database, "abcdefgh" * 1_000) == [1]
    assert await find(database, "abcdefghab", is_open=True) == [1]
    assert await find(database, "abcdefghab") == []


async def test_an_entry_takes_the_place_of_the_one_before(database: Database) -> None:
    await put(database, MESSAGES, {1: "ponuda iz Leskovca"}, "_room_1")
    await put(database, MESSAGES, {1: "odgovor"}, "_room_2")
    assert await find(database, "ponuda") == []
    assert await find(database, "", marks=[["_room_1"]]) == []
    assert await find(database, "odgovor", marks=[["_room_2"]]) == [1]


async def test_what_is_removed_is_found_no_more(database: Database) -> None:
    await put(database, MESSAGES, {1: "ponuda", 2: "ponuda"})
    async with database.write() as session:
        await remove_texts(session, MESSAGES, [1, 77])
    assert await find(database, "ponuda") == [2]


async def test_indexes_do_not_mix(database: Database) -> None:
    await put(database, PEOPLE, {1: "Весна Ђорђевић"})
    assert await find(database, "djordjevic") == []
    async with database.read() as session:
        assert await find_newest(session, PEOPLE, terms_of("djordjevic")) == [1]


async def test_keys_may_be_texts(database: Database) -> None:
    await put(database, FILES, {"x7": "Ponuda.pdf", "a1": "ponude za izvoz.xlsx"})
    await put(database, FILES, {"x7": "ponuda 2.pdf"})
    async with database.read() as session:
        assert await find_newest(session, FILES, terms_of("ponuda")) == ["a1", "x7"]
        assert await find_newest(session, FILES, terms_of("ponuda"), before="a1") == ["x7"]
    async with database.write() as session:
        await remove_texts(session, FILES, ["a1", "no such file"])
    async with database.read() as session:
        assert await find_newest(session, FILES, terms_of("ponuda")) == ["x7"]


async def test_the_best_answer_says_it_exactly_then_often_then_shortly(database: Database) -> None:
    texts: dict[Key, str] = {
        1: "jedna nova drvena stolica",
        2: "stolice, samo stolice",
        3: "dugačak govor o svemu i svačemu u kom je i jedna stolica",
        4: "stolica i opet stolica",
        5: "moja stara mala stolica",
    }
    await put(database, MESSAGES, texts)
    async with database.read() as session:
        assert await find_best(session, MESSAGES, terms_of("столица")) == [4, 5, 1, 3, 2]
        assert await find_best(session, MESSAGES, [Word(("stolica",))], limit=2) == [4, 5]
