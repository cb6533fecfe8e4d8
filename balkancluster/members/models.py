"""The tables of people: accounts, ties to organisations, roles, sign-ins, invitations and tokens."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from balkancluster.database import Base, Key, SortKey

APPLIED = "applied"
INVITED = "invited"
ACTIVE = "active"
SUSPENDED = "suspended"
LEFT = "left"
ERASED = "erased"
FORMER = (LEFT, ERASED)

ADMIN = "admin"
MEMBER = "member"


class Person(Base):
    """Somebody with an account; the id is that of the person's own stream.

    Who left keeps the row, and who was erased keeps it without name and address; both are shown as "former
    member".
    `name_lang` is the BCP 47 tag of the name as written; `other_name` is the person's own form of it in the
    other script, or empty. `name_shape` is what the name looks like, and `has_lookalike` that a different
    one of another member looks the same. `shows_presence` lets others see when the person is
    here. `toured_at` is when the tour of a newcomer was ended. `wants_mail` lets letters tell of what was
    missed, outside the quiet hours: minutes after midnight in `time_zone`, from and until, or None for no
    such hours. `visited_at` is the last visit, some seconds late; `mailed_at` when such a letter was last
    written. `script` is that in which Serbian is shown: one of i18n.reading, or None for that of the pages;
    `bulgarian_in_latin` asks for the aid.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(ForeignKey("stream.id"), primary_key=True, autoincrement=False)
    email: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str]
    name: Mapped[str]
    name_lang: Mapped[str]
    name_fold: Mapped[str] = mapped_column(index=True)
    name_shape: Mapped[str] = mapped_column(index=True, default="", server_default=text("''"))
    has_lookalike: Mapped[bool] = mapped_column(default=False, server_default=false())
    other_name: Mapped[str] = mapped_column(default="", server_default=text("''"))
    other_lang: Mapped[str] = mapped_column(default="", server_default=text("''"))
    other_fold: Mapped[str] = mapped_column(default="", server_default=text("''"))
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    locale: Mapped[str | None]
    time_zone: Mapped[str] = mapped_column(default="Europe/Belgrade")
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    shows_presence: Mapped[bool] = mapped_column(default=True, server_default=true())
    toured_at: Mapped[datetime | None]
    wants_mail: Mapped[bool] = mapped_column(default=True, server_default=true())
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    visited_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    script: Mapped[str | None]
    bulgarian_in_latin: Mapped[bool] = mapped_column(default=False, server_default=false())


class NetworkRole(Base):
    """A role in the whole network: moderator, coordinator or operator."""

    __tablename__ = "network_role"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    granted_at: Mapped[datetime]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Affiliation(Base):
    """A person's tie to an organisation, with role and dates; it ends, it is never deleted."""

    __tablename__ = "affiliation"
    __table_args__ = (
        Index(
            "uq_affiliation_open",
            "person_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str]
    title: Mapped[str | None]
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class SignIn(Base):
    """A browser session: the cookie holds the token, this row only its hash.

    `authenticated_at` is when a password was last given, for acts that ask for a recent sign-in.
    """

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    authenticated_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    user_agent: Mapped[str]
    address: Mapped[str]


class Token(Base):
    """A bearer token of a program that acts for a person within its scopes (RFC 6750)."""

    __tablename__ = "token"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Invitation(Base):
    """A single-use link of seven days, bound to an address: into an organisation, as member or admin."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    email: Mapped[str]
    locale: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str]
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class PasswordReset(Base):
    """A single-use link of one hour that lets its holder set a new password."""

    __tablename__ = "password_reset"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
