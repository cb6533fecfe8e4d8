"""What an installation may choose, read once from BALKANCLUSTER_* variables."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "BALKANCLUSTER_"
MEMORY_BUS = "memory:"
POSTGRESQL_BUS = "postgresql:"
DATABASE_SCHEMES = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
"""What a database URL may begin with, and the driver that serves it."""

DATABASE_URL_WRONG = (
    "BALKANCLUSTER_DATABASE_URL must begin with postgresql+asyncpg:// or sqlite+aiosqlite://."
)

BUS_SCHEMES = {
    "redis": "redis",
    "rediss": "rediss",
    "valkey": "redis",
    "valkeys": "rediss",
    "postgresql": "postgresql",
    "postgresql+asyncpg": "postgresql",
}
"""What a bus URL may begin with, and what the drivers call it."""

BUS_URL_WRONG = (
    "BALKANCLUSTER_BUS_URL must be memory:, postgresql: for the same database, or the address of a server "
    "that begins with postgresql://, redis://, rediss:// or valkey://."
)
NO_TRANSLATION = "none"
LIBRETRANSLATE = "libretranslate"
DEEPL = "deepl"
TRANSLATION_WRONG = (
    "BALKANCLUSTER_TRANSLATION must be none, libretranslate or deepl; the latter two need "
    "BALKANCLUSTER_TRANSLATION_URL, the https address of the service, and deepl its key besides."
)
CHARACTERS_WRONG = "{} must be a whole number of characters in a day."
BASE_URL = "http://127.0.0.1:8000"
MAIL_FROM = "BalkanCluster <noreply@localhost>"
MEGABYTE = 1_000_000
MEGABYTES_WRONG = "{} must be a whole number of megabytes, such as {}."
PROXIES_WRONG = (
    "BALKANCLUSTER_TRUSTED_PROXIES needs the addresses or networks of your own proxies with commas between "
    "them, such as 10.0.0.2 or 10.0.0.0/24."
)


class SettingsError(Exception):
    """A setting is missing or cannot be used; the text says which, in one sentence."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of one installation.

    `base_url` is the public address, https except in the demo on loopback.
    `files_url` is the folder or object store of files (`files_place`). `file_bytes` is the most
    that one file may have, `person_file_bytes` all of a person's, `site_file_bytes` all of the site.
    `demo` and `development` open what a real installation must never show; `demo_people` are the addresses
    of those as whom a newcomer to the demo signs in with one click. `translation` names the service that
    translates messages: without one nothing is ever sent anywhere. Its limits are characters in a day.
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
    files_url: str = ""
    file_bytes: int = 50 * MEGABYTE
    person_file_bytes: int = 500 * MEGABYTE
    site_file_bytes: int = 10_000 * MEGABYTE
    clamd_url: str = ""
    translation: str = NO_TRANSLATION
    translation_url: str = ""
    translation_key: str = field(default="", repr=False)
    translation_site_characters: int = 200_000
    translation_person_characters: int = 20_000
    demo: bool = False
    demo_people: tuple[str, ...] = ()
    development: bool = False
    sweep_seconds: float = 1.0
    heartbeat_seconds: float = 25.0
    presence_seconds: float = 1.5

    @property
    def key(self) -> str:
        """What this installation signs with: its secret, or, in a demo without one, where its data is."""
        return self.secret or self.database_url

    @property
    def files_place(self) -> str:
        """Where files are kept: as chosen, else beside a SQLite database; empty where nothing was chosen."""
        scheme, _colon, path = self.database_url.partition(":///")
        beside = str(Path(path).parent / "files") if scheme.startswith("sqlite") and path else ""
        return self.files_url or beside

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
    database_url = sqlite_url(data) if data else _database_url(values.get("database_url", ""))
    base_url = values.get("base_url", BASE_URL).rstrip("/")
    return Settings(
        database_url=database_url,
        base_url=base_url,
        secret=_secret(values),
        bus_url=_bus_url(values.get("bus_url", MEMORY_BUS), database_url),
        allowed_hosts=_names(values.get("allowed_hosts", ""), default=(_host(base_url),)),
        trusted_proxies=_proxies(values.get("trusted_proxies", "")),
        default_locale=values.get("default_locale", "en"),
        serbian_script=values.get("serbian_script", "Cyrl"),
        site_name=values.get("site_name", "BalkanCluster"),
        mail_url=values.get("mail_url", ""),
        mail_from=values.get("mail_from", MAIL_FROM),
        files_url=values.get("files_url", ""),
        file_bytes=_bytes("file_megabytes", values.get("file_megabytes", ""), 50),
        person_file_bytes=_bytes("person_megabytes", values.get("person_megabytes", ""), 500),
        site_file_bytes=_bytes("site_megabytes", values.get("site_megabytes", ""), 10_000),
        clamd_url=values.get("clamd_url", ""),
        development=values.get("development", "") == "1",
        **_translation(values),
    )


