"""The only reader of environment variables."""

import json
import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit


class BadSetting(Exception):
    """A setting that cannot be used; its text is one line that names the setting."""


def data_dir() -> Path:
    """Return the folder that holds everything a newsroom owns (`TAJUK_DATA`, default `tajuk-data`)."""
    return Path(os.environ.get("TAJUK_DATA") or "tajuk-data").absolute()


def text(name: str, default: str = "") -> str:
    """Return the variable's text, stripped, or the default when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def whole(name: str, default: int) -> int:
    """Return the variable as a whole number; raise `BadSetting` when it is something else."""
    raw = text(name, str(default))
    try:
        return int(raw)
    except ValueError:
        raise BadSetting(f"{name} must be a whole number, not {raw!r}") from None


def flag(name: str, default: bool = False) -> bool:
    """Return the variable as yes or no; raise `BadSetting` when it is something else."""
    raw = text(name, "1" if default else "0").lower()
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name} must be 1 or 0, not {raw!r}")


def names(name: str, default: str = "") -> list[str]:
    """Return the variable's comma-separated parts, without empty ones."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def require(*wanted: str) -> None:
    """Raise one `BadSetting` that names every variable of `wanted` that is unset."""
    missing = [name for name in wanted if not text(name)]
    if missing:
        raise BadSetting("these settings are missing: " + ", ".join(missing))


def secrets_of(name: str) -> dict[str, str]:
    """Return the secrets in the JSON file that the variable names: an object of texts; none when it is unset.

    Raises `BadSetting` when the file cannot be used, without telling what is in it.
    """
    if not (path := text(name)):
        return {}
    try:
        told = json.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise BadSetting(f"{name}: {path} cannot be read: {error.strerror or error}") from None
    except ValueError:
        raise BadSetting(f"{name}: {path} is not JSON") from None
    if not isinstance(told, dict) or not all(isinstance(value, str) for value in told.values()):
        raise BadSetting(f"{name}: {path} must hold an object of texts")
    return told


def secret_key(data: Path) -> str:
    """Return `TAJUK_SECRET_KEY`, or the key kept in the data folder, made on first use.

    Raises `BadSetting` when the folder cannot be used.
    """
    if given := text("TAJUK_SECRET_KEY"):
        return given
    try:
        return _kept_key(data / "secret.key")
    except OSError as error:
        raise BadSetting(f"TAJUK_DATA: {data} cannot be used: {error.strerror or error}") from None


def _kept_key(path: Path) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Exclusive creation: two processes that start together must agree on one key.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text().strip()


def database(address: str) -> dict[str, object]:
    """Return Django's settings for `postgres://USER:PASSWORD@HOST:PORT/NAME`; raise `BadSetting` otherwise."""
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise BadSetting("TAJUK_DATABASE must look like postgres://user:password@host:5432/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
