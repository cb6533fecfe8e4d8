"""What `balkancluster i18n check` finds in a catalogue that somebody has spoiled."""

import pytest
from babel.messages.catalog import Catalog

from balkancluster.i18n.catalog_checks import check_by_hand, check_derived, check_sources, count

SCRIPT = [("balkancluster/web/static/js/live.js", 1)]
PAGE = [("templates/home.html", 1)]
GREETING = "Good day, %(name)s."
LINK = 'Read <a href="/rules">the rules</a>'
ROOMS = ("A room", "%(num)s rooms")


def sources_of(*texts: str | tuple[str, str], locations: list[tuple[str, int]] = PAGE) -> Catalog:
    catalog = Catalog()
    for text in texts:
        catalog.add(text, locations=locations)
    return catalog


def translated(
    tag: str, words: dict[str | tuple[str, str], str | tuple[str, ...]], **options: object
) -> Catalog:
    catalog = Catalog(locale=tag.replace("-", "_"))
    for text, said in words.items():
        catalog.add(text, said, locations=PAGE, **options)  # type: ignore[arg-type]
    return catalog


def broken_rules(tag: str, english: str | tuple[str, str], said: str | tuple[str, ...]) -> set[str]:
    findings = check_by_hand(tag, translated(tag, {english: said}), sources_of(english))
    return {finding.rule for finding in findings}


@pytest.mark.parametrize(
    ("tag", "english", "said", "rule"),
    [
        ("bg", GREETING, "Добър ден, %(person)s.", "placeholders"),
        ("bg", LINK, 'Прочетете <a href="/pravila">правилата</a>', "tags"),
        ("bg", "by ", "от", "edges"),
        ("sr-Cyrl", GREETING, "Добар дан, %(name)s", "ending"),
        ("sr-Cyrl", "Room", "Room", "untranslated"),
        ("sr-Cyrl", "Message", "Съобщение", "letters"),
        ("sr-Cyrl", "They", "Они су дошлы", "letters"),
        ("bg", "Message", "Порука љубав", "letters"),
        ("bg", "House", "Къщa", "mixed word"),
        ("sr-Cyrl", "File", "Фајл или file", "Latin word"),
        ("sr-Cyrl", "Say “yes”", 'Реци "да"', "quotes"),
        ("bg", "Say “yes”", "Кажи „да”", "quotes"),
        ("bg", "One, two", "Едно , две", "spaces"),
        ("bg", "One two", "Едно  две", "spaces"),
        ("bg", "One two", "Едно\u0007 две", "characters"),
        ("sr-Cyrl", ROOMS, ("%(num)s соба", "%(num)s собе"), "plural forms"),
        ("sr-Cyrl", ROOMS, ("Једна соба", "%(num)s собе", "%(num)s соба"), "placeholders"),
        ("bg", ROOMS, ("Една стая", ""), "missing"),
        ("bg", "Room", "  ", "missing"),
    ],
)
def test_a_spoiled_translation_is_found(
    tag: str, english: str | tuple[str, str], said: str | tuple[str, ...], rule: str
) -> None:
    assert rule in broken_rules(tag, english, said)


@pytest.mark.parametrize(
    ("tag", "english", "said"),
    [
        ("bg", GREETING, "Добър ден, %(name)s."),
        ("bg", ROOMS, ("Една стая", "%(num)s стаи")),
        ("sr-Cyrl", ROOMS, ("%(num)s соба", "%(num)s собе", "%(num)s соба")),
        ("sr-Cyrl", LINK, 'Прочитајте <a href="/rules">правила</a>'),
        ("sr-Cyrl", "BalkanCluster in JSON", "BalkanCluster у облику JSON"),
        ("bg", "It says “hello” …", "Казва „hello“ …"),
        ("bg", "Write to ana@balkan.example", "Пишете на ana@balkan.example"),
        ("sr-Cyrl", "12:30", "12:30"),
    ],
)
def test_a_good_translation_is_left_alone(
    tag: str, english: str | tuple[str, str], said: str | tuple[str, ...]
) -> None:
    assert broken_rules(tag, english, said) == set()


def test_a_text_that_no_page_says_is_stale() -> None:
    findings = check_by_hand("bg", translated("bg", {"Room": "Стая", "Hall": "Зала"}), sources_of("Room"))
    assert [(finding.text, finding.rule) for finding in findings] == [("“Hall”", "stale")]


def test_a_guess_is_not_a_translation() -> None:
    guessed = translated("bg", {"Room": "Стая"}, flags=["fuzzy"])
    assert [finding.rule for finding in check_by_hand("bg", guessed, sources_of("Room"))] == ["fuzzy"]
    assert count("bg", guessed, sources_of("Room")).missing == 1


def test_a_new_text_and_one_that_scripts_begin_to_use_make_a_catalogue_out_of_date() -> None:
    catalog = translated("bg", {"Room": "Стая"})
    for sources in (sources_of("Room", "Hall"), sources_of("Room", locations=SCRIPT)):
        findings = check_by_hand("bg", catalog, sources)
        assert [finding.rule for finding in findings] == ["not current"]
        assert "balkancluster i18n update" in str(findings[0])


def test_a_finding_names_catalogue_entry_rule_and_what_to_do() -> None:
    catalog = Catalog(locale="bg")
    catalog.add("Open", "Отворен.", locations=PAGE, context="room")
    sources = Catalog()
    sources.add("Open", locations=PAGE, context="room")
    (finding,) = check_by_hand("bg", catalog, sources)
    assert str(finding) == (
        "bg: (room) “Open”: ending: end with the same mark as the English text (. : ? ! …), or with none"
    )


def test_latin_with_cyrillic_left_in_it_is_found() -> None:
    catalog = Catalog(locale="sr_Latn")
    catalog.add("Room", "Sobа")
    assert [finding.rule for finding in check_derived("sr-Latn", catalog)] == ["script"]


def test_an_english_text_with_straight_quotes_is_found() -> None:
    assert [finding.catalog for finding in check_sources(sources_of('Say "yes"', LINK))] == ["en"]


def test_words_are_counted_in_every_form_without_placeholders() -> None:
    done = count("bg", translated("bg", {ROOMS: ("Една стая", "%(num)s стаи")}), sources_of(ROOMS, "Hall"))
    assert (done.translated, done.missing, done.words) == (1, 1, 3)
