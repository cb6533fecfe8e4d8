"""Commands about people: the first coordinator, and the tokens of programs."""

import sys
from pathlib import Path

import click
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import COORDINATOR
from balkancluster.cli.data import data_option, run_with_database, settings_for, write_line
from balkancluster.database import Database
from balkancluster.errors import NotFound
from balkancluster.i18n.formats import Formats
from balkancluster.i18n.locales import SOURCE, TAGS
from balkancluster.i18n.messages import _
from balkancluster.members.mail import reset_address
from balkancluster.members.models import ACTIVE, INVITED, Person
from balkancluster.members.passwords import hash_password
from balkancluster.members.people import create_person, find_by_email
from balkancluster.members.resets import make_reset
from balkancluster.members.roles import grant_role
from balkancluster.members.tokens import (
    DEFAULT_DAYS,
    LONGEST_DAYS,
    SCOPES,
    create_token,
    find_tokens,
    revoke_token,
)


@click.command("create-coordinator")
@click.option("--email", required=True, help="Address with which the coordinator signs in.")
@click.option("--name", required=True, help="First and last name, in the person's own script.")
@click.option("--locale", type=click.Choice(TAGS), default=SOURCE, show_default=True, help="Language.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@data_option
def create_coordinator_command(
    email: str, name: str, locale: str, password_stdin: bool, data: Path | None
) -> None:
    """Make the account of a coordinator, who then invites everybody else.

    Without --password-stdin the last line is a link, good once and for one hour, to set the password.
    """
    settings = settings_for(data)
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None

    async def run(database: Database) -> str | None:
        stored = await hash_password(password) if password is not None else None
        async with database.write() as session:
            person = await create_person(
                session,
                name=name,
                email=email,
                locale=locale,
                state=ACTIVE if stored else INVITED,
                password_hash=stored,
            )
            await grant_role(session, None, person.id, COORDINATOR)
            return None if stored else await make_reset(session, person.id)

    token = run_with_database(data, run)
    write_line(f"{name} coordinates {settings.site_name} now.")
    if token:
        write_line("Open this link within one hour to set the password:")
        write_line(reset_address(settings, token))


@click.group("token")
def token_group() -> None:
    """Bearer tokens with which programs act for a person."""


@token_group.command("create")
@click.option("--person", "email", required=True, help="Address of the person for whom the program acts.")
@click.option("--scopes", required=True, help=f"What it may do, with commas between: {','.join(SCOPES)}.")
@click.option(
    "--days",
    type=click.IntRange(1, LONGEST_DAYS),
    default=DEFAULT_DAYS,
    show_default=True,
    help="How long the token lives.",
)
@data_option
def create_token_command(email: str, scopes: str, days: int, data: Path | None) -> None:
    """Make a token and print it once, alone on the last line."""
    wanted = [scope.strip() for scope in scopes.split(",") if scope.strip()]

    async def run(database: Database) -> str:
        async with database.write() as session:
            return await create_token(session, await _find(session, email), wanted, days)

    write_line(run_with_database(data, run))


@token_group.command("list")
@click.option("--person", "email", required=True, help="Address of the person.")
@data_option
def list_tokens_command(email: str, data: Path | None) -> None:
    """List the living tokens of a person: number, scopes, end. The tokens themselves are stored nowhere."""

    async def run(database: Database) -> list[str]:
        async with database.read() as session:
            tokens = await find_tokens(session, (await _find(session, email)).id)
        return [f"{each.id} {each.scopes} until {Formats(SOURCE).date(each.expires_at)}" for each in tokens]

    for line in run_with_database(data, run):
        write_line(line)


@token_group.command("revoke")
@click.argument("number", type=click.IntRange(1))
@data_option
def revoke_token_command(number: int, data: Path | None) -> None:
    """End the token of this NUMBER at once."""

    async def run(database: Database) -> None:
        async with database.write() as session:
            await revoke_token(session, number)

    run_with_database(data, run)
    write_line(f"Token {number} is revoked.")


async def _find(session: AsyncSession, email: str) -> Person:
    person = await find_by_email(session, email)
    if person is None:
        raise NotFound(_("Nobody has the address %(email)s.", email=email))
    return person


people_commands = [create_coordinator_command, token_group]