def _database_url(url: str) -> str:
    if not url:
        raise SettingsError("Name the database: give --data DIR or set BALKANCLUSTER_DATABASE_URL.")
    scheme, _colon, place = url.partition("://")
    if scheme not in DATABASE_SCHEMES or not place:
        raise SettingsError(DATABASE_URL_WRONG)
    return f"{DATABASE_SCHEMES[scheme]}://{place}"


def _bus_url(url: str, database_url: str) -> str:
    scheme, has_server, server = url.partition("://")
    if url == MEMORY_BUS:
        return url
    if url == POSTGRESQL_BUS:
        if not database_url.startswith("postgresql"):
            raise SettingsError(
                "BALKANCLUSTER_BUS_URL can be postgresql: only where the database is PostgreSQL."
            )
        return url
    if scheme not in BUS_SCHEMES or not has_server or not server:
        raise SettingsError(BUS_URL_WRONG)
    return f"{BUS_SCHEMES[scheme]}://{server}"


def _bytes(name: str, text: str, usual: int) -> int:
    if text and not (text.isascii() and text.isdecimal() and 0 < int(text) < 10**9):
        raise SettingsError(MEGABYTES_WRONG.format(PREFIX + name.upper(), usual))
    return int(text or usual) * MEGABYTE


def _secret(values: Mapping[str, str]) -> str:
    return _read_file("SECRET_FILE", values.get("secret_file", "")) or values.get("secret", "")


def _read_file(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip() if path else ""
    except OSError as error:
        raise SettingsError(f"{PREFIX}{name} cannot be read: {error.strerror}.") from error


def _translation(values: Mapping[str, str]) -> dict[str, Any]:
    service = values.get("translation", NO_TRANSLATION)
    url = values.get("translation_url", "")
    key = _read_file("TRANSLATION_KEY_FILE", values.get("translation_key_file", ""))
    key = key or values.get("translation_key", "")
    if service not in {NO_TRANSLATION, LIBRETRANSLATE, DEEPL}:
        raise SettingsError(TRANSLATION_WRONG)
    if service != NO_TRANSLATION and not _is_service_address(url):
        raise SettingsError(TRANSLATION_WRONG)
    if service == DEEPL and not key:
        raise SettingsError(TRANSLATION_WRONG)
    return {
        "translation": service,
        "translation_url": url,
        "translation_key": key,
        "translation_site_characters": _characters(
            "TRANSLATION_SITE_CHARACTERS", values.get("translation_site_characters", "200000")
        ),
        "translation_person_characters": _characters(
            "TRANSLATION_PERSON_CHARACTERS", values.get("translation_person_characters", "20000")
        ),
    }


def _is_service_address(url: str) -> bool:
    """Whether texts and keys travel there unseen: over https, or within one's own network."""
    scheme, host = urlsplit(url).scheme, urlsplit(url).hostname or ""
    if scheme != "http":
        return scheme == "https" and bool(host)
    with contextlib.suppress(ValueError):
        return ip_address(host).is_private
    return bool(host) and "." not in host


def _characters(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 13):
        raise SettingsError(CHARACTERS_WRONG.format(f"{PREFIX}{name}"))
    return int(text)


def _names(text: str, default: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip()) or default


def _proxies(text: str) -> tuple[str, ...]:
    """Read addresses and networks; whoever could be anybody must not be believed who a visitor is."""
    names = _names(text, default=("127.0.0.1",))
    try:
        widths = [ip_network(name).prefixlen for name in names]
    except ValueError:
        widths = [0]
    if 0 in widths:
        raise SettingsError(PROXIES_WRONG)
    return names


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
