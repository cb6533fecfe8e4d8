"""The tables of translation: what was translated, put right and chosen, the glossary, and what was spent."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from balkancluster.database import Base, Key

ASKED = "asked"
DONE = "done"
FAILED = "failed"


class Translation(Base):
    """A text in another language, as a service gave it; made once for everybody who reads that language.

    `text_key` is the key of the text in the feature that it belongs to, which forgets both together.
    `version` grows when the text is edited. `target` is a language without a script: Serbian is stored as it
    came, and written in each reader's script. While it is asked for, the row keeps others from asking too;
    `reason` says why it failed (`failures.REASONS`).
    """

    __tablename__ = "translation"

    text_key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    target: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    reason: Mapped[str]
    provider: Mapped[str]
    html: Mapped[str]
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class Correction(Base):
    """A translation as a person put it right; the newest one of a text is shown, with its author."""

    __tablename__ = "translation_correction"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    text_key: Mapped[int] = mapped_column(index=True)
    version: Mapped[int]
    target: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str]
    html: Mapped[str]
    lang: Mapped[str]
    corrected_at: Mapped[datetime]


class GlossaryTerm(Base):
    """A term of the network in its three languages; one that a language lacks stays as it was written."""

    __tablename__ = "glossary_term"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    en: Mapped[str]
    bg: Mapped[str]
    sr: Mapped[str]


class TranslationUse(Base):
    """How many characters were sent on a day (UTC) for a person; number 0 is the whole site."""

    __tablename__ = "translation_use"

    day: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    characters: Mapped[int]


class TranslationPolicy(Base):
    """The one row of what the coordinator allows."""

    __tablename__ = "translation_policy"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    allows_private: Mapped[bool]


class ReadLanguage(Base):
    """A language that a person reads and wants left alone; without any it is that of their pages."""

    __tablename__ = "read_language"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
