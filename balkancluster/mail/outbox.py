"""The outbox: letters are rows of the transaction that caused them, and leave afterwards."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import database_now
from balkancluster.i18n.messages import Message
from balkancluster.i18n.text import collapse_spaces
from balkancluster.mail.models import Mail


async def enqueue(session: AsyncSession, *, recipient: str, locale: str, subject: Message, text: str) -> Mail:
    """Put a letter into the outbox, in the caller's transaction.

    The subject is said in the recipient's locale and stays on one line, whatever names it holds.
    """
    now = await database_now(session)
    mail = Mail(recipient=recipient, locale=locale, created_at=now, not_before=now)
    rewrite(mail, subject, text)
    session.add(mail)
    await session.flush()
    return mail


def rewrite(mail: Mail, subject: Message, text: str) -> None:
    """Give a letter these words, in its locale."""
    mail.subject = collapse_spaces(subject.in_locale(mail.locale))
    mail.text = text.strip() + "\n"


async def find_latest(session: AsyncSession, limit: int = 50) -> list[Mail]:
    """Return the newest letters."""
    return list(await session.scalars(select(Mail).order_by(Mail.id.desc()).limit(limit)))
