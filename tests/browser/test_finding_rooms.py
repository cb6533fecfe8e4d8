"""A room is found by a word of its name, in whatever script one types."""

from playwright.async_api import expect

from tests.browser.windows import Window


async def test_the_list_beside_the_talk_narrows_while_elena_types_in_latin(elena: Window, room: str) -> None:
    await elena.open_live(room)
    rooms = elena.page.locator("#rooms [data-room]:visible")
    count = await rooms.count()
    await elena.page.locator("#find-room input").press_sequentially("tekstil")
    await expect(rooms).to_contain_text(["Текстил и облекло"])
    await elena.page.locator("#find-room input").fill("")
    await expect(rooms).to_have_count(count)


async def test_enter_opens_the_whole_list_and_keeps_the_count_of_all_rooms(elena: Window, room: str) -> None:
    await elena.open_live(room)
    before = await elena.page.locator(".masthead [data-unread-total]").inner_text()
    await elena.page.locator("#find-room input").fill("текстил")
    await elena.page.locator("#find-room input").press("Enter")
    await expect(elena.page.locator("#my-rooms li")).to_have_count(1)
    await expect(elena.page.locator(".masthead [data-unread-total]")).to_have_text(before)
