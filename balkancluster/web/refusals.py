"""Problems that only the edge knows: what is wrong with a request before any rule is asked."""

from balkancluster.errors import Problem
from balkancluster.i18n.messages import Message, _


class MethodNotAllowed(Problem):
    """The address exists, but not for this verb (405)."""

    status = 405
    code = "method_not_allowed"

    @staticmethod
    def default_message() -> Message:
        return _("This address cannot be used in this way.")


class TooLarge(Problem):
    """The body is over the limit (413)."""

    status = 413
    code = "too_large"

    @staticmethod
    def default_message() -> Message:
        return _("That is more than can be sent at once. Shorten it and try again.")


class AddressTooLong(Problem):
    """The URL is over the limit (414)."""

    status = 414
    code = "address_too_long"

    @staticmethod
    def default_message() -> Message:
        return _("This address is too long.")


class UnsupportedMediaType(Problem):
    """The body is not of a kind that is read here (415)."""

    status = 415
    code = "unsupported_media_type"

    @staticmethod
    def default_message() -> Message:
        return _("What was sent is not of a kind that is read here.")


class HeadersTooLarge(Problem):
    """The headers are too many or too long (431)."""

    status = 431
    code = "headers_too_large"

    @staticmethod
    def default_message() -> Message:
        return _("The browser sent more headers than are read here. Deleting this site's cookies may help.")


class CrossSite(Problem):
    """Another site tried to act in the name of the person at this browser (403)."""

    status = 403
    code = "cross_site"

    @staticmethod
    def default_message() -> Message:
        return _("This came from another site and was not carried out. Open the page here and try again.")


class Unexpected(Problem):
    """A mistake of ours (500): it is in the log, and says nothing about itself to the outside."""

    status = 500
    code = "unexpected"

    @staticmethod
    def default_message() -> Message:
        return _("Something went wrong on our side. It has been noted; try again in a moment.")


TITLES = {
    400: _("This request could not be understood"),
    401: _("Please sign in"),
    403: _("This is not open to you"),
    404: _("Nothing is here"),
    405: _("This address cannot be used in this way"),
    409: _("Someone was faster"),
    410: _("This link is no longer valid"),
    413: _("This is too large"),
    414: _("This address is too long"),
    415: _("This kind of content is not read here"),
    422: _("Something needs another look"),
    429: _("A moment, please"),
    431: _("These headers are too large"),
    500: _("This did not work"),
    503: _("The server is busy"),
    507: _("There is no room left"),
}
"""What a status means for people; every status of a Problem is here."""
