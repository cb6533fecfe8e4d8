"""An event of one's own stream as programs get it, for the documents that are made from the types."""

from datetime import UTC, datetime

from balkancluster.notifications.wire import MarkedOut, NoticeFrame, NotificationOut, OwnEventOut
from balkancluster.realtime.examples import ANA, ELENA

AT = datetime(2026, 11, 24, 16, 6, 32, 757_000, UTC)

NOTIFICATION_EXAMPLE = NotificationOut(
    id="204",
    seq=17,
    kind="mention",
    at=AT,
    read=False,
    actor=ANA,
    text="Ana Đorđević mentions you in “Sajam u Leskovcu”",
    html='<span lang="sr-Latn">Ana Đorđević</span> mentions you in …',
    href="/rooms/35/messages/01a20e4f-123a-76cb-8e1b-477235a01319",
    place="Textile and clothing",
    quote="@Елена Дончева, vidimo li se?",
    quote_lang="sr-Latn",
    room="35",
    topic="13",
)

NOTICE_EXAMPLE = NoticeFrame(
    epoch="0c41d7aa",
    events=[
        OwnEventOut(
            seq=17,
            kind="notification.added",
            at=AT,
            actor=ANA,
            notification=NOTIFICATION_EXAMPLE,
            unread_notifications=1,
            unread_ids=["204"],
        ),
        OwnEventOut(
            seq=18,
            kind="read.marked",
            at=AT,
            actor=ELENA,
            marked=MarkedOut(
                room="35",
                topic="13",
                seq=49,
                topic_unread=0,
                topic_for_me=0,
                unread=2,
                for_me=0,
                head=51,
            ),
        ),
    ],
)
