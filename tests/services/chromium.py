"""The browser of the tests: the Chromium that is installed here."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from playwright.async_api import Browser, BrowserContext, async_playwright

OpenContext = Callable[..., Awaitable[BrowserContext]]

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)

# The first three are for containers; the rest keep the browser from calling home on its own.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
)


def find_chromium() -> str | None:
    """Return the program named by CHROMIUM, or the first browser found, or None."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@asynccontextmanager
async def launch_chromium(program: str, *arguments: str) -> AsyncIterator[Browser]:
    """Run one browser; each person in a test opens a context of their own in it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *arguments])
        yield browser
        await browser.close()
