"""People named in messages who have left: what was rendered while they were there forgets the name."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import fetch
from balkancluster.members.models import FORMER, Person
from balkancluster.rooms.models import Mention

NAMELESS = "…"
"""Stands for the name in excerpts, which are the same in every language."""

_MENTION = re.compile(r'<a [^>]*data-person="(\d+)"[^>]*>@[^<]*</a>')


_FORMER = (
    select(Mention.message_key, Mention.person_id)
    .join(Person, Person.id == Mention.person_id)
    .where(Mention.message_key.in_(bindparam("messages", expanding=True)), Person.state.in_(FORMER))
)


async def find_former_mentions(session: AsyncSession, keys: Iterable[int]) -> dict[int, set[int]]:
    """Return who is named in messages and has left the network, by the key of the message."""
    found: dict[int, set[int]] = defaultdict(set)
    wanted = list(set(keys))
    for row in await fetch(session, _FORMER, messages=wanted) if wanted else ():
        found[row.message_key].add(row.person_id)
    return found


def without_names(html: str, person_ids: Collection[int], words: str = NAMELESS) -> str:
    """Return the HTML of a message with other words where it names these people."""
    if not person_ids:
        return html

    def call(mention: re.Match[str]) -> str:
        is_former = int(mention[1]) in person_ids
        return f'<a class="mention" href="/people/{mention[1]}">@{words}</a>' if is_former else mention[0]

    return _MENTION.sub(call, html)
