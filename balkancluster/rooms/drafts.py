"""What somebody wants to say, checked and made ready before any transaction begins."""

import hashlib
import re
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.errors import Invalid
from balkancluster.i18n.detection import detect
from balkancluster.i18n.messages import _
from balkancluster.i18n.tags import split_tag
from balkancluster.i18n.text import (
    MARKS_IN_A_ROW,
    collapse_spaces,
    has_control_characters,
    has_invisible_characters,
    has_stacked_marks,
    is_blank,
    normalize,
)
from balkancluster.rooms import markdown
from balkancluster.rooms.mentions import find_candidates, find_namings
from balkancluster.textindex.entries import Folded, fold_text

BODY_LIMIT = 8_000
TITLE_LIMIT = 120
MENTION_LIMIT = 20

_CLIENT_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a client sends. `topic_id` or `new_topic` (a title), or neither for the room's first topic.

    `reply_to` is the id of a message in the same room, `files` are ids of files that the author has uploaded;
    with files the body may be empty.
    """

    client_id: str
    body: str
    topic_id: int | None = None
    new_topic: str | None = None
    reply_to: str | None = None
    files: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Name where in the room it should go and what it carries, for telling repeats apart."""
        place = f"{self.topic_id or ''}/{self.new_topic or ''}/{self.reply_to or ''}"
        return "/".join((place, *self.files))


@dataclass(frozen=True, slots=True)
class Words:
    """A message body as it will be stored and found: text, HTML, language, who is named, folded words."""

    body: str
    html: str
    lang: str
    mentions: frozenset[int]
    text: Folded

    def columns(self) -> dict[str, object]:
        """Return the columns of the message table that depend on the words."""
        return {
            "body": self.body,
            "html": self.html,
            "lang": self.lang,
            "script": split_tag(self.lang)[1],
            "search_text": "",
            "fold_version": 0,
        }


NO_WORDS = Words("", "", "und", frozenset(), fold_text(""))
"""What a message of files alone says."""


async def prepare_words(
    session: AsyncSession, room_id: int, body: str, author_locale: str | None, *, has_files: bool = False
) -> Words:
    """Check and render a message body. Raises Invalid for the field body, naming the limit it breaks."""
    if names_nobody(body):
        return ready_words(body, author_locale, has_files=has_files)
    body = clean_body(body)
    candidates = await find_candidates(session, room_id)
    named = frozenset(naming.candidate.person_id for naming in find_namings(body, candidates))
    if len(named) > MENTION_LIMIT:
        message = _("A message can name at most %(limit)s people.", limit=MENTION_LIMIT)
        raise Invalid(message, field="body", code="too_many_mentions")
    html = markdown.render(body, candidates)
    return Words(body, html, detect(body, author_locale), named, fold_text(body))


def names_nobody(body: str) -> bool:
    """Whether a message body can be made ready without knowing who is in the room."""
    return "@" not in body and "@" not in normalize(body)


def ready_words(body: str, author_locale: str | None, *, has_files: bool = False) -> Words:
    """Check and render a message body that names nobody. Raises Invalid for the field body."""
    if has_files and is_blank(body):
        return NO_WORDS
    body = clean_body(body)
    return Words(body, markdown.render(body), detect(body, author_locale), frozenset(), fold_text(body))


def clean_body(body: str) -> str:
    """Return the body in NFC without blank edges. Raises Invalid."""
    body = normalize(body).strip()
    if len(body) <= BODY_LIMIT and markdown.is_plain(body):
        return body
    if has_control_characters(body):
        raise Invalid(_("The message has characters that cannot be stored. Type it anew."), field="body")
    if len(body) > BODY_LIMIT:
        message = _("The message is longer than %(limit)s characters.", limit=BODY_LIMIT)
        raise Invalid(message, field="body", code="too_long")
    if has_stacked_marks(body):
        message = _("A letter can carry at most %(limit)s marks.", limit=MARKS_IN_A_ROW)
        raise Invalid(message, field="body", code="too_many_marks")
    if is_blank(body) or not markdown.has_words(body):
        raise nothing_said()
    return body


def nothing_said() -> Invalid:
    """Return what refuses a message without words and without files."""
    return Invalid(_("Write something before you send."), field="body", code="blank")


def clean_title(title: str) -> str:
    """Return the title of a topic on one line. Raises Invalid for the field title."""
    title = collapse_spaces(normalize(title))
    if has_control_characters(title) or has_invisible_characters(title) or has_stacked_marks(title):
        raise Invalid(_("The title has characters that cannot be seen. Type it anew."), field="title")
    if len(title) > TITLE_LIMIT:
        raise Invalid(
            _("Use at most %(limit)s characters.", limit=TITLE_LIMIT), field="title", code="too_long"
        )
    if is_blank(title):
        raise Invalid(_("Give the topic a title."), field="title", code="blank")
    return title


def clean_client_id(client_id: str) -> str:
    """Return a UUID in lower case (RFC 9562). Raises Invalid."""
    client_id = client_id.lower()
    if not _CLIENT_ID.fullmatch(client_id):
        raise Invalid(_("The id of this message is not a UUID."), field="client_id")
    return client_id


def digest(client_id: str, body: str, place: str) -> str:
    """Return what tells a repeated post from another one under the same id, without keeping its text."""
    return hashlib.sha256("\0".join((client_id, place, body)).encode()).hexdigest()
