"""Names that look the same and are not: Сара in Cyrillic, and Capa in Latin letters that look like it.

A shape is what a name looks like, the skeleton of Unicode UTS #39. The table is our own and short: letters
of Latin, Cyrillic and Greek that most typefaces draw alike, and the figures that pass for letters. Marks on
letters stay: Jovanović does not look like Jovanovic.
"""

import unicodedata

ALIKE = {
    "A": "АΑ", "B": "ВΒ", "C": "СϹ", "E": "ЕΕ", "H": "НΗ", "J": "ЈͿ", "K": "КΚ", "M": "МΜ", "N": "Ν",
    "O": "ОΟ0", "P": "РΡ", "S": "Ѕ", "T": "ТΤ", "X": "ХΧ", "Y": "ҮΥ", "Z": "Ζ", "G": "Ԍ", "Q": "Ԛ", "W": "Ԝ",
    "a": "аɑ", "c": "сϲ", "e": "е", "h": "һ", "j": "јϳ", "k": "кκ", "o": "оοσ", "p": "рρ", "s": "ѕ",
    "x": "хχ", "y": "уγ", "d": "ԁ", "q": "ԛ", "w": "ԝ", "v": "ѵν", "u": "υ", "i": "іι\u0131",
    "l": "IІΙ1|Ӏӏ", "Đ": "ÐƉ",
}  # fmt: skip
"""A letter, and those that look like it."""

_SHAPES = str.maketrans({other: letter for letter, others in ALIKE.items() for other in others})


def shape(name: str) -> str:
    """Return what a name looks like: names of the same shape are told apart by nobody's eyes."""
    drawn = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name)).translate(_SHAPES)
    return " ".join(unicodedata.normalize("NFC", drawn).split())


def look_alike(one: str, other: str) -> bool:
    """Whether two names that are not the same cannot be told apart by their looks."""
    return one != other and shape(one) == shape(other)
