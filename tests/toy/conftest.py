"""A running demo with the toy locale, and people who read it."""

import contextlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from tests.browser.accessibility_pages import VISITOR
from tests.services.demo import running_demo, signed_in_to_demo
from tests.services.program import Program
from tests.services.toy_locale import TAG, add_locale

SECONDS = 60


@dataclass
class Toy:
    """A demo with one more locale; `environment` is that of other programs in the same checkout."""

    program: Program
    environment: dict[str, str]
    stack: AsyncExitStack
    clients: dict[str, httpx2.AsyncClient] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.program.url

    async def reader(self, person: str = "ana") -> httpx2.AsyncClient:
        """Return the browser of somebody who has chosen the toy locale."""
        if person not in self.clients:
            opened = self._visit() if person == VISITOR else signed_in_to_demo(self.url, person)
            client = await self.stack.enter_async_context(opened)
            client.headers["Accept"] = "text/html"
            client.follow_redirects = True
            await client.post("/language", data={"locale": TAG, "next": "/shortcuts"})
            self.clients[person] = client
        return self.clients[person]

    async def read(self, address: str, person: str = "ana") -> str:
        """Return a page as somebody sees it who has chosen the toy locale."""
        return (await (await self.reader(person)).get(address)).text

    @contextlib.asynccontextmanager
    async def _visit(self) -> AsyncIterator[httpx2.AsyncClient]:
        async with httpx2.AsyncClient(
            base_url=self.url, headers={"Origin": self.url}, timeout=SECONDS
        ) as client:
            yield client


@pytest.fixture(scope="session")
async def toy(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Toy]:
    """A demo of the checkout with the toy locale, for all tests that read it."""
    environment = add_locale(tmp_path_factory.mktemp("checkout"))
    folder = tmp_path_factory.mktemp("toy")
    async with running_demo(demo_data, folder, environment=environment) as program, AsyncExitStack() as stack:
        yield Toy(program, environment, stack)
