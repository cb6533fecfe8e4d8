"""What could not be said comes back with its words: the form again, and the reason where it belongs."""

from collections.abc import Container

from starlette.responses import Response

from balkancluster.database import new_id
from balkancluster.errors import Conflict, Invalid, Problem, TooMany
from balkancluster.web.forms import Form

REFUSALS = (Invalid, Conflict, TooMany)
"""After these the same words, or others, may be sent again."""


def note_refusal(form: Form, problem: Problem, shown: Container[str]) -> None:
    """Note a refusal at its field, or above the form where the page shows no such field."""
    # A form has one field for files that are chosen and for those that were sent before.
    field = "files" if problem.field == "file" else problem.field
    form.refuse(field if field and field in shown else "", problem.message)
    if isinstance(problem, Conflict):
        # The id stands for the words that were said under it before.
        form.values["client_id"] = new_id()


def refused(page: Response, problem: Problem) -> Response:
    """Return the page with what the problem tells the browser, such as when to try again."""
    page.headers.update(problem.headers)
    return page
