"""Translation as a browser without scripts and a program see it: ask, look, put it right, decide."""

import re

import httpx2
import pytest
from sqlalchemy import select

from balkancluster.audit import AuditEntry
from balkancluster.rooms.memberships import invite_to_room
from balkancluster.rooms.messages import find_view
from balkancluster.rooms.models import MEMBER, OPEN
from balkancluster.rooms.rights import Seat
from balkancluster.rooms.translation_corrections import may_withdraw
from balkancluster.settings import NO_TRANSLATION, Settings
from tests.people import Network
from tests.services.translating import Answer, TranslationService
from tests.translation.desks import Visit, kinds_of

SEE_OTHER, NOT_FOUND = httpx2.codes.SEE_OTHER, httpx2.codes.NOT_FOUND
WOOL = "Tražimo partnera za preradu vune do jeseni"


async def prepare(network: Network, room: int) -> tuple[str, str]:
    """Have Ana say something; return the addresses of the talk and of the message."""
    said = await network.say(network.ana, room, WOOL)
    return f"/rooms/{room}/topics/{said.topic_id}", f"/rooms/{room}/messages/{said.id}"


async def test_elena_asks_reads_and_sees_the_original_without_scripts(
    network: Network, visit: Visit, room: int
) -> None:
    talk, message = await prepare(network, room)
    elena = await visit(network.elena)
    page = (await elena.get(talk)).text
    assert f'action="{message}/translation/ask"' in page
    assert "<details" not in page.partition('id="log"')[2].partition("talk-foot")[0]
    asked = await elena.post(f"{message}/translation/ask", data={"x": "1"})
    assert asked.status_code == SEE_OTHER
    page = (await elena.get(asked.headers["location"])).text
    (shown,) = re.findall(r'<details class="other translated" open>.*?</details>', page, re.S)
    assert "LibreTranslate" in shown
    assert shown.index("LibreTranslate") < shown.index('<div class="body" lang="bg"><p>Търсим партньор')
    assert f'<div class="body" lang="sr-Latn"><p>{WOOL}</p></div>' in page
    later = (await elena.get(talk)).text
    assert '<details class="other translated">' in later


async def test_a_correction_is_shown_with_its_author_and_what_the_machine_said_stays(
    network: Network, visit: Visit, room: int
) -> None:
    _talk, message = await prepare(network, room)
    await invite_to_room(network.log, network.vesna, room, network.boris.id)
    elena, boris = await visit(network.elena), await visit(network.boris)
    address = f"{message}/translation"
    await elena.post(f"{address}/ask", data={"x": "1"})
    form = (await elena.get(address)).text
    assert ">\nТърсим партньор" in form
    kept = await elena.post(address, data={"body": "Търсим **партньор** за вълната", "rev": "1"})
    assert (kept.status_code, kept.headers["location"]) == (SEE_OTHER, address)
    page = (await elena.get(address)).text
    assert "<strong>партньор</strong> за вълната" in page
    assert "Елена Петрова" in page
    assert "<p>Търсим партньор, който" in page
    assert f'action="{address}/withdraw"' in page
    assert (await kinds_of(network, room))[-1] == "message.translated"
    async with network.database.read() as session:
        acts = (await session.scalars(select(AuditEntry.action))).all()
    assert "correct.translation" in acts
    assert "за вълната" in (await boris.get(address)).text
    assert not may_withdraw(network.dragan, (Seat(room, OPEN, MEMBER, 0), network.elena.id))
    withdrawn = await elena.post(f"{address}/withdraw", data={"x": "1"})
    assert withdrawn.status_code == SEE_OTHER
    assert "за вълната" not in (await elena.get(address)).text


@pytest.mark.parametrize(
    ("body", "rev", "status"),
    [("", "1", 422), ("x" * 8001, "1", 422), ("Вълна", "7", 409), ("а\x00", "1", 422)],
)
async def test_a_correction_that_cannot_be_kept_comes_back_with_its_words(
    network: Network, visit: Visit, room: int, body: str, rev: str, status: int
) -> None:
    _talk, message = await prepare(network, room)
    elena = await visit(network.elena)
    await elena.post(f"{message}/translation/ask", data={"x": "1"})
    refused = await elena.post(f"{message}/translation", data={"body": body, "rev": rev})
    assert refused.status_code == status
    assert f"\n{body.split(chr(0))[0]}" in refused.text


async def test_a_stranger_finds_nothing_and_nothing_is_sent(
    network: Network, visit: Visit, room: int, service: TranslationService
) -> None:
    _talk, message = await prepare(network, room)
    boris = await visit(network.boris)
    address = f"{message}/translation"
    answers = [
        await boris.get(address),
        await boris.post(address, data={"body": "x", "rev": "1"}),
        await boris.post(f"{address}/ask", data={"x": "1"}),
        await boris.post(f"/api/v1{address}"),
        await boris.get(f"/api/v1{address}"),
        await boris.post(f"/rooms/{room}/always", data={"always": "1"}),
        await boris.get("/coordination/translation"),
    ]
    assert {answer.status_code for answer in answers} == {NOT_FOUND}
    assert service.translations == []


async def test_a_program_asks_and_reads(network: Network, visit: Visit, room: int) -> None:
    _talk, message = await prepare(network, room)
    elena = await visit(network.elena)
    asked = (await elena.post(f"/api/v1{message}/translation")).json()
    assert asked["state"] in {"asked", "done"}
    await elena.post(f"{message}/translation/ask", data={"x": "1"})
    read = (await elena.get(f"/api/v1{message}/translation")).json()
    assert (read["state"], read["lang"], read["provider"]) == ("done", "bg", "LibreTranslate")
    assert read["html"].startswith("<p>Търсим партньор")
    assert read["html"] in read["shown"]


