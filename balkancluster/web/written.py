"""What people wrote, in templates: in the script of the reader, with the language of what is shown.

    {{ written(topic.title, topic.lang) }}                     # <span lang="sr-Latn">Dobar dan</span>
    {{ written(topic.excerpt, topic.excerpt_lang, "bdi", "excerpt") }}
    {{ topic.title | read(topic.lang) }}                       # only the words: in an attribute, in a letter
    {% set shown = html | read_html(message.lang) %}           # text, lang, is_converted (i18n.reading.Shown)
    {% set called = person | called %}                         # name, lang (i18n.own_names.Called)

Names of people and organisations are never converted: `called` is the form that the bearer gave for the
script of the reader, or the name as written.
"""

from jinja2 import Environment
from markupsafe import Markup, escape

from balkancluster.i18n.own_names import call
from balkancluster.i18n.reading import Reading, Shown, convert_text, read_html, read_text


def install_written(environment: Environment, reading: Reading) -> None:
    """Give the templates of an environment what the first lines of this file show."""

    def written(text: str, lang: str, element: str = "span", classes: str = "") -> Markup:
        return show(read_text(text, lang, reading), element, classes)

    environment.globals.update(reading=reading, written=written)
    environment.filters.update(
        read=lambda text, lang: convert_text(text, lang, reading),
        read_text=lambda text, lang: read_text(text, lang, reading),
        called=lambda named: call(named, reading),
        read_html=lambda html, lang: read_html(html, lang, reading),
    )


def show(shown: Shown, element: str = "span", classes: str = "") -> Markup:
    """Return an element with a text that is no HTML, and its language."""
    of_class = Markup(' class="{}"').format(classes) if classes else ""
    return Markup('<{0}{1} lang="{2}">{3}</{0}>').format(element, of_class, shown.lang, escape(shown.text))
