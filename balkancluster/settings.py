"""What an installation may choose, read once from BALKANCLUSTER_* variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PREFIX = "BALKANCLUSTER_"
MEMORY_BUS = "memory:"
BASE_URL = "http://127.0.0.1:8000"
MAIL_FROM = "BalkanCluster <noreply@localhost>"


class SettingsError(Exception):
    """A setting is missing or cannot be used; the text says which, in one sentence."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of one installation.

    `base_url` is the public address, https except in the demo on loopback.
    `demo` and `development` open what a real installation must never show; `demo_people` are the addresses
    of those as whom a newcomer to the demo signs in with one click.
    """

    database_url: str
    base_url: str = BASE_URL
    secret: str = ""
    bus_url: str = MEMORY_BUS
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    trusted_proxies: tuple[str, ...] = ("127.0.0.1",)
    default_locale: str = "en"
    serbian_script: str = "Cyrl"
    site_name: str = "BalkanCluster"
    mail_url: str = ""
    mail_from: str = MAIL_FROM
    demo: bool = False
    demo_people: tuple[str, ...] = ()
    development: bool = False
    sweep_seconds: float = 1.0
    heartbeat_seconds: float = 25.0

    @property
    def secure(self) -> bool:
        """Whether people reach this installation over https."""
        return self.base_url.startswith("https://")


def sqlite_url(data: Path) -> str:
    """Return the database URL of a data folder."""
    return f"sqlite+aiosqlite:///{(data / 'balkancluster.sqlite3').absolute()}"


def read_settings(environment: Mapping[str, str], data: Path | None = None) -> Settings:
    """Read the settings of this process; `data` is the folder given by --data, if any.

    Raises SettingsError when no database is named or a value cannot be read.
    """
    values = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX)
    }
    database_url = sqlite_url(data) if data else values.get("database_url", "")
    if not database_url:
        raise SettingsError("Name the database: give --data DIR or set BALKANCLUSTER_DATABASE_URL.")
    base_url = values.get("base_url", BASE_URL).rstrip("/")
    return Settings(
        database_url=database_url,
        base_url=base_url,
        secret=_secret(values),
        bus_url=_bus_url(values),
        allowed_hosts=_names(values.get("allowed_hosts", ""), default=(_host(base_url),)),
        trusted_proxies=_names(values.get("trusted_proxies", ""), default=("127.0.0.1",)),
        default_locale=values.get("default_locale", "en"),
        serbian_script=values.get("serbian_script", "Cyrl"),
        site_name=values.get("site_name", "BalkanCluster"),
        mail_url=values.get("mail_url", ""),
        mail_from=values.get("mail_from", MAIL_FROM),
        development=values.get("development", "") == "1",
    )


def _bus_url(values: Mapping[str, str]) -> str:
    if values.get("bus_url", MEMORY_BUS) != MEMORY_BUS:
        raise SettingsError("BALKANCLUSTER_BUS_URL can only be memory: in this version.")
    return MEMORY_BUS


def _secret(values: Mapping[str, str]) -> str:
    if path := values.get("secret_file"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(f"BALKANCLUSTER_SECRET_FILE cannot be read: {error.strerror}.") from error
    return values.get("secret", "")


def _names(text: str, default: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip()) or default


def _host(base_url: str) -> str:
    return base_url.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]


def ensure_ready_to_serve(settings: Settings) -> None:
    """Refuse to serve people on settings that are not safe, with one sentence each.

    Raises SettingsError.
    """
    if len(settings.secret) < 32 or len(set(settings.secret)) < 8:
        raise SettingsError("Set BALKANCLUSTER_SECRET to at least 32 random characters.")
    if not settings.secure:
        raise SettingsError("Set BALKANCLUSTER_BASE_URL to the public https address of this server.")
