"""What is wrong with a page that a person has open, one sentence each."""

from functools import cache
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, ViewportSize

from balkancluster.i18n.catalogs import forms_of, read_catalog
from balkancluster.i18n.locales import SOURCE

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = ViewportSize(width=320, height=640)
WIDE = ViewportSize(width=1280, height=900)
TALL = ViewportSize(width=360, height=16_000)
"""A phone so tall that nothing lies half under its bars, which axe-core would call too small to touch."""

# Texts that a page says in its own language: those marked with another one are somebody's words.
SPOKEN = """locale => {
  const foreign = element => element.closest('[lang]')?.lang !== locale || element.closest('[translate=no]');
  const texts = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!foreign(element) && !element.closest('script, style')) texts.push(walker.currentNode.data);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      if (element.hasAttribute(name) && !foreign(element)) texts.push(element.getAttribute(name));
    }
  }
  return texts.map(text => text.replace(/\\s+/g, ' ').trim()).filter(Boolean);
}"""

# Those that are open already, because there is room for them, are part of the page.
MENUS = """() => {
  const menus = new Map();
  for (const menu of document.querySelectorAll('[popover]')) {
    if (getComputedStyle(menu).display === 'none') menus.set(menu.className, menu.id);
  }
  return [...menus.values()];
}"""


async def find_violations(page: Page) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA and good practice."""
    return await _ask_axe(page, {"type": "tag", "values": RULES})


async def find_faint_in_the_dark(page: Page) -> list[str]:
    """Return what cannot be read well in the dark theme, which changes colours and nothing else."""
    await page.emulate_media(color_scheme="dark")
    found = await _ask_axe(page, {"type": "rule", "values": ["color-contrast"]})
    await page.emulate_media(color_scheme="light")
    return [f"in the dark: {fault}" for fault in found]


async def find_violations_in_menus(page: Page) -> list[str]:
    """Return what axe-core finds in everything that opens at a button, one of each kind."""
    faults = []
    for menu in await page.evaluate(MENUS):
        await page.evaluate("id => document.getElementById(id).showPopover()", menu)
        found = await _ask_axe(page, {"type": "tag", "values": RULES}, f"[id='{menu}']")
        faults += [f"in the menu {menu}: {fault}" for fault in found]
        await page.evaluate("id => document.getElementById(id).hidePopover()", menu)
    return faults


async def _ask_axe(page: Page, rules: dict[str, Any], part: str | None = None) -> list[str]:
    found = await Axe().run(page, context=part, options={"runOnly": rules, "resultTypes": ["violations"]})
    return [_describe(violation) for violation in found.response["violations"]]


def _describe(violation: dict[str, Any]) -> str:
    places = [f"{node['target'][0]} ({node['failureSummary']})" for node in violation["nodes"][:3]]
    return f"{violation['id']}: {violation['help']}: {'; '.join(places)}"


async def find_untranslated(page: Page, locale: str) -> list[str]:
    """Return the English texts of a page in another language."""
    if locale == SOURCE:
        return []
    spoken: list[str] = await page.evaluate(SPOKEN, locale)
    return [f"not translated: {text}" for text in spoken if text in _english(locale)]


@cache
def _english(locale: str) -> frozenset[str]:
    """Return the texts that read otherwise in this locale."""
    entries = [entry for entry in read_catalog(locale) if entry.id]
    said = {form for entry in entries for form in forms_of(entry)}
    return frozenset(form for entry in entries for form in _forms(entry.id)) - said


def _forms(source: str | tuple[str, ...] | list[str]) -> list[str]:
    return [source] if isinstance(source, str) else list(source)


async def find_wrong_language(page: Page, locale: str) -> list[str]:
    """Return a fault when the page does not say that it is in this language."""
    lang = await page.evaluate("document.documentElement.lang")
    return [] if lang == locale else [f"says that it is in {lang}"]


async def find_overflow(page: Page) -> list[str]:
    """Return a fault when a page on a narrow phone must be moved sideways."""
    width = await page.evaluate("document.documentElement.scrollWidth")
    return [] if width <= NARROW["width"] else [f"is {width} pixels wide on a phone of {NARROW['width']}"]
