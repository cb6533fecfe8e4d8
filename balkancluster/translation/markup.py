"""A text made ready to be sent, and what came back checked: what must not change goes in numbered spans.

Code, links and mentions are sent as little as possible: of code and of names in mentions only a sign, of a
link with words only the words. LibreTranslate mangles signs in running text, but both services leave
<span translate="no"> alone (HTML, section 3.2.6.4) where they are told that the text is HTML.
"""

import html as html_entities
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

from balkancluster.i18n.conversion import split_protected
from balkancluster.translation.failures import GARBLED, Failure

SPAN, LINK = "span", "a"
VOID = frozenset({"br"})
WHOLE = frozenset({"code", "pre"})
SIGN = "⟦{}⟧"

ROOM = 200
"""So many characters an answer may always have, and besides `LONGER` times those that were sent."""
LONGER = 4

Phrases = Mapping[str, str]
"""Words of a text that must not be translated, and what stands in their place in the other language."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that must come back once, as an element with this content; `html` then takes its place.

    Of a link the content may change: `html` is only how it opens.
    """

    tag: str
    content: str
    html: str


@dataclass(slots=True)
class Packed:
    """A text ready to be sent; `letters` are those that are left to translate."""

    html: str = ""
    kept: list[Kept] = field(default_factory=list)
    letters: int = 0
    tags: set[str] = field(default_factory=set)


def pack(html: str, phrases: Phrases) -> Packed:
    """Return the HTML of a message with everything in spans that must not be translated."""
    packer = _Packer(phrases)
    packer.feed(html)
    packer.close()
    packer.packed.html = "".join(packer.out)
    return packer.packed


def unpack(answer: str, packed: Packed) -> str:
    """Return what came back, with what was kept in its place again. Raises Failure.

    Nothing comes through that was not sent: elements of other kinds and all attributes are dropped.
    """
    if len(answer) > LONGER * len(packed.html) + ROOM:
        raise Failure(GARBLED)
    attributes = {SPAN: {"id"}, LINK: {"id"}, "ol": {"start"}}
    clean = nh3.clean(answer, tags={*packed.tags, SPAN, LINK}, attributes=attributes, link_rel=None)
    unpacker = _Unpacker(packed.kept)
    unpacker.feed(clean)
    unpacker.close()
    return unpacker.result()


def text_of(html: str) -> str:
    """Return the words of a fragment of HTML."""
    return html_entities.unescape(re.sub(r"<[^>]*>", " ", html))


class _Packer(HTMLParser):
    """Walks through HTML that we rendered ourselves."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(convert_charrefs=True)
        self.packed = Packed()
        self.out: list[str] = []
        self._phrases = phrases
        self._pattern = _pattern_of(phrases)
        self._within: list[str] = []
        self._raw: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        raw = self.get_starttag_text() or ""
        if self._within:
            self._raw.append(raw)
            if tag not in VOID:
                self._within.append(tag)
        elif tag in WHOLE or (tag == LINK and "mention" in (given.get("class") or "")):
            self._within, self._raw = [tag], [raw]
        elif tag == LINK:
            self.out.append(self._keep(Kept(LINK, "", raw)))
        else:
            self.packed.tags.add(tag)
            self.out.append(raw)

    def handle_endtag(self, tag: str) -> None:
        if not self._within:
            self.out.append(f"</{tag}>")
            return
        self._raw.append(f"</{tag}>")
        self._within.pop()
        if not self._within:
            self._keep_text(SIGN.format(len(self.packed.kept)), "".join(self._raw))

    def handle_data(self, data: str) -> None:
        if self._within:
            self._raw.append(html_entities.escape(data, quote=False))
            return
        for is_protected, span in split_protected(data):
            if is_protected:
                self._keep_text(span, html_entities.escape(span, quote=False))
            else:
                self._add_words(span)

    def _add_words(self, words: str) -> None:
        position = 0
        for match in self._pattern.finditer(words) if self._pattern else ():
            self._add_plain(words[position : match.start()])
            instead = self._phrases[match.group()]
            self._keep_text(instead, html_entities.escape(instead, quote=False))
            position = match.end()
        self._add_plain(words[position:])

    def _add_plain(self, words: str) -> None:
        self.packed.letters += sum(map(str.isalpha, words))
        self.out.append(html_entities.escape(words, quote=False))

    def _keep_text(self, content: str, html: str) -> None:
        opening = self._keep(Kept(SPAN, _normal(content), html))
        self.out.append(f"{opening}{html_entities.escape(content, quote=False)}</{SPAN}>")

    def _keep(self, kept: Kept) -> str:
        number = len(self.packed.kept)
        self.packed.kept.append(kept)
        return f'<{SPAN} translate="no" id="k{number}">' if kept.tag == SPAN else f'<{LINK} id="k{number}">'


class _Unpacker(HTMLParser):
    """Walks through what nh3 has made well-formed."""

    def __init__(self, kept: list[Kept]) -> None:
        super().__init__(convert_charrefs=True)
        self._kept = kept
        self._seen: set[int] = set()
        self._out: list[str] = []
        self._open: list[str | None] = []
        self._span: int | None = None
        self._content = ""

    def result(self) -> str:
        """Return the whole. Raises Failure where something that was kept is missing, or nothing is left."""
        html = "".join(self._out).strip()
        if len(self._seen) != len(self._kept) or not text_of(html).strip():
            raise Failure(GARBLED)
        return html

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._span is not None:
            raise Failure(GARBLED)
        if tag not in {SPAN, LINK}:
            self._out.append(self.get_starttag_text() or "")
            return
        number = self._number(tag, dict(attrs).get("id"))
        if number is None:
            self._open.append(None)
            return
        if number in self._seen or self._kept[number].tag != tag:
            raise Failure(GARBLED)
        self._seen.add(number)
        self._open.append(tag)
        if tag == SPAN:
            self._span, self._content = number, ""
        else:
            self._out.append(self._kept[number].html)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {SPAN, LINK}:
            self._out.append(f"</{tag}>")
            return
        if self._open.pop() is None:
            return
        if self._span is None:
            self._out.append("</a>")
            return
        if _normal(self._content) != self._kept[self._span].content:
            raise Failure(GARBLED)
        self._out.append(self._kept[self._span].html)
        self._span = None

    def handle_data(self, data: str) -> None:
        if self._span is not None:
            self._content += data
        else:
            self._out.append(html_entities.escape(data, quote=False))

    def _number(self, tag: str, name: str | None) -> int | None:
        """Return which of the kept this is; None for a span without a name. Raises Failure for any other."""
        if name is None and tag == SPAN:
            return None
        for number in range(len(self._kept)):
            if name == f"k{number}":
                return number
        raise Failure(GARBLED)


def _pattern_of(phrases: Phrases) -> re.Pattern[str] | None:
    if not phrases:
        return None
    words = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def sentences(html: str) -> Iterator[str]:
    """Return the words of a message that may hold names and terms, without what is protected anyway."""
    packed = pack(html, {})
    bare = re.sub(r"<span[^>]*>.*?</span>", "<br>", packed.html, flags=re.DOTALL)
    yield from map(html_entities.unescape, re.split(r"<[^>]*>", bare))
