"""Which languages a service says it translates; of its codes we know only the language they begin with."""

from collections.abc import Iterable
from dataclasses import dataclass

from balkancluster.i18n.detection import UNKNOWN
from balkancluster.i18n.locales import LOCALES, language_of

OURS = tuple(dict.fromkeys(language_of(locale.tag) for locale in LOCALES))
"""The languages of the platform without their scripts, in the order of its locales."""

_PREFERRED = {"en": ("en-gb",)}
"""Where a service tells variants apart, the one of this network."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A language that a service translates from, and the codes of those it translates it into."""

    code: str
    targets: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Codes of a service to ask it with; without a source it is to find out itself."""

    source: str | None
    target: str


class Languages:
    """What a service offers."""

    def __init__(self, offered: Iterable[Offered] = ()) -> None:
        self._offered = sorted(offered, key=lambda one: one.code)

    def find_pair(self, source: str, target: str) -> Pair | None:
        """Return how to ask for a text with this BCP 47 tag in that language; None where it is not offered.

        From one script of a language into the other nobody is asked: that we write ourselves.
        """
        if language_of(source) == target:
            return None
        if source == UNKNOWN:
            every = frozenset().union(*(one.targets for one in self._offered))
            code = _choose(target, target, every)
            return Pair(None, code) if code else None
        by_code = {one.code: one.targets for one in self._offered if _choose(target, target, one.targets)}
        found = _choose(source, language_of(source), by_code)
        return Pair(found, _choose(target, target, by_code[found]) or "") if found else None

    def targets_of(self, source: str) -> tuple[str, ...]:
        """Return the languages of ours into which a text of this language can be asked for."""
        return tuple(target for target in OURS if self.find_pair(source, target))


def _choose(tag: str, language: str, codes: Iterable[str]) -> str | None:
    """Return the code that fits best: the tag itself, our variant, the bare language, or the first of it."""
    same = sorted(code for code in codes if _language(code) == language)
    for wanted in (tag.lower(), *_PREFERRED.get(language, ()), language):
        for code in same:
            if code.lower().replace("_", "-") == wanted:
                return code
    return same[0] if same else None


def _language(code: str) -> str:
    return code.lower().replace("_", "-").partition("-")[0]
