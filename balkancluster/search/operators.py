"""The names of the operators of a query: a few words in each language, in any script, by the one fold."""

from enum import StrEnum

from balkancluster.i18n.folding import fold


class Operator(StrEnum):
    """What may stand before a colon."""

    FROM = "from"
    IN = "in"
    AFTER = "after"
    BEFORE = "before"
    HAS = "has"


class Thing(StrEnum):
    """What a message may have, as `has:` asks for it."""

    LINK = "link"
    FILE = "file"


OPERATORS = {
    "from": Operator.FROM,
    "od": Operator.FROM,
    "от": Operator.FROM,
    "in": Operator.IN,
    "u": Operator.IN,
    "в": Operator.IN,
    "във": Operator.IN,
    "after": Operator.AFTER,
    "posle": Operator.AFTER,
    "nakon": Operator.AFTER,
    "след": Operator.AFTER,
    "before": Operator.BEFORE,
    "pre": Operator.BEFORE,
    "преди": Operator.BEFORE,
    "has": Operator.HAS,
    "ima": Operator.HAS,
}
THINGS = {
    "link": Thing.LINK,
    "links": Thing.LINK,
    "linkove": Thing.LINK,
    "линкове": Thing.LINK,
    "veza": Thing.LINK,
    "vezu": Thing.LINK,
    "връзка": Thing.LINK,
    "file": Thing.FILE,
    "files": Thing.FILE,
    "fajl": Thing.FILE,
    "файл": Thing.FILE,
    "файлове": Thing.FILE,
    "datoteka": Thing.FILE,
    "datoteku": Thing.FILE,
    "prilog": Thing.FILE,
}

_OPERATORS = {fold(name): operator for name, operator in OPERATORS.items()}
_THINGS = {fold(name): thing for name, thing in THINGS.items()}


def find_operator(name: str) -> Operator | None:
    """Return what a word before a colon asks for, in whatever script it was typed, or None."""
    return _OPERATORS.get(fold(name))


def find_thing(name: str) -> Thing | None:
    """Return what a value of `has:` asks for, or None."""
    return _THINGS.get(fold(name))
