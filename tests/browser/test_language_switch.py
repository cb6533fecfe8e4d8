"""Another language in the middle of a sentence: the page changes its words and nothing else."""

import re

from playwright.async_api import expect

from tests.browser.windows import Window

Talk = tuple[Window, Window]

SENTENCE = "Nudimo 500 komada do petka"
LEFT_TO_SCROLL = """() => {
  const page = document.scrollingElement;
  return page.scrollHeight - page.clientHeight;
}"""


async def caret(window: Window) -> tuple[str, int, int, bool]:
    """Return what stands in the composer, what is selected in it, and whether it has the focus."""
    value, start, end, has_focus = await window.composer.evaluate(
        "field => [field.value, field.selectionStart, field.selectionEnd, field === document.activeElement]"
    )
    return value, start, end, has_focus


async def test_draft_caret_address_and_socket_stay(talk: Talk) -> None:
    ana, _elena = talk
    await ana.composer.fill(SENTENCE)
    await ana.composer.evaluate("field => field.setSelectionRange(7, 10)")
    before = ana.page.url
    await ana.switch_to("bg")
    assert await caret(ana) == (SENTENCE, 7, 10, True)
    assert ana.page.url == before
    assert [socket.is_closed() for socket in ana.sockets] == [False]
    await expect(ana.page.locator("[data-composer] [type=submit]")).to_have_text("Изпрати")


async def test_what_is_said_later_comes_in_the_new_language(talk: Talk) -> None:
    ana, elena = talk
    await elena.post("Първо")
    await ana.sees("Първо")
    await ana.switch_to("sr-Cyrl")
    await elena.post("Второ")
    await ana.sees("Второ")
    for words in ("Първо", "Второ"):
        await expect(ana.message(words).locator("[data-reply]")).to_have_text("Одговори")
    assert await ana.said() == ["Първо", "Второ"]


async def test_nothing_is_lost_or_doubled_when_somebody_speaks_during_the_switch(talk: Talk) -> None:
    ana, elena = talk
    words = [f"Съобщение {number}" for number in range(6)]
    await elena.post(words[0])
    for number, locale in zip(range(1, 6), ("bg", "en", "sr-Cyrl", "sr-Latn", "bg"), strict=True):
        await elena.say(words[number])
        await ana.switch_to(locale)
    await ana.sees(words[-1])
    assert await ana.said() == words


async def moved_by_a_switch(ana: Window, room: str) -> float:
    """Return by how many pixels a message far up in the log moves when the language is switched."""
    for number in range(70):
        await ana.submit(f"{await topic_of(ana)}/messages", body=f"Red {number}", client_id=uuid(number))
    await ana.open_live(room)
    await ana.page.locator("[data-older]").scroll_into_view_if_needed()
    await ana.sees("Red 0")
    await ana.message("Red 10").evaluate("message => message.scrollIntoView({block: 'start'})")
    before = await top_of(ana, "Red 10")
    await ana.switch_to("bg")
    await ana.sees("Red 0")
    return abs(await top_of(ana, "Red 10") - before)


async def test_the_place_in_the_log_does_not_move_and_older_messages_stay(talk: Talk, room: str) -> None:
    assert await moved_by_a_switch(talk[0], room) < 2


async def test_only_the_panes_scroll_however_long_the_list_of_rooms_is(talk: Talk, room: str) -> None:
    ana, elena = talk
    await elena.post("Непрочетено")
    for width, height in ((1280, 420), (1000, 420)):
        await ana.page.set_viewport_size({"width": width, "height": height})
        await ana.open(f"{room}/about")
        assert await ana.page.evaluate(LEFT_TO_SCROLL) == 0
        await ana.open(room)
        assert await ana.page.evaluate(LEFT_TO_SCROLL) == 0


async def test_a_message_that_waits_goes_on_waiting_in_the_new_language(talk: Talk) -> None:
    ana, elena = talk
    await ana.page.route("**/api/v1/rooms/*/messages", lambda route: route.abort())
    await ana.say("Čeka")
    await expect(ana.pending).to_contain_text("Čeka")
    await ana.switch_to("bg")
    await expect(ana.pending.locator(".house")).to_have_text("вие")
    await ana.page.unroute("**/api/v1/rooms/*/messages")
    await elena.sees("Čeka")
    await ana.sees("Čeka")
    await expect(ana.pending).to_have_count(0)


async def test_the_choice_is_there_on_the_next_page_and_its_title(talk: Talk, room: str) -> None:
    ana, _elena = talk
    await ana.switch_to("bg")
    await expect(ana.page).to_have_title(re.compile("Плетива|Общи|Knitwear|General"))
    await ana.open("/rooms")
    await expect(ana.page.locator("h1")).to_have_text("Стаи")


async def test_the_open_topic_stays_when_another_one_is_newer(talk: Talk, room: str) -> None:
    ana, elena = talk
    await ana.post("Ovde pišem")
    await ana.composer.fill(SENTENCE)
    await elena.submit(f"{room}/topics", title="Друга тема", body="По-ново", client_id=uuid(0))
    await expect(ana.page.locator("[data-topics] li").first).to_contain_text("Друга тема")
    await ana.switch_to("bg")
    assert await ana.said() == ["Ovde pišem"]
    await expect(ana.composer).to_have_value(SENTENCE)


async def test_a_form_that_is_half_filled_in_stays_so(ana: Window, room: str) -> None:
    await ana.open_live(f"{room}/topics/new")
    await ana.page.locator("[name=title]").fill("Vuna iz Vranja")
    await ana.page.locator("main [name=body]").fill("Ko ima")
    await ana.switch_to("bg")
    await expect(ana.page.locator("[name=title]")).to_have_value("Vuna iz Vranja")
    await expect(ana.page.locator("main [name=body]")).to_have_value("Ko ima")
    await expect(ana.page.locator("h1")).to_have_text("Нова тема")


async def topic_of(window: Window) -> str:
    topic = await window.page.locator("[data-talk]").get_attribute("data-topic")
    room = await window.page.locator("[data-talk]").get_attribute("data-room")
    return f"/rooms/{room}/topics/{topic}"


async def top_of(window: Window, words: str) -> float:
    box = await window.message(words).bounding_box()
    assert box
    return box["y"]


def uuid(number: int) -> str:
    return f"0b7e4ab0-9d0b-4c52-8a3e-{number:012x}"
