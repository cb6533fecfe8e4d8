"""Devices and time zones in words."""

import pytest

from balkancluster.members.devices import describe_device
from balkancluster.members.time_zones import FIRST, time_zone_choices

CHROME = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0 Mobile Safari/537.36"
)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (CHROME, "Chrome on Android"),
        (CHROME.replace("Linux; Android 14", "Windows NT 10.0") + " Edg/138.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("curl/8.5", "Unknown device"),
        ("Windows", "Windows"),
        ("%s %(browser)s", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_a_browser_is_called_as_people_call_it(user_agent: str, words: str) -> None:
    assert describe_device(user_agent).in_locale("en") == words


@pytest.mark.parametrize("locale", ["sr-Cyrl", "sr-Latn", "bg", "en"])
def test_both_homes_of_the_network_come_first_and_nobodys_own_is_missing(locale: str) -> None:
    choices = time_zone_choices(locale, "America/Toronto")
    assert [zone for zone, _place in choices[:2]] == list(FIRST)
    assert "America/Toronto" in dict(choices)
    assert len(dict(choices)) == len(choices)
    assert dict(choices)["Europe/Sofia"] == ("Sofia" if locale == "en" else dict(choices)["Europe/Sofia"])
