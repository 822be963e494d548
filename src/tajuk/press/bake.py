"""Bake: render addresses, note what they were made from, and keep them as plates."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from zlib import crc32

from django.conf import settings
from django.db import DatabaseError

from tajuk.common import clock
from tajuk.common.shelf import shelf
from tajuk.edge.plates import Plate, plate_of
from tajuk.edge.store import PlateStore
from tajuk.press import locks, marks
from tajuk.press.enums import Priority
from tajuk.press.flights import Flights
from tajuk.press.models import MAX_KEY, OutboxEntry, PlateRecord
from tajuk.press.plates import Policy, edition, fetch_ahead, is_fragment, policy_of
from tajuk.press.records import Made, write_down
from tajuk.press.render import NotBakeable, Rendered, render

log = logging.getLogger(__name__)

_STRIPES = 64
_LOOK_UP = 500


@cache
def _store(folder: Path) -> PlateStore:
    return PlateStore(folder)


def store() -> PlateStore:
    """Return the store of plates of this data folder."""
    return _store(Path(settings.DATA) / "plates")


@dataclass(slots=True)
class Baked:
    """What became of a bake: the plate, or None where there is to be none, and whether the disk changed.

    `rendered` is what the site answered; `error` says why the page could not be made or kept.
    """

    address: str
    plate: Plate | None = None
    written: bool = False
    rendered: Rendered | None = None
    error: Exception | None = None


flights: Flights[Baked] = Flights()


def bake(
    address: str,
    *,
    policy: Policy | None = None,
    create: bool = True,
    follow: bool = True,
    needed: bool = False,
) -> Baked:
    """Bake `address` now, whoever else may be at it.

    A page that is not there (404) has no plate: one that it had is removed. Without `create`, only a page
    that can be read (200) makes a plate where there was none; whatever it answers, a plate that is there is
    replaced. With `follow`, the plate is baked again when something it shows was changed and dealt with
    meanwhile. With `needed`, a fresh plate that another process has made meanwhile will do. Raises
    `NotBakeable`, what the database raises, and `OSError` when the disk refuses; the old plate stands then.
    """
    if not needed:
        [baked] = bake_together({address: policy}, create=create, follow=follow)
    else:
        with _one_baker([address]):
            stored = store().read(address)
            if stored is not None and not stored.stale:
                return Baked(address, stored.plate)
            baked = _bake_together({address: policy}, create=create, follow=follow)[0]
    if baked.error is not None:
        raise baked.error
    return baked


def bake_together(
    wanted: Mapping[str, Policy | None], *, create: bool = True, follow: bool = True
) -> list[Baked]:
    """Bake addresses in one go, as `bake` does each: what they share is fetched once, the disk waited for once.

    An address that fails says so in its `error` and keeps none of the others; what the database raises is raised.
    """
    with _one_baker(wanted):
        return _bake_together(wanted, create=create, follow=follow)


def _bake_together(wanted: Mapping[str, Policy | None], *, create: bool, follow: bool) -> list[Baked]:
    with shelf() as since:
        due = {path: policy or policy_of(path.partition("?")[0]) for path, policy in wanted.items()}
        fetch_ahead(due)
        tried = [_rendered(path, policy) for path, policy in due.items()]
        if gone := [each.address for each in tried if each.rendered and each.rendered.status == 404]:
            drop(*gone)
        kept = [each for each in tried if each.plate is not None]
        if not create:
            kept = _readable_or_known(kept)
        # The record first: a plate without one would never hear of a change, one without a plate is harmless.
        write_down([Made(each.plate, _is_eager(due, each)) for each in kept if each.plate], now=clock.now())
        missed = _missed(kept, since) if follow else {}
        _write(kept)
        _take_back(kept)
        if missed:
            _overtaken(missed)
    return tried


def _take_back(made: list[Baked]) -> None:
    """Remove the plates that were dropped while they were being written: without a record they hear of nothing."""
    written = {each.address for each in made if each.written}
    if not written:
        return
    known = PlateRecord.objects.filter(path__in=written).values_list("path", flat=True)
    if dropped := written.difference(known):
        store().delete(*dropped)


def _overtaken(missed: Mapping[str, bool]) -> None:
    """Let plates that a change overtook be baked again; none that may show what was withdrawn is served till then."""
    drop(*(path for path, is_withdrawn in missed.items() if is_withdrawn))
    leave_stale([path for path, is_withdrawn in missed.items() if not is_withdrawn])


def _rendered(address: str, policy: Policy | None) -> Baked:
    """Return the plate of an address, not kept yet; none, and why, where it cannot be made."""
    started = clock.now()
    try:
        if policy is None:
            raise NotBakeable(f"{address} keeps no plates")
        rendered = render(address)
        plate = None if rendered.status == 404 else plate_from(address, rendered, policy, now=started)
    except DatabaseError:
        raise
    except Exception as error:
        return Baked(address, error=error)
    return Baked(address, plate, rendered=rendered)


def _is_eager(due: Mapping[str, Policy | None], each: Baked) -> bool:
    policy = due[each.address]
    return policy is not None and policy.is_eager(each.address)


def _readable_or_known(made: list[Baked]) -> list[Baked]:
    """Leave out notices and redirects where there was no plate."""
    others = [each.address for each in made if each.plate and each.plate.status != 200]
    if not others:
        return made
    known = set(PlateRecord.objects.filter(path__in=others).values_list("path", flat=True))
    new = set(others) - known
    return [each for each in made if each.address not in new]


def _missed(made: Iterable[Baked], since: datetime) -> dict[str, bool]:
    """Return those that show what was changed and dealt with while they were made, and whether that was withdrawn."""
    pages = {each.address: set(each.plate.keys) for each in made if each.plate}
    every = sorted(set().union(*pages.values()))
    handled: set[str] = set()
    withdrawn: set[str] = set()
    for start in range(0, len(every), _LOOK_UP):
        entries = OutboxEntry.objects.handled_since(since, every[start : start + _LOOK_UP])
        for name, priority in entries.values_list("name", "priority"):
            handled.add(name)
            if priority == Priority.WITHDRAWAL:
                withdrawn.add(name)
    return {path: bool(withdrawn & keys) for path, keys in pages.items() if handled & keys} if handled else {}


def _write(made: list[Baked]) -> None:
    plates = [each.plate for each in made if each.plate]
    for each, said in zip(made, _kept(plates), strict=True):
        if isinstance(said, OSError):
            each.plate, each.error = None, said
        else:
            each.written = said


def _kept(plates: list[Plate]) -> list[OSError | bool]:
    if len(plates) != 1:
        return store().write_all(plates)
    try:
        return [store().write(plates[0])]
    except OSError as error:
        return [error]


def plate_from(address: str, rendered: Rendered, policy: Policy, *, now: datetime) -> Plate:
    """Make the plate of what was rendered. Fragments hold no fragments: `NotBakeable`."""
    pieces = marks.split(rendered.body)
    if is_fragment(address) and any(isinstance(piece, str) for piece in pieces):
        raise NotBakeable(f"the fragment {address} holds a fragment")
    return plate_of(
        address,
        pieces,
        status=rendered.status,
        headers=[*rendered.headers, ("cache-control", policy.cache_control(rendered.status))],
        kind=policy.kind,
        edition=edition(),
        keys=[key[:MAX_KEY] for key in rendered.keys],
        baked_at=now.isoformat(timespec="milliseconds"),
        query=policy.query,
        counted=policy.counted and rendered.status == 200,
    )


def drop(*addresses: str) -> None:
    """Remove plates, so that nobody is served them any more; the next reader asks Django.

    The record goes first: whoever writes such a plate just now sees that, and takes it back.
    """
    if addresses:
        PlateRecord.objects.filter(path__in=addresses).delete()
        store().delete(*addresses)


def leave_stale(addresses: list[str]) -> None:
    """Let these plates be served until someone asks, who has them baked again."""
    PlateRecord.objects.filter(path__in=addresses, stale=False).update(stale=True)
    store().mark_stale(*addresses)


def leave_for_archive(addresses: list[str]) -> None:
    """Have these plates baked anew as those of an older edition are: in the gaps, those that are read most first."""
    PlateRecord.objects.filter(path__in=addresses).exclude(edition="").update(edition="")


@contextmanager
def _one_baker(addresses: Iterable[str]) -> Iterator[None]:
    """Let one bake of an address follow another, in all processes: the later shows the later state."""
    stripes = sorted({crc32(address.encode()) % _STRIPES for address in addresses})
    with ExitStack() as held:
        for stripe in stripes:  # in one order everywhere: nobody waits for somebody who waits for them
            held.enter_context(locks.exclusive(f"bake-{stripe}"))
        yield
