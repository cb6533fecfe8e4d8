"""Letters leave once, again after a failure, and leave nothing behind that opens an account."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from balkancluster.database import Database
from balkancluster.i18n.messages import Message, _
from balkancluster.mail.models import Mail
from balkancluster.mail.outbox import enqueue, find_latest
from balkancluster.mail.sending import ATTEMPTS, LEASE, Sending, read_mail_url
from balkancluster.settings import Settings, SettingsError
from tests.mail.post_office import PostOffice

LINK = "https://house.example/password/reset/only-once"


async def write_letter(database: Database, subject: Message | None = None) -> Mail:
    async with database.write() as session:
        return await enqueue(
            session,
            recipient="elena@demo.example",
            locale="bg",
            subject=subject or _("Your password was changed"),
            text=f"Добър ден, Елена.\n{LINK}",
        )


async def read_letter(database: Database) -> Mail:
    async with database.read() as session:
        return (await find_latest(session))[0]


def sending(database: Database, url: str) -> Sending:
    return Sending(
        database,
        Settings(
            database_url="",
            base_url="https://house.example",
            mail_url=url,
            mail_from="Мрежа <net@house.example>",
        ),
    )


async def test_a_letter_arrives_in_its_language_and_its_text_is_forgotten(
    database: Database, post_office: PostOffice
) -> None:
    await write_letter(database)
    await sending(database, post_office.url).send_due()
    (letter,) = post_office.letters
    assert letter["To"] == "elena@demo.example"
    assert letter["From"] == "Мрежа <net@house.example>"
    assert letter["Content-Language"] == "bg"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@house.example>")
    assert letter.get_content().splitlines() == ["Добър ден, Елена.", LINK]
    kept = await read_letter(database)
    assert kept.sent_at
    assert kept.text == ""


async def test_two_processes_send_a_letter_once(database: Database, post_office: PostOffice) -> None:
    for _letter in range(5):
        await write_letter(database)
    one, other = (sending(database, post_office.url) for _process in range(2))
    await asyncio.gather(one.send_due(), other.send_due())
    assert len(post_office.letters) == 5


async def test_a_letter_that_is_refused_waits_and_is_tried_again(
    database: Database, post_office: PostOffice
) -> None:
    await write_letter(database)
    post_office.is_open = False
    await sending(database, post_office.url).send_due()
    waiting = await read_letter(database)
    assert (waiting.attempts, waiting.sent_at, waiting.last_error) == (1, None, "SMTPDataError")
    assert timedelta(seconds=59) < waiting.not_before - waiting.created_at < LEASE
    post_office.is_open = True
    await sending(database, post_office.url).send_due()
    assert post_office.letters == []
    await make_due(database)
    await sending(database, post_office.url).send_due()
    assert len(post_office.letters) == 1
    assert (await read_letter(database)).last_error is None


async def make_due(database: Database, **values: int) -> None:
    async with database.write() as session:
        await session.execute(update(Mail).values(not_before=Mail.created_at, **values))


async def test_a_server_that_is_away_loses_nothing(database: Database, post_office: PostOffice) -> None:
    await write_letter(database)
    await sending(database, "smtp://127.0.0.1:9").send_due()
    assert (await read_letter(database)).last_error == "SMTPConnectError"
    assert LINK in (await read_letter(database)).text


async def test_a_letter_is_given_up_after_many_tries(database: Database, post_office: PostOffice) -> None:
    await write_letter(database)
    await make_due(database, attempts=ATTEMPTS)
    await sending(database, post_office.url).send_due()
    assert post_office.letters == []


async def test_without_a_mail_url_everything_stays_in_the_outbox(database: Database) -> None:
    await write_letter(database)
    await sending(database, "").send_due()
    assert (await read_letter(database)).attempts == 0


@pytest.mark.parametrize("name", ["Vuna\r\nBcc: all@demo.example", "Vuna\nSubject: x"])
async def test_a_name_cannot_add_headers_to_a_letter(
    database: Database, post_office: PostOffice, name: str
) -> None:
    await write_letter(database, _("Invitation to %(site)s", site=name))
    await sending(database, post_office.url).send_due()
    (letter,) = post_office.letters
    assert letter["Bcc"] is None
    assert len(letter.get_all("Subject", [])) == 1


@pytest.mark.parametrize("name", ["%s", "{0}", "{{7*7}}", "%(site)s"])
async def test_a_name_that_looks_like_code_stays_words(database: Database, name: str) -> None:
    letter = await write_letter(database, _("Invitation to %(site)s", site=name))
    assert letter.subject.endswith(name)


@pytest.mark.parametrize(
    ("url", "port", "use_tls", "start_tls"),
    [
        ("smtp://mail.example", 25, False, None),
        ("smtp+starttls://ana:l%40nac@mail.example", 587, False, True),
        ("smtps://mail.example:2465", 2465, True, False),
    ],
)
def test_a_mail_url_says_how_to_reach_the_server(
    url: str, port: int, use_tls: bool, start_tls: bool | None
) -> None:
    server = read_mail_url(url)
    assert (server.host, server.port, server.use_tls, server.start_tls) == (
        "mail.example",
        port,
        use_tls,
        start_tls,
    )
    assert server.password == ("l@nac" if "ana" in url else None)


@pytest.mark.parametrize(
    "url", ["http://mail.example", "smtp://", "mail.example:25", "smtp://mail.example:port"]
)
def test_another_kind_of_url_is_refused_in_one_sentence(url: str) -> None:
    with pytest.raises(SettingsError, match="BALKANCLUSTER_MAIL_URL"):
        read_mail_url(url)
