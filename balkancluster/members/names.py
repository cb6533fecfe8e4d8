"""Names and addresses of people as they may be stored: one line, visible, of a sensible length."""

from email_validator import EmailNotValidError, validate_email

from balkancluster.errors import Invalid
from balkancluster.i18n.detection import detect
from balkancluster.i18n.messages import Message, _
from balkancluster.i18n.own_names import script_of
from balkancluster.i18n.text import (
    collapse_spaces,
    find_mixed_word,
    has_control_characters,
    has_invisible_characters,
    has_line_breaks,
    has_stacked_marks,
    is_blank,
    normalize,
)
from balkancluster.members.models import FORMER

NAME_LENGTH = 120

FORMER_MEMBER = _("Former member")


def clean_name(text: str, field: str = "name") -> str:
    """Return a name as it is stored: Unicode NFC, one space between words. Raises Invalid."""
    name = normalize(text)
    if has_line_breaks(name) or has_control_characters(name):
        raise Invalid(_("A name is one line of letters."), field=field)
    if has_invisible_characters(name) or has_stacked_marks(name):
        raise Invalid(_("This name has characters that nobody can see. Type it again."), field=field)
    ensure_script_of_words(name, field)
    if is_blank(name):
        raise Invalid(_("Write the name."), field=field)
    if len(name) > NAME_LENGTH:
        message = _("A name has at most %(limit)s characters.", limit=NAME_LENGTH)
        raise Invalid(message, field=field)
    return collapse_spaces(name)


def clean_other_name(text: str, name: str, field: str = "other_name") -> str:
    """Return the form of a name in the script that the name itself is not in, or nothing. Raises Invalid."""
    if is_blank(text):
        return ""
    other = clean_name(text, field)
    if script_of(other) == script_of(name):
        raise Invalid(
            _("These are the same letters as in your name."),
            field=field,
        )
    return other


def ensure_script_of_words(text: str, field: str | None = None) -> None:
    """Refuse a word that mixes Latin and Cyrillic letters: it looks right and is never found.

    Raises Invalid, after Unicode UTS #39.
    """
    if word := find_mixed_word(text):
        raise Invalid(_("The word “%(word)s” mixes Latin and Cyrillic letters.", word=word), field=field)


def name_language(name: str, locale: str | None) -> str:
    """Return the tag of a name as written; the person's own language decides where the letters do not."""
    return detect(name, locale)


def clean_email(text: str, field: str = "email") -> str:
    """Return an address as it is stored and compared, in lower case. Raises Invalid.

    RFC 5321 lets the part before the @ differ by case; no provider of today makes use of it.
    """
    try:
        found = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise Invalid(_("This is not an e-mail address."), field=field) from error
    return found.normalized.lower()


def shown_name(name: str, state: str) -> str | Message:
    """Return how a person is called before others: somebody who left is a former member."""
    return FORMER_MEMBER if state in FORMER else name
