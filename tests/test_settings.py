"""Settings: read once from the environment, refused in one sentence where they cannot be used."""

from pathlib import Path

import pytest

from balkancluster.settings import Settings, SettingsError, ensure_ready_to_serve, read_settings

SECRET = "Vunena nit iz Leskovca, 5.000 komada"
HTTPS = "https://balkancluster.example"


def test_a_data_folder_names_its_database(tmp_path: Path) -> None:
    assert read_settings({}, tmp_path).database_url == f"sqlite+aiosqlite:///{tmp_path}/balkancluster.sqlite3"


def test_without_a_database_the_sentence_says_how_to_name_one() -> None:
    with pytest.raises(SettingsError, match="--data DIR"):
        read_settings({})


def test_the_host_of_the_base_url_is_the_one_that_is_answered_to() -> None:
    settings = read_settings({"BALKANCLUSTER_BASE_URL": f"{HTTPS}/"}, Path())
    assert (settings.base_url, settings.allowed_hosts) == (HTTPS, ("balkancluster.example",))


@pytest.mark.parametrize(
    ("url", "understood"),
    [
        ("memory:", "memory:"),
        ("redis://cache.example:6380/0", "redis://cache.example:6380/0"),
        ("valkey://cache.example", "redis://cache.example"),
        ("postgresql+asyncpg://ana@db.example/bus", "postgresql://ana@db.example/bus"),
    ],
)
def test_a_bus_is_named_by_its_url(url: str, understood: str) -> None:
    assert read_settings({"BALKANCLUSTER_BUS_URL": url}, Path()).bus_url == understood


@pytest.mark.parametrize(
    "url", ["", "memory", "amqp://localhost", "redis:", "redis://", "postgres://localhost"]
)
def test_a_bus_that_does_not_exist_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="BALKANCLUSTER_BUS_URL must be memory:"):
        read_settings({"BALKANCLUSTER_BUS_URL": url}, Path())


def test_the_bus_of_the_same_database_needs_postgresql() -> None:
    database = {"BALKANCLUSTER_DATABASE_URL": "postgresql+asyncpg://ana@localhost/network"}
    bus = {"BALKANCLUSTER_BUS_URL": "postgresql:"}
    assert read_settings(database | bus).bus_url == "postgresql:"
    with pytest.raises(SettingsError, match="only where the database is PostgreSQL"):
        read_settings(bus, Path())


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    assert read_settings({"BALKANCLUSTER_SECRET_FILE": str(file)}, tmp_path).secret == SECRET
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings({"BALKANCLUSTER_SECRET_FILE": str(tmp_path / "missing")}, tmp_path)


@pytest.mark.parametrize(
    ("secret", "base_url", "said"),
    [("", HTTPS, "SECRET"), ("x" * 40, HTTPS, "SECRET"), (SECRET, "http://balkancluster.example", "https")],
)
def test_people_are_not_served_on_settings_that_are_not_safe(secret: str, base_url: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        ensure_ready_to_serve(Settings(database_url="sqlite+aiosqlite://", secret=secret, base_url=base_url))


def test_safe_settings_are_served() -> None:
    ensure_ready_to_serve(Settings(database_url="sqlite+aiosqlite://", secret=SECRET, base_url=HTTPS))


def test_proxies_are_addresses_or_networks() -> None:
    settings = read_settings({"BALKANCLUSTER_TRUSTED_PROXIES": "10.0.0.2, 10.1.0.0/24,fd00::/64"}, Path())
    assert settings.trusted_proxies == ("10.0.0.2", "10.1.0.0/24", "fd00::/64")


@pytest.mark.parametrize("proxies", ["*", "0.0.0.0/0", "::/0", "proxy.example.org", "10.0.0.2,*"])
def test_nobody_and_anybody_is_no_proxy(proxies: str) -> None:
    with pytest.raises(SettingsError, match="addresses or networks"):
        read_settings({"BALKANCLUSTER_TRUSTED_PROXIES": proxies}, Path())


@pytest.mark.parametrize(
    "wrong",
    [
        {"TRANSLATION": "google"},
        {"TRANSLATION": "libretranslate"},
        {"TRANSLATION": "libretranslate", "TRANSLATION_URL": "http://translate.example.org"},
        {"TRANSLATION": "libretranslate", "TRANSLATION_URL": "http://127.0.0.1.example.org"},
        {"TRANSLATION": "deepl", "TRANSLATION_URL": "https://api.deepl.com"},
        {"TRANSLATION_SITE_CHARACTERS": "many"},
        {"TRANSLATION_PERSON_CHARACTERS": "-1"},
    ],
)
def test_a_translation_service_that_cannot_be_used_is_refused(wrong: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        read_settings({f"BALKANCLUSTER_{name}": value for name, value in wrong.items()}, tmp_path)


@pytest.mark.parametrize(
    "url", ["https://translate.example.org", "http://127.0.0.1:5000", "http://translate:5000"]
)
def test_a_translation_service_of_one_s_own_may_be_named_by_http(url: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("wool-and-silk\n")
    settings = read_settings(
        {
            "BALKANCLUSTER_TRANSLATION": "libretranslate",
            "BALKANCLUSTER_TRANSLATION_URL": url,
            "BALKANCLUSTER_TRANSLATION_KEY_FILE": str(tmp_path / "key"),
        },
        tmp_path,
    )
    assert (settings.translation_url, settings.translation_key) == (url, "wool-and-silk")
    assert "wool-and-silk" not in repr(settings)
