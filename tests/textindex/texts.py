"""Talk of an invented cluster in three languages and two scripts, the same for the same seed."""

import random

from balkancluster.i18n.scripts import to_cyrillic

SERBIAN = """
nameštaj nameštaja kuhinja kuhinje drvo drveta drvena stolica stolice fabrika fabrike partner
partnera ponuda ponude izvoz izvoza Ćuprija Đorđević radionica sajam sajma rok isporuka isporuke
tekstil saradnja cena cene sastanak sastanci centar centri kruška šljiva paprika za i sa od je na u
će biti dobro hvala
"""
BULGARIAN = """
мебели мебелите кухня кухнята дърво дървета дървото стол столове фабрика фабриката партньор
партньори оферта оферти износ износа Пловдив Търговище работилница панаир срок доставка доставката
текстил цена цените среща срещата център щит София слива чушка за и с от е на в ще бъде добре
благодаря
"""
ENGLISH = """
furniture kitchen kitchens wood wooden chair chairs factory factories partner partners offer offers
export meeting meetings delivery textile price prices plum pepper for and with of is on in will be
good thanks Sofia Plovdiv c++ R&D 3D https://klaster.example/ponuda
"""


def make_texts(count: int, seed: int) -> list[str]:
    """Return so many short texts; common words are many times as common as rare ones."""
    chance = random.Random(seed)
    return [make_text(chance) for _ in range(count)]


def make_text(chance: random.Random) -> str:
    """Return one text in one of the languages; of each the first words are the most common."""
    language = chance.choice((SERBIAN, SERBIAN, BULGARIAN, ENGLISH))
    words = language.split()
    weights = [1 / place for place in range(1, len(words) + 1)]
    text = " ".join(chance.choices(words, weights, k=chance.randint(1, 14))) + chance.choice(".!? ")
    return to_cyrillic(text) if language is SERBIAN and chance.random() < 0.5 else text
