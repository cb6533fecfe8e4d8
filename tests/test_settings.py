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


def test_a_bus_of_a_later_version_is_refused() -> None:
    with pytest.raises(SettingsError, match="BUS_URL"):
        read_settings({"BALKANCLUSTER_BUS_URL": "redis://localhost"}, Path())


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
