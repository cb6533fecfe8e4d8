"""A person's mark: the name, and the house whose woven tile goes with it, beside everything they said."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from balkancluster.database import fetch
from balkancluster.i18n.own_names import Forms, language_of_other
from balkancluster.members.models import FORMER, Affiliation, Person
from balkancluster.members.organisation_models import Organisation, OrganisationText


@dataclass(frozen=True, slots=True)
class Mark:
    """How one person is shown. Of somebody `is_former` there is no name: readers get "former member".

    `lang` and `organisation_lang` are BCP 47 tags; `organisation` is empty for somebody without one.
    `other_name` and `organisation_other` are the bearers' own forms of their names in the other script;
    `has_lookalike` warns of another member whose name is written otherwise and looks the same.
    """

    id: int
    name: str
    lang: str
    is_former: bool
    organisation: str = ""
    organisation_lang: str = ""
    organisation_code: str = ""
    city: str = ""
    other_name: str = ""
    other_lang: str = ""
    has_lookalike: bool = False
    organisation_other: str = ""

    @property
    def house(self) -> Forms:
        """Return the name of the organisation, with its own form in the other script."""
        other = self.organisation_other
        other_lang = language_of_other(self.organisation_lang, other) if other else ""
        return Forms(self.organisation, self.organisation_lang, other, other_lang)


_other_text = aliased(OrganisationText)

_MARKS = (
    select(
        Person.id,
        Person.name,
        Person.name_lang,
        Person.state,
        Person.other_name,
        Person.other_lang,
        Person.has_lookalike,
        Organisation.lang,
        Organisation.code,
        Organisation.city,
        OrganisationText.name.label("organisation"),
        _other_text.name.label("organisation_other"),
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
    .outerjoin(
        _other_text,
        (_other_text.organisation_id == OrganisationText.organisation_id)
        & (_other_text.locale == OrganisationText.locale)
        & (_other_text.script != OrganisationText.script),
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
            other_name="" if row.state in FORMER else row.other_name,
            other_lang="" if row.state in FORMER else row.other_lang,
            has_lookalike=row.has_lookalike and row.state not in FORMER,
            organisation_other=row.organisation_other or "",
        )
        for row in rows
    }
