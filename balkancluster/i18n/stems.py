"""Light stems of folded words in Serbian, Bulgarian and English at once.

Two words match when they share a stem. Our own rules, from how the languages differ by rule: cases and
articles, ekavian and ijekavian, voicing that Serbian writes and Bulgarian does not (potpis, подпис), and the
few endings that stand for each other (-anje and -ane, -telj and -tel, -er and -ьор). They are measured on
hand-made queries and on dictionaries by `python -m bench text`.
"""

import re

from balkancluster.i18n.folding import WORD, tokens
from balkancluster.i18n.remembering import remember_words

SHORTEST_STEMMED = 4
ENDINGS = frozenset(
    {
        *("ovima", "evima"),
        *("ima", "ama", "oga", "ega", "omu", "emu", "ovi", "evi", "ova", "ove", "jat", "iat"),
        *("om", "em", "im", "og", "eg", "ih", "oj", "at"),
        *("a", "e", "i", "o", "u"),
    }
)
"""Of cases, numbers and articles: the longest that fits is taken off."""
SHORTEST_LEFT = dict.fromkeys(("at", "jat", "iat", "ova", "ove", "ovi", "evi"), 4)
"""How many letters these leave at least; the others leave three."""
MUTATIONS = {"c": "k", "z": "g"}
SHORTEST_OF_AN_ADJECTIVE = 6

_LENGTHS = {
    last: tuple(sorted({len(ending) for ending in ENDINGS if ending[-1] == last}, reverse=True))
    for last in {ending[-1] for ending in ENDINGS}
}
"""How long the endings are that end in a letter, the longest first."""
_VOWELS = frozenset("aeiou")
_BEFORE_FLEETING = frozenset("knrltmv")
# Every alternative begins with a letter, not with a look behind: so that most letters are passed at once.
_OTHERWISE_WRITTEN = re.compile(
    r"""
    ie(?=[^aeiou])(?!to$)                 # ijekavian mlijeko, but not the Bulgarian предприятието
    |je(?<=[bpmvts]je)|je(?<=^je)(?=...)  # ijekavian mjesto; jezik, jedinica: език, единица
    |je(?<=[aeou]je)(?=[cdklnstz].)    # projekat, pojedini: проект, поединичен
    |nj(?=[ei])(?:(?<=[aeiouk]nj)|(?<=^nj))  # knjiga, inženjer, njiva: книга, инженер, нива
    |b(?=[ptkcfhs])|z(?=[ptkcfhs])|d(?=[ptkfh])  # абсолютен, безплатно, подпис: apsolutan, besplatno, potpis
    |s(?=[bgd])|t(?=[bgd])|k(?=[bgdz])           # сграда, отговор, екзотичен: zgrada, odgovor, egzotičan
    """,
    re.VERBOSE,
)
_UNUSUAL = re.compile("[^\\x00-\\x7fÀ-ÖØ-öø-ɏЀ-\u0482Ҋ-ӿ„“”‚‘’«»–—… €№•]")
"""What may belong to the word before it, or become several: a text without it is cut into words at once."""
_DEVOICED = {"bk": "p", "dk": "t", "zk": "s"}
_WRITTEN = {"ie": "e", "je": "e", "nj": "n", "b": "p", "z": "s", "d": "t", "s": "z", "t": "d", "k": "g"}


def stems(word: str) -> frozenset[str]:
    """Return the stems, seldom more than four, of a word that `folding.fold` has folded."""
    if len(word) < SHORTEST_STEMMED or not word.isalpha():
        return frozenset((word,))
    found = set()
    for form in _forms(word):
        stem = _without_ending(form)
        found.add(stem)
        if stem[-1] == "n" and len(stem) >= SHORTEST_OF_AN_ADJECTIVE and stem[-2] not in _VOWELS:
            # What is made of a noun with -n- is found by the noun: текстилна, текстил.
            found.add(stem[:-2] + MUTATIONS.get(stem[-2], stem[-2]))
    return frozenset(found)


