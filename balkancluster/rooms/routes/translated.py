"""What pages and programs need to show a message in another language."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from balkancluster.errors import NotFound
from balkancluster.i18n.detection import UNKNOWN
from balkancluster.i18n.locales import TAGS, language_of
from balkancluster.rooms.conversation import Entry, Line, with_translations
from balkancluster.rooms.messages import find_view
from balkancluster.rooms.models import OPEN
from balkancluster.rooms.rights import Seat, find_seat
from balkancluster.rooms.translation_choices import is_always_room
from balkancluster.rooms.translation_reading import read_translated
from balkancluster.rooms.translation_views import OFFERED, Translated
from balkancluster.rooms.translations import Desk, Wanting, ask_always, find_wanting, needs_translation
from balkancluster.rooms.views import MessageView
from balkancluster.translation.routes.parts import find_translator
from balkancluster.web.arrival import locale_of, reading_of
from balkancluster.web.limits import Limit
from balkancluster.web.services import actor, services

TRANSLATIONS = Limit("translations", times=60, seconds=60)

OPENED = "translated"
"""The message of the address whose translation is shown, after it was asked for without scripts."""


def desk_of(request: Request) -> Desk:
    """Return what translating needs. Raises NotFound where there is no service."""
    found, translator = services(request), find_translator(request)
    if not translator.is_on:
        raise NotFound
    return Desk(found.settings, found.database, found.log, translator)


async def find_wanted(session: AsyncSession, request: Request, seat: Seat, topic_id: int) -> Wanting | None:
    """Return what the reader may have translated in a topic."""
    return await find_wanting(
        session, find_translator(request), actor(request), locale_of(request), seat, topic_id
    )


async def read_always_room(session: AsyncSession, request: Request, seat: Seat) -> bool | None:
    """Return whether the reader always wants a room translated; None where that cannot be had."""
    if not find_translator(request).is_on or seat.kind != OPEN:
        return None
    return await is_always_room(session, actor(request), seat.room_id)


def list_sources(request: Request, wanting: Wanting | None) -> list[str]:
    """Return the tags of languages that are foreign to the reader and can be translated, for scripts."""
    languages = find_translator(request).languages
    return [
        tag
        for tag in (*TAGS, UNKNOWN)
        if wanting and language_of(tag) not in wanting.reads and languages.find_pair(tag, wanting.target)
    ]


async def translate_entries(
    session: AsyncSession,
    request: Request,
    wanting: Wanting | None,
    entries: list[Entry],
    messages: Collection[MessageView],
) -> list[Entry]:
    """Return the entries of a topic's page with what there is of them in the reader's language."""
    if wanting is None:
        return entries
    opened = {request.query_params.get(OPENED, "")}
    translator, reading = find_translator(request), reading_of(request)
    found = await read_translated(session, translator, wanting, messages, reading, opened)
    return with_translations(entries, found)


def begin_always(request: Request, wanting: Wanting | None, room_id: int, entries: list[Entry]) -> None:
    """Ask for what an always translated page lacks, while it is on its way to its reader."""
    if wanting is None or not wanting.is_always:
        return
    lines = [entry for entry in entries if isinstance(entry, Line) and entry.translated]
    missing = [line.message.id for line in lines if line.translated and line.translated.state == OFFERED]
    if missing:
        desk = desk_of(request)
        work = ask_always(desk, actor(request), locale_of(request), room_id, missing)
        desk.translator.begin(work)


async def read_one(
    session: AsyncSession, request: Request, room_id: int, message_id: str, *, is_open: bool
) -> tuple[Seat, MessageView, Translated]:
    """Return one message in the reader's language, or that it could be. Raises NotFound."""
    translator = find_translator(request)
    seat = await find_seat(session, actor(request), room_id)
    message = await find_view(session, room_id, message_id)
    wanting = await find_wanted(session, request, seat, message.topic_id)
    if wanting is None or not needs_translation(translator, wanting, message):
        raise NotFound
    opened = {message.id} if is_open else set()
    found = await read_translated(session, translator, wanting, [message], reading_of(request), opened)
    return seat, message, found[message.id]
