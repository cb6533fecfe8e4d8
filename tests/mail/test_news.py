"""Letters about news: one until the next visit, never of what was seen, at hours that are not quiet."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from balkancluster.database import Database, database_now
from balkancluster.mail.models import Mail
from balkancluster.mail.sending import LEASE
from balkancluster.members.models import SUSPENDED, Person
from balkancluster.notifications.choices import Choices, choose, unsubscribe_token
from balkancluster.notifications.marking import mark_read
from balkancluster.notifications.models import Delivery
from balkancluster.rooms.models import Message
from balkancluster.rooms.posting import remove_message
from balkancluster.rooms.rooms import open_direct_room
from tests.mail.mailing import Mailing
from tests.mail.post_office import PostOffice
from tests.notifications.own import gather, hear_all
from tests.people import Network

ELENA = "@Елена Петрова"
DUE = timedelta(minutes=11)


@pytest.fixture
def mailing(network: Network, post_office: PostOffice) -> Mailing:
    """Letters to the post office of this test."""
    return Mailing(network, post_office.url)


def words_of(letter: EmailMessage) -> str:
    return str(letter.get_content())


async def name_elena(network: Network, words: str = "vidimo li se?") -> int:
    room = await gather(network, network.ana, network.elena)
    await network.say(network.ana, room, f"{ELENA}, {words}")
    return room


async def test_a_mention_that_nobody_saw_leaves_after_ten_minutes_in_its_reader_s_language(
    network: Network, mailing: Mailing, post_office: PostOffice
) -> None:
    room = await name_elena(network)
    await mailing.run()
    assert post_office.letters == []
    await mailing.let_pass(DUE)
    await mailing.run()
    await mailing.run()
    (letter,) = post_office.letters
    assert (letter["To"], letter["Content-Language"]) == ("elena@klaster.example", "bg")
    assert "Ana" not in letter["Subject"]
    assert "vidimo" not in letter["Subject"]
    assert f"https://house.example/rooms/{room}/messages/" in words_of(letter)
    assert f"> {ELENA}, vidimo li se?" in words_of(letter)
    assert "(Текстил и облекло)" in words_of(letter)


async def test_a_letter_says_how_to_get_no_more_of_them(
    network: Network, mailing: Mailing, post_office: PostOffice
) -> None:
    await name_elena(network)
    await mailing.let_pass(DUE)
    await mailing.run()
    (letter,) = post_office.letters
    link = f"https://house.example/unsubscribe/{unsubscribe_token(mailing.settings, network.elena.id)}"
    assert letter["List-Unsubscribe"].strip() == f"<{link}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in words_of(letter)


async def test_one_letter_until_the_next_visit(
    network: Network, mailing: Mailing, post_office: PostOffice
) -> None:
    room = await name_elena(network)
    for _time in range(3):
        await mailing.let_pass(DUE)
        await mailing.run()
        await network.say(network.ana, room, f"{ELENA}, još nešto")
    assert len(post_office.letters) == 1
    await mailing.visit(network.elena)
    await network.say(network.ana, room, f"{ELENA}, opet")
    await mailing.run()
    assert len(post_office.letters) == 1
    await mailing.let_pass(DUE)
    await mailing.run()
    assert len(post_office.letters) == 2


async def test_who_is_here_is_waited_for(network: Network, mailing: Mailing, post_office: PostOffice) -> None:
    await name_elena(network)
    await mailing.let_pass(DUE)
    await mailing.visit(network.elena)
    await mailing.run()
    await mailing.let_pass(timedelta(minutes=5))
    await mailing.run()
    assert post_office.letters == []
    await mailing.let_pass(DUE)
    await mailing.run()
    assert len(post_office.letters) == 1


async def read_it(network: Network, _room: int, _mailing: Mailing) -> None:
    await mark_read(network.log, network.elena, 10**9)


async def take_it_back(network: Network, room: int, _mailing: Mailing) -> None:
    async with network.database.read() as session:
        (id_,) = await session.scalars(select(Message.id).where(Message.body.is_not(None)))
    await remove_message(network.log, network.ana, room, id_)


async def want_no_letters(network: Network, _room: int, mailing: Mailing) -> None:
    async with mailing.database.write() as session:
        await choose(session, network.elena.id, Choices(wants_mail=False))


async def be_suspended(network: Network, _room: int, mailing: Mailing) -> None:
    async with mailing.database.write() as session:
        await session.execute(update(Person).where(Person.id == network.elena.id).values(state=SUSPENDED))


Change = Callable[[Network, int, Mailing], Awaitable[None]]
CHANGES: list[Change] = [read_it, take_it_back, want_no_letters, be_suspended]


@pytest.mark.parametrize("change", CHANGES)
async def test_what_has_nothing_to_say_any_more_does_not_leave(
    network: Network, mailing: Mailing, post_office: PostOffice, change: Change
) -> None:
    room = await name_elena(network)
    await mailing.let_pass(DUE)
    await change(network, room, mailing)
    await mailing.run()
    assert post_office.letters == []


@pytest.mark.parametrize("change", CHANGES)
async def test_a_letter_that_waits_for_its_server_is_dropped_when_it_has_nothing_to_say(
    network: Network, mailing: Mailing, post_office: PostOffice, change: Change
) -> None:
    room = await name_elena(network)
    await mailing.let_pass(DUE)
    post_office.is_open = False
    await mailing.run()
    post_office.is_open = True
    await change(network, room, mailing)
    await mailing.let_pass(DUE)
    await mailing.run()
    assert post_office.letters == []
    async with mailing.database.read() as session:
        assert [mail.text for mail in await session.scalars(select(Mail))] == [""]


async def test_a_server_that_comes_back_brings_one_letter_with_all_that_is_new(
    network: Network, mailing: Mailing, post_office: PostOffice
) -> None:
    room = await name_elena(network, "prvo")
    post_office.is_open = False
    for number in range(4):
        await mailing.let_pass(DUE)
        await mailing.run()
        await network.say(network.ana, room, f"{ELENA}, {number}.")
    post_office.is_open = True
    await mailing.let_pass(timedelta(hours=1))
    await mailing.run()
    (letter,) = post_office.letters
    assert [f"{ELENA}, {what}" in words_of(letter) for what in ("prvo", "0.", "2.", "3.")] == [True] * 4


async def test_what_is_older_than_six_hours_is_one_line(
    network: Network, mailing: Mailing, post_office: PostOffice
) -> None:
    room = await name_elena(network, "staro")
    for number in range(12):
        await network.say(network.ana, room, f"{ELENA}, {number}. od juče")
    await mailing.let_pass(timedelta(hours=7))
    await network.say(network.ana, room, f"{ELENA}, danas")
    await mailing.let_pass(DUE)
    await mailing.run()
    (letter,) = post_office.letters
    assert "danas" in words_of(letter)
    assert "od juče" not in words_of(letter)
    assert "13" in words_of(letter)
    assert "https://house.example/notifications\n" in words_of(letter)


async def test_nobody_is_written_to_in_their_quiet_hours(
    network: Network, mailing: Mailing, post_office: PostOffice
) -> None:
    await name_elena(network)
    async with mailing.database.write() as session:
        now = await database_now(session)
        hour = now.astimezone(ZoneInfo("Europe/Sofia")).hour
        await session.execute(update(Person).values(time_zone="Europe/Sofia"))
        await choose(session, network.elena.id, Choices(True, hour * 60, (hour + 2) % 24 * 60))
    await mailing.let_pass(DUE)
    await mailing.run()
    assert post_office.letters == []
    async with mailing.database.read() as session:
        due = await session.scalar(select(Delivery.due_at))
    assert due is not None
    assert timedelta(hours=1) <= due - now <= timedelta(hours=2)
    await mailing.let_pass(timedelta(hours=3))
    async with mailing.database.write() as session:
        await choose(session, network.elena.id, Choices())
    await mailing.run()
    assert len(post_office.letters) == 1


async def test_a_direct_talk_leaves_as_one_and_a_followed_room_stays_here(
    network: Network, mailing: Mailing, post_office: PostOffice
) -> None:
    direct = await open_direct_room(network.log, network.ana, network.elena.id)
    room = await gather(network, network.ana, network.dragan)
    await hear_all(network, network.dragan, room)
    for words in ("Zdravo", "Jesi li tu?"):
        await network.say(network.ana, direct, words)
        await network.say(network.ana, room, words)
    await mailing.let_pass(DUE)
    await mailing.run()
    (letter,) = post_office.letters
    assert letter["To"] == "elena@klaster.example"
    assert words_of(letter).count(f"https://house.example/rooms/{direct}/") == 1


async def test_two_processes_write_and_send_one_letter(
    network: Network, mailing: Mailing, post_office: PostOffice
) -> None:
    room = await name_elena(network)
    for number in range(5):
        await network.say(network.ana, room, f"{ELENA}, {number}.")
    await mailing.let_pass(DUE)
    other = Mailing(network, post_office.url)
    await asyncio.gather(mailing.run(), other.run(), mailing.letters.write_due(), other.letters.write_due())
    await mailing.run()
    assert len(post_office.letters) == 1


async def test_a_worker_that_dies_after_the_server_took_a_letter_sends_it_once_more_at_most(
    network: Network, post_office: PostOffice, mailing: Mailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    await name_elena(network)
    await mailing.let_pass(DUE)

    async def die(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("balkancluster.mail.sending._note_outcome", die)
        with pytest.raises(KeyboardInterrupt):
            await mailing.run()
    assert len(post_office.letters) == 1
    await mailing.run()
    assert len(post_office.letters) == 1
    for _time in range(3):
        await mailing.let_pass(LEASE + timedelta(seconds=1))
        await mailing.run()
    assert len(post_office.letters) == 2


async def test_a_visit_lets_what_was_not_looked_at_be_told_anew(
    network: Network, mailing: Mailing, post_office: PostOffice
) -> None:
    await name_elena(network)
    await mailing.let_pass(DUE)
    post_office.is_open = False
    await mailing.run()
    post_office.is_open = True
    await mailing.visit(network.elena)
    await mailing.let_pass(timedelta(minutes=2))
    await mailing.run()
    assert post_office.letters == []
    await mailing.let_pass(DUE)
    await mailing.run()
    assert len(post_office.letters) == 1


async def test_where_no_letter_can_leave_none_is_written(network: Network, database: Database) -> None:
    await name_elena(network)
    mailing = Mailing(network, "")
    await mailing.let_pass(DUE)
    await mailing.run()
    async with network.database.read() as session:
        assert list(await session.scalars(select(Mail))) == []
