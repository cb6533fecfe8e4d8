"""What is unread is counted everywhere at once, and is read when somebody looks at it."""

import re

from playwright.async_api import expect

from tests.browser.windows import OpenWindow, Window, make_room


def number_of(badge: str) -> int:
    """Return the number in a badge such as "14 unread"; an empty one counts nothing."""
    digits = "".join(letter for letter in badge.split(" ")[0] if letter.isdigit())
    return int(digits or 0)


async def count_in_masthead(window: Window) -> int:
    return number_of(await window.page.locator(".masthead [data-unread-total]").inner_text())


async def test_badge_and_title_count_on_a_page_outside_rooms(ana: Window, elena: Window, room: str) -> None:
    await ana.open_live(room)
    await elena.open_live("/settings")
    before = await count_in_masthead(elena)
    await ana.post("Ima li koga?")
    await expect(elena.page).to_have_title(_beginning(f"({before + 1}) "))
    assert await count_in_masthead(elena) == before + 1


async def test_the_list_of_rooms_counts_and_the_open_room_is_read(
    ana: Window, elena: Window, room: str
) -> None:
    await ana.open_live(room)
    await elena.open_live("/rooms")
    badge = elena.page.locator(f"#room-{room.rsplit('/', 1)[-1]} [data-badge]")
    await ana.post("Prva poruka")
    await ana.post("Druga poruka")
    await expect(badge).to_contain_text("2")

    await elena.open_live(room)
    await expect(elena.page.locator("#since")).to_be_visible()
    await expect(badge).to_be_hidden()
    await elena.page.reload()
    await expect(elena.page.locator("#since")).to_have_count(0)


async def test_one_s_own_messages_are_never_unread(ana: Window, elena: Window, room: str) -> None:
    await ana.open_live(room)
    await elena.open_live(room)
    before = await count_in_masthead(ana)
    await ana.post("Ovo sam ja rekla")
    await elena.sees("Ovo sam ja rekla")
    assert await count_in_masthead(ana) == before


def _beginning(text: str) -> re.Pattern[str]:
    return re.compile("^" + re.escape(text))


# As if the word of the reader's own stream were lost on its way to the page.
DEAF = """{
  const parse = JSON.parse;
  JSON.parse = (text) => {
    const frame = parse(text);
    return frame?.t === 'notice' ? {t: 'lost'} : frame;
  };
}"""


async def test_a_room_that_ana_is_brought_into_appears_also_when_no_word_of_it_comes(
    ana: Window, elena: Window, room: str
) -> None:
    await ana.page.add_init_script(DEAF)
    await ana.page.clock.install()
    await ana.open_live(room)
    new_room = await make_room(elena, "ana")
    line = ana.page.locator(f"#room-{new_room.rsplit('/', 1)[-1]}")
    await expect(line).to_have_count(0)
    await ana.page.clock.run_for(31_000)
    await expect(line).to_be_visible()
    await elena.open_live(new_room)
    await elena.post("Добре дошла")
    await expect(line.locator("[data-badge]")).to_contain_text("1")


async def test_what_elena_reads_on_her_phone_is_read_on_her_desk_also_when_no_word_of_it_comes(
    ana: Window, elena: Window, window_of: OpenWindow, room: str
) -> None:
    await ana.open_live(room)
    await ana.post("Ima li koga?")
    await elena.page.add_init_script(DEAF)
    await elena.page.clock.install()
    await elena.open_live("/rooms")
    line = elena.page.locator(f"#room-{room.rsplit('/', 1)[-1]}")
    await expect(line.locator("[data-badge]")).to_contain_text("1")
    before = await count_in_masthead(elena)
    phone = await window_of("elena", "bg")
    async with phone.page.expect_response("**/read"):
        await phone.open_live(room)
    assert await count_in_masthead(elena) == before
    await elena.page.clock.run_for(31_000)
    await expect(line.locator("[data-badge]")).to_be_hidden()
    assert await count_in_masthead(elena) == before - 1


PREPEND = """async (script) => {
  const {prepend} = await import(script);
  const page = (log) => new DOMParser().parseFromString(`<div data-log>${log}</div>`, 'text/html');
  const newest = page('<form id="since"></form><article id="m2"></article>').querySelector('[data-log]');
  prepend(newest, page('<article id="m0"></article><form id="since"></form><article id="m1"></article>'));
  return [...newest.children].map((element) => element.id);
}"""


async def test_the_line_moves_up_to_where_the_new_really_begins(ana: Window) -> None:
    await ana.open("/")
    app = await ana.page.locator("script[src*='app.js']").get_attribute("src") or ""
    shown = await ana.page.evaluate(PREPEND, app.replace("app.js", "older.js"))
    assert shown == ["m0", "since", "m1", "m2"]
