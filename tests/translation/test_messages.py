"""Messages in the reader's language: asked once, kept for everybody, forgotten with their words."""

import asyncio
import socket
from typing import Any

import pytest
from sqlalchemy import func, select, update

from balkancluster.errors import NotFound, TooMany
from balkancluster.rooms.memberships import invite_to_room
from balkancluster.rooms.posting import edit_message, remove_message
from balkancluster.rooms.translations import ask_translation
from balkancluster.settings import NO_TRANSLATION
from balkancluster.translation.choices import allow_private, choose_read_languages
from balkancluster.translation.models import Correction, Translation
from tests.people import Network
from tests.services.translating import TranslationService
from tests.translation.desks import OpenDesk, kinds_of, look, translate

WOOL = "Tražimo partnera za preradu vune i izradu ćilima do jeseni"


async def test_elena_reads_in_bulgarian_what_ana_wrote_in_serbian(
    network: Network, service: TranslationService, open_desk: OpenDesk, room: int
) -> None:
    desk = await open_desk()
    said = await network.say(network.ana, room, f"**{WOOL}**, cena `V-40` je na https://vuna.example/cene")
    offered = await look(desk, network.elena, room, said.id)
    assert offered
    assert (offered.state, offered.provider, service.translations) == (
        "offered",
        "LibreTranslate",
        [],
    )
    shown = await translate(desk, network.elena, room, said.id)
    assert shown
    assert (shown.state, shown.lang, shown.provider) == ("done", "bg", "LibreTranslate")
    assert "<strong>Търсим партньор, който" in shown.html
    assert "<code>V-40</code>" in shown.html
    assert 'href="https://vuna.example/cene"' in shown.html
    (asked,) = service.translations
    assert (asked.body["source"], asked.body["target"], asked.body["format"]) == ("sr", "bg", "html")
    assert "V-40" not in asked.body["q"]
    assert (await kinds_of(network, room))[-1] == "message.translated"


async def test_what_was_translated_for_one_is_there_for_all(
    network: Network, service: TranslationService, open_desk: OpenDesk, room: int
) -> None:
    first, second = await open_desk(), await open_desk()
    said = await network.say(network.ana, room, WOOL)
    await translate(first, network.elena, room, said.id)
    assert await ask_translation(second, network.elena, "bg", room, said.id) is False
    shown = await look(second, network.elena, room, said.id)
    assert shown
    assert shown.state == "done"
    assert len(service.translations) == 1


async def test_many_who_ask_at_once_on_several_nodes_make_one_request(
    network: Network, service: TranslationService, open_desk: OpenDesk, room: int
) -> None:
    desks = [await open_desk() for _node in range(3)]
    said = await network.say(network.ana, room, WOOL)
    service.held = asyncio.Event()
    begun = await asyncio.gather(
        *(ask_translation(desk, network.elena, "bg", room, said.id) for desk in desks for _reader in range(4))
    )
    assert sum(begun) == 1
    waiting = await look(desks[2], network.elena, room, said.id)
    assert waiting
    assert waiting.state == "asked"
    service.held.set()
    for desk in desks:
        await desk.translator.settle()
    shown = await look(desks[0], network.elena, room, said.id)
    assert shown
    assert shown.state == "done"
    assert len(service.translations) == 1


async def test_both_scripts_of_serbian_are_served_by_one_request(
    network: Network, service: TranslationService, open_desk: OpenDesk, room: int
) -> None:
    desk = await open_desk()
    said = await network.say(network.vesna, room, "We need the samples before the fair begins in October.")
    await translate(desk, network.ana, room, said.id)
    async with network.database.write() as session:
        await session.execute(update(Translation).values(html="<p>Узорци стижу у Ниш</p>"))
    latin = await look(desk, network.ana, room, said.id)
    await invite_to_room(network.log, network.vesna, room, network.dragan.id)
    cyrillic = await look(desk, network.dragan, room, said.id)
    assert latin
    assert (latin.html, latin.lang) == ("<p>Uzorci stižu u Niš</p>", "sr-Latn")
    assert cyrillic
    assert (cyrillic.html, cyrillic.lang) == ("<p>Узорци стижу у Ниш</p>", "sr-Cyrl")
    assert len(service.translations) == 1


async def test_serbian_is_never_sent_to_become_serbian(
    network: Network, service: TranslationService, open_desk: OpenDesk, room: int
) -> None:
    desk = await open_desk()
    service.languages = [{"code": code, "targets": ["sr", "sr-Latn"]} for code in ("sr", "sr-Latn")]
    said = await network.say(network.vesna, room, "Тражимо партнера за прераду вуне и израду ћилима")
    assert await look(desk, network.ana, room, said.id) is None
    with pytest.raises(NotFound):
        await ask_translation(desk, network.ana, "sr-Latn", room, said.id)
    assert service.translations == []


