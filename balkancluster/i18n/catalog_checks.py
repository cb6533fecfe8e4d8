"""A catalogue as a whole: complete, current, and in every form as its language writes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry

from balkancluster.i18n.catalog_rules import CYRILLIC, LETTERS, PLACEHOLDER, TAG, Pair, find_broken, prose_of
from balkancluster.i18n.catalogs import find_numbers, forms_of, read_catalog
from balkancluster.i18n.locales import LOCALES, SOURCE, find_locale


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one entry of a catalogue, and what to do about it."""

    catalog: str
    text: str
    rule: str
    advice: str

    def __str__(self) -> str:
        return f"{self.catalog}: {self.text}: {self.rule}: {self.advice}"


@dataclass(frozen=True, slots=True)
class Statistics:
    """How far a catalogue is: entries, those that are translated whole, and the words of these."""

    entries: int
    translated: int
    words: int

    @property
    def missing(self) -> int:
        """Return how many entries are still to translate."""
        return self.entries - self.translated


def entries_of(catalog: Catalog) -> list[Entry]:
    """Return the entries of a catalogue without its header."""
    return [entry for entry in catalog if entry.id]


def english_of(entry: Entry) -> list[str]:
    """Return the English text, or singular and plural."""
    return [str(text) for text in entry.id] if isinstance(entry.id, tuple) else [str(entry.id)]


def is_translated(entry: Entry | None) -> bool:
    """Whether every form is there, and nobody marked it as a guess."""
    return entry is not None and not entry.fuzzy and all(form.strip() for form in forms_of(entry))


def pairs_of(tag: str, catalog: Catalog) -> Iterator[tuple[Entry, Pair]]:
    """Yield each form with the English that it stands for, where there is one.

    A form of more than one number, as 1 and 21 are in Serbian, says the number even where English says "one".
    """
    numbers = find_numbers(tag)
    for entry in entries_of(catalog):
        english = english_of(entry)
        for place, form in enumerate(forms_of(entry)):
            source = english[min(place, len(english) - 1)]
            names = source if len(numbers[min(place, len(numbers) - 1)]) == 1 else english[-1]
            if form:
                yield entry, Pair(tag, source, form, frozenset(PLACEHOLDER.findall(names)))


def find_all(sources: Catalog) -> list[Finding]:
    """Return what is wrong with the catalogues of all locales, beside the texts of the sources."""
    found: list[Finding] = check_sources(sources)
    for locale in LOCALES:
        if locale.is_by_hand:
            found += check_by_hand(locale.tag, read_catalog(locale.tag), sources)
        elif locale.derived_from:
            found += check_derived(locale.tag, read_catalog(locale.tag))
    return found


def check_sources(sources: Catalog) -> list[Finding]:
    """Return the English texts that could not stand in an attribute of HTML."""
    return [
        Finding(SOURCE, entry_name(entry), "quotes", "quote with “…” in the sources")
        for entry in entries_of(sources)
        if any('"' in TAG.sub("", text) for text in english_of(entry))
    ]


def check_by_hand(tag: str, catalog: Catalog, sources: Catalog) -> list[Finding]:
    """Return what is wrong with a catalogue that people write, beside the texts of the sources."""
    return [
        *_check_currency(tag, catalog, sources),
        *_check_forms(tag, catalog),
        *(
            Finding(tag, entry_name(entry), rule.name, rule.advice)
            for entry, pair in pairs_of(tag, catalog)
            for rule in find_broken(pair)
        ),
    ]


def _check_currency(tag: str, catalog: Catalog, sources: Catalog) -> Iterator[Finding]:
    """What only looks at whether an entry is there: the command `update` mends all but the words."""
    known = set()
    for source in entries_of(sources):
        entry = catalog.get(source.id, source.context)
        known.add((source.id, source.context))
        if entry is None or _for_scripts(entry) != _for_scripts(source):
            yield Finding(tag, entry_name(source), "not current", "run `balkancluster i18n update`")
        elif entry.fuzzy:
            yield Finding(tag, entry_name(source), "fuzzy", "correct the translation and remove the mark")
        elif not is_translated(entry):
            yield Finding(tag, entry_name(source), "missing", f"translate it ({source.locations[0][0]})")
    for entry in entries_of(catalog):
        if (entry.id, entry.context) not in known:
            yield Finding(tag, entry_name(entry), "stale", "run `balkancluster i18n update`: no page says it")


def _for_scripts(entry: Entry) -> bool:
    return any(file.endswith(".js") for file, _line in entry.locations)


def _check_forms(tag: str, catalog: Catalog) -> Iterator[Finding]:
    advice = f"write {catalog.num_plurals} forms, for numbers such as {_examples(tag)}"
    for entry in entries_of(catalog):
        if entry.pluralizable and len(forms_of(entry)) != catalog.num_plurals:
            yield Finding(tag, entry_name(entry), "plural forms", advice)


def _examples(tag: str) -> str:
    return "; ".join(", ".join(map(str, numbers[:3])) for numbers in find_numbers(tag))


def count(tag: str, catalog: Catalog, sources: Catalog) -> Statistics:
    """Return how far a locale is with the texts of the sources; English has them all."""
    entries = entries_of(sources)
    if tag == SOURCE:
        return Statistics(len(entries), len(entries), _count_words(map(english_of, entries)))
    found = [catalog.get(source.id, source.context) for source in entries]
    done = [entry for entry in found if entry is not None and is_translated(entry)]
    return Statistics(len(entries), len(done), _count_words(map(forms_of, done)))


def _count_words(texts: Iterable[list[str]]) -> int:
    return sum(len(LETTERS.findall(prose_of(form))) for forms in texts for form in forms)


def check_derived(tag: str, catalog: Catalog) -> list[Finding]:
    """Return what is left of the other script in a catalogue that is made from another."""
    source = find_locale(tag).derived_from
    advice = f"write the entry of {source} so that it can be converted, or put this one into the overrides"
    return [
        Finding(tag, entry_name(entry), "script", advice)
        for entry, pair in pairs_of(tag, catalog)
        if CYRILLIC.search(pair.form)
    ]


def entry_name(entry: Entry) -> str:
    """Return how a finding names an entry: its English text, quoted, after its context."""
    name = f"“{english_of(entry)[0]}”"
    return f"({entry.context}) {name}" if entry.context else name
