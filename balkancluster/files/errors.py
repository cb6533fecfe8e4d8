"""What can go wrong with a file that somebody sends, in words that say what to do."""

from balkancluster.errors import Invalid, Problem, Unavailable
from balkancluster.i18n.messages import Message, _, ngettext


class FileTooLarge(Problem):
    """The file is over the limit (413)."""

    status = 413
    code = "file_too_large"

    def __init__(self, largest: int) -> None:
        super().__init__(
            ngettext(
                "This file is too large: one may have up to %(num)s megabyte.",
                "This file is too large: one may have up to %(num)s megabytes.",
                megabytes(largest),
            ),
            field="file",
        )


class QuotaReached(Problem):
    """There is no room left for this person, or on this site (413)."""

    status = 413
    code = "quota_reached"


class NoRoom(Problem):
    """The storage is full (507); it heals when somebody makes room, without a restart."""

    status = 507
    code = "storage_full"

    @staticmethod
    def default_message() -> Message:
        return _("The server has no room for files just now. The file was not kept; try again later.")


class NoFilesHere(Problem):
    """This installation was not told where to keep files (403)."""

    status = 403
    code = "files_off"

    @staticmethod
    def default_message() -> Message:
        return _("Files cannot be sent on this site: its operator has chosen no place for them.")


def storage_away() -> Unavailable:
    """Return the refusal for a storage that does not answer."""
    return Unavailable(_("Files are out of reach just now. Nothing is lost; try again in a moment."))


def damaged() -> Invalid:
    """Return the refusal for an image that cannot be read."""
    return Invalid(
        _("This image is damaged or cut off and cannot be shown. Save it again and send that."),
        code="image_damaged",
        field="file",
    )


def megabytes(size: int) -> int:
    """Return bytes in whole megabytes (of 1,000,000 bytes), at least one."""
    return max(1, size // 1_000_000)
