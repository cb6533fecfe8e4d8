"""Scripts count as their language counts, with the words of the catalogues."""

import pytest
from playwright.async_api import expect

from tests.browser.windows import OpenWindow

SAY = """async ([catalog, script, numbers]) => {
  const words = await import(script);
  await words.loadWords(catalog);
  return numbers.map((n) => words.ngettext(
    "Write on: %(num)s message waits on this device and will be sent by itself.",
    "Write on: %(num)s messages wait on this device and will be sent by themselves.",
    n,
  ));
}"""


@pytest.mark.parametrize(
    ("locale", "alike"),
    [
        ("sr-Latn", [[1, 21, 101], [2, 3, 24, 102], [5, 11, 12, 14, 20, 111]]),
        ("sr-Cyrl", [[1, 21, 101], [2, 3, 24, 102], [5, 11, 12, 14, 20, 111]]),
        ("bg", [[1], [2, 5, 11, 21, 101]]),
        ("en", [[1], [2, 5, 11, 21, 101]]),
    ],
)
async def test_plural_forms_follow_the_language(
    window_of: OpenWindow, locale: str, alike: list[list[int]]
) -> None:
    ana = await window_of("ana", locale)
    await ana.open("/")
    await expect(ana.page.locator("html")).to_have_attribute("lang", locale)
    script = await ana.page.locator("script[src*='app.js']").get_attribute("src") or ""
    catalog = await ana.page.locator("body").get_attribute("data-catalog")
    forms = []
    for numbers in alike:
        said = await ana.page.evaluate(SAY, [catalog, script.replace("app.js", "words.js"), numbers])
        assert all(str(number) in sentence for number, sentence in zip(numbers, said, strict=True))
        forms.append(
            {sentence.replace(str(number), "#") for number, sentence in zip(numbers, said, strict=True)}
        )
    assert [len(form) for form in forms] == [1] * len(alike)
    assert len(set.union(*forms)) == len(alike)
