"""The tables of organisations: one row each, their texts by locale and script, their sectors."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from balkancluster.database import Base, Key, SortKey

LISTED = "listed"
MEMBER = "member"
REMOVED = "removed"

CLAIM = "claim"
REMOVAL = "removal"

OPEN = "open"
APPROVED = "approved"
REFUSED = "refused"
WITHDRAWN = "withdrawn"


class Organisation(Base):
    """A cluster, network, support institution or company.

    `code` is the stable public id (RS001…). `standing` is "listed" for one known from public sources only,
    "member" for one that takes part itself, and "removed" for one that asked to be taken off the list: the
    row stays, so that no import brings it back. `lang` is the BCP 47 tag of its own texts and of `city`;
    `country` is an ISO 3166-1 code and no closed list.
    """

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    standing: Mapped[str]
    lang: Mapped[str]
    short_name: Mapped[str]
    country: Mapped[str] = mapped_column(index=True)
    city: Mapped[str]
    founded: Mapped[int | None]
    members_count: Mapped[int | None]
    website: Mapped[str]
    source_url: Mapped[str]
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    search_text: Mapped[str]
    fold_version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class OrganisationText(Base):
    """What an organisation says of itself in one language and script."""

    __tablename__ = "organisation_text"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    locale: Mapped[str] = mapped_column(primary_key=True)
    script: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    summary: Mapped[str]
    offers: Mapped[str]
    seeks: Mapped[str]


class OrganisationSector(Base):
    """A NACE Rev. 2 division that an organisation works in, in the order it was given."""

    __tablename__ = "organisation_sector"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    division: Mapped[str] = mapped_column(index=True)


class OrganisationFile(Base):
    """A document that an organisation keeps on its page."""

    __tablename__ = "organisation_file"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    file_id: Mapped[str] = mapped_column(ForeignKey("file.id"), primary_key=True, index=True)
    added_at: Mapped[datetime]
    added_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class OrganisationRequest(Base):
    """What a person asks for an organisation that is only listed: to claim it, or to take it off the list.

    `words` is what the person says of the tie. One open request of a kind for each person and organisation;
    the coordinator decides.
    """

    __tablename__ = "organisation_request"
    __table_args__ = (
        Index(
            "uq_organisation_request_open",
            "kind",
            "organisation_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    words: Mapped[str]
    words_lang: Mapped[str]
    state: Mapped[str]
    made_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str]
