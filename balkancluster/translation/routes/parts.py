"""What routes need of the process."""

from starlette.requests import HTTPConnection

from balkancluster.translation.translator import Translator


def find_translator(request: HTTPConnection) -> Translator:
    """Return the way to the service of the application that answers this request."""
    found: Translator = request.app.state.translator
    return found
