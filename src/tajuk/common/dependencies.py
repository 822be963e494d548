"""Note what a page was made from while it is being made.

A *dependency key* names a thing a page showed (`articles.article:12`) or a list it asked (`list:latest`).
Models that inherit `Noted` note every row that is loaded; queries that return lists note the list's key, so
that a page is found again when something *enters* it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Self

from django.db.models import Model, QuerySet

_noted: ContextVar[set[str] | None] = ContextVar("noted_dependencies", default=None)


@contextmanager
def recording() -> Iterator[set[str]]:
    """Collect the keys that are noted within; nested recordings each get their own and the outer gets all."""
    keys: set[str] = set()
    outer = _noted.get()
    token = _noted.set(keys)
    try:
        yield keys
    finally:
        _noted.reset(token)
        if outer is not None:
            outer |= keys


@contextmanager
def unrecorded() -> Iterator[None]:
    """Note nothing within: what is fetched for several pages is noted by each that shows it."""
    token = _noted.set(None)
    try:
        yield
    finally:
        _noted.reset(token)


def note(*keys: str) -> None:
    """Add keys to the recording in progress; outside one, do nothing."""
    if (noted := _noted.get()) is not None:
        noted.update(keys)


def key_of(row: Any) -> str:
    """Return the key of a model row: `app.model:pk`."""
    return f"{row._meta.label_lower}:{row.pk}"


def keys_of(value: Any) -> set[str]:
    """Return the keys of the rows in `value` (a row, or a plain collection) and of all that was fetched with them."""
    keys: set[str] = set()
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Model):
            if id(each) in seen:  # a row's children know the row
                continue
            seen.add(id(each))
            if isinstance(each, Noted):
                keys.add(key_of(each))
            waiting += each._state.fields_cache.values()
            waiting += each.__dict__.get("_prefetched_objects_cache", {}).values()
        elif isinstance(each, list | tuple | set | frozenset | QuerySet):
            waiting += each
        elif isinstance(each, dict):
            waiting += each.values()
    return keys


class Noted:
    """Mix into a model, before `models.Model`: loading a row notes it, and a change of it is news to the press.

    A model says more about its news by `unseen_fields` (fields that no page shows: a save of only these is no
    news), `news_kind` (the outbox kind that its changes have), `list_keys()` and `is_news()`.
    """

    unseen_fields: ClassVar[frozenset[str]] = frozenset()
    news_kind: ClassVar[str] = "front"

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **kwargs: Any) -> Self:
        """Load the row and note its key."""
        row: Self = super().from_db(db, field_names, values, **kwargs)  # type: ignore[misc]  # the model's own
        note(key_of(row))
        return row

    def list_keys(self) -> Iterable[str]:
        """Return the keys of the lists that this row stands in, or may enter or leave by a change."""
        return ()

    def joined_keys(self, others: type[Model], pks: Iterable[Any]) -> Iterable[str]:
        """Return the keys of what looks different once this row is joined to, or parted from, these of `others`.

        By default those rows themselves: every page that shows one of them.
        """
        return [f"{others._meta.label_lower}:{pk}" for pk in pks]

    def is_news(self, update_fields: Iterable[str] | None) -> bool:
        """Tell whether a save of these fields (`None`: all) can change what a reader sees."""
        return update_fields is None or not self.unseen_fields.issuperset(update_fields)
