"""A message in the reader's language, in browsers: asked for in its place, put right, the original again."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.browser.accessibility_checks import find_violations
from tests.browser.windows import OpenWindow, Window
from tests.services.demo import demo_on_copy
from tests.services.translating import TranslationService

WOOL = "Tražimo partnera za preradu vune do jeseni"
MACHINE = "Търсим партньор"
BETTER = "Търсим партньор за преработка на вълна"


@pytest.fixture
async def open_room(
    demo_data: Path, installed: tuple[str, ...], tmp_path: Path, window_of: OpenWindow
) -> AsyncIterator[tuple[TranslationService, Window, Window, Window]]:
    """Ana, Elena and Boris in an open room of a demo that has a translation service."""
    service = TranslationService()
    await service.start()
    environment = {
        "BALKANCLUSTER_TRANSLATION": "libretranslate",
        "BALKANCLUSTER_TRANSLATION_URL": service.url,
    }
    program = demo_on_copy(demo_data, tmp_path, command=installed, environment=environment)
    await program.start()
    people = (("ana", "sr-Latn"), ("elena", "bg"), ("boris", "bg"))
    ana, elena, boris = [await window_of(name, locale, program.url) for name, locale in people]
    made = await boris.submit("/rooms", kind="open", **{"name-en": "Wool", "name-bg": "Вълна"})
    room = "/".join(made.split("/")[:3])
    for window in (ana, elena):
        await window.submit(f"{room}/join", x="1")
    for window in (ana, elena, boris):
        await window.open_live(room)
    yield service, ana, elena, boris
    await program.stop()
    await service.stop()


def part_of(window: Window) -> Locator:
    """Return what is shown of the one message in another language."""
    return window.page.locator("[data-log] article[data-id] [data-translation]")


async def test_elena_asks_sees_label_and_original_and_boris_reads_her_correction_at_once(
    open_room: tuple[TranslationService, Window, Window, Window],
) -> None:
    service, ana, elena, boris = open_room
    await ana.post(WOOL)
    for reader in (elena, boris):
        await expect(part_of(reader).get_by_role("button", name="Преведи")).to_have_count(1)
    assert await part_of(ana).count() == 0
    assert service.translations == []

    await part_of(elena).get_by_role("button").click()
    translated = part_of(elena).locator("details .body")
    await expect(translated).to_contain_text(MACHINE)
    await expect(part_of(elena).locator("summary")).to_contain_text("LibreTranslate")
    original = elena.page.locator("[data-log] article[data-id] > .content > .body")
    await expect(original).to_be_hidden()
    await part_of(elena).locator("summary").click()
    await expect(original).to_be_visible()
    await expect(original).to_have_text(WOOL)
    await expect(translated).to_be_hidden()
    # Boris has not asked: he keeps the original in sight, and the translation is one click away.
    await expect(part_of(boris).locator("details:not([open])")).to_have_count(1)
    await part_of(boris).locator("summary").click()
    await expect(part_of(boris).locator("details .body")).to_contain_text(MACHINE)
    assert len(service.translations) == 1

    await part_of(elena).locator("summary").click()
    await part_of(elena).get_by_role("link").click()
    await elena.page.locator("textarea[name=body]").fill(BETTER)
    assert await find_violations(elena.page) == []
    await elena.page.locator("main form.form button").click()
    await expect(part_of(boris).locator("details .body")).to_have_text(BETTER)
    await expect(part_of(boris).locator("summary")).to_contain_text("Елена Дончева")
    await expect(elena.page.locator("main .inside")).to_contain_text(MACHINE)
    assert await find_violations(boris.page) == []


async def test_who_always_wants_it_reads_what_comes_in_without_asking(
    open_room: tuple[TranslationService, Window, Window, Window],
) -> None:
    service, ana, elena, boris = open_room
    await elena.page.get_by_role("button", name="Още за темата").click()
    async with elena.going_live():
        await elena.page.locator("form[action$='/always'] button").click()
    await ana.post(WOOL)
    await expect(part_of(elena).locator("details[open] .body")).to_contain_text(MACHINE)
    await expect(part_of(boris).locator("details:not([open])")).to_have_count(1)
    # A reaction draws the message anew for everybody; what is this reader's own stays.
    await ana.use(WOOL, "react")
    await ana.page.locator("#palette [value='👍']").first.click()
    await expect(elena.page.locator("[data-log] .reactions [value='👍']")).to_have_count(1)
    await expect(part_of(elena).locator("details[open] .body")).to_contain_text(MACHINE)
    assert len(service.translations) == 1
