"""Write many rows at once, by what each database is fastest at, and know their ids beforehand."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db import connection, connections
from django.db.models import Field, Model

_OWN_FORM = {"DateTimeField", "UUIDField"}


class Table:
    """A model's table, written a batch at a time: the columns of its own fields, defaults filled in."""

    def __init__(self, model: type[Model], *varying: str, **same: Any) -> None:
        """Write rows of `model`: fields that differ from row to row are given in the order of `varying`.

        All other columns have the value in `same`, or that of an instance that nobody gave anything.
        Moments and UUIDs are put into the database's form; anything else has to be given as it is kept.
        """
        self._fields = [cast("Field[Any, Any]", model._meta.get_field(name)) for name in varying]
        self._kept = [
            field.get_db_prep_save if field.get_internal_type() in _OWN_FORM else _as_it_is
            for field in self._fields
        ]
        blank = model(**same)
        rest = [
            field
            for field in model._meta.concrete_fields
            if field not in self._fields
            and not (field.primary_key and field.get_internal_type().endswith("AutoField"))
        ]
        self._same = [field.get_db_prep_save(field.pre_save(blank, add=True), connection) for field in rest]
        columns = [connection.ops.quote_name(str(field.column)) for field in (*self._fields, *rest)]
        self._table = connection.ops.quote_name(model._meta.db_table)
        self._columns = ", ".join(columns)
        self._places = ", ".join(["%s"] * len(columns))

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write rows, in the caller's transaction."""
        database = connections[connection.alias]
        lines = (
            [*(keep(value, database) for keep, value in zip(self._kept, row, strict=True)), *self._same]
            for row in rows
        )
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self._table} ({self._columns}) FROM STDIN") as copy:
                    for line in lines:
                        copy.write_row(line)
                return
            sql = f"INSERT INTO {self._table} ({self._columns}) VALUES ({self._places})"  # noqa: S608  (our own names)
            cursor.executemany(sql, list(lines))


def _as_it_is(value: Any, connection: Any) -> Any:
    return value


def next_ids(model: type[Model], count: int) -> range:
    """Return `count` ids in a row that nobody else is given, in the caller's transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            # The transaction is IMMEDIATE: nobody else writes until it ends.
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            first = cursor.fetchone()[0] + 1
            return range(first, first + count)
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        sequence = cursor.fetchone()[0]
        # One step for all: whoever asks meanwhile gets an id before or after, never among them.
        cursor.execute("LOCK TABLE " + connection.ops.quote_name(table) + " IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT setval(%s, nextval(%s) + %s - 1)", [sequence, sequence, count])
        last = cursor.fetchone()[0]
        return range(last - count + 1, last + 1)
