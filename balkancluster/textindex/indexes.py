"""The indexes that there are, and the names of their tables."""

from dataclasses import dataclass

from balkancluster.i18n.folding import FOLD_VERSION

PREFIX = "textindex_"
"""How every table of this package begins: what they hold is made from other tables, and can be made again."""

VERSION = FOLD_VERSION * 100 + 1
"""Of the fold, and of what is written by it; entries of another version are made anew."""


@dataclass(frozen=True, slots=True)
class Index:
    """One kind of things that are searched. The keys of most are numbers, those of some are texts."""

    name: str
    has_text_keys: bool = False

    @property
    def table(self) -> str:
        """Return the name of its table."""
        return PREFIX + self.name


MESSAGES = Index("message")
TOPICS = Index("topic")
PEOPLE = Index("person")
ORGANISATIONS = Index("organisation")
FILES = Index("file", has_text_keys=True)
INDEXES = (MESSAGES, TOPICS, PEOPLE, ORGANISATIONS, FILES)


def is_index_table(name: str) -> bool:
    """Whether a table belongs to the text index: it has no model, and a backup does not hold it."""
    return name.startswith(PREFIX)
