"""Write down what plates were made from: one transaction and a few queries, however many plates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from tajuk.edge.plates import Plate
from tajuk.press.models import PlateDependency, PlateRecord

_COLUMNS = ("kind", "eager", "edition", "digest", "status", "stale", "keys")
_LOOK_UP = 500
_INSERTED = 400


@dataclass(frozen=True, slots=True)
class Made:
    """A plate, and whether it is one of those that are baked as soon as they change."""

    plate: Plate
    eager: bool

    def values(self) -> dict[str, Any]:
        """Return what its record says, apart from the moment."""
        plate = self.plate
        said = (plate.kind, self.eager, plate.edition, plate.digest, plate.status, False, list(plate.keys))
        return dict(zip(_COLUMNS, said, strict=True))


def write_down(made: Sequence[Made], *, now: datetime) -> None:
    """Record plates that are about to be written; nothing where the same is recorded already."""
    known = _known([each.plate.path for each in made])
    news = [each for each in made if known.get(each.plate.path, (0, {}))[1] != each.values()]
    if not news:
        return
    with transaction.atomic():
        # Once more, and held: a record that is dropped in between takes what is known of its dependencies with it.
        known = _known([each.plate.path for each in news], held=True)
        PlateRecord.objects.bulk_create(
            [PlateRecord(path=each.plate.path, baked_at=now, **each.values()) for each in news],
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=[*_COLUMNS, "baked_at"],
        )
        _depend(news, known)


def _depend(news: list[Made], known: dict[str, tuple[int, dict[str, Any]]]) -> None:
    """Record what the plates were made from, and forget what they are not made from any more."""
    new_paths = [each.plate.path for each in news if each.plate.path not in known]
    numbers = {path: row[0] for path, row in known.items()}
    numbers |= {path: row[0] for path, row in (_known(new_paths) if new_paths else {}).items()}
    rows: list[tuple[int, str]] = []
    for each in news:
        number = numbers[each.plate.path]
        before = set(known[each.plate.path][1]["keys"]) if each.plate.path in known else set()
        wanted = set(each.plate.keys)
        if gone := before - wanted:
            PlateDependency.objects.filter(plate_id=number, key__in=gone).delete()
        rows += [(number, key) for key in sorted(wanted - before)]
    _note_down(rows)


def _note_down(rows: list[tuple[int, str]]) -> None:
    """Add pairs of a plate's number and a key. A page has twenty: as models they took a tenth of its making."""
    name = connection.ops.quote_name
    columns = {field.name: name(str(field.column)) for field in PlateDependency._meta.concrete_fields}
    table, plate, key = name(PlateDependency._meta.db_table), columns["plate"], columns["key"]
    for start in range(0, len(rows), _INSERTED):
        part = rows[start : start + _INSERTED]
        # Nothing here comes from outside: names of columns, and a mark for each value. Another process may have
        # recorded the same page a moment ago.
        sql = (
            f"INSERT INTO {table} ({plate}, {key}) VALUES {', '.join(['(%s, %s)'] * len(part))} "  # noqa: S608
            "ON CONFLICT DO NOTHING"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [value for row in part for value in row])


def _known(paths: list[str], *, held: bool = False) -> dict[str, tuple[int, dict[str, Any]]]:
    found: dict[str, tuple[int, dict[str, Any]]] = {}
    records = PlateRecord.objects.select_for_update() if held else PlateRecord.objects.all()
    for start in range(0, len(paths), _LOOK_UP):
        rows = records.filter(path__in=paths[start : start + _LOOK_UP]).order_by("path")
        for pk, path, *values in rows.values_list("pk", "path", *_COLUMNS):
            found[path] = (pk, dict(zip(_COLUMNS, values, strict=True)))
    return found
