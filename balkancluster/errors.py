"""What can go wrong for a person, with a meaning that the edge puts into the reader's language.

A rule raises a Problem; web/problems.py answers with a page or an RFC 9457 problem document.
"""

from collections.abc import Mapping

from balkancluster.i18n.messages import Message, _


class Problem(Exception):
    """A refusal with a stable code and a message in every locale.

    `field` names the input that has to change, `headers` are sent with the answer.
    """

    status = 400
    code = "bad_request"

    def __init__(
        self,
        message: Message | None = None,
        *,
        code: str | None = None,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.message = message or self.default_message()
        self.code = code or type(self).code
        self.field = field
        self.headers = dict(headers or {})
        super().__init__(self.code)

    @staticmethod
    def default_message() -> Message:
        """Say what happened where the rule has nothing more precise to say."""
        return _("This request could not be understood.")


class BadRequest(Problem):
    """The request has no readable shape (400)."""


class Unauthorized(Problem):
    """Nobody is signed in, or the sign-in has ended (401)."""

    status = 401
    code = "unauthorized"

    @staticmethod
    def default_message() -> Message:
        return _("Sign in to go on.")


class Forbidden(Problem):
    """The person may see the object, but not do this to it (403)."""

    status = 403
    code = "forbidden"

    @staticmethod
    def default_message() -> Message:
        return _("You may not do this here.")


class NotFound(Problem):
    """There is nothing here, or nothing that this person may know of: both look the same (404)."""

    status = 404
    code = "not_found"

    @staticmethod
    def default_message() -> Message:
        return _("There is nothing at this address, or it is not open to you.")


class Conflict(Problem):
    """The object has changed meanwhile, or the same id names something else (409)."""

    status = 409
    code = "conflict"

    @staticmethod
    def default_message() -> Message:
        return _("This has changed meanwhile. Load it again and repeat your change.")


class Gone(Problem):
    """A link that was used or has run out (410)."""

    status = 410
    code = "gone"

    @staticmethod
    def default_message() -> Message:
        return _("This link was already used or has expired.")


class Invalid(Problem):
    """An input that cannot be taken as it is (422)."""

    status = 422
    code = "invalid"

    @staticmethod
    def default_message() -> Message:
        return _("Some of what was entered cannot be taken as it is.")


class TooMany(Problem):
    """More than the limit allows (429); `retry_after` is in whole seconds."""

    status = 429
    code = "rate_limited"

    def __init__(self, retry_after: int, message: Message | None = None) -> None:
        super().__init__(message, headers={"Retry-After": str(retry_after)})
        self.retry_after = retry_after

    @staticmethod
    def default_message() -> Message:
        return _("That was a lot at once. Wait a moment and try again.")


class Unavailable(Problem):
    """The server cannot do this just now, and the same request may succeed later (503)."""

    status = 503
    code = "unavailable"

    def __init__(self, message: Message | None = None, *, retry_after: int = 5) -> None:
        super().__init__(message, headers={"Retry-After": str(retry_after)})

    @staticmethod
    def default_message() -> Message:
        return _("The server is busy. Nothing is lost; try again in a moment.")
