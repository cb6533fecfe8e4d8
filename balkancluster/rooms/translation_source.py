"""The HTML of a translation back as Markdown, for who puts it right: the few elements that messages have."""

import re
from html.parser import HTMLParser

AROUND = {"strong": "**", "em": "*", "s": "~~", "code": "`"}
BLOCKS = frozenset({"p", "ul", "ol", "pre", "blockquote"})


def to_markdown(html: str) -> str:
    """Return Markdown that is rendered to much the same."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(writer.out)).strip()


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._links: list[str] = []
        self._is_code_block = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            given = dict(attrs)
            is_mention = "mention" in (given.get("class") or "")
            self._links.append("" if is_mention else given.get("href") or "")
            self.out.append("[" if self._links[-1] else "")
        elif tag == "pre":
            self._is_code_block = True
            self.out.append("\n\n```\n")
        elif tag == "code" and self._is_code_block:
            return
        else:
            opening = AROUND | {"br": "\n", "li": "\n- ", "blockquote": "\n\n> "}
            self.out.append(opening.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            link = self._links.pop()
            self.out.append(f"]({link})" if link else "")
        elif tag == "pre":
            self._is_code_block = False
            self.out.append("```\n\n")
        elif tag in BLOCKS:
            self.out.append("\n\n")
        elif not (tag == "code" and self._is_code_block):
            self.out.append(AROUND.get(tag, ""))

    def handle_data(self, data: str) -> None:
        self.out.append(data if data.strip() else " " if self.out and not self.out[-1].endswith("\n") else "")
