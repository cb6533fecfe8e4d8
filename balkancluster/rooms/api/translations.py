"""Messages in the language of the caller's pages, for programs and for the scripts of the page."""

from balkancluster.rooms.api.common import READ, ROOM, WRITE, room_of
from balkancluster.rooms.routes.translated import TRANSLATIONS, desk_of, read_one
from balkancluster.rooms.translation_wire import TranslationOut
from balkancluster.rooms.translations import ask_translation
from balkancluster.web.operations import Call, Operation
from balkancluster.web.pages import render_fragment


async def show_translation(call: Call) -> TranslationOut:
    """Return what there is of a message in the caller's language."""
    desk_of(call.request)
    return await _answer(call)


async def post_translation(call: Call) -> TranslationOut:
    """Have a message translated into the caller's language; that it is done is told by the room's log."""
    desk = desk_of(call.request)
    await call.services.limits.ensure_below(TRANSLATIONS, call.actor.id)
    async with desk.database.read() as session:
        await read_one(session, call.request, room_of(call), call.path("message"), is_open=True)
    await ask_translation(desk, call.actor, call.locale, room_of(call), call.path("message"))
    return await _answer(call)


async def _answer(call: Call) -> TranslationOut:
    async with call.services.database.read() as session:
        _seat, message, found = await read_one(
            session, call.request, room_of(call), call.path("message"), is_open=True
        )
    shown = render_fragment("rooms/_translation.html", call.locale, message=message, translated=found)
    corrected_by = found.corrected_by
    return TranslationOut(
        state=found.state,
        lang=found.lang,
        html=found.html,
        provider=found.provider,
        corrected_by="" if corrected_by is None or corrected_by.is_former else corrected_by.name,
        reason=found.reason.in_locale(call.locale) if found.reason else "",
        shown=shown,
    )


TRANSLATION = f"{ROOM}/messages/{{message}}/translation"

operations = [
    Operation("GET", TRANSLATION, show_translation, READ, "Read a translation", answer=TranslationOut),
    Operation(
        "POST", TRANSLATION, post_translation, WRITE, "Have a message translated", answer=TranslationOut
    ),
]
