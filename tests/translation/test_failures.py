"""A service that is broken, slow or lying: a clear state for people, and nothing false on the page."""

import asyncio
from collections.abc import Callable

import pytest

from balkancluster.rooms.translation_views import Translated
from balkancluster.settings import DEEPL, LIBRETRANSLATE
from balkancluster.translation.breaker import REST, Breaker
from balkancluster.translation.failures import (
    BUSY,
    GARBLED,
    LANGUAGE,
    QUOTA,
    REFUSED,
    REJECTED,
    UNREACHABLE,
    Failure,
    say_reason,
)
from balkancluster.translation.languages import Pair
from balkancluster.translation.providers.calls import LARGEST_ANSWER, Calls
from balkancluster.translation.providers.deepl import DeepL
from balkancluster.translation.providers.libretranslate import LibreTranslate
from balkancluster.translation.providers.provider import Provider
from balkancluster.translation.translator import Translator
from tests.people import Network
from tests.services.translating import Answer, TranslationService
from tests.translation.desks import OpenDesk, translate

HTML = "<p>Tražimo partnera za preradu vune, cena je u <code>cene.xlsx</code></p>"
PAIR = Pair("sr", "bg")


class Pauses:
    """How long it would have been waited between tries."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        """Wait for nothing."""
        self.seconds.append(seconds)


@pytest.fixture(params=[LIBRETRANSLATE, DEEPL])
def dialect(request: pytest.FixtureRequest) -> str:
    """Each service that there is an adapter for."""
    return str(request.param)


@pytest.fixture
def pauses() -> Pauses:
    """The pauses of the adapter under test."""
    return Pauses()


@pytest.fixture
def provider(dialect: str, service: TranslationService, pauses: Pauses) -> Provider:
    """An adapter that is soon out of patience."""
    calls = Calls(service.url, timeout=2.0, pause=pauses)
    return LibreTranslate(calls, "key") if dialect == LIBRETRANSLATE else DeepL(calls)


async def reason_of(provider: Provider) -> str:
    """Return why a translation failed, or nothing."""
    try:
        await Translator(provider).translate(HTML, PAIR, "bg", {}, nothing)
    except Failure as failure:
        return failure.reason
    finally:
        await provider.close()
    return ""


async def nothing() -> None:
    """Do nothing before another try."""


async def test_what_both_services_give_is_read(provider: Provider, service: TranslationService) -> None:
    assert await reason_of(provider) == ""
    assert len(service.translations) == 1


@pytest.mark.parametrize(
    ("status", "reason", "tries"),
    [
        (400, REJECTED, 1),
        (403, REFUSED, 1),
        (401, REFUSED, 1),
        (413, REJECTED, 1),
        (456, QUOTA, 1),
        (429, BUSY, 3),
        (500, UNREACHABLE, 3),
        (503, UNREACHABLE, 3),
        (302, REJECTED, 1),
    ],
)
async def test_a_refusal_has_its_reason_and_only_what_may_pass_is_tried_again(
    provider: Provider, service: TranslationService, status: int, reason: str, tries: int
) -> None:
    service.instead = [
        Answer(status, b'{"error": "no"}', {"Location": "/elsewhere"}) for _try in range(tries)
    ]
    assert await reason_of(provider) == reason
    assert len(service.asked) == tries


async def test_two_more_tries_come_after_as_long_as_the_service_asks_for(
    provider: Provider, service: TranslationService, pauses: Pauses
) -> None:
    service.instead = [Answer(429, headers={"Retry-After": "7"}), Answer(500)]
    assert await reason_of(provider) == ""
    assert pauses.seconds[0] == 7
    assert 0 < pauses.seconds[1] <= 1
    assert len(service.translations) == 3


async def test_who_asks_to_come_back_much_later_is_not_waited_for(
    provider: Provider, service: TranslationService, pauses: Pauses
) -> None:
    service.instead = [Answer(429, headers={"Retry-After": "3600"})]
    assert await reason_of(provider) == BUSY
    assert pauses.seconds == []


@pytest.mark.parametrize(
    "answer",
    [
        Answer(content=b'{"translatedText": "half'),
        Answer(content=b"<html>502</html>"),
        Answer(content=b'{"translatedText": 7, "translations": 7}'),
        Answer(content=b'{"translations": [], "translatedText": ""}'),
        Answer(content=b"\xff\xfe"),
        Answer(content=b'"' + b"x" * (LARGEST_ANSWER + 1) + b'"'),
    ],
)
async def test_an_answer_without_sense_is_thrown_away(
    provider: Provider, service: TranslationService, answer: Answer
) -> None:
    service.instead = [answer]
    assert await reason_of(provider) == GARBLED


async def test_a_slow_service_is_not_waited_for(provider: Provider, service: TranslationService) -> None:
    service.instead = [Answer(seconds=20)]
    assert await reason_of(provider) == UNREACHABLE


async def test_a_service_that_is_not_there_is_said_so(dialect: str, service: TranslationService) -> None:
    await service.stop()
    calls = Calls(service.url, timeout=0.5)
    assert (
        await reason_of(LibreTranslate(calls) if dialect == LIBRETRANSLATE else DeepL(calls)) == UNREACHABLE
    )


SPAN = '<span translate="no" id="k0">'


@pytest.mark.parametrize(
    ("twist", "reason"),
    [
        (lambda html: html.replace(SPAN, "").replace("</span>", ""), GARBLED),
        (lambda html: html + f"{SPAN}⟦0⟧</span>", GARBLED),
        (lambda html: html.replace("⟦0⟧", "⟦ 0 ⟧ "), GARBLED),
        (lambda html: html.replace("k0", "k7"), GARBLED),
        (lambda _html: "", GARBLED),
        (lambda html: html + "дума " * 2_000, GARBLED),
        (lambda html: html + '<a href="https://evil.example">тук</a>', GARBLED),
        (
            lambda html: (
                f"<p>Ovo je na srpskom jeziku, a traženo je na bugarskom, zar ne?{SPAN}⟦0⟧</span></p>"
            ),
            LANGUAGE,
        ),
    ],
    ids=["lost", "doubled", "changed", "renamed", "empty", "huge", "link", "language"],
)
async def test_what_did_not_come_back_faithfully_is_thrown_away(
    provider: Provider, service: TranslationService, twist: Callable[[str], str], reason: str
) -> None:
    service.twist = twist
    assert await reason_of(provider) == reason


async def test_markup_that_nobody_sent_does_not_come_through(
    provider: Provider, service: TranslationService
) -> None:
    evil = '<img src=x onerror=alert(1)><p onclick="x()" style="x">край</p><iframe></iframe>'
    service.twist = lambda html: f"<script>alert(1)</script>{html}{evil}"
    html = await Translator(provider).translate(HTML, PAIR, "bg", {}, nothing)
    await provider.close()
    assert "<p>край</p>" in html
    assert [word for word in ("script", "alert", "img", "onclick", "style", "iframe") if word in html] == []


async def test_a_lost_term_is_sent_once_more_without_and_a_lost_link_never_passes(
    provider: Provider, service: TranslationService
) -> None:
    service.twist = lambda html: html.replace('id="k1"', 'id="k9"')
    again: list[int] = []

    async def before_again() -> None:
        again.append(len(service.translations))

    html = await Translator(provider).translate(HTML, PAIR, "bg", {"vune": "вълна"}, before_again)
    await provider.close()
    assert (again, len(service.translations)) == ([1], 2)
    assert "<code>cene.xlsx</code>" in html


async def test_after_five_failures_in_a_row_the_service_rests_for_a_minute() -> None:
    seconds = [0.0]
    breaker = Breaker(lambda: seconds[0])
    for _failure in range(4):
        breaker.note(is_outage=True)
    breaker.note(is_outage=False)
    for _failure in range(5):
        assert not breaker.is_open
        breaker.note(is_outage=True)
    assert breaker.is_open
    seconds[0] = REST
    assert not breaker.is_open
    breaker.note(is_outage=True)
    assert breaker.is_open


async def test_a_failure_is_shown_with_its_reason_and_can_be_tried_again(
    network: Network, service: TranslationService, open_desk: OpenDesk, room: int
) -> None:
    desk = await open_desk()
    said = await network.say(network.ana, room, "Tražimo partnera za preradu vune")
    service.instead = [Answer(403)]
    shown = await translate(desk, network.elena, room, said.id)
    assert shown == Translated("failed", "LibreTranslate", reason=say_reason(REFUSED), is_open=True)
    again = await translate(desk, network.elena, room, said.id)
    assert again
    assert again.state == "done"


async def test_what_a_service_lists_is_asked_again_and_kept_while_it_is_away(
    service: TranslationService, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    translator = Translator(provider)
    service.languages = {"error": "starting"}
    await translator.refresh()
    assert (translator.trouble, translator.find_pair("sr-Latn", "bg")) == (GARBLED, None)
    service.languages = None
    monkeypatch.setattr("balkancluster.translation.translator.TRY_AGAIN_AFTER", 0.0)
    translator._next_look = 0.0
    await translator.refresh()
    assert translator.trouble == ""
    assert translator.find_pair("sr-Latn", "bg")
    await asyncio.gather(service.stop(), translator.close())
