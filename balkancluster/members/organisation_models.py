"""The tables of organisations: one row each, their texts by locale and script, their sectors."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from balkancluster.database import Base, Key, SortKey

LISTED = "listed"
MEMBER = "member"


class Organisation(Base):
    """A cluster, network, support institution or company.

    `code` is the stable public id (RS001…). `standing` is "listed" for one known from public sources only
    and "member" for one that takes part itself. `lang` is the BCP 47 tag of its own texts and of `city`;
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
