"""The mail server of these tests."""

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any


class PostOffice:
    """Takes letters, as aiosmtpd hands them over."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.is_open = True
        self.letters: list[EmailMessage] = []

    @property
    def url(self) -> str:
        """The mail URL of this server."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a letter."""
        if not self.is_open:
            return "451 Come back later"
        self.letters.append(BytesParser(EmailMessage, policy=policy.default).parsebytes(envelope.content))
        return "250 Taken"
