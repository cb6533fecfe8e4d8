"""The life of the demo beside its server: begun when it is ready, ended when it stops, never in its way."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping

from balkancluster.demo import content
from balkancluster.demo.life.accounts import Account
from balkancluster.demo.life.answering import Answering
from balkancluster.demo.life.company import Company
from balkancluster.demo.life.directing import Directing
from balkancluster.demo.life.pace import Pace
from balkancluster.demo.life.script import load_answers, load_scenes
from balkancluster.demo.life.voice import Frame

AFTER_A_FAILURE = (20.0, 40.0)
LOGGER = logging.getLogger("balkancluster.demo.life")


class Life:
    """Everything that scripted members do on one server, at its address, with these accounts."""

    def __init__(self, url: str, accounts: Mapping[str, Account], pace: Pace) -> None:
        invented = content.load()
        self._pace = pace
        self.company = Company(url, invented, accounts, pace, self._hear)
        self.answering = Answering(self.company, load_answers(), pace)
        self.directing = Directing(self.company, invented, load_scenes(), pace)

    async def run(self) -> None:
        """Live until cancelled."""
        works = {**self.company.works(), "scenes": self.directing.run}
        async with asyncio.TaskGroup() as group:
            for name, work in works.items():
                group.create_task(self._keep(name, work), name=name)

    async def _keep(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        # Whatever goes wrong in a play must not reach the house in which it is played.
        while True:
            try:
                await work()
            except Exception:
                LOGGER.exception("%s failed, and begins again", name)
            await self._pace.pause(*AFTER_A_FAILURE)

    def _hear(self, frame: Frame) -> None:
        match frame["t"]:
            case "events":
                for event in frame["events"]:
                    if event["kind"] == "message.posted" and event["message"]["body"] is not None:
                        self.answering.hear(frame["room"], event["message"])
            case "typing":
                self.company.visitors.note(frame["person"]["id"])
            case "presence" if "here" in frame:
                people = [person["id"] for person in frame["here"]]
                self.company.visitors.note_presence(frame["room"], people)


class Beside:
    """Work that begins and ends with a server, in its event loop."""

    def __init__(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        self._work = work
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """The server is ready."""
        self._task = asyncio.create_task(self._work(), name="life of the demo")

    def end(self) -> None:
        """The server stops: everybody leaves at once."""
        if self._task is not None:
            self._task.cancel()
