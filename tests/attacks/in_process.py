"""The application without a server around it: on either database, and from any address."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx2

from balkancluster.app import build_app
from balkancluster.settings import Settings

BASE_URL = "https://klaster.example"

OpenBrowser = Callable[..., httpx2.AsyncClient]


@asynccontextmanager
async def serve_in_process(database_url: str) -> AsyncIterator[OpenBrowser]:
    """Run the application; yield what opens a browser with a session, at an address, with more headers."""
    hosts = (BASE_URL.removeprefix("https://"),)
    app = build_app(Settings(database_url, base_url=BASE_URL, secret="s" * 40, allowed_hosts=hosts))

    def open_browser(session: str = "", address: str = "198.51.100.1", **headers: str) -> httpx2.AsyncClient:
        cookies = {"__Host-session": session} if session else {}
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app, client=(address, 50_000)),
            base_url=BASE_URL,
            headers={"Origin": BASE_URL, "Accept": "text/html", **headers},
            cookies=cookies,
        )

    async with app.router.lifespan_context(app):
        yield open_browser
