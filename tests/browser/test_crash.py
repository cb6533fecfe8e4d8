"""The server dies in the middle of a burst, and comes back."""

from playwright.async_api import expect

from tests.browser.windows import OpenWindow, make_room
from tests.services.demo import StartDemo

WORDS = [f"Red broj {number}" for number in range(24)]


async def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(
    start_demo: StartDemo, installed: tuple[str, ...], window_of: OpenWindow
) -> None:
    server = await start_demo(command=installed)
    ana = await window_of("ana", "sr-Latn", url=server.url)
    elena = await window_of("elena", "bg", url=server.url)
    room = await make_room(ana, "elena")
    await ana.open_live(room)
    await elena.open_live(room)

    for count, words in enumerate(WORDS):
        await ana.say(words)
        if count == len(WORDS) // 2:
            await ana.sees(WORDS[0])
            await server.kill()
    acknowledged = list(ana.accepted)
    assert acknowledged
    assert len(acknowledged) < len(WORDS)
    await expect(ana.notice).to_contain_text("Veza je prekinuta", timeout=5_000)

    await server.start()
    await elena.sees(WORDS[-1])
    await expect(ana.pending).to_have_count(0)
    said = await ana.said()
    assert said == WORDS
    assert await elena.said() == said
    await ana.page.reload()
    assert await ana.said() == said
