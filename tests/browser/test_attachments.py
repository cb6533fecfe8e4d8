"""Files of messages in the browser: sent over a torn line, seen by another person, also without scripts."""

import re
from typing import Any

from playwright.async_api import Page, Route, expect

from tests.browser.windows import OpenWindow, Window, make_room
from tests.files.pictures import draw

PRICES = {"name": "Cenovnik 2026.csv", "mimeType": "text/csv", "buffer": b"predivo;12,50\n" * 100_000}
LOOM = {"name": "Razboj.png", "mimeType": "image/png", "buffer": draw("PNG", (1600, 900))}


async def tear(page: Page, which: int) -> list[str]:
    """Let one piece of an upload never arrive; return where each piece began."""
    begun: list[str] = []

    async def pass_on(route: Route) -> None:
        if route.request.method == "PATCH":
            begun.append(route.request.headers["upload-offset"])
            if len(begun) == which:
                await route.abort("connectionreset")
                return
        await route.continue_()

    await page.route("**/api/v1/uploads/*", pass_on)
    return begun


async def choose(window: Window, *files: Any) -> None:
    await window.page.locator("#choose-files").set_input_files(list(files))


async def test_files_go_on_after_a_torn_line_and_are_seen_by_elena(talk: tuple[Window, Window]) -> None:
    ana, elena = talk
    begun = await tear(ana.page, 2)
    await choose(ana, PRICES)
    await expect(ana.page.locator("#attached progress")).to_be_visible()
    await ana.say("Cenovnik je u prilogu")
    await ana.sees("Cenovnik je u prilogu")
    assert begun[1] == begun[2] != "0"
    attached = elena.message("Cenovnik je u prilogu").locator("a.attachment")
    await expect(attached).to_contain_text("Cenovnik 2026.csv")
    await expect(attached).to_contain_text(re.compile(r"Таблица · 1,4\sMB"))
    await expect(ana.page.locator("#attached li")).to_have_count(0)


async def test_a_picture_alone_is_a_message_and_its_draft_outlives_a_reload(
    talk: tuple[Window, Window],
) -> None:
    ana, elena = talk
    await choose(ana, LOOM)
    await expect(ana.page.locator("#attached progress")).to_be_hidden()
    await ana.page.reload()
    await expect(ana.page.locator("#attached")).to_contain_text("Razboj.png")
    await ana.composer.press("Enter")
    picture = elena.page.locator("[data-log] .picture img")
    await expect(picture).to_have_attribute("alt", "Razboj.png")
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("image => image.naturalWidth") > 100
    assert await picture.evaluate("image => [image.width, image.height]") == [352, 198]


async def test_without_scripts_the_form_takes_files(window_of: OpenWindow) -> None:
    ana = await window_of("ana", "sr-Latn", java_script_enabled=False)
    await ana.open(await make_room(ana))
    await ana.composer.fill("Slika razboja")
    await choose(ana, LOOM)
    await ana.page.locator("[data-composer] [type=submit]").click()
    await expect(ana.message("Slika razboja").locator(".picture img")).to_have_attribute("alt", "Razboj.png")
