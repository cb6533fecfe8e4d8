"""An organisation's own people edit its profile: what they type is read like a row of a members file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import audit
from balkancluster.access import Actor, ensure_visible
from balkancluster.database import database_now
from balkancluster.errors import Conflict, Invalid, NotFound
from balkancluster.i18n.locales import SOURCE, TAGS
from balkancluster.i18n.messages import Message, _
from balkancluster.members import organisation_storage as storage
from balkancluster.members.organisation_columns import COLUMNS, read_cell
from balkancluster.members.organisation_models import LISTED, Organisation
from balkancluster.members.organisation_profiles import Profile, Words
from balkancluster.members.organisation_wording import ensure_language

FACTS = ("short_name", "city", "founded", "members_count", "website")
PARTS = {"name": "name_en", "summary": "summary_own", "offers": "offers_own", "seeks": "seeks_own"}
"""The words of one language, and the column of a members file whose rules they follow."""

SMALLEST_STEP = timedelta(milliseconds=1)


@dataclass(slots=True)
class Edit:
    """A profile as typed: what it would be, or what is wrong with it, by field."""

    profile: Profile | None = None
    errors: dict[str, Message] = field(default_factory=dict)


def values_of(profile: Profile) -> dict[str, str]:
    """Return what stands in each field of the form; sectors are a list of their own."""
    values = {name: str(getattr(profile, name) or "") for name in FACTS} | {"lang_own": profile.lang}
    for tag in TAGS:
        words = profile.texts.get(tag, Words())
        values |= {f"{part}-{tag}": str(getattr(words, part)) for part in PARTS}
    return values


def read_edit(known: storage.Stored, values: Mapping[str, str], divisions: Iterable[str]) -> Edit:
    """Read what was typed. The rules are those of a members file, so that an export can come back."""
    edit = Edit()
    read = {name: _read(edit, name, name, values.get(name, "")) for name in (*FACTS, "lang_own")}
    lang = read["lang_own"] or known.profile.lang
    texts = {tag: _read_words(edit, tag, lang, values) for tag in TAGS}
    codes = _read(edit, "nace", "nace", ";".join(_in_order(known.profile.divisions, divisions)))
    if not edit.errors:
        facts: dict[str, Any] = {name: read[name] for name in FACTS}
        spoken = {tag: words for tag, words in texts.items() if words != Words()}
        edit.profile = replace(known.profile, lang=lang, texts=spoken, divisions=codes, **facts)
        _ask_for_what_a_listing_needs(edit, known.organisation, edit.profile)
    return edit


def _in_order(before: tuple[str, ...], chosen: Iterable[str]) -> list[str]:
    """The order in which sectors were given says which matters most: new ones come after those there were."""
    wanted = list(dict.fromkeys(chosen))
    return [code for code in before if code in wanted] + [code for code in wanted if code not in before]


def _read_words(edit: Edit, tag: str, own: str, values: Mapping[str, str]) -> Words:
    texts: dict[str, str] = {}
    for part, column in PARTS.items():
        name = f"{part}-{tag}"
        is_own_name = part == "name" and tag == own
        texts[part] = _read(edit, name, "name_own" if is_own_name else column, values.get(name, "")) or ""
        if part != "name" or (tag == SOURCE and not is_own_name):
            _check_language(edit, name, texts[part], tag)
    return Words(**texts)


def _check_language(edit: Edit, name: str, text: str, tag: str) -> None:
    try:
        ensure_language(text, tag)
    except Invalid as problem:
        edit.errors.setdefault(name, problem.message)


def _read(edit: Edit, name: str, column: str, text: str) -> Any:
    try:
        return read_cell(column, text)
    except Invalid as problem:
        edit.errors[name] = problem.message
        return None


def _ask_for_what_a_listing_needs(edit: Edit, organisation: Organisation, profile: Profile) -> None:
    """A listing says what it is in its own language and in English, or no members file takes it."""
    if organisation.standing != LISTED or not profile.source_url:
        return
    needed = {
        "nace": profile.divisions,
        f"name-{SOURCE}": profile.english.name,
        f"summary-{SOURCE}": profile.english.summary,
        f"summary-{profile.lang}": profile.own.summary,
    }
    missing = {name: _("This must not be empty.") for name, value in needed.items() if not value}
    if missing:
        edit.profile, edit.errors = None, missing


async def find_profile(session: AsyncSession, actor: Actor, organisation_id: int) -> storage.Stored:
    """Return an organisation that this actor looks after. Raises NotFound for any other."""
    ensure_visible(actor, "manage.organisation", organisation_id)
    organisation = await session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound
    return (await storage.with_profiles(session, [organisation]))[0]


async def keep_profile(
    session: AsyncSession, actor: Actor, organisation_id: int, profile: Profile, version: datetime
) -> None:
    """Store an edited profile. `version` is when the organisation had last changed as the actor saw it.

    Raises NotFound for somebody else's organisation, Conflict when it was changed meanwhile.
    """
    ensure_visible(actor, "manage.organisation", organisation_id)
    statement = select(Organisation).where(Organisation.id == organisation_id).with_for_update()
    organisation = await session.scalar(statement.execution_options(populate_existing=True))
    if organisation is None:
        raise NotFound
    if organisation.updated_at != version:
        raise Conflict(code="changed_meanwhile")
    known = (await storage.with_profiles(session, [organisation]))[0]
    if known.profile == profile:
        return
    # Two edits within a tick of the clock are still two.
    now = max(await database_now(session), version + SMALLEST_STEP)
    await storage.change(session, [(organisation, profile)], now)
    await session.flush()
    await audit.record(session, actor.id, "organisation.edited", "organisation", organisation_id)


def longest(name: str) -> int:
    """Return how many characters a field holds at most."""
    part = name.partition("-")[0]
    return COLUMNS[PARTS.get(part, name)].longest
