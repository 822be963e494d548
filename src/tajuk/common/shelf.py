"""What pages that are made in one go share: fetched once, noted by every page that takes it.

A shelf stands while a page, or a group of pages, is made, a second at most. A change that commits meanwhile
has its pages made again, as it would when they had read the old state without a shelf.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from tajuk.common import clock
from tajuk.common.dependencies import keys_of, note, recording, unrecorded

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class _Kept(NamedTuple):
    value: Any
    keys: frozenset[str]


class _Shelf(dict[Hashable, _Kept]):
    def __init__(self, since: datetime) -> None:
        super().__init__()
        self.since = since


_shelf: ContextVar[_Shelf | None] = ContextVar("shelf", default=None)


@contextmanager
def shelf() -> Iterator[datetime]:
    """Let what is made within share what it fetches; one within another is the same shelf.

    Gives the moment since which it stands: nothing on it is older.
    """
    if (outer := _shelf.get()) is not None:
        yield outer.since
        return
    made = _Shelf(clock.now())
    token = _shelf.set(made)
    try:
        yield made.since
    finally:
        _shelf.reset(token)


_lasting: ContextVar[_Shelf | None] = ContextVar("lasting shelf", default=None)
_LASTS = timedelta(seconds=30)
_before: _Shelf | None = None


@contextmanager
def lasting() -> Iterator[None]:
    """Let what `many(…, lasting=True)` fetches within be kept for half a minute, from one page to the next."""
    global _before
    now = clock.now()
    if _before is None or not _before.since <= now < _before.since + _LASTS:
        _before = _Shelf(now)
    token = _lasting.set(_before)
    try:
        yield
    finally:
        _lasting.reset(token)


def once(key: Hashable, make: Callable[[], Value]) -> Value:
    """Return what `make` returns, made once a shelf; whoever takes it notes what making it noted."""
    kept = _shelf.get()
    if kept is None:
        return make()
    found = kept.get(key)
    if found is None:
        with recording() as keys:
            value = make()
        kept[key] = _Kept(value, frozenset(keys))
        return value
    note(*found.keys)
    return found.value  # type: ignore[no-any-return]  # what `make` returned


def many(
    kind: Hashable,
    names: Collection[Key],
    load: Callable[[list[Key]], Mapping[Key, Value]],
    *,
    lasting: bool = False,
) -> dict[Key, Value]:
    """Return values by name, those that are not on the shelf loaded in one go; what `load` leaves out is absent.

    Of each value that is taken, the rows in it are noted, with what was fetched along with them; what `load`
    itself notes is not. `lasting` is for what nobody sees, such as which stories are worth a look: it may be
    half a minute old where somebody made many pages before.
    """
    kept = _lasting.get() if lasting else None
    kept = _shelf.get() if kept is None else kept
    if kept is None:
        kept = _Shelf(clock.now())
    missing = [name for name in dict.fromkeys(names) if (kind, name) not in kept]
    if missing:
        with unrecorded():
            loaded = load(missing)
        for name in missing:
            value = loaded.get(name)
            kept[kind, name] = _Kept(value, frozenset(keys_of(value)))
    found = {name: kept[kind, name] for name in names}
    note(*(key for each in found.values() for key in each.keys))
    return {name: each.value for name, each in found.items() if each.value is not None}
