"""The outbox: mail is a row of the transaction that caused it, and is sent afterwards."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from balkancluster.database import Base, Key


class Mail(Base):
    """One letter to one person, written in the recipient's language when it was put here.

    A letter about news carries `news_for`, the person it was written for: before each try it is asked whether
    it still says something new. `unsubscribe` is the link by which a mail program ends such letters.
    """

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    recipient: Mapped[str]
    locale: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    news_for: Mapped[int | None] = mapped_column(index=True)
    unsubscribe: Mapped[str | None]
