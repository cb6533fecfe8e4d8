"""Placeholders of the demo's texts become what a person would have typed."""

from datetime import date

import pytest

from balkancluster.demo import content
from balkancluster.demo.wording import write_out

NEW_YEARS_EVE = date(2026, 12, 31)
NAMES = {"ana": "Ana Đorđević"}


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("sr-Cyrl", "до 9. јануара"),
        ("sr-Latn", "до 9. januara"),
        ("bg", "до 9 януари"),
        ("en", "до 9 January"),
    ],
)
def test_a_deadline_is_counted_from_today_in_the_language_of_the_message(lang: str, written: str) -> None:
    assert write_out("до {date:+9}", lang, NEW_YEARS_EVE, NAMES) == written


def test_yesterday_lies_before_today() -> None:
    assert write_out("{date:-1}", "en", NEW_YEARS_EVE, NAMES) == "30 December"


def test_elena_mentions_ana_by_her_full_name() -> None:
    assert write_out("Здравей, {@ana}!", "bg", NEW_YEARS_EVE, NAMES) == "Здравей, @Ana Đorđević!"


def test_a_mention_of_a_stranger_is_a_mistake_in_the_content() -> None:
    with pytest.raises(KeyError):
        write_out("{@nobody}", "bg", NEW_YEARS_EVE, NAMES)


def test_no_placeholder_of_the_demo_stays_unwritten() -> None:
    demo = content.load()
    for room in demo.rooms:
        for message in room.messages():
            for text in (message.body, message.edited_from or ""):
                assert not set("{}") & set(write_out(text, message.lang, NEW_YEARS_EVE, demo.names()))
