"""Hear of every change of a `Noted` model, and put it into the outbox in the same transaction."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.urls import NoReverseMatch

from tajuk.common.dependencies import Noted, key_of
from tajuk.press.actions import changed
from tajuk.press.enums import Priority
from tajuk.press.withdrawing import take_away, takes_back

_BEFORE = "_press_before"
_Before = tuple[Iterable[str], Iterable[str], bool]  # keys, paths, and whether something is taken back
_NOTHING: _Before = ((), (), False)


def connect() -> None:
    """Listen to every model; those that are not `Noted` cost one look-up in a dictionary."""
    pre_save.connect(_remember, dispatch_uid="press")
    post_save.connect(_saved, dispatch_uid="press")
    # Before, not after: then the relations that say which lists the row stands in are gone.
    pre_delete.connect(_deleted, dispatch_uid="press")
    m2m_changed.connect(_related, dispatch_uid="press")


_noted: dict[type, bool] = {}


def _is_noted(model: type[Model]) -> bool:
    known = _noted.get(model)
    if known is None:
        # A migration saves rows of models as they once were, perhaps before there is an outbox: no news.
        known = _noted[model] = issubclass(model, Noted) and model._meta.apps is apps
    return known


def _lists_itself(model: type[Model]) -> bool:
    return model.list_keys is not Noted.list_keys  # type: ignore[attr-defined]  # asked of Noted models only


def _remember(sender: type[Model], instance: Any, raw: bool, update_fields: Any, **_: Any) -> None:
    """Before a save, look up the lists that the row stands in: it may leave them by this change."""
    if raw or not _is_noted(sender) or instance._state.adding or not _lists_itself(sender):
        return
    if not instance.is_news(update_fields):
        return
    before = sender._base_manager.filter(pk=instance.pk).first()
    if before is not None:
        setattr(instance, _BEFORE, (*_reach(before), takes_back(before, instance)))


def _saved(sender: type[Model], instance: Any, raw: bool, update_fields: Any, **_: Any) -> None:
    if not _is_noted(sender) or not instance.is_news(update_fields):
        return
    if raw:
        changed([key_of(instance)], priority=Priority.of(sender.news_kind))  # type: ignore[attr-defined]
        return
    _tell(instance, instance.__dict__.pop(_BEFORE, _NOTHING))


def _deleted(sender: type[Model], instance: Any, **_: Any) -> None:
    if _is_noted(sender):
        _tell(instance, ((), (), takes_back(instance, None)))


def _related(
    sender: type[Model], instance: Any, action: str, model: type[Model], pk_set: set[Any] | None, **_: Any
) -> None:
    """Tell of both ends of a changed relation: they may look different, and stand in other lists."""
    if not action.startswith("post_") and action != "pre_clear":
        return
    if _is_noted(type(instance)):
        _tell(instance, _NOTHING)
    if _is_noted(model) and pk_set:
        joined = instance.joined_keys if _is_noted(type(instance)) else Noted().joined_keys
        priority = Priority.of(model.news_kind)  # type: ignore[attr-defined]  # asked of Noted models only
        changed(joined(model, pk_set), priority=priority, reason=sender.__name__)


def _tell(row: Any, before: _Before) -> None:
    keys, paths = _reach(row)
    keys, paths = [key_of(row), *before[0], *keys], [*before[1], *paths]
    priority = Priority.WITHDRAWAL if before[2] else Priority.of(row.news_kind)
    changed(keys, paths=paths, priority=priority, reason=type(row).__name__)
    if priority is Priority.WITHDRAWAL:
        transaction.on_commit(lambda: take_away(keys, paths), robust=True)


def _reach(row: Any) -> tuple[list[str], list[str]]:
    """Return the keys of the row's lists, and its own address when it is public and has one."""
    paths: list[str] = []
    if getattr(row, "live", True) and (address := getattr(row, "get_absolute_url", None)):
        with suppress(NoReverseMatch):
            paths = [path for path in [address()] if path]
    return list(row.list_keys()), paths
