"""A room's name and purpose: given per locale and script, chosen for a reader, with a visible fallback."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import fetch
from balkancluster.errors import Invalid
from balkancluster.i18n.folding import fold
from balkancluster.i18n.locales import TAGS, find_locale, nearest_locales
from balkancluster.i18n.messages import _
from balkancluster.i18n.scripts import to_latin
from balkancluster.i18n.tags import join_tag, split_tag
from balkancluster.i18n.text import (
    collapse_spaces,
    has_control_characters,
    has_invisible_characters,
    normalize,
)
from balkancluster.members.names import ensure_script_of_words
from balkancluster.rooms.models import RoomText

NAME_LIMIT = 80
PURPOSE_LIMIT = 400


@dataclass(frozen=True, slots=True)
class Wording:
    """Name and purpose in one language; `lang` is the BCP 47 tag of both."""

    lang: str
    name: str
    purpose: str


Wordings = dict[str, Wording]


def clean_wordings(names: dict[str, str], purposes: dict[str, str]) -> Wordings:
    """Check what a form gives by locale; at least one name is needed.

    Raises Invalid naming the field, for instance name-bg.
    """
    wordings = {}
    for tag in TAGS:
        name = _clean(names.get(tag, ""), f"name-{tag}", NAME_LIMIT)
        purpose = _clean(purposes.get(tag, ""), f"purpose-{tag}", PURPOSE_LIMIT)
        ensure_script_of_words(name, f"name-{tag}")
        if name:
            wordings[tag] = Wording(tag, name, purpose)
        elif purpose:
            raise Invalid(_("Give the name in this language too."), field=f"name-{tag}")
    if not wordings:
        raise Invalid(_("Give the room a name in at least one language."), field="name-sr-Cyrl")
    return wordings


def _clean(text: str, field: str, limit: int) -> str:
    text = collapse_spaces(normalize(text))
    if has_control_characters(text) or has_invisible_characters(text):
        raise Invalid(_("This text has characters that cannot be seen. Type it anew."), field=field)
    if len(text) > limit:
        raise Invalid(_("Use at most %(limit)s characters.", limit=limit), field=field)
    return text


async def write_wordings(session: AsyncSession, room_id: int, wordings: Wordings) -> None:
    """Replace all names and purposes of a room."""
    await session.execute(delete(RoomText).where(RoomText.room_id == room_id))
    for wording in wordings.values():
        locale, script = split_tag(wording.lang)
        session.add(
            RoomText(
                room_id=room_id,
                locale=locale,
                script=script,
                name=wording.name,
                name_fold=fold(wording.name),
                purpose=wording.purpose,
            )
        )
    await session.flush()


_WORDINGS = select(RoomText.room_id, RoomText.locale, RoomText.script, RoomText.name, RoomText.purpose).where(
    RoomText.room_id.in_(bindparam("rooms", expanding=True))
)


async def read_wordings(session: AsyncSession, room_ids: Iterable[int]) -> dict[int, Wordings]:
    """Return all names and purposes of these rooms by locale."""
    found: dict[int, Wordings] = defaultdict(dict)
    for row in await fetch(session, _WORDINGS, rooms=list(set(room_ids))):
        lang = join_tag(row.locale, row.script)
        found[row.room_id][lang] = Wording(lang, row.name, row.purpose)
    return found


def choose_wording(wordings: Wordings, locale: str) -> Wording:
    """Return the wording a reader gets: their own, Serbian Cyrillic as Latin, or the nearest other one."""
    if locale in wordings:
        return wordings[locale]
    if cyrillic := wordings.get(find_locale(locale).derived_from):
        return Wording(locale, to_latin(cyrillic.name), to_latin(cyrillic.purpose))
    return next(
        (wordings[tag] for tag in nearest_locales(locale) if tag in wordings), Wording(locale, "", "")
    )
