"""Who sends a request: the session cookie of a browser, or the bearer token of a program."""

import logging
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from balkancluster import clock
from balkancluster.access import Actor
from balkancluster.database import Database
from balkancluster.errors import Unauthorized
from balkancluster.i18n.messages import _
from balkancluster.members import actors
from balkancluster.members.sessions import TOUCH_EVERY, touch_session
from balkancluster.settings import Settings
from balkancluster.web.connections import Scope, bearer_token
from balkancluster.web.sessions import session_token

logger = logging.getLogger("balkancluster.members")


class Identity:
    """Recognise people for every request and socket; the application is given `identify`."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    async def identify(self, scope: Scope) -> Actor | None:
        """Return who sends this, or None for a visitor.

        A token that means nobody is refused with Unauthorized: a program shall not go on as a stranger.
        """
        if token := bearer_token(scope):
            return await self._find_by_token(token)
        cookie = session_token(scope, self._settings)
        return await self._find_by_session(cookie) if cookie else None

    async def _find_by_token(self, token: str) -> Actor:
        async with self._database.read() as session:
            actor = await actors.find_by_token(session, token)
        if actor is None:
            raise Unauthorized(_("This token is not known, or has ended."))
        return actor

    async def _find_by_session(self, cookie: str) -> Actor | None:
        async with self._database.read() as session:
            found = await actors.find_by_session(session, cookie)
        if found is None:
            return None
        actor, seen_at = found
        await self._touch(actor, seen_at)
        return actor

    async def _touch(self, actor: Actor, seen_at: datetime) -> None:
        if actor.session_id is None or clock.now() - seen_at < TOUCH_EVERY:
            return
        try:
            async with self._database.write() as session:
                await touch_session(session, actor.session_id)
        except SQLAlchemyError:
            # The next request notes it; nobody is sent away because a note could not be taken.
            logger.warning("a session could not be marked as used", exc_info=True)
