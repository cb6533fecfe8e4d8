"""The network's own words: terms that coordinators keep, and names that are never translated."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import COORDINATOR, Actor, ensure_can, rule
from balkancluster.audit import record
from balkancluster.errors import Conflict, Invalid, NotFound
from balkancluster.i18n.folding import fold
from balkancluster.i18n.locales import language_of
from balkancluster.i18n.messages import _
from balkancluster.i18n.stems import share_stem
from balkancluster.i18n.text import collapse_spaces, has_control_characters, normalize
from balkancluster.members.models import FORMER, Person
from balkancluster.members.organisation_models import Organisation, OrganisationText
from balkancluster.translation.markup import Phrases, sentences
from balkancluster.translation.models import GlossaryTerm

LONGEST_TERM = 120
MOST_TERMS = 2_000
LONGEST_NAME = 6
"""Words of a name that is looked for in a text."""
CANDIDATES = 1_000
"""So many runs of words of one text are looked up, at most."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """A term in the three languages; at least two of them are there."""

    en: str = ""
    bg: str = ""
    sr: str = ""

    def words(self, language: str) -> str:
        """Return the term in a language, or nothing."""
        return {"en": self.en, "bg": self.bg, "sr": self.sr}.get(language, "")


@rule("keep.glossary")
def may_keep_glossary(actor: Actor, _subject: object) -> bool:
    """Coordinators keep the words of the network."""
    return actor.has_role(COORDINATOR)


async def list_terms(session: AsyncSession) -> Sequence[GlossaryTerm]:
    """Return every term, in the order of their English words."""
    statement = select(GlossaryTerm).order_by(func.lower(GlossaryTerm.en), GlossaryTerm.id)
    return (await session.scalars(statement)).all()


async def find_term(session: AsyncSession, term_id: int) -> GlossaryTerm:
    """Return one term. Raises NotFound."""
    found = await session.get(GlossaryTerm, term_id)
    if found is None:
        raise NotFound
    return found


async def keep_term(session: AsyncSession, actor: Actor, term: Term, term_id: int | None = None) -> None:
    """Add a term, or change one. Raises Invalid for less than two languages, NotFound, Conflict."""
    ensure_can(actor, "keep.glossary")
    clean = Term(*(_clean(field, term.words(field)) for field in ("en", "bg", "sr")))
    if sum(map(bool, (clean.en, clean.bg, clean.sr))) < 2:
        raise Invalid(_("Write the term in two languages at least."), field="en")
    if term_id is None:
        if (await session.scalar(select(func.count()).select_from(GlossaryTerm)) or 0) >= MOST_TERMS:
            raise Conflict(_("The glossary has room for %(limit)s terms.", limit=MOST_TERMS))
        kept = GlossaryTerm(en=clean.en, bg=clean.bg, sr=clean.sr)
        session.add(kept)
    else:
        kept = await find_term(session, term_id)
        kept.en, kept.bg, kept.sr = clean.en, clean.bg, clean.sr
    await session.flush()
    await record(session, actor.id, "keep.glossary", "glossary_term", kept.id)


async def remove_term(session: AsyncSession, actor: Actor, term_id: int) -> None:
    """Take a term out. Raises NotFound."""
    ensure_can(actor, "keep.glossary")
    await session.delete(await find_term(session, term_id))
    await session.flush()
    await record(session, actor.id, "remove.glossary", "glossary_term", term_id)


def _clean(field: str, text: str) -> str:
    text = collapse_spaces(normalize(text))
    if has_control_characters(text):
        raise Invalid(_("This has characters that cannot be kept. Type it again."), field=field)
    if len(text) > LONGEST_TERM:
        raise Invalid(_("Use at most %(limit)s characters.", limit=LONGEST_TERM), field=field)
    return text


async def find_phrases(session: AsyncSession, html: str, source: str, target: str) -> dict[str, str]:
    """Return what of a text must not be translated: the network's terms in the target, and names as they are.

    `source` is the tag of the text. Terms are found in any of their forms, names as they are written.
    """
    texts = [text for text in sentences(html) if text.strip()]
    runs = list(_runs(texts))
    phrases = await _find_names(session, runs)
    for term in await list_terms(session):
        wanted = Term(term.en, term.bg, term.sr)
        phrases |= _find_term(wanted.words(language_of(source)), wanted.words(target), runs)
    return phrases


def _runs(texts: Sequence[str]) -> Iterator[str]:
    """Return every run of one to LONGEST_NAME words, as it is written."""
    for text in texts:
        words = list(_WORD.finditer(text))
        for first, word in enumerate(words):
            for last in words[first : first + LONGEST_NAME]:
                yield text[word.start() : last.end()]


def _find_term(term: str, instead: str, runs: Sequence[str]) -> Phrases:
    wanted = _WORD.findall(term)
    if not wanted:
        return {}
    found = {}
    for run in runs:
        words = _WORD.findall(run)
        if len(words) == len(wanted) and all(map(_is_form, words, wanted)):
            found[run] = _with_capital(run, instead or run)
    return found


def _is_form(word: str, of: str) -> bool:
    """Whether a word is a form of another one; of short words only the word itself is."""
    return fold(word) == fold(of) or (len(of) >= 4 and share_stem(word, of))


def _with_capital(run: str, words: str) -> str:
    return words[0].upper() + words[1:] if run[0].isupper() else words


async def _find_names(session: AsyncSession, runs: Sequence[str]) -> dict[str, str]:
    capitals = dict.fromkeys(run for run in runs if run[0].isupper() and len(run) > 2)
    wanted = list(capitals)[:CANDIDATES]
    if not wanted:
        return {}
    folds = {fold(run): run for run in wanted if " " in run}
    people = select(Person.name_fold).where(Person.name_fold.in_(folds), Person.state.not_in(FORMER))
    names = {folds[name] for name in await session.scalars(people)}
    texts = select(OrganisationText.name).where(OrganisationText.name.in_(wanted))
    houses = select(Organisation.short_name).where(
        or_(Organisation.short_name.in_(wanted), Organisation.code.in_(wanted))
    )
    names |= {*await session.scalars(texts), *await session.scalars(houses)} & capitals.keys()
    return {name: name for name in names}
