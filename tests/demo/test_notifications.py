"""Whoever comes in at the front door of the demo finds that something concerns them."""

import shutil
from pathlib import Path

from sqlalchemy import func, select

from balkancluster import app
from balkancluster.access import Actor
from balkancluster.database import Database
from balkancluster.demo.content import FRONT_DOOR
from balkancluster.members.models import Person
from balkancluster.notifications.models import Delivery
from balkancluster.notifications.reading import NotificationView, find_notifications
from balkancluster.settings import sqlite_url

WIRED = app.PRESENTERS
"""Who shows what is registered when the application is put together."""


async def test_everybody_at_the_front_door_was_told_of_something(demo_data: Path, tmp_path: Path) -> None:
    shutil.copytree(demo_data, tmp_path / "demo")
    database = Database(sqlite_url(tmp_path / "demo"))
    told: dict[str, list[NotificationView]] = {}
    async with database.read() as session:
        for person in await session.scalars(select(Person).where(Person.email.in_(FRONT_DOOR))):
            told[str(person.email)] = await find_notifications(session, Actor(person.id, person.name))
        assert await session.scalar(select(func.count()).select_from(Delivery)) == 0
    await database.close()
    assert told.keys() == set(FRONT_DOOR)
    assert all(told.values())
    kinds = {notice.kind for notices in told.values() for notice in notices}
    assert {"mention", "reply", "direct", "claim"} <= kinds
    unread = [name for name, notices in told.items() if any(not notice.is_read for notice in notices)]
    assert len(unread) >= 3