async def test_always_translates_what_the_page_shows_and_only_in_open_rooms(
    network: Network, visit: Visit, room: int, service: TranslationService
) -> None:
    talk, _message = await prepare(network, room)
    elena = await visit(network.elena)
    page = (await elena.get(talk)).text
    assert f'action="{talk}/always"' in page
    assert service.translations == []
    assert (await elena.post(f"{talk}/always", data={"always": "1"})).status_code == SEE_OTHER
    page = (await elena.get(talk)).text
    assert "data-always" in page
    private = await network.open_room(network.ana, network.elena)
    said = await network.say(network.ana, private, WOOL)
    page = (await elena.get(f"/rooms/{private}/topics/{said.topic_id}")).text
    assert "translation" not in page.partition('id="log"')[2]
    refused = await elena.post(f"/rooms/{private}/always", data={"always": "1"})
    assert refused.status_code == 422


async def test_the_coordinator_sees_what_was_sent_and_keeps_the_glossary(
    network: Network, visit: Visit, room: int
) -> None:
    _talk, message = await prepare(network, room)
    elena, vesna = await visit(network.elena), await visit(network.vesna)
    await elena.post(f"{message}/translation/ask", data={"x": "1"})
    page = (await vesna.get("/coordination/translation")).text
    assert f'value="{len(WOOL)}"></meter>' in page
    term = {"en": "wool", "bg": "вълна", "sr": "vuna"}
    assert (await vesna.post("/coordination/translation/glossary", data=term)).status_code == SEE_OTHER
    page = (await vesna.get("/coordination/translation")).text
    found = re.search(r'href="(/coordination/translation/glossary/\d+)"', page)
    assert found
    assert 'value="вълна"' in (await vesna.get(found[1])).text
    refused = await vesna.post(found[1], data={"en": "wool"})
    assert (refused.status_code, 'value="wool"' in refused.text) == (422, True)
    assert (await vesna.post(f"{found[1]}/remove", data={"x": "1"})).status_code == SEE_OTHER
    assert (await vesna.get(found[1])).status_code == NOT_FOUND
    await vesna.post("/coordination/translation", data={"allows_private": "1"})
    assert 'name="allows_private" value="1" checked' in (await vesna.get("/coordination/translation")).text


async def test_a_person_chooses_the_languages_that_are_left_alone(
    network: Network, visit: Visit, room: int
) -> None:
    talk, message = await prepare(network, room)
    elena = await visit(network.elena)
    assert 'value="bg" checked' in (await elena.get("/settings/translation")).text
    assert (await elena.post("/settings/translation", data={"x": "1"})).status_code == 422
    assert (await elena.post("/settings/translation", data={"languages": "de"})).status_code == 422
    kept = await elena.post("/settings/translation", data={"languages": ["sr", "bg"]})
    assert kept.status_code == SEE_OTHER
    assert f"{message}/translation/ask" not in (await elena.get(talk)).text


async def test_a_refusal_of_the_day_is_one_clear_sentence(
    network: Network, visit: Visit, room: int, service: TranslationService
) -> None:
    _talk, message = await prepare(network, room)
    elena = await visit(network.elena)
    service.instead = [Answer(403)]
    asked = await elena.post(f"{message}/translation/ask", data={"x": "1"})
    page = (await elena.get(asked.headers["location"])).text
    assert "Услугата за превод не приема ключа на този сървър." in page


async def test_a_translation_is_in_no_quote_and_no_search_text(
    network: Network, visit: Visit, room: int
) -> None:
    said = await network.say(network.ana, room, WOOL)
    elena = await visit(network.elena)
    await elena.post(f"/rooms/{room}/messages/{said.id}/translation/ask", data={"x": "1"})
    answer = await network.say(network.vesna, room, "Да", reply_to=said.id, topic_id=said.topic_id)
    async with network.database.read() as session:
        reply = (await find_view(session, room, answer.id)).reply
    assert reply
    assert reply.excerpt == WOOL
    found = await elena.get("/api/v1/search", params={"q": "Търсим"})
    assert WOOL not in found.text


class TestWithoutAService:
    """An installation that names no service."""

    @pytest.fixture
    def settings(self, database_url: str) -> Settings:
        """The settings that most installations have."""
        return Settings(
            database_url=database_url,
            base_url="http://house.example",
            secret="s" * 40,
            allowed_hosts=("house.example",),
            translation=NO_TRANSLATION,
        )

    async def test_nothing_of_it_is_shown_but_to_the_coordinator(
        self, network: Network, visit: Visit, room: int, service: TranslationService
    ) -> None:
        talk, message = await prepare(network, room)
        elena, vesna = await visit(network.elena), await visit(network.vesna)
        for address in (talk, f"/rooms/{room}/about", "/settings"):
            page = (await elena.get(address)).text
            assert [word for word in ("translation", "data-always", "/always") if word in _body(page)] == []
        assert (await elena.get(f"{message}/translation")).status_code == NOT_FOUND
        assert (await elena.post(f"{message}/translation/ask", data={"x": "1"})).status_code == NOT_FOUND
        assert (await elena.post(f"/api/v1{message}/translation")).status_code == NOT_FOUND
        assert (await elena.get("/settings/translation")).status_code == NOT_FOUND
        page = (await vesna.get("/coordination/translation")).text
        assert "LibreTranslate" in page
        assert "<meter" not in page
        assert service.asked == []


def _body(page: str) -> str:
    return page.partition("<body")[2]
