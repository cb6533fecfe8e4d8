"""A post office of these tests."""

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller

from tests.mail.post_office import PostOffice
from tests.services.ports import free_port


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    """A mail server that keeps what it is given, or refuses everything while it is closed."""
    office = PostOffice(free_port())
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    yield office
    controller.stop()
