"""What kind of thing a file is, in words that people use: by its media type (IANA)."""

from balkancluster.i18n.messages import Message, _, pgettext

_PREFIXES = (
    ("image/", pgettext("file", "Picture")),
    ("audio/", pgettext("file", "Sound")),
    ("video/", pgettext("file", "Video")),
    ("text/csv", pgettext("file", "Table")),
    ("text/", pgettext("file", "Text")),
    ("application/pdf", _("PDF document")),
    ("application/zip", pgettext("file", "Archive")),
    ("application/gzip", pgettext("file", "Archive")),
    ("application/x-7z", pgettext("file", "Archive")),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml", pgettext("file", "Table")),
    ("application/vnd.openxmlformats-officedocument.presentationml", pgettext("file", "Presentation")),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml", pgettext("file", "Document")),
    ("application/vnd.oasis.opendocument.spreadsheet", pgettext("file", "Table")),
    ("application/vnd.oasis.opendocument.presentation", pgettext("file", "Presentation")),
    ("application/vnd.oasis.opendocument.text", pgettext("file", "Document")),
    ("application/vnd.ms-excel", pgettext("file", "Table")),
    ("application/vnd.ms-powerpoint", pgettext("file", "Presentation")),
    ("application/msword", pgettext("file", "Document")),
    ("application/x-ole-storage", pgettext("file", "Document")),
    ("application/rtf", pgettext("file", "Document")),
    ("application/ogg", pgettext("file", "Sound")),
)
_OTHER = pgettext("file", "File")


def describe_media_type(media_type: str) -> Message:
    """Return the kind of a file: a picture, a table, a PDF document; "File" for what is not known here."""
    return next((words for prefix, words in _PREFIXES if media_type.startswith(prefix)), _OTHER)
