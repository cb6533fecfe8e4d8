"""Invented people and houses of the style guide, in the same shape as real ones."""

from balkancluster.access import Actor
from balkancluster.members.demo_people import DemoPerson
from balkancluster.members.directory_organisations import OrganisationEntry
from balkancluster.members.directory_people import PersonEntry, Tie, role_label
from balkancluster.members.marks import Mark
from balkancluster.members.organisation_profiles import Profile, Words

ME = Actor(id=1, name="Ana Jovanović", organisation_code="M001", roles=frozenset({"coordinator"}))

ANA = Mark(1, "Ana Jovanović", "sr-Latn", False, "Tekstilni klaster Leskovac", "sr-Latn", "M001", "Leskovac")
ELENA = Mark(2, "Елена Дончева", "bg", False, "Клъстер Тракия текстил", "bg", "M002", "Пловдив")
DRAGAN = Mark(5, "Драган Стојковић", "sr-Cyrl", False, "Вуница из Власине", "sr-Cyrl", "M003", "Сурдулица")
BORIS = Mark(3, "Boris Lindqvist", "en", False, "Danube Trade Support", "en", "M004", "Vidin")
FORMER = Mark(9, "", "en", True)
MARKS = (ANA, ELENA, DRAGAN, BORIS)

WEAVERS = Profile(
    code="M003",
    kind="sme",
    lang="sr-Cyrl",
    country="RS",
    city="Сурдулица",
    founded=1998,
    members_count=1240,
    divisions=("13", "14"),
    website="vunica.example",
    texts={
        "sr-Cyrl": Words(
            "Вуница из Власине",
            summary="Ткачница у којој раде три генерације.",
            offers="Вунено предиво природних боја, ткање по узорку.",
            seeks="Бојаџиницу која ради са биљним бојама.",
        ),
        "en": Words("Vlasina Wool"),
    },
)
HOUSE = OrganisationEntry(WEAVERS, standing="claimed", people=3)
PERSON = PersonEntry(
    id=DRAGAN.id,
    name=DRAGAN.name,
    name_lang=DRAGAN.lang,
    other_name="Dragan Stojković",
    other_lang="sr-Latn",
    has_lookalike=False,
    locale="sr-Cyrl",
    is_active=True,
    ties=[Tie("admin", "ткач", WEAVERS)],
    roles=["moderator"],
)
DOORS = [
    DemoPerson("ana@demo.example", "sr-Latn", ANA, role_label("member")),
    DemoPerson("elena@demo.example", "bg", ELENA, role_label("moderator")),
]
