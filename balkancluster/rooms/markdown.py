"""Markdown of a message to safe HTML, once, when it is written.

No raw HTML, no headings, no tables, no remote images: an image becomes a link to it. What markdown-it makes
is cleaned once more by nh3, which knows only the tags below.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from balkancluster.i18n.text import is_blank
from balkancluster.rooms.mentions import Candidate, Names

TAGS = {"p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
ATTRIBUTES = {"a": {"href", "class", "data-person", "lang"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
LINKS = ("http://", "https://", "mailto:")
NAMES = "names"

# Letters of the languages here: elsewhere in Unicode there are some that cannot be seen. At the beginning a
# dash, or a figure with a point, would make a list; a point or a colon within a word may make an address.
_LETTERS = "A-Za-zÀ-ÖØ-öø-ɏЀ-ҁҊ-ӿ0-9"
_PLAIN = re.compile(rf"(?!\d+[.)])[{_LETTERS}](?:[{_LETTERS} ,;!?()„“”‚‘’–—…-]|[.:](?= |$))*")

_cleaner = nh3.Cleaner(
    tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="nofollow noopener noreferrer"
)


def render(body: str, candidates: Sequence[Candidate] = ()) -> str:
    """Return the HTML of a message; mentions of candidates become links to them."""
    if is_plain(body):
        return f"<p>{body}</p>"
    env = {NAMES: Names(candidates)}
    tokens = _markdown.parse(body, env) if candidates else _parse(body)
    html = _markdown.renderer.render(tokens, _markdown.options, env)
    return _cleaner.clean(html).strip()


def is_plain(body: str) -> bool:
    """Whether a body is one line of words in which nothing means anything to Markdown, HTML or links.

    Most of what people say is. To look is 2 µs, to parse and clean the same words 150.
    """
    return bool(_PLAIN.fullmatch(body))


def has_words(body: str) -> bool:
    """Whether something is left to read besides images."""
    return is_plain(body) or any(_has_words(token) for token in _parse(body))


@lru_cache(maxsize=8)
def _parse(body: str) -> list[Token]:
    """A message is looked at first, and rendered then."""
    return _markdown.parse(body, {NAMES: Names(())})


def _has_words(token: Token) -> bool:
    if token.type == "inline":
        return any(
            child.type != "link_close" and not is_blank(child.content)
            for child in token.children or []
            if not child.meta.get("image")
        )
    return token.type in {"fence", "code_block"} and not is_blank(token.content)


def excerpt(html: str, length: int = 160) -> str:
    """Return the first words of a rendered message without any markup."""
    text = " ".join(nh3.clean(html.replace("</p>", " "), tags=set()).split())
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&")
    return shorten(text, length)


def shorten(text: str, length: int) -> str:
    """Return a text of one line, cut between two words where it is longer than that."""
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + "…"


def _show_images_as_links(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = [part for child in block.children for part in _without_image(child)]


def _without_image(token: Token) -> list[Token]:
    if token.type != "image":
        return [token]
    address = str(token.attrs.get("src", ""))
    opening = Token("link_open", "a", 1, attrs={"href": address})
    words = Token("text", "", 0, content=token.content or address, meta={"image": True})
    return [opening, words, Token("link_close", "a", -1)]


def _link_mentions(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = _with_mentions(block.children, state.env[NAMES])


def _with_mentions(children: list[Token], names: Names) -> list[Token]:
    result: list[Token] = []
    depth = 0
    for child in children:
        depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        result.extend([child] if depth or child.type != "text" else _split_text(child.content, names))
    return result


def _split_text(text: str, names: Names) -> list[Token]:
    parts: list[Token] = []
    position = 0
    for naming in names.find_namings(text):
        parts.append(Token("text", "", 0, content=text[position : naming.start]))
        parts.extend(_mention(naming.candidate))
        position = naming.end
    parts.append(Token("text", "", 0, content=text[position:]))
    return parts


def _mention(candidate: Candidate) -> list[Token]:
    attributes: dict[str, str | int | float] = {
        "class": "mention",
        "href": f"/people/{candidate.person_id}",
        "data-person": str(candidate.person_id),
        "lang": candidate.lang,
    }
    opening = Token("link_open", "a", 1, attrs=attributes)
    return [opening, Token("text", "", 0, content=f"@{candidate.name}"), Token("link_close", "a", -1)]


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is the library's
        """A link without a scheme could act on this site in the name of who clicks it."""
        return url.lower().startswith(LINKS)


def _make_markdown() -> MarkdownIt:
    markdown = _Markdown("commonmark", {"html": False, "linkify": True, "breaks": True})
    markdown.enable(["linkify", "strikethrough"])
    markdown.disable(["heading", "lheading", "hr", "html_block", "html_inline", "reference"])
    markdown.core.ruler.push("images_as_links", _show_images_as_links)
    markdown.core.ruler.push("mentions", _link_mentions)
    return markdown


_markdown = _make_markdown()
