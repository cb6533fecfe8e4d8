"""What a page says: the words that are read aloud or seen, except where an element names another language."""

from html.parser import HTMLParser

SPOKEN_ATTRIBUTES = {"alt", "aria-description", "aria-label", "aria-roledescription", "placeholder", "title"}
SILENT_ELEMENTS = {"script", "style", "code"}
ELEMENTS_WITHOUT_END = {"br", "hr", "img", "input", "link", "meta", "use", "path", "source", "wbr", "col"}


class SpokenWords(HTMLParser):
    """Collects the words of a page in the order of the page; a template with its Jinja removed will do."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        silent = tag in SILENT_ELEMENTS or (tag != "html" and "lang" in given and bool(given["lang"]))
        if not silent and not any(self._silent):
            self.words += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]
        if tag not in ELEMENTS_WITHOUT_END:
            self._silent.append(silent)

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag not in ELEMENTS_WITHOUT_END:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._silent):
            self.words.append(data)


def spoken_words(page: str) -> list[str]:
    """Return what a page says, piece by piece."""
    parser = SpokenWords()
    parser.feed(page)
    parser.close()
    return parser.words
