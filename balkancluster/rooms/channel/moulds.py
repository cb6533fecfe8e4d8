"""A message as HTML, poured into a mould: nearly all of it is the same from one message to the next.

The template is rendered once for each author, room and kind of reader, with marks in the places of what
only one message has; what stands between the marks is the mould. Other messages of that author are their
own words in those places. So the template stays the only one that says how a message looks, and a fresh
message costs 4 µs a reader, where the template takes 90 to 115: as much as a tenth of all that a post
costs.
"""

import re
import secrets
from datetime import datetime
from functools import lru_cache
from typing import cast

from markupsafe import escape

from balkancluster.i18n.formats import Formats
from balkancluster.i18n.reading import Reading, Shown, read_html
from balkancluster.members.marks import Mark
from balkancluster.rooms.views import MessageView
from balkancluster.web.pages import environment, remembered

TEMPLATE = "rooms/_message.html"
MOULDS = 2_048
"""So many are kept, at most; one takes about 3 kB."""

# Nobody can write a mark by chance or on purpose: it is another one in each process.
_MARK = secrets.token_hex(16)
MARKS = ID, SEQ, CLIENT, AT, TIME, HTML, SHOWN = tuple(
    f"{_MARK}-{name}-" for name in ("id", "seq", "client", "at", "time", "html", "shown")
)
_SPLIT = re.compile(f"({'|'.join(MARKS)})")


def present_message(message: MessageView, reading: Reading) -> str:
    """Return the HTML of a message for all who read alike: the same that the page shows.

    What is only true for one reader (mine, names me, local time) is added by the page or the script.
    """
    if not _is_plain(message) or environment(reading).auto_reload:
        return remembered(TEMPLATE, reading, message=message)
    shown = read_html(message.html or "", message.lang, reading)
    own = {
        ID: str(escape(message.id)),
        SEQ: str(message.seq),
        CLIENT: str(escape(message.client_id)),
        AT: message.posted_at.isoformat(),
        TIME: str(escape(Formats(reading.locale).time(message.posted_at))),
        HTML: message.html or "",
        SHOWN: shown.text,
    }
    shared = (message.room_id, message.topic_id, message.author, message.rev, message.lang, message.is_pinned)
    in_place = shown._replace(text=SHOWN)
    return "".join([own.get(part, part) for part in _mould(reading, in_place, *shared)])


def _is_plain(message: MessageView) -> bool:
    """Whether it is as most messages are when they are heard: one that is not will not come again."""
    return not (
        message.is_removed
        or message.is_moved
        or message.edited_at
        or message.reply
        or message.mentions
        or message.reactions
        or message.files
    )


class _Moment:
    """A time of which only marks are written."""

    def isoformat(self) -> str:
        return AT


class _Formats:
    """How a mark is written: as it is, by every custom."""

    def time(self, _when: _Moment) -> str:
        return TIME


@lru_cache(maxsize=MOULDS)
def _mould(
    reading: Reading,
    shown: Shown,
    room_id: int,
    topic_id: int,
    author: Mark,
    rev: int,
    lang: str,
    is_pinned: bool,
) -> tuple[str, ...]:
    message = MessageView(
        id=ID,
        seq=cast(int, SEQ),
        client_id=CLIENT,
        room_id=room_id,
        topic_id=topic_id,
        author=author,
        posted_at=cast(datetime, _Moment()),
        rev=rev,
        body="",
        html=HTML,
        lang=lang,
        edited_at=None,
        removed_at=None,
        reply=None,
        mentions=frozenset(),
        is_pinned=is_pinned,
    )
    template = environment(reading).get_template(TEMPLATE)
    html = template.render(formats=_Formats(), message=message, poured=shown)
    return tuple(_SPLIT.split(html))
