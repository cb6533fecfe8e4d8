"""What scripts write into a page comes through the catalogues as well: a walk through a room."""

from playwright.async_api import expect

from tests.browser.windows import Window, make_room, open_window
from tests.services.chromium import OpenContext
from tests.services.toy_locale import TAG
from tests.toy.conftest import Toy
from tests.toy.test_hard_coded_words import read_known, unknown_words

QUESTION, ANSWER, DRAFT = "Ко иде у Ниш?", "Елена и ја.", "Сутра јављам"
"""In Cyrillic, as everything that is said on this walk: plain Latin letters are nobody's."""


class Walk:
    """Somebody's window, and what it said that is in no catalogue."""

    def __init__(self, window: Window, known: list[str]) -> None:
        self.window, self.found = window, dict[str, list[str]]()
        self._known = known

    async def look(self, place: str) -> None:
        if words := unknown_words(await self.window.page.content(), self._known):
            self.found[place] = words


async def walk_through_a_room(walk: Walk, room: str) -> None:
    ana, page = walk.window, walk.window.page
    await ana.open_live(room)
    await ana.post(QUESTION)
    await ana.post(ANSWER)
    await ana.use(QUESTION, "more")
    await walk.look("the menu of a message")
    await page.keyboard.press("Escape")
    await ana.use(QUESTION, "reply")
    await walk.look("a reply")
    await ana.edit(ANSWER, DRAFT)
    await walk.look("an edited message")
    await ana.use(DRAFT, "remove")
    await expect(page.locator("dialog")).to_be_visible()
    await walk.look("a question before something is lost")
    await page.keyboard.press("Escape")
    await page.locator("body").press("?")
    await walk.look("the sheet of shortcuts")
    await page.keyboard.press("Escape")
    await ana.composer.press_sequentially("@Е")
    await walk.look("a mention")
    await ana.composer.fill(DRAFT)


async def lose_the_line(walk: Walk, room: str) -> None:
    page = walk.window.page
    await walk.window.open_live(room)
    await page.context.set_offline(True)
    await walk.window.say(ANSWER)
    await expect(walk.window.pending).to_have_count(1)
    await expect(walk.window.notice).to_contain_text("1")
    await walk.look("a lost line")
    await page.context.set_offline(False)
    await expect(walk.window.pending).to_have_count(0)
    await walk.look("a line that is back")


async def test_scripts_say_nothing_that_is_in_no_catalogue(toy: Toy, open_context: OpenContext) -> None:
    ana = await open_window(await open_context(), toy.url, "ana", TAG)
    walk = Walk(ana, [*read_known(toy.program), "Knitwear"])
    room = await make_room(ana, "elena")
    await walk_through_a_room(walk, room)
    await lose_the_line(walk, room)
    await ana.composer.fill(DRAFT)
    await ana.open_live("/rooms/new")
    await ana.open("/")
    await expect(ana.page.locator("[data-drafts] li")).to_have_count(1)
    await walk.look("a draft at home")
    assert walk.found == {}