async def test_languages_that_a_person_reads_are_left_alone(
    network: Network, open_desk: OpenDesk, room: int
) -> None:
    desk = await open_desk()
    said = await network.say(network.ana, room, WOOL)
    async with network.database.write() as session:
        await choose_read_languages(session, network.elena, ["bg", "sr"])
    assert await look(desk, network.elena, room, said.id) is None


async def test_an_edited_message_is_translated_anew_and_the_old_words_are_gone(
    network: Network, service: TranslationService, open_desk: OpenDesk, room: int
) -> None:
    desk = await open_desk()
    said = await network.say(network.ana, room, WOOL)
    await translate(desk, network.elena, room, said.id)
    await edit_message(network.database, network.log, network.ana, room, said.id, f"{WOOL} 2027.", 1)
    again = await look(desk, network.elena, room, said.id)
    assert again
    assert again.state == "offered"
    assert await count(network) == 0
    await translate(desk, network.elena, room, said.id)
    assert len(service.translations) == 2


async def test_taking_a_message_back_takes_its_translations_too(
    network: Network, service: TranslationService, open_desk: OpenDesk, room: int
) -> None:
    desk = await open_desk()
    said = await network.say(network.ana, room, WOOL)
    await translate(desk, network.elena, room, said.id)
    await remove_message(network.log, network.ana, room, said.id)
    assert await count(network) == 0
    with pytest.raises(NotFound):
        await ask_translation(desk, network.elena, "bg", room, said.id)
    assert len(service.translations) == 1


async def test_what_comes_after_a_message_was_taken_back_is_not_kept(
    network: Network, service: TranslationService, open_desk: OpenDesk, room: int
) -> None:
    desk = await open_desk()
    said = await network.say(network.ana, room, WOOL)
    service.held = asyncio.Event()
    await ask_translation(desk, network.elena, "bg", room, said.id)
    await remove_message(network.log, network.ana, room, said.id)
    service.held.set()
    await desk.translator.settle()
    assert await count(network) == 0
    assert (await kinds_of(network, room))[-1] == "message.removed"


async def test_private_talk_leaves_only_when_allowed_and_asked_for(
    network: Network, service: TranslationService, open_desk: OpenDesk
) -> None:
    desk = await open_desk()
    room = await network.open_room(network.ana, network.elena)
    said = await network.say(network.ana, room, WOOL)
    assert await look(desk, network.elena, room, said.id) is None
    with pytest.raises(NotFound):
        await ask_translation(desk, network.elena, "bg", room, said.id)
    async with network.database.write() as session:
        await allow_private(session, network.vesna, is_allowed=True)
    with pytest.raises(NotFound):
        await ask_translation(desk, network.elena, "bg", room, said.id, by_hand=False)
    assert service.translations == []
    shown = await translate(desk, network.elena, room, said.id)
    assert shown
    assert shown.state == "done"


async def test_a_stranger_has_nothing_translated(
    network: Network, service: TranslationService, open_desk: OpenDesk, room: int
) -> None:
    desk = await open_desk()
    said = await network.say(network.ana, room, WOOL)
    with pytest.raises(NotFound):
        await ask_translation(desk, network.boris, "bg", room, said.id)
    assert service.translations == []


async def test_when_the_characters_of_the_day_are_used_up_nothing_is_sent(
    network: Network, service: TranslationService, open_desk: OpenDesk, room: int
) -> None:
    desk = await open_desk(translation_person_characters=len(WOOL) + 5)
    first, second = await network.say(network.ana, room, WOOL), await network.say(network.ana, room, WOOL)
    await translate(desk, network.elena, room, first.id)
    with pytest.raises(TooMany) as refused:
        await ask_translation(desk, network.elena, "bg", room, second.id)
    assert "midnight" in str(refused.value.message)
    again = await look(desk, network.elena, room, second.id)
    assert again
    assert again.state == "offered"
    assert len(service.translations) == 1
    everybody = await open_desk(translation_site_characters=len(WOOL) + 5)
    with pytest.raises(TooMany):
        await ask_translation(everybody, network.vesna, "en", room, second.id)


async def test_without_a_service_no_line_is_ever_opened(
    network: Network, open_desk: OpenDesk, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await open_desk(translation=NO_TRANSLATION)
    said = await network.say(network.ana, room, WOOL)

    def refuse(*_details: Any, **_options: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", refuse, raising=False)
    monkeypatch.setattr("httpx2.AsyncClient.__init__", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert await look(desk, network.elena, room, said.id) is None
    with pytest.raises(NotFound):
        await ask_translation(desk, network.elena, "bg", room, said.id)


async def count(network: Network) -> int:
    """Return how many translations and corrections are kept."""
    async with network.database.read() as session:
        kept = [
            await session.scalar(select(func.count()).select_from(each)) for each in (Translation, Correction)
        ]
    return sum(number or 0 for number in kept)
