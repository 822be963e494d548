"""Queries that are made out once and run again with other values.

Django's ORM builds and compiles a query anew each time: a gate of five conditions costs 20 ms of CPU so, and
0.2 ms when only its values change. What is made out is Django's own SQL, with marks where values go.
"""

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import QuerySet

_NOW = datetime(1901, 3, 7, 5, 11, 13, 170_023, tzinfo=UTC)
_NUMBER = -8_100_000_000_000_007
_AMONG = -9_100_000_000_000_009
_SIZES = (1, 8, 40, 200)

Make = Callable[..., QuerySet[Any, Any]]


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    params: tuple[Any, ...]


_made: dict[Hashable, _Statement] = {}


def ids(key: Hashable, make: Make, *numbers: int, now: datetime | None = None) -> list[int]:
    """Return the whole numbers that `make(*numbers, now)` selects (`values_list` of one column), in its order.

    `key` names the query: everything that changes it but `numbers` and `now` has to be part of it.
    """
    statement = _statement((key, len(numbers)), lambda: make(*_marks(_NUMBER, len(numbers)), _NOW))
    return _run(statement, dict(zip(_marks(_NUMBER, len(numbers)), numbers, strict=True)), now)


def among(key: Hashable, make: Make, wanted: Collection[int], now: datetime | None = None) -> set[int]:
    """Return those of `wanted` that `make(wanted, now)` selects."""
    found: set[int] = set()
    rest = list(wanted)
    while rest:
        size = next((size for size in _SIZES if size >= len(rest)), _SIZES[-1])
        part, rest = rest[:size], rest[size:]
        marks = _marks(_AMONG, size)
        statement = _statement((key, "among", size), partial(make, marks, _NOW))
        # The last is repeated: it is the same set.
        found |= set(
            _run(statement, dict(zip(marks, part + part[-1:] * (size - len(part)), strict=True)), now)
        )
    return found


def _marks(first: int, count: int) -> list[int]:
    return [first - place for place in range(count)]


def _statement(key: Hashable, make: Callable[[], QuerySet[Any, Any]]) -> _Statement:
    whole = (connection.vendor, key)
    found = _made.get(whole)
    if found is None:
        sql, params = make().query.get_compiler(connection=connection).as_sql()
        found = _made[whole] = _Statement(sql, tuple(params))
    return found


def _run(statement: _Statement, values: dict[int, int], now: datetime | None) -> list[int]:
    mark, moment = (connection.ops.adapt_datetimefield_value(each) for each in (_NOW, now or _NOW))
    # PostgreSQL's numbers come as kinds of `int` that say how long they are.
    given: dict[Any, Any] = {**values, mark: moment}
    params = [
        given.get(each, each) if isinstance(each, int | str | datetime) else each for each in statement.params
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, params)
        return [row[0] for row in cursor.fetchall()]
