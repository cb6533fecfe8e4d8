"""The member directory: what a reader asks for, and the page of answers."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from balkancluster.i18n.folding import tokens
from balkancluster.i18n.stems import stems
from balkancluster.i18n.text import collapse_spaces, has_control_characters
from balkancluster.members.models import ACTIVE, Affiliation, Person
from balkancluster.members.organisation_models import REMOVED, Organisation, OrganisationSector

PAGE_SIZE = 30
LONGEST_QUERY = 200
MOST_WORDS = 10
LAST_PAGE = 100_000

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class DirectoryFilter:
    """What somebody looks for; every part that is empty lets everything through. `page` counts from 1."""

    text: str = ""
    country: str = ""
    kind: str = ""
    sector: str = ""
    page: int = 1

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return replace(self, page=1) == DirectoryFilter()


@dataclass(frozen=True, slots=True)
class Listing(Generic[Item]):
    """One page of answers, and how many there are on all pages."""

    items: list[Item]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def read_filter(values: Mapping[str, str]) -> DirectoryFilter:
    """Return what an address asks for. A text that is too long is cut, a page that is none is the first."""
    parts = {field.name: _readable(values.get(field.name, "")) for field in fields(DirectoryFilter)}
    text = collapse_spaces(_readable(values.get("q", "")))
    page = parts["page"]
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
    return DirectoryFilter(
        text, parts["country"], parts["kind"], parts["sector"], min(max(number, 1), LAST_PAGE)
    )


def _readable(value: str) -> str:
    return "" if has_control_characters(value) else value[:LONGEST_QUERY]


def organisation_matches(wanted: DirectoryFilter) -> ColumnElement[bool]:
    """Return the condition on organisations apart from the text; what was taken off the list is nowhere."""
    conditions: list[ColumnElement[bool]] = [Organisation.standing != REMOVED]
    if wanted.country:
        conditions.append(Organisation.country == wanted.country)
    if wanted.kind:
        conditions.append(Organisation.kind == wanted.kind)
    if wanted.sector:
        having = select(OrganisationSector.organisation_id).where(
            OrganisationSector.division == wanted.sector
        )
        conditions.append(Organisation.id.in_(having))
    return and_(*conditions)


def says(column: ColumnElement[str] | InstrumentedAttribute[str], text: str) -> list[ColumnElement[bool]]:
    """Return one condition for each word of a text: the column has a word that begins so, or shares a stem.

    The column holds folded words, so that Ћуприја finds Cuprija. Words have letters and digits only: quotes,
    percent signs and the like are separators, and a text without a word is found nowhere.
    """
    words = list(dict.fromkeys(tokens(text)))[:MOST_WORDS]
    if text and not words:
        return [false()]
    padded = " " + column + " "
    return [
        or_(
            padded.contains(f" {word}", autoescape=True),
            *(padded.contains(f" {stem} ", autoescape=True) for stem in sorted(stems(word) - {word})),
        )
        for word in words
    ]


def is_current_tie() -> ColumnElement[bool]:
    """Return the condition that a tie to an organisation holds today and its person takes part."""
    return and_(Affiliation.until.is_(None), Affiliation.person_id == Person.id, Person.state == ACTIVE)


async def find_page(
    session: AsyncSession, query: Select[Item], order: InstrumentedAttribute[str], page: int
) -> Listing[Item]:
    """Run a query for one page, in the order of a column of sort keys."""
    total = (await session.execute(select(func.count()).select_from(query.subquery()))).scalar_one()
    if not total:
        return Listing([], 0, 1)
    last = -(-total // PAGE_SIZE)
    page = min(page, last)
    table = order.class_
    paged = query.order_by(order, table.id)
    rows = await session.scalars(paged.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return Listing(list(rows), total, page)
