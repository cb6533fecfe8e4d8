"""Reading what messages say in another language: from the service or put right, in the reader's script."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow, database_now, fetch
from balkancluster.i18n.conversion import CYRILLIC
from balkancluster.i18n.locales import language_of
from balkancluster.i18n.messages import _
from balkancluster.i18n.reading import AS_WRITTEN, Reading, choose_reading, read_html
from balkancluster.members.marks import Mark, find_marks
from balkancluster.rooms.former import without_names
from balkancluster.rooms.models import Message
from balkancluster.rooms.translation_views import OFFERED, Translated
from balkancluster.rooms.translations import Wanting, needs_translation
from balkancluster.rooms.views import MessageView
from balkancluster.translation.failures import UNREACHABLE, say_reason
from balkancluster.translation.markup import text_of
from balkancluster.translation.models import ASKED, DONE, FAILED, Correction, Translation
from balkancluster.translation.store import LEASE
from balkancluster.translation.translator import Translator

FORMER_MEMBER = _("Former member")

_NEWEST = (
    select(func.max(Correction.id))
    .where(
        Correction.text_key == Translation.text_key,
        Correction.version == Translation.version,
        Correction.target == Translation.target,
    )
    .correlate(Translation)
    .scalar_subquery()
)
_FOUND = (
    select(
        Message.id,
        Translation.state,
        Translation.reason,
        Translation.provider,
        Translation.html,
        Translation.asked_at,
        Correction.person_id,
        Correction.body.label("corrected_body"),
        Correction.html.label("corrected_html"),
        Correction.lang.label("corrected_lang"),
    )
    .select_from(Message)
    .join(Translation, and_(Translation.text_key == Message.key, Translation.version == Message.rev))
    .outerjoin(Correction, Correction.id == _NEWEST)
    .where(Message.id.in_(bindparam("ids", expanding=True)), Translation.target == bindparam("target"))
)


async def read_translated(
    session: AsyncSession,
    translator: Translator,
    wanting: Wanting,
    messages: Collection[MessageView],
    reading: Reading,
    opened: Collection[str] = (),
) -> dict[str, Translated]:
    """Return the words of messages that are foreign to a reader in the reader's language, by message id.

    What there is, is shown at once to who always wants it, and of the messages that are `opened`.
    """
    foreign = {one.id: one for one in messages if needs_translation(translator, wanting, one)}
    if not foreign:
        return {}
    rows = await fetch(session, _FOUND, ids=list(foreign), target=wanting.target)
    marks = await _find_marks(session, rows)
    now = await database_now(session) if any(row.state == ASKED for row in rows) else None
    found = {key: Translated(OFFERED, translator.name) for key in foreign}
    for row in rows:
        is_stale = row.state == ASKED and now is not None and row.asked_at < now - LEASE
        is_open = wanting.is_always or row.id in opened
        found[row.id] = _view(row, foreign[row.id], marks, reading, is_open=is_open, is_stale=is_stale)
    return found


async def _find_marks(session: AsyncSession, rows: Sequence[AnyRow]) -> dict[int, Mark]:
    people = {row.person_id for row in rows} - {None}
    return await find_marks(session, people) if people else {}


def _view(
    row: AnyRow,
    message: MessageView,
    marks: Mapping[int, Mark],
    reading: Reading,
    *,
    is_open: bool,
    is_stale: bool,
) -> Translated:
    # A machine has no script of its own that could be left as it was written.
    script = None if reading.script == AS_WRITTEN else reading.script
    own = choose_reading(reading.locale, script, reading.bulgarian_in_latin)
    machine, machine_lang = _write(row.html, message, own) if row.state == DONE else ("", "")
    if row.person_id is not None:
        html, lang = _write(row.corrected_html, message, reading)
        mark = marks[row.person_id]
        return Translated(DONE, row.provider, html, lang, machine, machine_lang, None, mark, is_open)
    if row.state == FAILED or is_stale:
        reason = say_reason(UNREACHABLE if is_stale else row.reason)
        return Translated(FAILED, row.provider, reason=reason, is_open=is_open)
    return Translated(row.state, row.provider, machine, machine_lang, is_open=is_open)


def _write(html: str, message: MessageView, reading: Reading) -> tuple[str, str]:
    """Return a translation as its reader wants it written, and the tag of what is shown."""
    named = without_names(html, message.former, FORMER_MEMBER.in_locale(reading.locale))
    shown = read_html(named, tag_of(named, reading.locale), reading)
    return shown.text, shown.lang


def tag_of(html: str, locale: str) -> str:
    """Return the tag of words in the language of a locale: of Serbian, with the script they are in."""
    if language_of(locale) != "sr":
        return locale
    letters = [letter for letter in text_of(html) if letter.isalpha()]
    return "sr-Cyrl" if 2 * sum(map(bool, map(CYRILLIC.match, letters))) >= len(letters) else "sr-Latn"
