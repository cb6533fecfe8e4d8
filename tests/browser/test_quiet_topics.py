"""Following, muting and closing topics and archiving a room, with and without scripts, live for everybody."""

from playwright.async_api import Locator, expect

from tests.browser.test_unread import count_in_masthead
from tests.browser.windows import OpenWindow, Window


async def open_topic(window: Window, room: str, title: str, words: str) -> str:
    """Open a topic with its first message and return its address."""
    led_to = await window.submit(f"{room}/topics", client_id=_client_id(title), title=title, body=words)
    return led_to.split("#")[0].split("?")[0]


def _client_id(title: str) -> str:
    return f"0b0a9c1e-7c54-4f4e-9a5e-{abs(hash(title)) % 16**12:012x}"


async def choose(window: Window, level: str) -> None:
    await window.page.locator("[popovertarget='about-topic']").click()
    await window.page.locator(f"#about-topic [value='{level}']").click()


def line(window: Window, topic: str) -> Locator:
    return window.page.locator(f"#topic-{topic.rsplit('/', 1)[-1]}")


async def test_a_muted_topic_stays_quiet_until_it_says_one_s_name(
    ana: Window, elena: Window, room: str
) -> None:
    await elena.open(room)
    elsewhere = elena.page.url.removeprefix(elena.url).split("#")[0]
    topic = await open_topic(ana, room, "Vicevi", "Znate li onaj")
    await elena.open_live(topic)
    await elena.sees("Znate li onaj")
    await expect(line(elena, topic)).to_have_attribute("data-unread", "0")
    await choose(elena, "muted")
    await expect(line(elena, topic)).to_have_attribute("data-level", "muted")
    await expect(elena.page.locator("#about-topic [aria-pressed='true']")).to_have_attribute("value", "muted")
    await elena.open_live(elsewhere)
    before = await count_in_masthead(elena)
    badge = line(elena, topic).locator("[data-badge]")
    await ana.open_live(topic)
    await ana.post("Još jedan")
    await expect(badge).to_contain_text("1")
    await expect(line(elena, topic).locator("a.unread")).to_have_count(0)
    assert await count_in_masthead(elena) == before
    await ana.post("@Елена Дончева, а ovaj?")
    await expect(line(elena, topic).locator("a.unread [data-badge]")).to_contain_text("@ 2")
    assert await count_in_masthead(elena) == before + 1
    await elena.page.reload()
    assert await count_in_masthead(elena) == before + 1
    await expect(badge).to_contain_text("@ 2")


async def test_a_followed_topic_is_marked_and_can_be_let_go(ana: Window, room: str) -> None:
    topic = await open_topic(ana, room, "Sajam", "Ko ide?")
    await ana.open_live(topic)
    await choose(ana, "followed")
    await expect(line(ana, topic).locator(".states")).to_have_count(1)
    await choose(ana, "normal")
    await expect(line(ana, topic).locator(".states")).to_have_count(0)


async def test_a_topic_closes_under_what_somebody_types_and_gives_it_back(
    ana: Window, elena: Window, room: str
) -> None:
    topic = await open_topic(ana, room, "Sajam", "Ko ide?")
    await elena.open_live(topic)
    await elena.composer.fill("Аз идвам")
    await ana.open_live(topic)
    await ana.page.locator("[popovertarget='about-topic']").click()
    await ana.page.locator("#about-topic form[action$='/close'] button").click()
    await expect(ana.page.locator("#shut form")).to_be_visible()
    await expect(elena.page.locator("#shut")).to_be_visible()
    await expect(elena.page.locator("#shut form")).to_have_count(0)
    await expect(elena.composer).to_be_hidden()
    await ana.page.locator("#shut button").click()
    await expect(elena.composer).to_be_visible()
    await expect(elena.composer).to_have_value("Аз идвам")
    await elena.post("Аз идвам")
    await ana.sees("Аз идвам")


async def test_what_was_sent_into_a_closed_topic_waits_with_its_words(
    ana: Window, elena: Window, room: str
) -> None:
    topic = await open_topic(ana, room, "Sajam", "Ko ide?")
    await elena.open_live(topic)
    await elena.page.route("**/messages", lambda route: route.abort())
    await elena.say("Аз идвам")
    await expect(elena.pending).to_have_count(1)
    await ana.submit(f"{topic}/close")
    await expect(elena.composer).to_be_hidden()
    await elena.page.unroute("**/messages")
    failed = elena.page.locator("[data-pending].failed")
    await expect(failed).to_contain_text("Аз идвам")
    await ana.submit(f"{topic}/reopen")
    await expect(elena.composer).to_be_visible()
    await failed.locator("[data-pending-act='retry']").click()
    await elena.sees("Аз идвам")


async def test_without_scripts_a_closed_topic_gives_the_words_back(
    ana: Window, window_of: OpenWindow, room: str
) -> None:
    topic = await open_topic(ana, room, "Sajam", "Ko ide?")
    elena = await window_of("elena", "bg", java_script_enabled=False)
    await elena.open(topic)
    await elena.composer.fill("Аз идвам")
    await ana.submit(f"{topic}/close")
    await elena.page.locator("#composer [type='submit']").click()
    await expect(elena.composer).to_have_value("Аз идвам")
    await expect(elena.page.locator("#text-note")).to_be_visible()
    await elena.open(topic)
    await expect(elena.composer).to_be_hidden()
    await expect(elena.page.locator("#shut")).to_be_visible()


async def test_a_room_is_archived_live_and_stands_apart(ana: Window, elena: Window, room: str) -> None:
    await ana.open_live(room)
    await ana.post("Poslednje što kažemo")
    await elena.open_live(room)
    await elena.composer.fill("Почакайте")
    number = room.rsplit("/", 1)[-1]
    await ana.open(f"{room}/about")
    await ana.page.locator("form[action$='/archive'] button").click()
    await expect(ana.page.locator("form[action$='/unarchive']")).to_be_visible()
    await expect(ana.page.locator("form[action$='/members']")).to_have_count(0)
    await expect(elena.page.locator("#shut")).to_be_visible()
    await expect(elena.composer).to_be_hidden()
    await elena.open("/rooms")
    await expect(
        elena.page.locator(f"section[aria-labelledby='list-archived'] #room-{number}")
    ).to_be_visible()
    await elena.open_live(room)
    await elena.sees("Poslednje što kažemo")
    await ana.page.locator("form[action$='/unarchive'] button").click()
    await expect(elena.composer).to_be_visible()
    await expect(elena.composer).to_have_value("Почакайте")
