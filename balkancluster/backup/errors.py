"""What can go wrong with a backup, in one sentence for the operator."""


class BackupError(Exception):
    """A backup cannot be made or put back; nothing was changed."""


class BadFile(BackupError):
    """This file cannot be put back: it is no backup, not the one that was made, or from a newer version.

    The text goes on after the name of the file.
    """
