"""A person's mark: the name, and the house whose woven tile goes with it, beside everything they said."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import fetch
from balkancluster.members.models import FORMER, Affiliation, Person
from balkancluster.members.organisation_models import Organisation, OrganisationText


@dataclass(frozen=True, slots=True)
class Mark:
    """How one person is shown. Of somebody `is_former` there is no name: readers get "former member".

    `lang` and `organisation_lang` are BCP 47 tags; `organisation` is empty for somebody without one.
    """

    id: int
    name: str
    lang: str
    is_former: bool
    organisation: str = ""
    organisation_lang: str = ""
    organisation_code: str = ""
    city: str = ""


_MARKS = (
    select(
        Person.id,
        Person.name,
        Person.name_lang,
        Person.state,
        Organisation.lang,
        Organisation.code,
        Organisation.city,
        OrganisationText.name.label("organisation"),
    )
    .outerjoin(Affiliation, (Affiliation.person_id == Person.id) & Affiliation.until.is_(None))
    .outerjoin(Organisation, Organisation.id == Affiliation.organisation_id)
    .outerjoin(
        OrganisationText,
        (OrganisationText.organisation_id == Organisation.id)
        & (
            (Organisation.lang == OrganisationText.locale)
            | (Organisation.lang == OrganisationText.locale + "-" + OrganisationText.script)
        ),
    )
    .where(Person.id.in_(bindparam("people", expanding=True)))
    .order_by(Affiliation.since.desc())
)


async def find_marks(session: AsyncSession, person_ids: Iterable[int]) -> dict[int, Mark]:
    """Return the mark of each person; somebody with several organisations shows the first one joined."""
    rows = await fetch(session, _MARKS, people=list(set(person_ids)))
    return {
        row.id: Mark(
            id=row.id,
            name="" if row.state in FORMER else row.name,
            lang="und" if row.state in FORMER else row.name_lang,
            is_former=row.state in FORMER,
            organisation=row.organisation or "",
            organisation_lang=row.lang or "",
            organisation_code=row.code or "",
            city=row.city or "",
        )
        for row in rows
    }