def share_stem(one: str, other: str) -> bool:
    """Whether a word of one text and a word of another, as they were written, have a stem in common."""
    return not _stems_of(one).isdisjoint(_stems_of(other))


def _stems_of(text: str) -> frozenset[str]:
    return frozenset().union(*map(stems, tokens(text)))


def search_text(text: str) -> str:
    """Return what is stored for full text search: each folded word, then its stems."""
    return " ".join(filter(None, map(_remembered, foldable_parts(text))))


def foldable_parts(text: str) -> list[str]:
    """Return the parts of a text that can be folded one by one: its words, or where that fails all of it."""
    return [text] if _UNUSUAL.search(text) else WORD.findall(text)


def _words_with_stems(text: str) -> str:
    return " ".join(" ".join((word, *sorted(stems(word) - {word}))) for word in tokens(text))


_remembered = remember_words(65_536)(_words_with_stems)
"""The same of one word as it was written."""


def _write(match: re.Match[str]) -> str:
    return _WRITTEN[match.group()]


def _forms(word: str) -> list[str]:
    """Return the word as both languages write it, and without what may be no part of it."""
    one = _OTHERWISE_WRITTEN.sub(_write, word) if _OTHERWISE_WRITTEN.search(word) else word
    last = one[-1]
    if last == "s":
        return [one, *_without_english_plural(word)]
    if last in "aoe":
        return [one, *_without_article(one)]
    return [one, *_without_fleeting_vowel(one)] if last in "nt" else [one]


def _without_article(word: str) -> list[str]:
    """Take off the Bulgarian definite article, twice at most (дърветата, градовете)."""
    shorter: list[str] = []
    while (
        len(shorter) < 2 and len(word) >= 6 and word[-2] == "t" and word[-3] in _VOWELS and word[-1] in "aoe"
    ):
        word = word[:-2]
        shorter.append(word)
    return shorter


def _without_english_plural(word: str) -> list[str]:
    if len(word) < 5 or word.endswith(("us", "is")):
        return []
    return [f"{word[:-3]}j" if word.endswith("ies") else word[:-1]]


def _without_fleeting_vowel(word: str) -> list[str]:
    """Take out the vowel that other forms do not have: пројекат, пројекта; транспортен, транспортна."""
    if len(word) < SHORTEST_OF_AN_ADJECTIVE or word[-3] in _VOWELS:
        return []
    return [word[:-2] + word[-1]] if word[-2:] == "en" or word[-3:] in {"kat", "pat", "nat"} else []


def _without_ending(word: str) -> str:
    last = word[-1]
    if last in _LENGTHS:
        word = _cut(word)
        last = word[-1]
    if last in MUTATIONS:
        last = MUTATIONS[last]
        word = word[:-1] + last
    elif last == "j":
        word = _harden(word)
        last = word[-1]
    if len(word) < 5 or last not in _BEFORE_FLEETING:
        return word
    if word[-2] == "a" and word[-3] not in _VOWELS:
        # sladak, slatka: without its vowel the two consonants meet, and are written as in the other forms.
        return word[:-3] + _DEVOICED.get(word[-3] + last, word[-3]) + last
    return word[:-3] + "er" if word[-3:] == "jor" and word[-4] not in _VOWELS else word


def _cut(word: str) -> str:
    for length in _LENGTHS[word[-1]]:
        if word[-length:] in ENDINGS and len(word) - length >= SHORTEST_LEFT.get(word[-length:], 3):
            return word[:-length]
    return word


def _harden(word: str) -> str:
    """Write финансирањ- as финансиран-, and -тељ as -тел: Bulgarian has the hard consonant."""
    if word[-4:] == "telj" or (word[-2:] == "nj" and word[-3:-2] in _VOWELS):
        return word[:-1]
    return word
