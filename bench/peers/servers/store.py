"""Where the rooms that are written here keep their posts: SQLite, on the disk before anybody hears of it."""

import json
import os
import sqlite3
import time

TABLE = "create table message(id integer primary key, room text, person text, at real, body text)"
ROW = "insert into message(room, person, at, body) values('room', 'person', ?, ?)"


class Store:
    """One table, a commit for each post."""

    def __init__(self) -> None:
        self._database = sqlite3.connect(
            os.environ["DATABASE"], isolation_level=None, check_same_thread=False
        )
        self._database.executescript(f"pragma journal_mode=wal; pragma synchronous=full; {TABLE}")

    def add(self, message: dict[str, str]) -> dict[str, object]:
        """Keep a post and return what everybody hears."""
        at = time.time()
        number = self._database.execute(ROW, (at, json.dumps(message))).lastrowid
        return {"id": number, "room": "room", "person": "person", "at": at, "message": message}


def as_text(heard: dict[str, object]) -> str:
    """Return the JSON of what everybody hears."""
    return json.dumps(heard, separators=(",", ":"))
