"""Sending what is in the outbox: one letter after another, again after a while when it fails."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import Database, database_now
from balkancluster.mail.models import Mail
from balkancluster.settings import Settings, SettingsError

SEND_EVERY = 2.0
"""How many seconds the outbox rests between two looks."""

ATTEMPTS = 10
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
LEASE = timedelta(minutes=5)
"""How long a letter belongs to the process that took it; after a crash another try may take it."""

CONNECT_SECONDS = 20

_MAIL_URL_NEEDED = "Set BALKANCLUSTER_MAIL_URL to smtp://, smtp+starttls:// or smtps:// and a host."

logger = logging.getLogger("balkancluster.mail")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over: smtp:// (STARTTLS where offered), smtp+starttls:// or smtps://."""

    host: str
    port: int
    user: str | None
    password: str | None
    use_tls: bool
    start_tls: bool | None

    def options(self) -> dict[str, Any]:
        """Return the arguments of aiosmtplib.send."""
        return {
            "hostname": self.host,
            "port": self.port,
            "username": self.user,
            "password": self.password,
            "use_tls": self.use_tls,
            "start_tls": self.start_tls,
            "timeout": CONNECT_SECONDS,
        }


def read_mail_url(url: str) -> MailServer:
    """Return the server of a mail URL. Raises SettingsError."""
    parts = urlsplit(url)
    ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
    try:
        port = parts.port or ports[parts.scheme]
    except (KeyError, ValueError):
        raise SettingsError(_MAIL_URL_NEEDED) from None
    if not parts.hostname:
        raise SettingsError(_MAIL_URL_NEEDED)
    return MailServer(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=parts.scheme == "smtps",
        start_tls={"smtp": None, "smtp+starttls": True, "smtps": False}[parts.scheme],
    )


Refresh = Callable[[AsyncSession, Mail], Awaitable[bool]]
"""Bring a letter about news up to date before a try; False when it has been dropped, or put off."""


async def send_as_it_is(_session: AsyncSession, _mail: Mail) -> bool:
    """Change nothing."""
    return True


class Sending:
    """Sends what is due; a job calls `send_due` again and again."""

    def __init__(self, database: Database, settings: Settings, refresh: Refresh = send_as_it_is) -> None:
        self._database = database
        self._settings = settings
        self._refresh = refresh
        self._server = read_mail_url(settings.mail_url) if settings.mail_url else None

    async def send_due(self) -> None:
        """Send every letter that is due. Without a mail URL everything stays in the outbox."""
        while self._server and await self._send_next(self._server):
            pass

    async def _send_next(self, server: MailServer) -> bool:
        async with self._database.write() as session:
            mail = await _take_next(session)
            is_wanted = mail is not None and await self._is_wanted(session, mail)
        if mail is None:
            return False
        if not is_wanted:
            return True
        error = await _hand_over(mail, self._settings, server)
        async with self._database.write() as session:
            await _note_outcome(session, await session.get_one(Mail, mail.id), error)
        return True

    async def _is_wanted(self, session: AsyncSession, mail: Mail) -> bool:
        """Ask whether a letter about news still has something to say, which may change its words."""
        if mail.news_for is None or await self._refresh(session, mail):
            return True
        mail.attempts -= 1
        await session.flush()
        return False


async def _take_next(session: AsyncSession) -> Mail | None:
    now = await database_now(session)
    statement = select(Mail).where(Mail.sent_at.is_(None), Mail.not_before <= now, Mail.attempts < ATTEMPTS)
    mail = await session.scalar(
        statement.order_by(Mail.not_before, Mail.id).limit(1).with_for_update(skip_locked=True)
    )
    if mail:
        mail.attempts += 1
        mail.not_before = now + LEASE
        await session.flush()
    return mail


async def _hand_over(mail: Mail, settings: Settings, server: MailServer) -> str | None:
    try:
        await aiosmtplib.send(compose(mail, settings), **server.options())
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        logger.warning("a letter was not taken: %s", type(error).__name__, extra={"mail": mail.id})
        return type(error).__name__
    return None


async def _note_outcome(session: AsyncSession, mail: Mail, error: str | None) -> None:
    now = await database_now(session)
    mail.last_error = error
    if error:
        mail.not_before = now + min(FIRST_WAIT * 2 ** (mail.attempts - 1), LONGEST_WAIT)
    else:
        # A letter may hold a link that opens an account: once it is on its way, nobody needs it here.
        mail.sent_at, mail.text = now, ""


def compose(mail: Mail, settings: Settings) -> EmailMessage:
    """Return the letter as it travels (RFC 5322); answers by machines are not asked for (RFC 3834)."""
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = Address(addr_spec=mail.recipient)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = make_msgid(str(mail.id), domain=urlsplit(settings.base_url).hostname)
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:
        # One click, by the mail program itself (RFC 8058).
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    # Setting the content takes every Content-* header away that was there before.
    message["Content-Language"] = mail.locale
    return message
