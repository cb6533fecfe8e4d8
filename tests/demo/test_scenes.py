"""What the scripted members say fits together, and is in the language and script of who says it."""

import re

import pytest

from balkancluster.demo import content
from balkancluster.demo.content import FRONT_DOOR
from balkancluster.demo.life.newcomers import kind_of
from balkancluster.demo.life.script import BALD, Placed, in_the_words_of, load_answers, load_scenes, make_bald
from balkancluster.i18n.detection import detect
from balkancluster.i18n.locales import TAGS
from tests.demo.test_voices import BULGARIAN_ONLY, CODE_LINKS_PLACEHOLDERS, SERBIAN_ONLY

DEMO = content.load()
PEOPLE = {person.key: person for person in DEMO.people}
ROOMS = {room.slug: room for room in DEMO.rooms}
SCENES = load_scenes()


def name(placed: Placed) -> str:
    return placed.scene.key


def test_there_is_enough_to_say_for_an_evening() -> None:
    assert len({placed.scene.key for placed in SCENES}) == len(SCENES) >= 25
    assert len({placed.room for placed in SCENES}) >= 10
    assert {line.lang for placed in SCENES for line in placed.scene.lines} == set(TAGS)
    assert sum(bool(line.typo) for placed in SCENES for line in placed.scene.lines) >= 6


@pytest.mark.parametrize("placed", SCENES, ids=name)
def test_only_members_of_the_room_speak_and_react_and_no_visitor_does(placed: Placed) -> None:
    members = set(ROOMS[placed.room].members)
    for number, line in enumerate(placed.scene.lines, start=1):
        present = {line.who, *line.reactions, *re.findall(r"\{@([^}]*)\}", line.say)}
        assert present <= members, line
        assert PEOPLE[line.who].email not in FRONT_DOOR
        assert line.who not in line.reactions
        assert line.answers is None or line.answers < number
        assert line.typo != line.say


@pytest.mark.parametrize("placed", SCENES, ids=name)
def test_everybody_writes_in_their_own_language_and_script(placed: Placed) -> None:
    for line in placed.scene.lines:
        assert line.lang == PEOPLE[line.who].locale
        assert detect(line.say, line.lang) == line.lang, line.say
        letters = set(CODE_LINKS_PLACEHOLDERS.sub("", line.say))
        foreign = {"bg": SERBIAN_ONLY, "sr-Cyrl": BULGARIAN_ONLY}
        assert not letters & foreign.get(line.lang, set(map(chr, range(0x400, 0x500)))), line.say
        if line.who in BALD:
            assert line.say == make_bald(line.say)


@pytest.mark.parametrize("kind", sorted(load_answers()))
@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_everybody_has_an_answer_in_their_own_language(kind: str, person: str) -> None:
    locale = PEOPLE[person].locale
    for sentence in in_the_words_of(person, locale, load_answers()[kind]):
        assert detect(sentence, locale) == locale, sentence


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Zdravo svima!", "greeting"),
        ("Добър ден, аз съм нова тук", "greeting"),
        ("Hello", "greeting"),
        ("Hvala puno", "thanks"),
        ("Благодаря!", "thanks"),
        ("trazimo 200 kg vune", "search"),
        ("Тражимо пређу", "search"),
        ("Търся партньор за проект", "search"),
        ("We need two carpenters", "search"),
        ("Koliko košta proba?", "price"),
        ("Каква е цената?", "price"),
        ("When does the bus leave?", "time"),
        ("Кога тръгва автобусът?", "time"),
        ("Da li radi grejanje?", "question"),
        ("Are you real?", "invented"),
        ("Ти човек ли си?", "invented"),
        ("Jesi li robot", "invented"),
        ("jel si ti robot?", "invented"),
        ("Je l’ si ti bot?", "invented"),
        ("Вие робот ли сте?", "invented"),
        ("Are you a robot?", "invented"),
        ("Може ли робот да шије?", "question"),
        ("Does a robot pay for small series?", "question"),
        ("Kada je sledeći sajam i koliko košta mesto?", "fair"),
        ("Кога е следващият панаир в Пловдив?", "fair"),
        ("Where do we sleep during the fair?", "fair"),
        ("Šaljem slike", "word"),
        ("🙂", "word"),
        ("", "word"),
    ],
)
def test_an_answer_suits_what_was_said(words: str, kind: str) -> None:
    assert kind_of(words) == kind
