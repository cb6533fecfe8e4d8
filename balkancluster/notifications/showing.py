"""How a notification looks: each feature shows its own kinds, in the reader's language, as they are today."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow
from balkancluster.i18n.messages import Localized, Message, Quoted, pgettext
from balkancluster.members.marks import Mark
from balkancluster.notifications.models import Notification


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader sees. `text` is a sentence; `place` where it was, in the reader's words.

    `quote` are somebody's own words, in the language `quote_lang`. `topic_id` and `room_id` are where it
    leads today, after a move too.
    """

    text: Message
    href: str
    place: Localized | None = None
    quote: str = ""
    quote_lang: str = ""
    room_id: int | None = None
    topic_id: int | None = None


class Presenter(Protocol):
    """What a feature knows of the kinds of notifications that it tells."""

    def is_visible(self) -> ColumnElement[bool]:
        """Return the condition, on the table of notifications, of one that its person may still see."""

    async def show(
        self, session: AsyncSession, rows: Sequence[AnyRow], people: dict[int, Mark]
    ) -> dict[int, Shown]:
        """Return what is seen of notifications, by their ids; `people` has the marks of who acted."""


_presenters: dict[str, Presenter] = {}


def register(*presenters: tuple[Presenter, tuple[str, ...]]) -> None:
    """Let each presenter show its kinds; a kind has exactly one. Called once, by app.py."""
    for presenter, kinds in presenters:
        for kind in kinds:
            if kind in _presenters:
                raise ValueError(f"{kind} has a presenter already")
            _presenters[kind] = presenter


def is_visible() -> ColumnElement[bool]:
    """Return the condition of a notification that its person may see at this moment."""
    if not _presenters:
        raise RuntimeError("nobody shows notifications yet: app.py registers who does")
    by_presenter: dict[Presenter, list[str]] = {}
    for kind, presenter in _presenters.items():
        by_presenter.setdefault(presenter, []).append(kind)
    conditions = (
        and_(Notification.kind.in_(kinds), presenter.is_visible())
        for presenter, kinds in by_presenter.items()
    )
    return or_(*conditions)


async def show(session: AsyncSession, rows: Sequence[AnyRow], people: dict[int, Mark]) -> dict[int, Shown]:
    """Return what is seen of notifications, by their ids; one that cannot be shown any more is left out."""
    shown: dict[int, Shown] = {}
    for presenter in {_presenters[row.kind] for row in rows if row.kind in _presenters}:
        its = [row for row in rows if _presenters.get(row.kind) is presenter]
        shown |= await presenter.show(session, its, people)
    return shown


def calling(person: Mark | None) -> Localized:
    """Return the name of who acted, for a sentence; who has left is called a former member."""
    if person is None or person.is_former:
        return pgettext("in a notification, instead of a name", "A former member")
    return Quoted(person.name, person.lang)
