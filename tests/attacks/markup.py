"""What a browser would see in a piece of HTML: elements and attributes that could do something."""

from html.parser import HTMLParser

from balkancluster.rooms.markdown import ATTRIBUTES, TAGS

HARMLESS_ATTRIBUTES = {"rel", "title"}
HARMLESS_LINKS = ("https://", "http://", "mailto:", "/people/")


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, set()) | HARMLESS_ATTRIBUTES:
                self.faults.append(f"<{tag} {name}>")
            if name == "href" and not (value or "").startswith(HARMLESS_LINKS):
                self.faults.append(f"<{tag} href={value}>")

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"<!--{data}-->")


def find_dangers(html: str) -> list[str]:
    """Return every element, attribute and link of a message that is not known to be harmless."""
    elements = _Elements()
    elements.feed(html)
    elements.close()
    return elements.faults
