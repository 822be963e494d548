"""Bake: render an address, note what it was made from, and keep it as a plate."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from zlib import crc32

from django.conf import settings
from django.db import transaction

from tajuk.common import clock
from tajuk.edge.plates import Plate, plate_of
from tajuk.edge.store import PlateStore
from tajuk.press import locks, marks
from tajuk.press.models import MAX_KEY, OutboxEntry, PlateDependency, PlateRecord
from tajuk.press.plates import Policy, edition, is_fragment, policy_of
from tajuk.press.render import NotBakeable, Rendered, render

log = logging.getLogger(__name__)

_STRIPES = 64


@cache
def _store(folder: Path) -> PlateStore:
    return PlateStore(folder)


def store() -> PlateStore:
    """Return the store of plates of this data folder."""
    return _store(Path(settings.DATA) / "plates")


@dataclass(frozen=True, slots=True)
class Baked:
    """What became of a bake: the plate, or None where there is to be none, and whether the disk changed."""

    address: str
    plate: Plate | None
    written: bool


def bake(address: str, *, policy: Policy | None = None, create: bool = True, follow: bool = True) -> Baked:
    """Bake `address` now, whoever else may be at it.

    A page that is not there (404) has no plate: one that it had is removed. Without `create`, only a page
    that can be read (200) makes a plate where there was none; whatever it answers, a plate that is there is
    replaced. With `follow`, the plate is baked again when something it shows was changed and dealt with
    meanwhile. Raises `NotBakeable`, what the database raises, and `OSError` when the disk refuses; the old
    plate stands then.
    """
    policy = policy or policy_of(address.partition("?")[0])
    if policy is None:
        raise NotBakeable(f"{address} keeps no plates")
    with _one_baker(address):
        started = clock.now()
        rendered = render(address)
        if rendered.status == 404:
            drop(address)
            return Baked(address, None, written=False)
        plate = plate_from(address, rendered, policy, now=started)
        if not create and rendered.status != 200 and not PlateRecord.objects.filter(path=address).exists():
            return Baked(address, plate, written=False)
        # The record first: a plate without one would never hear of a change, one without a plate is harmless.
        _record(plate, policy, started)
        missed = follow and OutboxEntry.objects.handled_since(started, plate.keys).exists()
        written = store().write(plate)
        if missed:
            leave_stale([address])
    return Baked(address, plate, written)


def plate_from(address: str, rendered: Rendered, policy: Policy, *, now: datetime) -> Plate:
    """Make the plate of what was rendered. Fragments hold no fragments: `NotBakeable`."""
    pieces = marks.split(rendered.body)
    if is_fragment(address) and any(isinstance(piece, str) for piece in pieces):
        raise NotBakeable(f"the fragment {address} holds a fragment")
    return plate_of(
        address,
        pieces,
        status=rendered.status,
        headers=[*rendered.headers, ("cache-control", policy.cache_control)],
        kind=policy.kind,
        edition=edition(),
        keys=[key[:MAX_KEY] for key in rendered.keys],
        baked_at=now.isoformat(timespec="milliseconds"),
        query=policy.query,
        counted=policy.counted and rendered.status == 200,
    )


def drop(*addresses: str) -> None:
    """Remove plates, so that nobody is served them any more; the next reader asks Django."""
    store().delete(*addresses)
    PlateRecord.objects.filter(path__in=addresses).delete()


def leave_stale(addresses: list[str]) -> None:
    """Let these plates be served until someone asks, who has them baked again."""
    PlateRecord.objects.filter(path__in=addresses, stale=False).update(stale=True)
    store().mark_stale(*addresses)


def _record(plate: Plate, policy: Policy, now: datetime) -> None:
    """Write down what the plate was made from; nothing when that is written already."""
    values = {
        "kind": plate.kind,
        "eager": policy.is_eager(plate.path),
        "edition": plate.edition,
        "digest": plate.digest,
        "status": plate.status,
        "stale": False,
        "keys": list(plate.keys),
    }
    known = PlateRecord.objects.filter(path=plate.path).first()
    if known is not None and all(getattr(known, name) == value for name, value in values.items()):
        return
    with transaction.atomic():
        record, _ = PlateRecord.objects.update_or_create(
            path=plate.path, defaults={**values, "baked_at": now}
        )
        before = set(known.keys) if known is not None else set()
        wanted = set(plate.keys)
        if gone := before - wanted:
            PlateDependency.objects.filter(plate=record, key__in=gone).delete()
        PlateDependency.objects.bulk_create(
            [PlateDependency(plate=record, key=key) for key in sorted(wanted - before)], ignore_conflicts=True
        )


@contextmanager
def _one_baker(address: str) -> Iterator[None]:
    """Let one bake of an address follow another, in all processes: the later shows the later state."""
    with locks.exclusive(f"bake-{crc32(address.encode()) % _STRIPES}"):
        yield


class Flights:
    """One bake an address at a time in this process, however many ask; all get what it brought."""

    def __init__(self) -> None:
        """Begin with nothing in the air."""
        self._guard = threading.Lock()
        self._flying: dict[str, _Flight] = {}

    def fly(self, address: str, work: Callable[[], Baked], *, seconds: float = 30.0) -> Baked:
        """Return what `work` or a call that already runs for `address` returns; raise what it raises."""
        with self._guard:
            flight = self._flying.get(address)
            leads = flight is None
            if flight is None:
                flight = self._flying[address] = _Flight()
        if not leads:
            if not flight.landed.wait(seconds):
                raise TimeoutError(f"{address} was not baked within {seconds:.0f} s")
            return flight.result()
        try:
            flight.baked = work()
        except BaseException as error:
            flight.error = error
            raise
        finally:
            with self._guard:
                del self._flying[address]
            flight.landed.set()
        return flight.baked


class _Flight:
    def __init__(self) -> None:
        self.landed = threading.Event()
        self.baked: Baked | None = None
        self.error: BaseException | None = None

    def result(self) -> Baked:
        if self.error is not None:
            raise self.error
        assert self.baked is not None  # noqa: S101  (landed without an error)
        return self.baked


flights = Flights()
