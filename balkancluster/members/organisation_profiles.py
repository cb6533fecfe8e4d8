"""What is known of an organisation, as one value: compared, stored, exported and shown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from balkancluster.i18n import sorting, stems
from balkancluster.i18n.locales import SOURCE
from balkancluster.i18n.messages import Message, pgettext
from balkancluster.sectors.labels import all_labels

KINDS = ("cluster", "network", "support_institution", "sme")


@dataclass(frozen=True, slots=True)
class Words:
    """What an organisation says of itself in one language and script."""

    name: str = ""
    summary: str = ""
    offers: str = ""
    seeks: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """An organisation apart from its row: `lang` is the tag of its own texts and of `city`.

    `texts` holds words by locale tag; those in `lang` are its own. `divisions` are NACE Rev. 2 codes in the
    order given. `code` is the stable public id.
    """

    code: str
    kind: str
    lang: str
    country: str
    texts: Mapping[str, Words]
    short_name: str = ""
    city: str = ""
    founded: int | None = None
    members_count: int | None = None
    divisions: tuple[str, ...] = ()
    website: str = ""
    source_url: str = ""

    @property
    def own(self) -> Words:
        """The words in the organisation's own language."""
        return self.texts.get(self.lang, Words())

    @property
    def english(self) -> Words:
        """The words in English, empty where there are none."""
        return self.texts.get(SOURCE, Words())

    @property
    def sort_key(self) -> str:
        """The place of its own name in the order that all readers share."""
        return sorting.sort_key(self.own.name)

    @property
    def search_text(self) -> str:
        """All that it can be found by: names, place, sectors in every language, and what it says."""
        return stems.search_text(self.spoken)

    @property
    def spoken(self) -> str:
        """All that it can be found by, as it is written."""
        words = [part for text in self.texts.values() for part in (text.name, text.summary)]
        wishes = [part for text in self.texts.values() for part in (text.offers, text.seeks)]
        sectors = [label for division in self.divisions for label in all_labels(division)]
        return " ".join(filter(None, [self.code, self.short_name, self.city, *words, *sectors, *wishes]))

    def updated_from(self, known: "Profile") -> "Profile":
        """Return this profile with the words that only the known one has: a file speaks two languages."""
        texts = dict(known.texts) | dict(self.texts)
        if self.lang != SOURCE and (english := known.texts.get(SOURCE)):
            texts[SOURCE] = replace(self.english, offers=english.offers, seeks=english.seeks)
        return replace(self, texts=texts)


def kind_label(kind: str) -> Message:
    """Return the words for a kind of organisation; an unknown one stands for itself."""
    labels = {
        "cluster": pgettext("kind of organisation", "Cluster"),
        "network": pgettext("kind of organisation", "Network"),
        "support_institution": pgettext("kind of organisation", "Support institution"),
        "sme": pgettext("kind of organisation", "Small or medium-sized company"),
    }
    return labels.get(kind) or Message("%(kind)s", (("kind", kind),))
