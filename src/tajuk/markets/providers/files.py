"""Files dropped into a folder, JSON or CSV by the declared mapping of `mapping`.

The folder is `quotes/<provider>/` in the data folder and no other: settings come from a screen. A file is written
under a name that begins with a dot or ends in `.part` or `.tmp`, and renamed when it is whole. Files are taken in the
order of their names; one that was read goes to `done/`, one that cannot be read to `failed/`.
Settings: `format` (`json`, `csv`, or told by the name), and those of the mapping; without `fields`, JSON holds ticks
as they are pushed.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from tajuk.markets.providers import Call, ProviderError, Told, Unreadable, Wanted, mapped_csv, mapped_json
from tajuk.markets.providers.mapped_json import parsed
from tajuk.markets.providers.mapping import joined
from tajuk.markets.ticks import BadTick, read_tick

LARGEST: Final = 5 * 1024 * 1024
_AT_ONCE: Final = 50
_KEPT: Final = 200
_UNFINISHED: Final = (".part", ".tmp")


def fetch(call: Call) -> Told:
    """Return what the next files tell; raise `ProviderError` for the first unreadable one when none was readable."""
    call.folder.mkdir(parents=True, exist_ok=True)
    told: list[Told] = []
    errors: list[str] = []
    for path in _waiting(call.folder):
        try:
            told.append(read(path, call))
        except ProviderError as error:
            errors.append(f"{path.name[:80]}: {error}")
            _put(path, call.folder / "failed")
        else:
            call.settle.append(_later(path, call.folder / "done"))
    if errors and not told:
        raise ProviderError(errors[0])
    return joined(told)


def _later(path: Path, folder: Path) -> Callable[[], None]:
    return lambda: _put(path, folder)


def _waiting(folder: Path) -> Sequence[Path]:
    """Return the next whole files; links are not followed."""
    found = sorted(
        path
        for path in folder.iterdir()
        if path.is_file()
        and not path.is_symlink()
        and not path.name.startswith(".")
        and path.suffix.lower() not in _UNFINISHED
    )
    return found[:_AT_ONCE]


def read(path: Path, call: Call) -> Told:
    """Return what one file tells; raise `ProviderError` in one line."""
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST + 1)
    except OSError as error:
        raise ProviderError(f"it cannot be read: {error.strerror}") from None
    if len(body) > LARGEST:
        raise ProviderError(f"it is longer than {LARGEST} bytes")
    kind = str(call.settings.get("format") or path.suffix.lstrip(".")).lower()
    if "fields" not in call.settings and kind != "csv":
        return plain(parsed(body), call.wanted)
    reader = mapped_csv.read if kind == "csv" else mapped_json.read
    return reader(body, call.wanted, settings=call.settings)


def plain(told: Any, wanted: Sequence[Wanted]) -> Told:
    """Return ticks that stand as they are pushed: a list of them, or an object with `ticks`."""
    rows = told.get("ticks") if isinstance(told, dict) else told
    if not isinstance(rows, list):
        raise ProviderError('it holds no {"ticks": [...]}')
    symbols = {one.symbol for one in wanted}
    ticks, unreadable = [], []
    for row in rows:
        try:
            ticks.append(read_tick(row))
        except BadTick as error:
            symbol = row.get("symbol") if isinstance(row, dict) else None
            if isinstance(symbol, str) and symbol in symbols:
                unreadable.append(Unreadable(symbol, row, str(error)))
    if rows and not ticks:
        raise ProviderError("it holds no tick that can be read")
    return Told(ticks, unreadable)


def _put(path: Path, folder: Path) -> None:
    """Move a file out of the way, and forget the oldest of those that lie there."""
    folder.mkdir(exist_ok=True)
    with suppress(FileNotFoundError):
        path.replace(folder / path.name)
    kept = sorted((old for old in folder.iterdir() if old.is_file()), key=lambda old: old.stat().st_mtime)
    for old in kept[:-_KEPT]:
        old.unlink(missing_ok=True)
