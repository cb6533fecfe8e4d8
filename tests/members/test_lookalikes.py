"""Names that look the same are noted when they are written; namesakes are not."""

from balkancluster.database import Database
from balkancluster.members.marks import find_marks
from balkancluster.members.models import LEFT, Person
from balkancluster.members.people import create_person, rename_person
from balkancluster.members.states import change_state
from tests.members.people import People


async def add(database: Database, name: str, number: int = 1) -> int:
    """Store a person of this name."""
    async with database.write() as session:
        email = f"person{number}@demo.example"
        return (await create_person(session, name=name, email=email, locale="sr-Latn")).id


async def marked(database: Database, *people: int) -> list[bool]:
    """Return of whom it is noted that another member's name looks the same."""
    async with database.read() as session:
        marks = await find_marks(session, people)
    return [marks[person].has_lookalike for person in people]


async def test_a_name_in_letters_that_look_like_those_of_another_is_noted_with_both(
    database: Database, people: People
) -> None:
    sara = await add(database, "Сара Косор", 1)
    false = await add(database, "Capa Kocop", 2)
    assert await marked(database, sara, false, people.ana.id) == [True, True, False]


async def test_namesakes_are_not_marked(database: Database) -> None:
    ana, other = await add(database, "Ana Savić", 1), await add(database, "Ana Savić", 2)
    cyrillic = await add(database, "Ана Савић", 3)
    assert await marked(database, ana, other, cyrillic) == [False, False, False]


async def test_the_note_goes_with_the_name_and_with_the_person(database: Database, people: People) -> None:
    sara, false = await add(database, "Сара", 1), await add(database, "Capa", 2)
    async with database.write() as session:
        await rename_person(session, await session.get_one(Person, false), "Sara")
    assert await marked(database, sara, false) == [False, False]
    third = await add(database, "Capa", 3)
    assert await marked(database, sara, third) == [True, True]
    async with database.write() as session:
        await change_state(session, people.vesna, third, LEFT)
    assert await marked(database, sara, third) == [False, False]
