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
from balkancluster.members.recognition import Recognition
from balkancluster.members.secrets import hash_secret
from balkancluster.members.sessions import TOUCH_EVERY, touch_session
from balkancluster.settings import Settings
from balkancluster.web.connections import Scope, bearer_token
from balkancluster.web.sessions import session_token

logger = logging.getLogger("balkancluster.members")


class Identity:
    """Recognise people for every request and socket; the application is given `identify`.

    Programs and scripts, who ask often, are recognised as they were at most a second ago. For a page
    everybody is looked up anew: it shows people what they have just changed, perhaps through another node.
    """

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._sessions = Recognition(database, actors.find_by_sessions)
        self._tokens = Recognition(database, actors.find_by_tokens)

    def forget(self) -> None:
        """Somebody was signed out or lost a right elsewhere: look everybody up anew."""
        self._sessions.forget()
        self._tokens.forget()

    async def identify(self, scope: Scope) -> Actor | None:
        """Return who sends this, or None for a visitor.

        A token that means nobody is refused with Unauthorized: a program shall not go on as a stranger.
        """
        if token := bearer_token(scope):
            return await self._find_by_token(token)
        cookie = session_token(scope, self._settings)
        return await self._find_by_session(cookie, lately=_asks_often(scope)) if cookie else None

    async def _find_by_token(self, token: str) -> Actor:
        found = await self._tokens.find(hash_secret(token), lately=True)
        if found is None:
            raise Unauthorized(_("This token is not known, or has ended."))
        return found.actor

    async def _find_by_session(self, cookie: str, *, lately: bool) -> Actor | None:
        found = await self._sessions.find(hash_secret(cookie), lately=lately)
        if found is None:
            return None
        if found.seen_at is not None:
            await self._touch(found.actor, found.seen_at)
        return found.actor

    async def _touch(self, actor: Actor, seen_at: datetime) -> None:
        if actor.session_id is None or clock.now() - seen_at < TOUCH_EVERY:
            return
        try:
            async with self._database.write() as session:
                await touch_session(session, actor.session_id)
        except SQLAlchemyError:
            # The next request notes it; nobody is sent away because a note could not be taken.
            logger.warning("a session could not be marked as used", exc_info=True)


def _asks_often(scope: Scope) -> bool:
    path: str = scope["path"]
    return scope["type"] == "websocket" or path.startswith("/api/")
