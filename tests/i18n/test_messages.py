"""A rule says what happened once; each reader hears it in the own language."""

import pytest

from balkancluster.i18n.messages import Message, _, ngettext, pgettext


def test_a_message_is_said_in_the_language_of_its_reader() -> None:
    today = _("Today")
    assert [today.in_locale(tag) for tag in ("sr-Cyrl", "sr-Latn", "bg", "en")] == [
        "Данас",
        "Danas",
        "Днес",
        "Today",
    ]


def test_a_value_may_be_a_message_itself() -> None:
    assert _("%(day)s: %(name)s", day=_("Today"), name="Ана").in_locale("bg") == "Днес: Ана"


def test_a_message_counts_with_the_forms_of_the_language() -> None:
    said = [ngettext("%(num)s hour", "%(num)s hours", number).in_locale("en") for number in (1, 2, 21)]
    assert said == ["1 hour", "2 hours", "21 hours"]


def test_what_a_person_typed_is_never_a_placeholder() -> None:
    assert (
        _("Hello %(name)s", name="%(secret)s {0} {{7*7}}").in_locale("en") == "Hello %(secret)s {0} {{7*7}}"
    )


def test_equal_messages_are_one_key() -> None:
    assert len({_("Open", name="Ana"), _("Open", name="Ana"), pgettext("state", "Open", name="Ana")}) == 2


def test_a_message_that_nobody_translated_is_said_in_english() -> None:
    assert Message("Nobody wrote this").in_locale("bg") == "Nobody wrote this"


def test_there_is_no_fifth_locale() -> None:
    with pytest.raises(KeyError):
        _("Today").in_locale("de")
