"""Forms: what was typed, what is wrong with it, and both again on the page that comes back.

    form = await read_form(request)
    name = form.line("name", _("Write a name."), longest=120)
    body = form.text("body", longest=8000)
    zone = form.choice("time_zone", available)
    keep = form.tick("remember")
    if form.errors:
        return render(request, "members/settings.html", status=422, form=form)

A reader of a field returns its value, or notes an error and returns "". What rules refuse with Invalid is
noted by `form.note(problem)`. A page that shows a form for the first time uses `Form({"name": actor.name})`.
"""

from collections.abc import Container, Iterable, Mapping
from urllib.parse import parse_qsl

from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from balkancluster.errors import BadRequest, Problem
from balkancluster.i18n.messages import Message, _, ngettext
from balkancluster.i18n.text import has_control_characters, has_line_breaks, normalize
from balkancluster.web.connections import header
from balkancluster.web.refusals import UnsupportedMediaType

FIELDS = 200
FIELD_BYTES = 64 * 1024
LINE_LENGTH = 200
TEXT_LENGTH = 8000
LARGEST_NUMBER = 2**53 - 1
"""Every number of ours is safe in JSON and JavaScript."""


class Form:
    """The values of a form by field, and one error for each that needs another look.

    The field "" stands for the form as a whole.
    """

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = dict(values or {})
        self.lists: dict[str, list[str]] = {}
        self.errors: dict[str, Message] = {}

    def value(self, name: str) -> str:
        """Return what was typed, as it was typed."""
        return self.values.get(name, "")

    def error(self, name: str) -> Message | None:
        """Return what is wrong with a field, or None."""
        return self.errors.get(name)

    def refuse(self, name: str, message: Message) -> None:
        """Note what is wrong with a field; the first reason stands."""
        self.errors.setdefault(name, message)

    def note(self, problem: Problem) -> None:
        """Note what a rule refused, at the field it names or at the whole form."""
        self.refuse(problem.field or "", problem.message)

    def line(
        self, name: str, missing: Message | None = None, *, longest: int = LINE_LENGTH, required: bool = True
    ) -> str:
        """Return one line of text without spaces around it; line breaks are refused."""
        value = self.text(name, missing, longest=longest, required=required)
        if has_line_breaks(value):
            self.refuse(name, _("This has to be one line."))
        return "" if name in self.errors else value

    def text(
        self, name: str, missing: Message | None = None, *, longest: int = TEXT_LENGTH, required: bool = True
    ) -> str:
        """Return a text in Unicode NFC, with line breaks as \\n and without spaces around it."""
        value = normalize(self.value(name)).strip()
        if required and not value:
            self.refuse(name, missing or _("Please fill this in."))
        elif has_control_characters(value):
            self.refuse(name, _("This has characters that cannot be kept. Type it again."))
        elif len(value) > longest:
            self.refuse(name, too_long(longest))
        return "" if name in self.errors else value

    def secret(self, name: str, missing: Message | None = None, *, longest: int = 1000) -> str:
        """Return a password exactly as typed: neither trimmed nor normalised."""
        value = self.value(name)
        if not value:
            self.refuse(name, missing or _("Please fill this in."))
        elif len(value) > longest:
            self.refuse(name, too_long(longest))
        return "" if name in self.errors else value

    def choice(self, name: str, choices: Container[str], *, required: bool = True) -> str:
        """Return one of the values that were offered."""
        value = self.value(name)
        if value not in choices and (value or required):
            self.refuse(name, _("Choose one of the values that are offered."))
        return "" if name in self.errors else value

    def tick(self, name: str) -> bool:
        """Return whether a box was ticked."""
        return bool(self.value(name))

    def whole(self, name: str) -> int | None:
        """Return an id or number that a page of ours put into the form, or None."""
        return read_number(self.value(name))

    def all(self, name: str) -> list[str]:
        """Return every value of a field that may occur more than once."""
        return self.lists.get(name, [])


def read_number(text: str) -> int | None:
    """Return an id or number as our pages write them into forms and addresses, or None for what is none."""
    is_number = text.isascii() and text.isdecimal() and len(text) < 17
    return int(text) if is_number and int(text) <= LARGEST_NUMBER else None


def too_long(longest: int) -> Message:
    """Return the words for a text over its limit, naming the limit."""
    return ngettext(
        "This is too long: there is room for one character.",
        "This is too long: there is room for %(num)s characters.",
        longest,
    )


async def read_form(request: Request) -> Form:
    """Return the form that a browser sent. Raises BadRequest, UnsupportedMediaType or TooLarge."""
    media_type = (header(request.scope, b"content-type") or "").partition(";")[0].strip().lower()
    if media_type == "application/x-www-form-urlencoded":
        pairs = _read_urlencoded(await request.body())
    elif media_type == "multipart/form-data":
        pairs = await _read_multipart(request)
    else:
        raise UnsupportedMediaType
    return form_of(pairs)


def form_of(pairs: Iterable[tuple[str, str]]) -> Form:
    """Return the form of these values. Raises BadRequest for one that no field of ours can have."""
    form = Form()
    for name, value in pairs:
        if len(value.encode()) > FIELD_BYTES:
            raise BadRequest
        form.values.setdefault(name, value)
        form.lists.setdefault(name, []).append(value)
    return form


def _read_urlencoded(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS, errors="strict")
    except ValueError as error:
        raise BadRequest from error


async def _read_multipart(request: Request) -> list[tuple[str, str]]:
    await _ensure_whole(request)
    parser = MultiPartParser(
        request.headers, request.stream(), max_files=0, max_fields=FIELDS, max_part_size=FIELD_BYTES
    )
    try:
        fields = await parser.parse()
    except (MultiPartException, ValueError, KeyError) as error:
        raise BadRequest from error
    return [(name, value) for name, value in fields.multi_items() if isinstance(value, str)]


async def _ensure_whole(request: Request) -> None:
    """A body that was cut off has no closing boundary; the parser would take it for a form without fields."""
    _type, _semicolon, parameters = (header(request.scope, b"content-type") or "").partition("boundary=")
    boundary = parameters.split(";")[0].strip().strip('"')
    if not boundary or f"--{boundary}--".encode() not in await request.body():
        raise BadRequest
