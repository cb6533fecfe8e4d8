"""Pages that are open while their installation goes back to a backup: none goes on with what is gone."""

from pathlib import Path

from playwright.async_api import expect

from tests.backup.installation import post, run_command
from tests.browser.windows import OpenWindow, Window, make_room
from tests.services.demo import StartDemo, signed_in_to_demo
from tests.services.program import Program

KEPT = ["Ponuda je stigla", "Rok je petak"]
GONE = ["Rok je ipak četvrtak", "Dogovoreno"]
AGAIN = ["Jesmo li rekli petak?", "Onda petak", "U deset"]
AFTER = ["Да, петък", "Vidimo se"]


async def test_open_pages_load_again_after_a_restore_and_never_mix_two_lives(
    start_demo: StartDemo, installed: tuple[str, ...], window_of: OpenWindow, tmp_path: Path
) -> None:
    server = await start_demo(command=installed)
    ana = await window_of("ana", "sr-Latn", url=server.url)
    elena = await window_of("elena", "bg", url=server.url)
    room = await make_room(ana, "elena")
    await ana.open_live(room)
    await elena.open_live(room)
    await all_post(ana, KEPT)
    await run_command("", "backup", tmp_path / "kept.zip", "--data", server.data)
    await all_post(ana, GONE)
    await elena.sees(GONE[-1])

    for window in (ana, elena):
        await window.page.context.set_offline(True)
    await go_back(server, tmp_path / "kept.zip")
    # Before the pages are back the same numbers are given to something else, and more than were gone.
    async with signed_in_to_demo(server.url, "ana") as program:
        for words in AGAIN:
            await post(program, room.rpartition("/")[2], words)
    for window in (ana, elena):
        await window.page.context.set_offline(False)
    for window in (ana, elena):
        await window.sees(AGAIN[-1])
        await expect(window.message(GONE[-1])).to_have_count(0)
    for window, words in zip((elena, ana), AFTER, strict=True):
        await window.post(words)
    for window in (ana, elena):
        await window.sees(AFTER[-1])
        assert await window.said() == KEPT + AGAIN + AFTER


async def go_back(server: Program, file: Path) -> None:
    """Lose the server with its database, and start it again from a backup."""
    await server.kill()
    for path in server.data.glob("*.sqlite3*"):
        path.unlink()
    await run_command("", "restore", file, "--keep-sign-ins", "--data", server.data)
    await server.start()


async def all_post(window: Window, messages: list[str]) -> None:
    """Say one thing after the other."""
    for words in messages:
        await window.post(words)
