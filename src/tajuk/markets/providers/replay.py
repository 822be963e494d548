"""Replay of a recorded session: its ticks come again at the same distances, or faster.

A recording is JSON Lines, one tick a line as they are pushed, in the order of their times, in the provider's folder
(`quotes/<provider>/`); a provider whose settings say `"record": true` writes one a day.
Settings: `file`, its name; `speed`, how many times as fast (1); `repeat`, true to begin again at the end;
`as_recorded`, true to keep the recorded times, where otherwise the first tick is of now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import orjson

from tajuk.markets.providers import Call, ProviderError, Told
from tajuk.markets.ticks import BadTick, Tick, read_tick

LARGEST: Final = 200 * 1024 * 1024
_LONGEST_LINE: Final = 10_000


@dataclass(slots=True)
class _Place:
    """Where a replay stands: when it began, the recording's first time, the bytes and ticks that are told."""

    file: str
    start: datetime
    first: datetime | None = None
    offset: int = 0
    done: int = 0

    @classmethod
    def of(cls, memory: Mapping[str, Any], name: str, now: datetime) -> "_Place":
        """Return the place that was remembered, or the beginning of another recording."""
        if memory.get("file") != name:
            return cls(name, now)
        first = datetime.fromisoformat(memory["first"]) if memory["first"] else None
        return cls(name, datetime.fromisoformat(memory["start"]), first, memory["offset"], memory["done"])

    def kept(self) -> dict[str, Any]:
        """Return the place as it is remembered."""
        first = self.first.isoformat() if self.first else None
        start = self.start.isoformat()
        return {"file": self.file, "start": start, "first": first, "offset": self.offset, "done": self.done}


def fetch(call: Call) -> Told:
    """Return the ticks whose time has come since the last poll; raise `ProviderError` in one line."""
    path, speed = _file(call), _speed(call)
    place = _Place.of(call.memory, path.name, call.now)
    ticks: list[Tick] = []
    at_end = True
    for tick, end in recorded(path, place.offset, place.done):
        place.first = place.first or tick.as_of
        due = place.start + (tick.as_of - place.first) / speed
        if due > call.now:
            at_end = False
            break
        place.offset, place.done = end, place.done + 1
        ticks.append(tick if call.settings.get("as_recorded") else _moved(tick, due, place.done))
    if place.first is None:
        raise ProviderError(f"{path.name}: the recording is empty")
    if at_end and call.settings.get("repeat"):
        place = _Place(path.name, call.now + timedelta(seconds=1))
    call.memory.update(place.kept())
    return Told(ticks)


def _moved(tick: Tick, due: datetime, number: int) -> Tick:
    # The day of the previous close is another one now: the market's calendar says which.
    return replace(tick, as_of=due, sequence=number, previous_close_date=None)


def recorded(path: Path, offset: int = 0, done: int = 0) -> Iterator[tuple[Tick, int]]:
    """Yield the ticks of a recording from a byte on, each with the byte that it ends at; raise `ProviderError`."""
    try:
        with path.open("rb") as lines:
            lines.seek(offset)
            for number, line in enumerate(lines, done + 1):
                offset += len(line)
                if line.strip():
                    yield _tick(line, path.name, number), offset
    except OSError as error:
        raise ProviderError(f"{path.name}: it cannot be read: {error.strerror}") from None


def _tick(line: bytes, name: str, number: int) -> Tick:
    try:
        return read_tick(orjson.loads(line[:_LONGEST_LINE]))
    except (orjson.JSONDecodeError, BadTick) as error:
        raise ProviderError(f"{name}, line {number}: {error}") from None


def _file(call: Call) -> Path:
    name = call.settings.get("file")
    if not isinstance(name, str) or not name or Path(name).name != name or name.startswith("."):
        raise ProviderError("settings: file must be the name of a recording in the provider's folder")
    path = call.folder / name
    try:
        if path.is_symlink() or path.stat().st_size > LARGEST:
            raise ProviderError(f"{name}: it is a link, or longer than {LARGEST} bytes")
    except OSError:
        raise ProviderError(f"{name}: there is no such recording") from None
    return path


def _speed(call: Call) -> float:
    try:
        speed = float(call.settings.get("speed", 1))
    except (TypeError, ValueError):
        speed = 0.0
    if not 0 < speed <= 10_000:
        raise ProviderError("settings: speed must be above 0, at most 10000")
    return speed
